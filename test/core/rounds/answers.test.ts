import { describe, expect, it } from 'vitest';
import {
  answerFinding,
  closeRound,
  isAnswered,
  isClean,
  roundSummary,
  unanswered,
} from '../../../src/core/rounds/answers.ts';
import type { Decided } from '../../../src/core/rounds/round.ts';
import { acknowledged, filed, finding, fixed, round } from './sample.ts';

const takenBack: Decided = {
  to: 'acknowledge',
  reason: 'Never mind.',
  cites: null,
  rationale: null,
  by: 'Ada',
};

describe('answerFinding', () => {
  it.each([fixed, acknowledged, filed])('gives an open finding its one answer: $kind', (answer) => {
    const given = answerFinding(finding({ state: 'reopened' }), answer);
    expect(given).toMatchObject({ ok: true, finding: { state: 'answered', answer } });
    if (!given.ok) return;
    expect(isAnswered(given.finding)).toBe(true);
    expect(answerFinding(given.finding, answer)).toEqual({
      ok: false,
      why: `F1 has its answer: ${answer.kind}.`,
    });
  });

  it('wants a reason', () => {
    expect(answerFinding(finding(), { ...fixed, reason: '  ' })).toMatchObject({ ok: false });
  });

  it('does not acknowledge away what a person asks for, unless that person takes it back', () => {
    const demanded = finding({ demanded: true, by: 'ada' });
    expect(answerFinding(demanded, acknowledged)).toEqual({
      ok: false,
      why: 'F1 is what @ada asks for: fix it or file it, it cannot be acknowledged away.',
    });
    expect(answerFinding(demanded, fixed).ok).toBe(true);
    expect(answerFinding({ ...demanded, decided: takenBack }, acknowledged).ok).toBe(true);
    expect(answerFinding({ ...demanded, decided: { ...takenBack, by: 'bob' } }, acknowledged).ok).toBe(false);
  });
});

const answered = finding({ id: 'F2', state: 'answered', answer: filed });

describe('closeRound', () => {
  it('names what has no answer, also from earlier rounds and of low severity', () => {
    const low = finding({ id: 'F3', severity: 'note', seen: [2] });
    const findings = [finding({ id: 'F1' }), answered, low, finding({ id: 'F4', seen: [3] })];
    const second = round({ number: 2, findings: ['F3'] });
    expect(closeRound(second, findings)).toEqual({ ok: false, unanswered: ['F1', 'F3'] });
    expect(unanswered(findings, round({ number: 1 })).map(({ id }) => id)).toEqual(['F1']);
  });

  it.each([
    ['nothing was found', [], true],
    ['a High was filed', [{ severity: 'high', answer: filed }], true],
    ['a Medium was acknowledged', [{ answer: acknowledged }], true],
    ['only a Low was fixed', [{ severity: 'low', answer: fixed }], true],
    ['a Medium was fixed, and nobody has looked yet', [{ answer: fixed }], false],
    ['a Medium was fixed, and verified', [{ answer: fixed, state: 'verified' }], true],
  ] as const)('%s: clean is %3$s', (_, given, clean) => {
    const findings = given.map((over) => finding({ state: 'answered', ...over }));
    expect(closeRound(round(), findings)).toEqual({
      ok: true,
      round: round({ state: { name: 'closed', clean } }),
    });
  });
});

describe('isClean', () => {
  it.each([
    ['open', 'high', false],
    ['reopened', 'medium', false],
    ['open', 'low', true],
    ['reopened', 'note', true],
    ['answered', 'high', true],
    ['verified', 'medium', true],
  ] as const)('%s %s: %s', (state, severity, clean) => {
    expect(isClean([finding({ state, severity })])).toBe(clean);
  });
});

describe('roundSummary', () => {
  it("counts the post's first round, and a finding only where it was raised", () => {
    const findings = [
      finding({ id: 'F1', severity: 'high', state: 'answered', answer: filed }),
      finding({ id: 'F2', state: 'answered', answer: acknowledged }),
      finding({ id: 'F3', state: 'answered', answer: acknowledged }),
      finding({ id: 'F4', severity: 'low', state: 'verified', answer: fixed, seen: [1, 2] }),
      finding({ id: 'F5', severity: 'note', state: 'answered', answer: acknowledged, seen: [2] }),
    ];
    expect(roundSummary(round(), findings)).toEqual({
      findings: { high: 1, medium: 2, low: 1 },
      answers: { filed: 1, acknowledged: 2, fixed: 1 },
    });
    expect(roundSummary(round({ number: 2, findings: ['F4', 'F5'] }), findings)).toEqual({
      findings: { high: 0, medium: 0, low: 0, note: 1 },
      answers: { acknowledged: 1 },
    });
    expect(roundSummary(round({ number: 3 }), findings)).toEqual({
      findings: { high: 0, medium: 0, low: 0 },
      answers: {},
    });
  });
});
