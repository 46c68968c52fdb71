import { describe, expect, it } from 'vitest';
import type { AssignmentOf } from '../../src/contracts/assignment.ts';
import type { BotFinding, BotReview, Reviewed } from '../../src/contracts/rounds/bot-review.ts';
import type { EarlierFinding } from '../../src/contracts/rounds/finding.ts';
import { judgeRound } from '../../src/phases/judge.ts';
import { rounds } from '../../src/phases/rounds.ts';
import { planningAssignment } from './sample.ts';

const files = new Map<string, string | null>([
  ['src/lint.ts', 'one\n\nthree\n'],
  ['logo.png', null],
]);

const earlier = (changes: Partial<EarlierFinding> = {}): EarlierFinding => ({
  ...{ id: 'F1', round: 1, severity: 'low', title: 'Reads argv', path: 'src/lint.ts', line: 1 },
  ...{ answer: 'fixed', said: 'fixed in 94528d5', codeChanged: true },
  ...changes,
});
const assignment = (known: EarlierFinding[] = []): AssignmentOf<'rounds'> => ({
  ...planningAssignment,
  phase: 'rounds',
  inputs: {
    ...{ round: 2, pull: 159, change: 'gate-links', changed: ['src/lint.ts'] },
    ...{ earlier: known, decisions: [] },
  },
});
const finding = (changes: Partial<BotFinding> = {}): BotFinding => ({
  severity: 'medium',
  ...{ title: 'Rewrites the label', path: 'src/lint.ts', line: 3, why: 'The first match is the label.' },
  ...{ confidence: 90, repeats: null },
  ...changes,
});
const reviewed = (changes: Partial<Reviewed> = {}): Reviewed => ({
  ...{ status: 'REVIEWED', summary: 'Links are linted.' },
  ...{ findings: [finding()], questions: [], notes: [], fixes: [] },
  ...changes,
});
const problems = (answer: BotReview, known: EarlierFinding[] = []): string[] =>
  rounds.judge(answer, { assignment: assignment(known), files, proposed: null });

const held = { finding: 'F1', verdict: 'fixed' as const, why: 'It takes an option now.' };
const failed = { finding: 'F1', verdict: 'not-fixed' as const, why: 'It still reads argv.' };
const acknowledged = earlier({ answer: 'acknowledged', said: 'acknowledged: by design' });

describe('a review of the pull request', () => {
  it('can be used with findings at places that are there, and without any', () => {
    expect(problems(reviewed())).toEqual([]);
    expect(problems(reviewed({ findings: [] }))).toEqual([]);
    expect(rounds.schema.safeParse(reviewed()).success).toBe(true);
  });

  it.each([
    ['a line behind the end', { line: 9 }, /behind the end of the file/],
    ['an empty line', { line: 2 }, /is an empty line/],
    ['a file that is not there', { path: 'src/other.ts' }, /no text file of the repository/],
    ['a picture', { path: 'logo.png', line: 1 }, /no text file of the repository/],
    ['a guess', { confidence: 60 }, /confidence of 60: below 70 it belongs under `questions`/],
  ])('is sent back for %s', (_what, changes, says) => {
    expect(problems(reviewed({ findings: [finding(changes)] }))).toEqual([expect.stringMatching(says)]);
  });

  it.each<[string, Partial<Reviewed>, EarlierFinding[], RegExp | null]>([
    ['a fix it says nothing of', {}, [earlier()], /F1 was answered with a commit: say under `fixes`/],
    ['a fix that holds', { fixes: [held] }, [earlier()], null],
    ['a fix that does not', { fixes: [failed], findings: [finding({ repeats: 'F1' })] }, [earlier()], null],
    ['a fix judged twice', { fixes: [held, failed] }, [earlier()], /more than once/],
    ['a fix nobody made', { fixes: [held] }, [acknowledged], /F1 was not answered with a commit/],
    [
      'one that is fixed and raised again',
      { fixes: [held], findings: [finding({ repeats: 'F1' })] },
      [earlier()],
      /one of the two/,
    ],
    [
      'one that is raised twice',
      { fixes: [failed], findings: [finding({ repeats: 'F1' }), finding({ repeats: 'F1', line: 1 })] },
      [earlier()],
      /F1 comes back in more than one finding/,
    ],
    ['one that nobody raised', { findings: [finding({ repeats: 'F7' })] }, [], /F7 is no finding/],
    [
      'an answer that still stands',
      { findings: [finding({ repeats: 'F1' })] },
      [{ ...acknowledged, codeChanged: false }],
      /honour that answer/,
    ],
    [
      'an answer whose code has changed since',
      { findings: [finding({ repeats: 'F1' })] },
      [acknowledged],
      null,
    ],
  ])('of an earlier round: %s', (_what, changes, known, says) => {
    expect(problems(reviewed(changes), known)).toEqual(says === null ? [] : [expect.stringMatching(says)]);
  });

  it('that is not one is never taken for a clean one', async () => {
    const read = (path: string) => Promise.resolve(files.get(path) ?? null);
    const judge = (answer: unknown) => judgeRound({ assignment: assignment(), answer, read });
    expect(await judge(undefined)).toEqual({ problems: ['There is no answer, or it is not JSON.'] });
    expect(await judge({ status: 'REVIEWED' })).toHaveProperty('problems');
    expect(await judge({ ...reviewed(), findings: 'none' })).toHaveProperty('problems');
    expect(await judge({ status: 'BLOCKED', why: 'No diff.' })).toHaveProperty('answer.status', 'BLOCKED');
    expect(await judge(reviewed())).toHaveProperty('answer.status', 'REVIEWED');
  });
});
