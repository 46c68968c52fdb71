import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTasks } from '../../../src/openspec/tasks.ts';
import { conventionFiles } from '../../../src/runner/prompt/conventions/files.ts';
import type { PromptInputs } from '../../../src/runner/prompt/prompt.ts';
import { tasksMd } from '../world.ts';
import { assignment, build, claim, hit, inputs } from './inputs.ts';

const whole: PromptInputs = {
  ...inputs,
  tasks: readTasks(tasksMd),
  assignment: {
    ...assignment,
    sections: ['1', '2'],
    protectedPaths: ['infra/**', 'db/**', 'ops/**'],
    guarded: ['chargeCard', 'billing/**', 'Ledger'],
    claims: { override: { by: 'ada' } },
  },
  claims: [
    claim({ text: 'greet' }),
    claim({ text: 'gone', verdict: 'stale', source: { path: 't', line: 5, task: '1.1' } }),
    claim({
      kind: 'line',
      text: 'src/index.js:9',
      verdict: 'moved',
      source: { path: 't', line: 6, task: '1.2' },
    }),
    claim({
      kind: 'line',
      text: 'src/index.js:3',
      verdict: 'moved',
      source: { path: 't', line: 6, task: '1.2' },
    }),
    claim({
      kind: 'command',
      text: 'node check.js',
      verdict: 'not run',
      source: { path: 't', line: 7, task: '1.2' },
    }),
  ],
  rules: [
    { path: 'openspec/changes/greet/design.md', text: '`a` MUST NOT be renamed.' },
    { path: 'openspec/changes/greet/specs/x/spec.md', text: '`b` SHALL NOT be changed.' },
  ],
  look: {
    files: [
      'src/index.js',
      'src/a.py',
      'lib/b.go',
      'openspec/changes/greet/proposal.md',
      'openspec/changes/greet/design.md',
    ],
    texts: new Map([
      ['src/index.js', 'one\n'],
      ['src/a.py', 'two\n'],
    ]),
    search: {
      complete: true,
      hits: [
        hit('src/index.js', 2, 'greet()'),
        hit('src/index.js', 1, 'const greet = 1'),
        hit('lib/b.go', 4, 'greet'),
        hit('src/a.py', 1, 'def greet():'),
      ],
    },
  },
  conventions: [
    { path: 'AGENTS.md', text: 'A' },
    { path: 'CONTRIBUTING.md', text: 'C' },
    { path: 'src/AGENTS.md', text: 'S' },
  ],
};

/** The same things in another order; what people wrote and what is run keeps its own. */
const shuffledOf = (): fc.Arbitrary<PromptInputs> => {
  const mixed = <T>(items: readonly T[]) => fc.shuffledSubarray([...items], { minLength: items.length });
  return fc
    .record({
      sections: mixed(whole.assignment.sections),
      protectedPaths: mixed(whole.assignment.protectedPaths),
      guarded: mixed(whole.assignment.guarded ?? []),
      claims: mixed(whole.claims),
      rules: mixed(whole.rules),
      files: mixed(whole.look.files),
      texts: mixed([...whole.look.texts]),
      hits: mixed(whole.look.search.hits),
      conventions: mixed(whole.conventions),
    })
    .map(({ sections, protectedPaths, guarded, claims, rules, files, texts, hits, conventions }) => ({
      ...whole,
      assignment: { ...whole.assignment, sections, protectedPaths, guarded },
      ...{ claims, rules, conventions },
      look: { files, texts: new Map(texts), search: { complete: true, hits } },
    }));
};

describe('the prompt', () => {
  it('is the same bytes for the same things, in whatever order they were read', () => {
    const expected = build(whole);
    fc.assert(
      fc.property(shuffledOf(), (inputs) => {
        expect(build(inputs)).toBe(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('is another one as soon as one thing is another', () => {
    const expected = build(whole);
    for (const other of [
      { ...whole, conventions: [] },
      { ...whole, claims: whole.claims.slice(1) },
      { ...whole, verification: { ...whole.verification, commands: ['go test ./...'] } },
      { ...whole, assignment: { ...whole.assignment, attempt: 2, notes: ['x'] } },
    ])
      expect(build(other)).not.toBe(expected);
  });

  it('has the conventions from the root down', () => {
    const prompt = build(whole);
    const order = conventionFiles(['src/AGENTS.md', 'CONTRIBUTING.md', 'AGENTS.md'], ['src/index.js']);
    const places = order.map((path) => prompt.indexOf(`From \`${path}\``));
    expect(places).toEqual([...places].sort((one, other) => one - other));
    expect(Math.min(...places)).toBeGreaterThan(0);
  });
});
