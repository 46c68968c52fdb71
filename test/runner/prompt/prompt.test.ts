import { describe, expect, it } from 'vitest';
import type { DelegateAssignment } from '../../../src/contracts/assignment.ts';
import { readTasks } from '../../../src/openspec/tasks.ts';
import { forbiddingSentences } from '../../../src/runner/prompt/guardrails.ts';
import { lookUp } from '../../../src/runner/prompt/inventory.ts';
import { ticketLine } from '../../../src/runner/prompt/markdown.ts';
import { buildPrompt, type PromptInputs } from '../../../src/runner/prompt/prompt.ts';
import { fenced, fillTemplate, type Template } from '../../../src/runner/prompt/template.ts';
import { noModels, tasksMd, templates } from '../world.ts';

const assignment: DelegateAssignment = {
  id: '3f0c4f0e-6a51-4d4b-9f0a-3d1c4f7b2a10',
  phase: 'delegate',
  delegation: 1,
  attempt: 1,
  ticket: { key: 'PER-1', title: 'Greet\npeople {{base}}', url: 'https://linear.example/PER-1' },
  repository: 'acme/probe',
  change: 'greet',
  sections: ['1'],
  base: 'b'.repeat(40),
  recordedBase: 'b'.repeat(40),
  codeBranch: 'throughline/greet/1-1',
  agent: { name: 'probe', kind: 'command', command: 'true' },
  models: noModels,
  notes: [],
  verify: { setup: [], commands: [] },
  limits: { agentSeconds: 30, stallSeconds: 30, verifySeconds: 30 },
  runner: { isolation: 'preferred', keepHours: 1 },
  protectedPaths: ['infra/**'],
};
const inputs: PromptInputs = {
  assignment,
  template: { text: templates.delegate, file: null },
  tasks: readTasks(tasksMd),
  rules: ['The index MUST NOT grow.\n'],
  files: ['src/index.js', 'openspec/changes/greet/proposal.md', 'openspec/changes/greet/tasks.md'],
  verification: { setup: ['npm ci'], commands: ['npm test'], source: '' },
  answerSchema: { type: 'object' },
};
const build = (changes: Partial<PromptInputs> = {}): string => buildPrompt({ ...inputs, ...changes });

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
    expect(prompt).toContain('- `src/index.js`: exists');
    expect(prompt).toContain('- `src/greet.js`: missing, to be created');
    expect(prompt).toContain('```sh\nnpm ci\nnpm test\n```');
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

describe('sentences that forbid', () => {
  it.each([
    [
      'wrapped lines',
      'The `a` function\nSHALL NOT change. The rest may.',
      ['The `a` function SHALL NOT change.'],
    ],
    ['items', '- [ ] 1.1 Do it\n- [ ] 1.2 Sync MUST NOT fail\n- c', ['Sync MUST NOT fail']],
    ['what is only required', 'It SHALL hold. It must not matter.', []],
    ['headings', '## It SHALL NOT\n\nYes.', []],
    ['the same twice', 'A SHALL NOT b.\n\nA SHALL NOT b.', ['A SHALL NOT b.']],
    ['names with dots', 'File `a.b.js` SHALL NOT move. Done.', ['File `a.b.js` SHALL NOT move.']],
  ])('%s', (_, text, sentences) => {
    expect(forbiddingSentences(text)).toEqual(sentences);
  });
});

describe('the inventory', () => {
  it.each([
    ['src/a.js', ['src/a.js'], [{ path: 'src/a.js', found: 'exists' }]],
    ['src/', ['src/a.js'], [{ path: 'src', found: 'exists' }]],
    ['a.js', ['src/a.js'], [{ path: 'src/a.js', found: 'exists' }]],
    ['a.js', ['src/a.js', 'lib/a.js'], [{ path: 'a.js', found: 'missing' }]],
    ['src/b.js', ['src/b.js.map'], [{ path: 'src/b.js', found: 'missing' }]],
    ['src/**', [], [{ path: 'src/**', found: 'pattern' }]],
  ])('%s among %j', (path, files, entries) => {
    expect(lookUp([path, path], files)).toEqual(entries);
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
