import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerFinding, closeRound, isAnswered, roundSummary } from '../../../src/core/rounds/answers.ts';
import { correctTriage } from '../../../src/core/rounds/corrected.ts';
import { followUpOf } from '../../../src/core/rounds/follow-up.ts';
import { openRound } from '../../../src/core/rounds/lifecycle.ts';
import { defaultPriorities } from '../../../src/core/rounds/priority.ts';
import type { Answer, Decided, Finding } from '../../../src/core/rounds/round.ts';
import { raised, round, toFile } from './sample.ts';

const titles = [
  'Rewrites the label instead of the target',
  'May rewrite the link label',
  'No timeout on requests',
  'Requests have no timeout',
  'Leaks the key into the log',
  'Missing await on `save`',
  'Missing await on `load`',
];
const report = fc
  .record({
    title: fc.constantFrom(...titles),
    path: fc.constantFrom('a.ts', 'b.ts', 'c.ts', null),
    line: fc.option(fc.integer({ min: 1, max: 30 }), { nil: null }),
    severity: fc.constantFrom('high', 'medium', 'low', 'note'),
    demanded: fc.boolean(),
    asked: fc.constantFrom({ by: 'ada', url: null }, { by: 'ada', url: 'u1' }, { by: 'bob', url: 'u2' }),
    repeats: fc.option(fc.constantFrom('F1', 'F2', 'F99'), { nil: null }),
  })
  .map(({ demanded, asked, ...over }) =>
    raised({ ...over, demanded, ...(demanded ? asked : { by: 'bot', url: null }) }),
  );
const turn = fc.record({
  reported: fc.array(report, { maxLength: 6 }),
  /** Ids modulo these numbers have a failed fix, or changed code. */
  failed: fc.integer({ min: 1, max: 4 }),
  changed: fc.integer({ min: 1, max: 3 }),
  moved: fc.constantFrom(new Map<string, string>(), new Map([['a.ts', 'b.ts']]), new Map([['c.ts', 'd.ts']])),
  ways: fc.array(fc.constantFrom('fix', 'acknowledge', 'file'), { minLength: 1, maxLength: 5 }),
  corrected: fc.array(
    fc.tuple(fc.integer({ min: 1, max: 8 }), fc.constantFrom('fix', 'acknowledge', 'file')),
    {
      maxLength: 3,
    },
  ),
});
const numberOf = ({ id }: Finding): number => Number(id.slice(1));
const code = ['', 'return x;', 'text.replace(label, target);', 'await save(order);'];

type Turn = typeof turn extends fc.Arbitrary<infer T> ? T : never;
type Way = 'fix' | 'acknowledge' | 'file';

const proposed = (way: Way, { demanded, title }: Finding): Decided => {
  if (way === 'file') return { ...toFile, title };
  if (way === 'fix' || demanded)
    return { to: 'fix', reason: 'r', task: 't', behavioural: true, by: 'triage' };
  return { to: 'acknowledge', reason: 'r', cites: null, rationale: null, by: 'triage' };
};

interface Tracker {
  filed: { fingerprint: string; key: string }[];
}

const executed = (finding: Finding, findings: readonly Finding[], tracker: Tracker): Answer => {
  const { decided } = finding;
  if (decided?.to === 'fix') return { kind: 'fixed', sha: 'abc', reason: 'r' };
  if (decided?.to !== 'file') return { kind: 'acknowledged', reason: 'r', cites: null, sha: null };
  const filing = followUpOf({ finding, decided, findings, parent: 'PER-1', pull: 1 });
  if (filing.kind === 'filed-before') return { ...filing, kind: 'filed', reason: 'r', cites: null };
  if (filing.kind === 'being-filed') throw new Error('no person asked for a ticket');
  const key = `PER-${tracker.filed.length + 2}`;
  tracker.filed.push({ fingerprint: filing.fingerprint, key });
  return { kind: 'filed', key, url: `https://t/${key}`, reason: 'r', cites: null };
};

const corrections = (findings: Finding[], given: Turn['corrected']): Finding[] =>
  given.reduce((all, [number, to]) => {
    const correction = { finding: `F${number}`, to, why: 'Because.', priority: null };
    const result = correctTriage({
      findings: all,
      correction,
      by: 'bob',
      login: 'bob',
      table: defaultPriorities,
    });
    return result.ok ? all.map((one) => (one.id === result.finding.id ? result.finding : one)) : all;
  }, findings);

const play = (turns: Turn[]): { history: Finding[][]; tracker: Tracker } => {
  const tracker: Tracker = { filed: [] };
  const history: Finding[][] = [[]];
  for (const [index, one] of turns.entries()) {
    const before = history.at(-1) ?? [];
    const opened = openRound({
      findings: before,
      round: index + 1,
      reported: one.reported,
      fixes: before
        .filter((finding) => finding.answer?.kind === 'fixed')
        .map((finding) => ({
          finding: finding.id,
          verdict: numberOf(finding) % one.failed === 0 ? ('not-fixed' as const) : ('fixed' as const),
          why: 'w',
        })),
      codeChanged: (finding) => numberOf(finding) % one.changed === 0,
      codeAt: (path, line) => code[(path.length + line) % code.length] ?? null,
      renamed: one.moved,
    });
    history.push(opened.findings);
    const now = { ...round({ number: index + 1, findings: opened.ids }) };
    const waiting = opened.findings.filter((finding) => !isAnswered(finding)).map(({ id }) => id);
    const early = closeRound(now, opened.findings);
    expect(early.ok ? [] : early.unanswered).toEqual(waiting);
    expect(waiting).toEqual(expect.arrayContaining(opened.ids));

    const decided = opened.findings.map((finding, place) =>
      isAnswered(finding)
        ? finding
        : { ...finding, decided: proposed(one.ways[place % one.ways.length] ?? 'fix', finding) },
    );
    let all = corrections(decided, one.corrected);
    for (const finding of all.filter((each) => !isAnswered(each))) {
      const given = answerFinding(finding, executed(finding, all, tracker));
      if (!given.ok) throw new Error(given.why);
      all = all.map((each) => (each.id === finding.id ? given.finding : each));
    }
    expect(closeRound(now, all).ok).toBe(true);
    history.push(all);
  }
  return { history, tracker };
};

const rounds = fc.array(turn, { minLength: 1, maxLength: 5 });

describe('over random rounds', () => {
  it('every finding has exactly one answer at close, nothing is lost, ids and fingerprints are unique', () => {
    fc.assert(
      fc.property(rounds, (turns) => {
        const { history } = play(turns);
        for (const [index, findings] of history.entries()) {
          const ids = findings.map(({ id }) => id);
          expect(new Set(ids).size).toBe(ids.length);
          expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(ids.length);
          const before = history[index - 1] ?? [];
          expect(ids.slice(0, before.length)).toEqual(before.map(({ id }) => id));
          expect(findings.slice(0, before.length).map(({ fingerprint }) => fingerprint)).toEqual(
            before.map(({ fingerprint }) => fingerprint),
          );
        }
        const last = history.at(-1) ?? [];
        expect(last.every((finding) => isAnswered(finding) && finding.answer !== null)).toBe(true);
        const counts = turns.map((_, index) => roundSummary(round({ number: index + 1 }), last));
        const sum = (values: Record<string, number>[]) =>
          values.flatMap(Object.values).reduce((a, b) => a + b, 0);
        expect(sum(counts.map(({ findings }) => findings))).toBe(last.length);
        expect(sum(counts.map(({ answers }) => answers))).toBe(last.length);
      }),
    );
  });

  it('no two follow-ups share a fingerprint, and no finding has two tickets', () => {
    let most = 0;
    fc.assert(
      fc.property(rounds, (turns) => {
        const { tracker, history } = play(turns);
        const fingerprints = tracker.filed.map(({ fingerprint }) => fingerprint);
        expect(new Set(fingerprints).size).toBe(fingerprints.length);
        for (const { answer, earlier } of history.at(-1) ?? []) {
          const keys = [answer, ...(earlier ?? [])].flatMap((one) =>
            one?.kind === 'filed' ? [one.key] : [],
          );
          expect(new Set(keys).size).toBeLessThan(2);
        }
        most = Math.max(most, fingerprints.length);
      }),
    );
    expect(most).toBeGreaterThan(1);
  });

  it('what is reported is raised, or stays answered, and what was verified comes back reopened', () => {
    fc.assert(
      fc.property(rounds, fc.array(report, { maxLength: 6 }), (turns, reported) => {
        const findings = (play(turns).history.at(-1) ?? []).map(
          (finding): Finding =>
            finding.answer?.kind === 'fixed' ? { ...finding, state: 'verified' } : finding,
        );
        const {
          ids,
          stayed,
          findings: next,
        } = openRound({
          findings,
          round: turns.length + 1,
          reported,
          fixes: [],
          codeChanged: () => false,
          codeAt: (path, line) => code[(path.length + line) % code.length] ?? null,
          renamed: new Map(),
        });
        const key = JSON.stringify;
        const distinct = new Set(reported.map(({ path, line, title }) => key([path, line, title])));
        expect(ids.length + stayed.length).toBeGreaterThanOrEqual(Math.min(1, distinct.size));
        const known = new Map(findings.map((finding) => [finding.id, finding]));
        for (const id of stayed) expect(known.get(id)?.state).toBe('answered');
        for (const one of next.filter(({ id }) => ids.includes(id)))
          expect(one.state).toBe(known.has(one.id) ? 'reopened' : 'open');
      }),
    );
  });
});
