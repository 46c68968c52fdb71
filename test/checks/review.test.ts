import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Check, CheckVerdict } from '../../src/checks/check.ts';
import type { Evidence } from '../../src/checks/evidence.ts';
import { type CheckRegistry, checks } from '../../src/checks/registry.ts';
import { review, reviewWith } from '../../src/checks/review.ts';
import { checkTitles } from '../../src/checks/titles.ts';
import { type CheckId, checkIds, reviewSchema } from '../../src/contracts/review.ts';
import { answer, assignment, commit, evidence, evidenceFile, file, range, raw, tasks } from './support.ts';

const implemented = checkIds.filter((id) => checks[id]);
const notThere = checkIds.filter((id) => !checks[id]);

const configured = (without: CheckId[], attempts = 3) => ({
  caps: { ...raw().configuration.caps, attempts },
  review: { without, scope: [] },
  protected: [],
});

describe('review', () => {
  it('implements five checks under their own ids', () => {
    expect(implemented).toEqual([
      'verification-commands',
      'diff-sanity',
      'tasks-checkbox-state',
      'answer-contract',
      'commit-provenance',
    ]);
    for (const id of implemented) expect(checks[id]).toMatchObject({ id, title: checkTitles[id] });
  });

  it('recommends accept when everything passes and the rest is waived', () => {
    const result = review(evidence({ configuration: configured(notThere) }));
    expect(result.recommendation).toBe('accept');
    expect(result.waived).toEqual(notThere);
    expect(result.reasons).toEqual([
      'All 5 checks that ran passed or do not apply; 9 are missing and waived.',
    ]);
    expect(result).toMatchObject({ files: 3, additions: 30, deletions: 6 });
    expect(result.manualTasks).toEqual(['1.3 [MANUAL] Try it on the old warehouse']);
    expect(result.verification).toEqual([{ command: 'npm test', passed: true, output: 'ok 3' }]);
    expect(reviewSchema.parse(result)).toEqual(result);
  });

  it('does not pass what is missing and not waived', () => {
    const result = review(evidence({ configuration: configured(notThere.slice(1)) }));
    expect(result.recommendation).toBe('iterate');
    expect(result.reasons[0]).toBe('Missing and not waived: acceptance-grep.');
  });

  it('rejects once the attempts are used up', () => {
    const failing = { file: evidenceFile({ verification: [] }), assignment: assignment({ attempt: 3 }) };
    const result = review(evidence({ ...failing, configuration: configured(notThere) }));
    expect(result.recommendation).toBe('reject');
    expect(result.reasons).toContain('Attempt 3 of 3 was the last one.');
  });

  it('gives a waiver of an implemented check no effect, and says so', () => {
    const result = review(
      evidence({ answerText: null, configuration: configured([...notThere, 'answer-contract']) }),
    );
    expect(result.recommendation).toBe('iterate');
    expect(result.waived).not.toContain('answer-contract');
    expect(result.reasons.join('\n')).toContain(
      '`review.without` names answer-contract, which ran all the same',
    );
  });

  it('takes a check that throws for a failure', () => {
    const broken: Check = {
      id: 'secret-hygiene',
      title: '',
      run: () => {
        throw new RangeError('too deep');
      },
    };
    const result = reviewWith(
      { ...checks, 'secret-hygiene': broken },
      evidence({ configuration: configured(notThere) }),
    );
    const secret = result.checks.find((one) => one.id === 'secret-hygiene');
    expect(secret?.verdict).toBe('fail');
    expect(secret?.evidence[0]).toContain('RangeError: too deep');
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
    without: fc.subarray([...checkIds]),
    passed: fc.boolean(),
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
      configuration: configured(one.without),
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

  it('accepts only when nothing failed and everything missing is waived', () => {
    fc.assert(
      fc.property(
        anyRegistry,
        fc.subarray([...checkIds]),
        fc.integer({ min: 1, max: 5 }),
        (registry, without, attempt) => {
          const one = evidence({ assignment: assignment({ attempt }), configuration: configured(without) });
          const result = reviewWith(registry, one);
          const obstacles = result.checks.filter(
            (check) =>
              check.verdict === 'fail' || (check.verdict === 'missing' && !without.includes(check.id)),
          );
          const expected = obstacles.length === 0 ? 'accept' : attempt >= 3 ? 'reject' : 'iterate';
          expect(result.recommendation).toBe(expected);
          expect(result.checks).toHaveLength(checkIds.length);
          for (const id of result.waived) expect(registry[id]).toBeUndefined();
        },
      ),
      { numRuns: 300 },
    );
  });
});
