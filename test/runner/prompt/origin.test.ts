import { describe, expect, it } from 'vitest';
import { readTasks } from '../../../src/openspec/tasks.ts';
import { buildPrompt } from '../../../src/runner/prompt/prompt.ts';
import { assignment, inputs } from './inputs.ts';

const text = '## 1. Greet\n\n- [ ] 1.1 Greet in `src/index.js`\n- [ ] 1.2 [MANUAL] Announce it\n';
const fromTicket = {
  ...inputs,
  assignment: { ...assignment, change: null, tasks: text, sections: ['1'] },
  tasks: readTasks(text),
  rules: [],
};

describe('the prompt of tasks that were written from the ticket', () => {
  it('asks for no tick in a file that is not there, and names none', () => {
    const prompt = buildPrompt(fromTicket);
    expect(prompt).toContain('- [ ] 1.1 Greet in `src/index.js`');
    expect(prompt).toContain('Written from the ticket, and confirmed by a person');
    expect(prompt).toContain('there is no box to tick');
    expect(prompt).toContain('leave 1.2 to people');
    expect(prompt).not.toMatch(/openspec\/changes|\bnull\b|undefined|tick the box of each/);
  });

  it('names the file where there is one', () => {
    const prompt = buildPrompt(inputs);
    expect(prompt).toContain('of the OpenSpec change `greet`');
    expect(prompt).toContain('In `openspec/changes/greet/tasks.md` tick the box');
  });

  it('is filled into prompts of a repository that name a change', () => {
    const own =
      '{{ticketKey}} {{change}} {{tasksPath}}{{manualTasks}} {{tasks}} {{guardrails}} {{verification}} {{answerSchema}} {{notes}}';
    const template = { text: own, file: '.github/throughline/prompts/delegate.md' };
    expect(buildPrompt({ ...inputs, template })).toContain('PER-1 greet openspec/changes/greet/tasks.md ');
    expect(buildPrompt({ ...fromTicket, template })).toContain('PER-1 none none, but leave 1.2 to people');
  });
});
