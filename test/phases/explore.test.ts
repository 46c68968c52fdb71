import { describe, expect, it } from 'vitest';
import type { AssignmentOf } from '../../src/contracts/assignment.ts';
import type { Direction, ExploreAnswer } from '../../src/contracts/planning/explore.ts';
import { explore } from '../../src/phases/explore.ts';
import { planningAssignment } from './sample.ts';

const files = new Map([
  ['src/links.ts', 'one\n\nthree\n'],
  ['logo.png', null],
]);
const assignment: AssignmentOf<'explore'> = {
  ...planningAssignment,
  phase: 'explore',
  inputs: { said: [], earlier: [] },
};
const direction = (title: string, diagram = '[root]\n   |\n   +--> [link]\n'): Direction => ({
  title,
  summary: 'Links are written from the root of the project.',
  diagram,
  tradeoffs: { gains: ['one form'], costs: ['old links change'] },
  cost: 'a day',
  ruledOutBy: 'a consumer that mounts a subfolder alone',
});
const answer = (more: Partial<Extract<ExploreAnswer, { status: 'EXPLORED' }>> = {}): ExploreAnswer => ({
  status: 'EXPLORED',
  problem: 'Links break once files are moved.',
  read: [{ path: 'src/links.ts', line: 3, shows: 'where links are made' }],
  directions: [direction('From the root'), direction('From the file')],
  ...more,
});
const judged = (given: ExploreAnswer): string[] =>
  explore.judge(given, { assignment, files, proposed: null });

describe('an exploration', () => {
  it('can be used when all it points at is there', () => {
    expect(explore.schema.safeParse(answer()).success).toBe(true);
    expect(explore.reads(answer(), assignment)).toEqual(['src/links.ts']);
    expect(judged(answer())).toEqual([]);
  });

  it('may say that there is too little to plan, or that it cannot be done', () => {
    const { problem, read } = { problem: 'A typo.', read: [{ path: 'src/links.ts', line: 1, shows: 'it' }] };
    expect(judged({ status: 'TOO_SMALL', problem, read, why: 'It is one word.' })).toEqual([]);
    expect(
      judged({ status: 'TOO_SMALL', problem, read: [{ path: 'no.ts', line: 1, shows: 'it' }], why: 'x' }),
    ).toHaveLength(1);
    expect(judged({ status: 'BLOCKED', why: 'no ticket' })).toEqual([]);
    expect(explore.reads({ status: 'BLOCKED', why: 'no ticket' }, assignment)).toEqual([]);
  });

  it.each([
    ['src/nowhere.ts', 1, '`src/nowhere.ts` is no text file of the repository'],
    ['logo.png', 1, '`logo.png` is no text file'],
    ['src/links.ts', 4, '`src/links.ts:4` is behind the end of the file, which has 3 lines'],
    ['src/links.ts', 2, '`src/links.ts:2` is an empty line'],
  ])('that points at %s:%i is sent back', (path, line, why) => {
    const [problem, ...more] = judged(answer({ read: [{ path, line, shows: 'x' }] }));
    expect(problem).toContain(why);
    expect(more).toEqual([]);
  });

  it('needs directions that differ in their titles', () => {
    expect(judged(answer({ directions: [direction('From the root'), direction('from the ROOT!')] }))).toEqual(
      [
        'Two directions are called “from the root”. Give each a title of its own, or leave one out if they are the same.',
      ],
    );
  });

  it.each([
    ['one line', '[a] --> [b]', 'is no drawing'],
    ['prose', 'First this.\nNext that.\nLast these.', 'is no drawing'],
    ['other characters', '┌─┐\n│a│ --> |b|\n+-+\n |', '`┌` (U+250C)'],
    ['an invisible character', '[a]\n |\u200b\n +--> [b]', 'U+200B'],
    ['a tab', '[a]\n\t|\n +--> [b]', 'U+0009'],
    ['a fence', '```\n[a]\n |\n +--> [b]\n```', 'holds a code fence'],
  ])('needs drawings, not %s', (_, diagram, why) => {
    const [problem] = judged(answer({ directions: [direction('A'), direction('B', diagram)] }));
    expect(problem).toContain(`The diagram of direction 2`);
    expect(problem).toContain(why);
  });
});
