import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Check, CheckVerdict } from '../../src/checks/check.ts';
import type { Evidence } from '../../src/checks/evidence.ts';
import { type CheckRegistry, checks } from '../../src/checks/registry.ts';
import { review, reviewWith } from '../../src/checks/review.ts';
import { checkTitles } from '../../src/checks/titles.ts';
import type { Judged } from '../../src/contracts/judgement.ts';
import { type CheckId, checkIds, reviewSchema } from '../../src/contracts/review.ts';
import { answer, assignment, commit, evidence, evidenceFile, file, range, raw, tasks } from './support.ts';

const configured = (attempts = 3) => ({
  ...raw().configuration,
  caps: { ...raw().configuration.caps, attempts },
});

const every = (verdict: CheckVerdict['verdict']): CheckRegistry =>
  Object.fromEntries(
    checkIds.map((id) => [id, { id, title: '', run: () => ({ verdict, evidence: [] }) } satisfies Check]),
  );
const passing = every('pass');
const judged = (changes: Partial<Judged> = {}): Evidence['judgement'] => ({
  state: 'judged',
  value: {
    ...{ status: 'JUDGED', summary: 'Links are classified.', requirements: [] },
    ...{ recommendation: 'accept', concerns: [] },
    ...changes,
  },
});
const concern = { path: 'src/scanner/links.js', line: 2, why: 'An empty target is taken for a link.' };
const withLinks = {
  trees: { base: [], head: ['src/scanner/links.js'] },
  textsAt: { base: new Map(), head: new Map([['src/scanner/links.js', 'one\ntwo\n']]) },
};

describe('review', () => {
  it('has all 14 checks, under their own ids', () => {
    expect(Object.keys(checks)).toEqual([...checkIds]);
    for (const id of checkIds) expect(checks[id]).toMatchObject({ id, title: checkTitles[id] });
  });

  it('recommends accept when everything passes and it was judged', () => {
    const result = reviewWith(passing, evidence({ judgement: judged() }));
    expect(result.recommendation).toBe('accept');
    expect(result.reasons).toEqual(['All 14 checks passed or do not apply.']);
    expect(result).toMatchObject({ files: 3, additions: 30, deletions: 6, judgement: 'judged' });
    expect(result.summary).toBe('Links are classified.');
    expect(result.manualTasks).toEqual(['1.3 [MANUAL] Try it on the old warehouse']);
    expect(result.verification).toEqual([{ command: 'npm test', passed: true, output: 'ok 3' }]);
    expect(reviewSchema.parse(result)).toEqual(result);
  });

  it('is not passed before it is judged', () => {
    const result = reviewWith(passing, evidence());
    expect(result.checks.at(-1)).toMatchObject({ id: 'spec-conformance', verdict: 'missing' });
    expect(result.recommendation).toBe('iterate');
    expect(result.reasons[0]).toBe('Without a verdict: spec-conformance.');
    expect(result.judgement).toBeUndefined();
  });

  it('is failed by a check that nobody ran', () => {
    const { 'acceptance-grep': _omitted, ...rest } = passing;
    const result = reviewWith(rest, evidence({ judgement: judged() }));
    expect(result.checks).toHaveLength(14);
    expect(result.checks[0]).toMatchObject({ id: 'acceptance-grep', verdict: 'missing' });
    expect(result.recommendation).toBe('iterate');
  });

  it('counts attempts that brought something, whatever their number', () => {
    const given = { assignment: assignment({ attempt: 3 }), attempts: 1, judgement: judged() };
    const result = reviewWith({ ...passing, ...one('secret-hygiene', 'fail') }, evidence(given));
    expect(result.recommendation).toBe('iterate');
    expect(result.reasons).toContain('Attempt 1 of 3: another one is left.');
  });

  it.each([
    [0, 'iterate', '0 of 3 attempts are used: another one is left.'],
    [3, 'reject', '3 of 3 attempts are used.'],
  ])("does not count a person's push: %d", (attempts, recommendation, reason) => {
    const given = { assignment: assignment({ attempt: 4 }), attempts, pushedBy: 'ada', judgement: judged() };
    const result = reviewWith({ ...passing, ...one('secret-hygiene', 'fail') }, evidence(given));
    expect(result.recommendation).toBe(recommendation);
    expect(result.reasons).toContain(reason);
  });

  it('rejects once the attempts are used up', () => {
    const last = { assignment: assignment({ attempt: 3 }), judgement: judged() };
    const result = reviewWith({ ...passing, ...one('secret-hygiene', 'fail') }, evidence(last));
    expect(result.recommendation).toBe('reject');
    expect(result.reasons).toContain('Attempt 3 of 3 was the last one.');
  });

  it('takes a check that throws for a failure', () => {
    const broken: Check = {
      id: 'secret-hygiene',
      title: '',
      run: () => {
        throw new RangeError('too deep');
      },
    };
    const result = reviewWith({ ...passing, 'secret-hygiene': broken }, evidence({ judgement: judged() }));
    const secret = result.checks.find(({ id }) => id === 'secret-hygiene');
    expect(secret?.verdict).toBe('fail');
    expect(secret?.evidence[0]).toContain('RangeError: too deep');
    expect(result.recommendation).toBe('iterate');
  });

  it('collects what a person has to look at from every check', () => {
    const flagging: Check = {
      id: 'test-integrity',
      title: '',
      run: () => ({
        verdict: 'pass',
        evidence: [],
        flags: ['`a.test.js` was removed, and the answer says why.'],
      }),
    };
    const result = reviewWith({ ...passing, 'test-integrity': flagging }, evidence({ judgement: judged() }));
    expect(result.flags).toEqual(['`a.test.js` was removed, and the answer says why.']);
    expect(result.recommendation).toBe('accept');
  });
});

const one = (id: CheckId, verdict: CheckVerdict['verdict']): CheckRegistry => ({
  [id]: { id, title: '', run: () => ({ verdict, evidence: [] }) },
});

describe('the reviewer', () => {
  const reviewed = (changes: Partial<Judged>, registry = passing) =>
    reviewWith(registry, evidence({ ...withLinks, judgement: judged(changes) }));

  it('lowers the recommendation with a reason that cites a line', () => {
    const result = reviewed({ recommendation: 'iterate', concerns: [concern] });
    expect(result.recommendation).toBe('iterate');
    expect(result.reasons).toContain('`src/scanner/links.js:2`: An empty target is taken for a link.');
  });

  it.each([
    ['no reason', []],
    ['a file that is not there', [{ ...concern, path: 'src/none.js' }]],
    ['a line that is not there', [{ ...concern, line: 40 }]],
  ])('does not lower it for %s', (_, concerns) => {
    expect(reviewed({ recommendation: 'reject', concerns }).recommendation).toBe('accept');
  });

  it('never raises it', () => {
    const result = reviewed({ recommendation: 'accept' }, { ...passing, ...one('diff-sanity', 'fail') });
    expect(result.recommendation).toBe('iterate');
  });
});

const path = fc.constantFrom(
  'src/a.js',
  'src/scanner/links.js',
  '.github/x.yml',
  'a b|c`.md',
  '../x',
  '',
  'docs/ü.md',
);
const anyFile = fc
  .record({
    path,
    oldPath: fc.option(path, { nil: null }),
    status: fc.constantFrom('added' as const, 'modified' as const, 'deleted' as const, 'renamed' as const),
    newMode: fc.constantFrom('100644', '100755', '120000', '160000'),
    additions: fc.option(fc.nat(5000), { nil: null }),
  })
  .map((changes) => file(changes.path, changes));
const anySha = fc.constantFrom('a', 'b', 'c', 'd').map((digit) => digit.repeat(40));
const anyRange = fc
  .record({
    base: anySha,
    head: anySha,
    files: fc.array(anyFile, { maxLength: 4 }),
    descends: fc.boolean(),
    commits: fc.array(
      fc
        .record({
          sha: anySha,
          parents: fc.array(anySha, { maxLength: 2 }),
          message: fc.constantFrom('PER-206 x', 'x', ''),
        })
        .map((changes) => commit(changes)),
      { maxLength: 3 },
    ),
  })
  .map((changes) => range(changes));
const anyMarkdown = fc.option(
  fc.oneof(
    fc.string(),
    fc.constant(tasks({ one: 'x', two: 'x' })),
    fc.constant(tasks()),
    fc.constant('## 1. A\n- [x] b\n- [ ]'),
  ),
  { nil: null },
);
const anyEvidence: fc.Arbitrary<Evidence> = fc
  .record({
    answerText: fc.option(fc.oneof(fc.string(), fc.json(), fc.constant(answer())), { nil: null }),
    range: anyRange,
    attemptRange: anyRange,
    base: anyMarkdown,
    head: anyMarkdown,
    attempt: fc.integer({ min: 1, max: 5 }),
    sections: fc.array(fc.constantFrom('1', '2', '9'), { minLength: 1, maxLength: 3 }),
    passed: fc.boolean(),
    judged: fc.boolean(),
  })
  .map((one) =>
    evidence({
      answerText: one.answerText,
      range: one.range,
      attemptRange: one.attemptRange,
      tasksText: { base: one.base, head: one.head },
      assignment: assignment({ attempt: one.attempt, sections: one.sections }),
      file: evidenceFile({
        verification: (evidenceFile().verification ?? []).map((result) => ({
          ...result,
          passed: one.passed,
        })),
      }),
      judgement: one.judged ? judged() : { state: 'pending' },
    }),
  );

const anyVerdict: fc.Arbitrary<CheckVerdict | 'throws' | 'missing'> = fc.oneof(
  fc.record({
    verdict: fc.constantFrom('pass' as const, 'fail' as const, 'n/a' as const),
    evidence: fc.array(fc.string(), { maxLength: 2 }),
  }),
  fc.constantFrom('throws' as const, 'missing' as const),
);
const anyRegistry: fc.Arbitrary<CheckRegistry> = fc.tuple(...checkIds.map(() => anyVerdict)).map((verdicts) =>
  Object.fromEntries(
    checkIds.flatMap((id, index) => {
      const verdict = verdicts[index];
      if (verdict === undefined || verdict === 'missing') return [];
      const run = (): CheckVerdict => {
        if (verdict === 'throws') throw new Error('broke');
        return verdict;
      };
      return [[id, { id, title: '', run }]];
    }),
  ),
);

describe('review, for any evidence', () => {
  it('omits no check, keeps their order, and repeats itself exactly', () => {
    fc.assert(
      fc.property(anyEvidence, (one) => {
        const result = review(one);
        expect(result.checks.map((check) => check.id)).toEqual([...checkIds]);
        expect(reviewSchema.safeParse(result).success).toBe(true);
        expect(review(one)).toEqual(result);
        for (const check of result.checks)
          expect(check.evidence.join('')).not.toContain('The check itself broke');
      }),
      { numRuns: 300 },
    );
  });

  it('accepts only when nothing failed and nothing is missing', () => {
    fc.assert(
      fc.property(anyRegistry, fc.integer({ min: 1, max: 5 }), (registry, attempt) => {
        const given = {
          assignment: assignment({ attempt }),
          configuration: configured(),
          judgement: judged(),
        };
        const result = reviewWith(registry, evidence(given));
        const obstacles = result.checks.filter(({ verdict }) => verdict === 'fail' || verdict === 'missing');
        const expected = obstacles.length === 0 ? 'accept' : attempt >= 3 ? 'reject' : 'iterate';
        expect(result.recommendation).toBe(expected);
        expect(result.checks).toHaveLength(checkIds.length);
      }),
      { numRuns: 300 },
    );
  });
});
