import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerSchema } from '../../../src/contracts/answer.ts';
import type { AssignmentOf } from '../../../src/contracts/assignment.ts';
import { judgementSchema } from '../../../src/contracts/judgement.ts';
import { severities } from '../../../src/contracts/rounds/finding.ts';
import type { Citation } from '../../../src/contracts/rounds/triage.ts';
import { decisions } from '../../../src/core/grill/decisions.ts';
import { namedPaths } from '../../../src/openspec/named-paths.ts';
import { requirementsOf } from '../../../src/openspec/requirements.ts';
import { readTasks } from '../../../src/openspec/tasks.ts';
import { judgeTriage } from '../../../src/phases/judge.ts';
import { review } from '../../../src/phases/review.ts';
import { rounds } from '../../../src/phases/rounds.ts';
import { story } from '../../../src/sandbox/story/index.ts';
import { planningAssignment } from '../../phases/sample.ts';
import { grilled, recordedAnswer } from './grilled.ts';
import { type Played, startPlayed } from './played.ts';
import { earlierThan, idsOf, reviewed, triaged } from './recorded-rounds.ts';

let played: Played;
/** Commits: where the branch begins, the head after all delegations, after each fix-up. */
const at = { start: '', plan: '', heads: ['', '', ''] };
const fixUps: unknown[] = [];
beforeAll(async () => {
  played = startPlayed();
  at.start = played.git('rev-parse', 'HEAD');
  at.plan = (await played.play('propose/1')).head;
  for (const { recording, attempt } of story.attempts)
    at.heads[0] = (await played.play(`${recording}/${attempt}`)).head;
  for (const round of [1, 2]) {
    const { head, answer } = await played.play(`fix-up-${round}/1`);
    at.heads[round] = head;
    fixUps.push(answer);
  }
}, 60_000);
afterAll(() => played.remove());

const headOf = (round: number): string => at.heads[round - 1] ?? '';

const changedFrom = (from: string, to: string): string[] =>
  played.git('diff', '--no-renames', '--name-only', from, to).split('\n').sort();

const given = (commit: string, paths: string[]): Map<string, string | null> =>
  new Map(paths.map((path) => [path, played.textAt(commit, path)]));

const recorded = () => decisions(grilled().tree).map(({ id, answer, why }) => ({ id, answer, why }));

const roundAssignment = (round: number): AssignmentOf<'rounds'> => ({
  ...planningAssignment,
  phase: 'rounds',
  base: headOf(round),
  recordedBase: at.start,
  inputs: {
    ...{ round, pull: 159, change: story.change, changed: changedFrom(at.start, headOf(round)) },
    earlier: earlierThan(round),
    decisions: recorded(),
  },
});

describe('the rounds', () => {
  it.each([
    [1, { high: 1, medium: 2, low: 1, note: 0 }],
    [2, { high: 0, medium: 3, low: 0, note: 0 }],
    [3, { high: 0, medium: 0, low: 0, note: 0 }],
  ])('in round %i the reviewer finds %o, at places that are there', (round, counts) => {
    const answer = reviewed(round);
    const assignment = roundAssignment(round);
    const files = given(headOf(round), rounds.reads(answer, assignment));
    expect(rounds.judge(answer, { assignment, files, proposed: null })).toEqual([]);
    const found = (severity: string): number =>
      answer.findings.filter((finding) => finding.severity === severity).length;
    expect(Object.fromEntries(severities.map((one) => [one, found(one)]))).toEqual(counts);
    expect(answer.findings.filter(({ repeats }) => repeats !== null)).toEqual([]);
  });

  it('report in the order in which findings are numbered: worst first, then by place', () => {
    for (const round of [1, 2]) {
      const order = reviewed(round).findings.map(
        ({ severity, path }) => `${severities.indexOf(severity)} ${path}`,
      );
      expect(order).toEqual([...order].sort());
    }
  });

  it('are of code that the branch changed', () => {
    for (const round of [1, 2]) {
      const changed = changedFrom(at.start, headOf(round));
      expect(reviewed(round).findings.filter(({ path }) => !changed.includes(path))).toEqual([]);
    }
  });

  it('say of each fix, once, that it holds', () => {
    expect(reviewed(1).fixes).toEqual([]);
    const held = [2, 3].map((round) =>
      reviewed(round).fixes.map(({ finding, verdict }) => [finding, verdict]),
    );
    expect(held).toEqual([[['F4', 'fixed']], ['F5', 'F6', 'F7'].map((id) => [id, 'fixed'])]);
  });

  /** Lints and distributes a small warehouse at the head of round 1. */
  const distributed = (files: Record<string, string | null>): unknown => {
    const program = `
      import { lint } from './src/lint.js';
      import { sync } from './src/sync.js';
      const files = new Map(${JSON.stringify(Object.entries(files))});
      const rules = lint(files).map(({ rule }) => rule);
      console.log(JSON.stringify({ rules, ...(await sync(files, 'project')) }));`;
    const { code, output } = played.node(headOf(1), ['--input-type=module', '--eval', program]);
    expect(code, output).toBe(0);
    return JSON.parse(output);
  };

  it('file what is real: a link that passes lint and is broken after sync, without a warning', () => {
    expect(
      distributed({ 'contexts/flow.png': null, 'contexts/a.md': '![flow](/contexts/flow.png)\n' }),
    ).toEqual({ rules: [], written: ['contexts/a.md'], warnings: [] });
  });

  it('acknowledge what is as they say: lint alone speaks of a partial that is not moved', () => {
    expect(
      distributed({ 'agents/_partials/tone.md': 'Be kind.\n', 'agents/x.md': '<!-- include: tone -->\n' }),
    ).toEqual({
      rules: ['misplaced-partial'],
      written: ['assistants/tone.md', 'assistants/x.md'],
      warnings: [],
    });
  });
});

const inChange = (path: string): string => `openspec/changes/${story.change}/${path}`;

/** Whether the words that are cited stand where they are said to stand. */
const isVerbatim = (cites: Citation, head: string): boolean => {
  switch (cites.of) {
    case 'task': {
      const { sections } = readTasks(played.textAt(head, inChange('tasks.md')) ?? '');
      const task = sections.flatMap(({ tasks }) => tasks).find(({ id }) => id === cites.id);
      return task !== undefined && `${task.text}\n${task.detail}`.includes(cites.quote);
    }
    case 'decision': {
      const lines = (played.textAt(head, inChange('design.md')) ?? '').split('\n');
      return lines.some((line) => line.includes(`\`${cites.id}\``) && line.includes(cites.quote));
    }
    case 'document':
      return played.textAt(head, cites.path)?.includes(cites.quote) ?? false;
    case 'code':
      return [at.start, head].every((commit) =>
        played.textAt(commit, cites.path)?.split('\n')[cites.line - 1]?.includes(cites.quote),
      );
  }
};

describe('the answers', () => {
  it.each([
    [1, ['file', 'acknowledge', 'acknowledge', 'fix']],
    [2, ['fix', 'fix', 'fix']],
  ])('of round %i are one for each finding', (round, answers) => {
    expect(triaged(round).map(({ finding }) => finding)).toEqual(idsOf(round));
    expect(triaged(round).map(({ answer }) => answer)).toEqual(answers);
  });

  it.each([1, 2])('of round %i can be used as they are', async (round) => {
    const findings = reviewed(round).findings.map(({ severity, title, path, line, why }, index) => ({
      ...{ severity, title, path, line, detail: why, by: 'throughline', demanded: false },
      id: idsOf(round)[index] ?? '',
    }));
    const { change } = story;
    const judged = await judgeTriage({
      assignment: {
        ...{ ...planningAssignment, phase: 'triage', base: headOf(round), recordedBase: at.start },
        inputs: { round, pull: 159, change, findings, earlier: earlierThan(round), decisions: recorded() },
      },
      answer: { status: 'TRIAGED', answers: triaged(round) },
      read: async (path) => played.textAt(headOf(round), path),
      readBefore: async (path) => played.textAt(at.start, path),
    });
    expect(judged).toHaveProperty('answer.status', 'TRIAGED');
  });

  it('cite words that stand there', () => {
    const cited = triaged(1).flatMap((one) => (one.answer === 'fix' ? [] : [one.cites]));
    expect(cited.map(({ of }) => of)).toEqual(['task', 'decision', 'code']);
    expect(cited.filter((cites) => !isVerbatim(cites, headOf(1)))).toEqual([]);
    const [task] = cited.filter((cites) => cites.of === 'task');
    expect(task && isVerbatim({ ...task, id: '2.3' }, headOf(1))).toBe(false);
  });

  it('file one ticket, which cannot wait for ever', () => {
    const [filed] = triaged(1).filter((one) => one.answer === 'file');
    expect(filed).toMatchObject({ finding: 'F1', blocks: 'PER-240', deferrable: null, cites: { id: '2.4' } });
    expect(filed?.title).toContain('scanFileForKnowledge');
  });
});

describe.each([1, 2])('fix-up %i', (round) => {
  const tasks = (): string[] => triaged(round).flatMap((one) => (one.answer === 'fix' ? [one.task] : []));

  it('does what it says, in files that its tasks name', () => {
    const answer = answerSchema.parse(fixUps[round - 1]);
    const [before, after] = [headOf(round), headOf(round + 1)];
    expect(answer.status).toBe('DONE');
    expect(answer.files).toEqual(changedFrom(before, after));
    const commented = triaged(round).flatMap((one, index) =>
      one.answer === 'acknowledge' && one.rationale !== null
        ? [reviewed(round).findings[index]?.path ?? '']
        : [],
    );
    const named = [...tasks().flatMap((task) => namedPaths(task)), ...commented];
    expect(answer.files.filter((path) => !named.includes(path))).toEqual([]);
    const messages = played.git('log', '--format=%s', `${before}..${after}`).split('\n');
    expect(messages.filter((message) => !message.startsWith(`${story.ticket.key}: `))).toEqual([]);
  });

  it('leaves the tests green and the example clean', () => {
    const tests = played.node(headOf(round + 1), ['--test']);
    expect(tests.code, tests.output).toBe(0);
    const lint = played.node(headOf(round + 1), ['bin/waymark.js', 'lint', 'examples/warehouse']);
    expect(lint.code, lint.output).toBe(0);
  });

  it('does not touch what the change forbids', () => {
    const body = (commit: string): string | undefined =>
      /export function scanFileForKnowledge[\s\S]*?\n}/.exec(played.textAt(commit, 'src/sync.js') ?? '')?.[0];
    expect(body(headOf(round + 1))).toBeDefined();
    expect(body(headOf(round + 1))).toBe(body(at.start));
  });

  it('is judged by every requirement of the change, at places that are there', () => {
    const answer = judgementSchema.parse(recordedAnswer('review', story.attempts.length + round));
    const specs = ['specs/artifact-links/spec.md', 'specs/distribution/spec.md'];
    const requirements = requirementsOf(
      specs.map((path) => ({
        path: inChange(path),
        text: played.textAt(headOf(round + 1), inChange(path)) ?? '',
      })),
    );
    const assignment: AssignmentOf<'review'> = {
      ...planningAssignment,
      phase: 'review',
      inputs: {
        ...{ delegation: 4 + round, of: 1, change: story.change, tasks: tasks().join('\n'), sections: ['1'] },
        ...{ pushedBy: null, requirements, checks: [], answer: null, verify: null },
      },
    };
    const files = given(headOf(round + 1), review.reads(answer, assignment));
    expect(requirements.length).toBeGreaterThan(5);
    expect(review.judge(answer, { assignment, files, proposed: null })).toEqual([]);
    expect(answer).toMatchObject({ status: 'JUDGED', recommendation: 'accept' });
  });
});

describe('what the fix-ups prove', () => {
  it('the rationale of what was acknowledged stands at its place', () => {
    const [acknowledged] = triaged(1).filter((one) => one.answer === 'acknowledge');
    const words = (played.textAt(headOf(2), 'src/partials.js') ?? '').replace(/\n\s*\/\/ /g, ' ');
    expect(acknowledged?.rationale).toBeTruthy();
    expect(words).toContain(acknowledged?.rationale);
  });

  const failing = (output: string): string[] =>
    [...output.matchAll(/^not ok \d+ - (.*)$/gm)].map(([, name = '']) => name);

  it.each([
    ['F4', 1, 'test/cli.test.js', [/names what it rewrote/, /whatever the arguments of the process/]],
    ['F5', 2, 'test/fix.test.js', [/does not rewrite a label that holds the target/]],
    ['F6', 2, 'test/resolve.test.js', [/percent codes name what they stand for/]],
    ['F7', 2, 'test/slug.test.js', [/underlined headings have anchors/]],
  ])('the regression test of %s fails without its fix', (_id, round, path, names) => {
    const { code, output } = played.node(headOf(round), ['--test', '--test-reporter=tap', path], {
      path,
      from: headOf(round + 1),
    });
    expect(code).toBe(1);
    expect(failing(output)).toEqual(names.map((name) => expect.stringMatching(name)));
  });

  it('the label is rewritten by the first fix-up alone: it was right before, and is again', () => {
    const program = `
      import { fixText } from './src/fix.js';
      const text = '[the rules (../contexts/a.md)](../contexts/a.md)';
      console.log(fixText('agents/x.md', text, new Map([['contexts/a.md', '# A']])).text);`;
    const fixed = [1, 2, 3].map((round) =>
      played.node(headOf(round), ['--input-type=module', '--eval', program]).output.trim(),
    );
    const right = '[the rules (../contexts/a.md)](/contexts/a.md)';
    expect(fixed).toEqual([right, '[the rules (/contexts/a.md)](../contexts/a.md)', right]);
  });
});
