import { describe, expect, it } from 'vitest';
import { freshDemands, giveUp, markDemands, withDemands } from '../../../src/core/rounds/demands.ts';
import { followUpOf } from '../../../src/core/rounds/follow-up.ts';
import { openRound } from '../../../src/core/rounds/lifecycle.ts';
import type { Finding } from '../../../src/core/rounds/round.ts';
import type { StandingDemand } from '../../../src/reviewers/standing.ts';
import { filed, finding, fixed, toFile } from './sample.ts';

const demand = (over: Partial<StandingDemand> = {}): StandingDemand => ({
  ...{ severity: 'high', title: 'Please add tests.', path: null, line: null, detail: 'Please add tests.' },
  ...{ url: 'u1', by: 'grace', said: 501, comment: 500 },
  ...over,
});
const known = (over: Partial<Finding> = {}): Finding =>
  finding({ demanded: true, by: 'grace', url: 'u1', heard: 501, state: 'answered', answer: fixed, ...over });

/** The round that takes them up. */
const taken = (findings: Finding[], demands: StandingDemand[]): { findings: Finding[]; ids: string[] } => {
  const { known: before, raised } = withDemands(findings, demands);
  const opened = openRound({
    ...{ findings: before, round: 2, reported: raised, fixes: [], renamed: new Map() },
    ...{ codeChanged: () => true, codeAt: () => null },
  });
  return { findings: markDemands(opened.findings, demands), ids: opened.ids };
};

describe('what two people ask for', () => {
  const both = [demand(), demand({ by: 'alan', url: 'u2', said: 601, comment: 600 })];

  it.each([
    ['in the same words', both],
    [
      'in nearly the same words',
      [both[0], { ...both[1], title: 'Please add some tests.' }] as StandingDemand[],
    ],
  ])('%s is a finding each, answered where it was asked, and not asked again', (_, demands) => {
    const { findings, ids } = taken([], demands);
    expect(ids).toEqual(['F1', 'F2']);
    const answers = findings.map(({ by, url, heard, thread }) => [by, url, heard, thread?.comment]);
    expect(answers.sort()).toEqual([
      ['alan', 'u2', 601, 600],
      ['grace', 'u1', 501, 500],
    ]);
    const done = findings.map((one): Finding => ({ ...one, state: 'answered', answer: fixed }));
    expect(freshDemands(done, demands)).toEqual([]);
    expect(taken(done, demands).ids).toEqual([]);
  });

  it('one after the other leaves the first answer as it is', () => {
    const { findings, ids } = taken([known({ path: null, line: null, title: 'Please add tests.' })], both);
    expect(ids).toEqual(['F2']);
    expect(findings).toMatchObject([
      { answer: fixed, by: 'grace' },
      { by: 'alan', state: 'open' },
    ]);
  });

  it('is filed as a ticket each, under a fingerprint of its own', () => {
    const { findings } = taken([], both);
    const filings = findings.map((one) =>
      followUpOf({ finding: one, decided: toFile, findings, parent: 'PER-1', pull: 1 }),
    );
    const fingerprints = filings.map((one) => (one.kind === 'new' ? one.fingerprint : null));
    expect(new Set(fingerprints).size).toBe(2);
    expect(fingerprints).not.toContain(null);
  });
});

describe('an answered demand', () => {
  it.each([
    ['its person said no more', 501, []],
    ['its person said more', 502, ['F1']],
    ['its person deleted the last word', 499, []],
  ])('where %s (%i)', (_, said, ids) => {
    expect(freshDemands([known()], [demand({ said })])).toHaveLength(ids.length);
    expect(taken([known()], [demand({ said })]).ids).toEqual(ids);
  });

  it('that was given up is a new word once its conversation is open again', () => {
    const open = known({ state: 'open', answer: null });
    const [given] = giveUp([open], [{ url: 'u1', how: 'resolved' }]);
    expect(given).toMatchObject({ state: 'answered', answer: { kind: 'acknowledged' } });
    expect(freshDemands(given ? [given] : [], [demand()])).toHaveLength(1);
  });
});

describe('a request whose conversations are over', () => {
  const request = demand({ url: 'review', comment: null, said: 7, conversations: ['u1', 'u9'] });

  it('is not raised again where it was taken up in them', () => {
    expect(freshDemands([known({ answer: filed })], [request])).toEqual([]);
    expect(taken([known()], [request]).ids).toEqual([]);
  });

  it.each<[string, Finding[]]>([
    ['nothing of it was taken up', [known({ url: 'u3', title: 'Rename `a`' })]],
    ['only a reviewer stands there', [known({ demanded: false, title: 'Rename `a`' })]],
  ])('is raised where %s', (_, findings) => {
    expect(freshDemands(findings, [request])).toEqual([request]);
    const { findings: after, ids } = taken(findings, [request]);
    expect(ids).toEqual(['F2']);
    expect(after[1]).toMatchObject({ url: 'review', heard: 7 });
    expect(after[1]).not.toHaveProperty('conversations');
  });
});
