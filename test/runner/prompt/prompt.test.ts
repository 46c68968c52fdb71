import { describe, expect, it } from 'vitest';
import { readTasks } from '../../../src/openspec/tasks.ts';
import { ticketLine } from '../../../src/runner/prompt/markdown.ts';
import { fenced, fillTemplate, type Template } from '../../../src/runner/prompt/template.ts';
import { tasksMd } from '../world.ts';
import { assignment, build, inputs } from './inputs.ts';

describe('the prompt', () => {
  it('is the same bytes for the same inputs', () => {
    expect(build()).toBe(build(structuredClone(inputs)));
  });

  it('quotes the sections asked for, verbatim, and no others', () => {
    const own = tasksMd.slice(tasksMd.indexOf('## 1.'), tasksMd.indexOf('## 2.')).trimEnd();
    expect(build()).toContain(own);
    expect(build()).not.toContain('Farewell');
    expect(build({ assignment: { ...assignment, sections: ['1', '2'] } })).toContain('sections 1, 2');
  });

  it('takes a title as one line of words', () => {
    const title = `[Greet](x) <!-- _people_ \`*\n${'a'.repeat(300)}`;
    const line = ticketLine({ key: 'PER-1', title });
    expect(line).toMatch(/^PER-1: Greet\(x\) !-- people a+…$/);
    expect(line.length).toBeLessThanOrEqual('PER-1: '.length + 200);
    expect(build({ assignment: { ...assignment, ticket: { ...assignment.ticket, title } } })).toContain(line);
  });

  it('says what exists, what runs and what is forbidden', () => {
    const prompt = build();
    expect(prompt).toContain('- `src/index.js`: exists, 1 line, 22 bytes');
    expect(prompt).toContain('- `src/greet.js`: to be created');
    expect(prompt).toContain(
      'Setup, first:\n\n```sh\nnpm ci\n```\n\nThen, in this order:\n\n```sh\nnpm test\n```',
    );
    expect(prompt).toContain('- `src/index.js` SHALL NOT be modified.');
    expect(prompt).toContain('- The index MUST NOT grow.');
    expect(prompt).toContain('`infra/**`');
    expect(prompt).toContain('`openspec/changes/greet/proposal.md`');
    expect(prompt).toContain('"type": "object"');
    expect(prompt).toContain('"status": "BLOCKED"');
  });

  it('keeps what people wrote as text, braces and fences included', () => {
    const notes = ['Line one\n```\nnot the end\n```', '{{tasks}}'];
    const prompt = build({ assignment: { ...assignment, attempt: 2, notes } });
    expect(prompt).toContain('# PER-1: Greet people {{base}}\n');
    expect(prompt).toContain('This is attempt 2.');
    expect(prompt).toContain('````text\nLine one\n```\nnot the end\n```\n````');
    expect(prompt).toContain('```text\n{{tasks}}\n```');
  });

  it('has no attempt before the first one', () => {
    expect(build()).toContain('None: this is the first attempt.');
  });

  it('leaves tasks for people to people', () => {
    const tasks = readTasks('## 1. A\n\n- [ ] 1.1 Do\n- [ ] 1.2 [MANUAL] Announce it\n');
    expect(build({ tasks })).toContain('leave 1.2 to people: do not do or tick it');
  });

  it('says so when nothing can be run', () => {
    expect(build({ verification: { setup: [], commands: [], source: '' } })).toContain(
      'No command is declared.',
    );
  });
});

const ours = (text: string): Template => ({ text, file: null });

describe('the template', () => {
  it('refuses a name nobody gives and a value nobody uses', () => {
    expect(() => fillTemplate(ours('{{a}}'), {})).toThrow(/asks for `a`/);
    expect(() => fillTemplate(ours(''), { a: '1' })).toThrow(/does not use: a/);
    expect(fillTemplate(ours('{{a}}{{b}}'), { a: '{{b}}', b: '$&' })).toBe('{{b}}$&');
  });

  it('fences hold any text', () => {
    expect(fenced('a ```` b', '')).toBe('`````\na ```` b\n`````');
    expect(fenced('a\n', 'md')).toBe('```md\na\n```');
  });
});
