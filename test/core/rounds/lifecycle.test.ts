import { describe, expect, it } from 'vitest';
import { type Opening, openRound } from '../../../src/core/rounds/lifecycle.ts';
import type { Finding } from '../../../src/core/rounds/round.ts';
import { acknowledged, filed, finding, fixed, raised } from './sample.ts';

const open = (over: Partial<Opening>) =>
  openRound({
    findings: [],
    round: 2,
    reported: [],
    fixes: [],
    codeChanged: () => false,
    codeAt: () => 'text.replace(label, target);',
    renamed: new Map(),
    ...over,
  });
const states = ({ findings }: ReturnType<typeof openRound>) =>
  Object.fromEntries(findings.map(({ id, state }) => [id, state]));
const changed = (): boolean => true;
const held = { finding: 'F1', verdict: 'fixed', why: 'It is.' } as const;
const failed = { finding: 'F1', verdict: 'not-fixed', why: 'Still there.' } as const;

describe('openRound', () => {
  it('opens what is new with the next numbers, worst first', () => {
    const reported = [
      raised({ title: 'No timeout', severity: 'low' }),
      raised({ title: 'Leaks the key', severity: 'high' }),
    ];
    const { findings, ids } = open({ findings: [finding({ id: 'F7' })], reported });
    expect(ids).toEqual(['F8', 'F9']);
    expect(findings.slice(1).map(({ title, state, seen, code }) => [title, state, seen, code])).toEqual([
      ['Leaks the key', 'open', [2], 'text.replace(label, target);'],
      ['No timeout', 'open', [2], 'text.replace(label, target);'],
    ]);
  });

  it('keeps a finding that has no answer open, found again or not', () => {
    expect(states(open({ findings: [finding()] }))).toEqual({ F1: 'open' });
    const again = open({ findings: [finding()], reported: [raised({ severity: 'high' })] });
    expect(again.findings[0]).toMatchObject({ state: 'open', severity: 'high', seen: [1, 2] });
    const milder = open({
      findings: [finding({ severity: 'high' })],
      reported: [raised({ severity: 'low' })],
    });
    expect(milder.findings[0]?.severity).toBe('high');
  });

  describe('of an acknowledged finding', () => {
    const findings = [finding({ state: 'answered', answer: acknowledged })];
    it('hears nothing new while its code is as it was', () => {
      const result = open({ findings, reported: [raised({ line: 9, severity: 'high' })], fixes: [failed] });
      expect(result).toMatchObject({ ids: [], stayed: ['F1'] });
      expect(result.findings[0]).toMatchObject({ state: 'answered', severity: 'medium', line: 9, seen: [1] });
    });
    it('needs an answer again once its code has changed, and keeps the one it had', () => {
      const result = open({ findings, reported: [raised({ severity: 'high' })], codeChanged: changed });
      expect(result).toMatchObject({ ids: ['F1'], stayed: [] });
      expect(result.findings[0]).toMatchObject({
        state: 'reopened',
        severity: 'high',
        answer: null,
        decided: null,
        earlier: [acknowledged],
        seen: [1, 2],
      });
    });
    it('needs one when a person asks for it', () => {
      const reported = [raised({ by: 'ada', demanded: true, url: 'u' })];
      expect(open({ findings, reported }).findings[0]).toMatchObject({
        state: 'reopened',
        demanded: true,
        by: 'ada',
      });
    });
    it.each([
      ['on other code, some lines off', 'const written = await send(label);', 40],
      ['graver, on a line that says nothing of its place', '}', 40],
    ])('does not answer what is found %s', (_, code, line) => {
      const reported = [raised({ line, severity: 'high' })];
      const result = open({ findings, reported, codeAt: () => code });
      expect(result.ids).toEqual(['F2']);
      expect(result.findings).toMatchObject([
        { id: 'F1', state: 'answered', line: 4 },
        { id: 'F2', state: 'open', line: 40, severity: 'high' },
      ]);
      // said to be the same one, it is, and so it is where the old code is no more
      const repeats = [raised({ line, severity: 'high', repeats: 'F1' })];
      expect(open({ findings, reported: repeats, codeAt: () => code })).toMatchObject({
        ids: [],
        stayed: ['F1'],
      });
      expect(open({ findings, reported, codeAt: () => code, codeChanged: changed }).ids).toEqual(['F1']);
    });
    it('answers the same words on a line that says nothing of its place', () => {
      const reported = [raised({ line: 40 })];
      expect(open({ findings, reported, codeAt: () => '}' })).toMatchObject({ ids: [], stayed: ['F1'] });
    });
    it('stays as it is when it is not found again', () => {
      expect(states(open({ findings, codeChanged: changed }))).toEqual({ F1: 'answered' });
    });
  });

  describe('of a fixed finding', () => {
    const findings = [finding({ state: 'answered', answer: fixed })];
    it.each([
      ['not found again', { codeChanged: changed }, 'verified', []],
      ['said to hold', { fixes: [held] }, 'verified', []],
      [
        'found again and said to hold, on the same code',
        { reported: [raised()], fixes: [held] },
        'verified',
        [],
      ],
      ['said not to hold', { fixes: [failed] }, 'reopened', ['F1']],
      ['said both', { fixes: [held, failed] }, 'reopened', ['F1']],
      ['found again and said not to hold', { reported: [raised()], fixes: [failed] }, 'reopened', ['F1']],
      [
        'found again on other code',
        { reported: [raised()], fixes: [held], codeChanged: changed },
        'reopened',
        ['F1'],
      ],
      ['found again by who gives no verdicts', { reported: [raised()] }, 'reopened', ['F1']],
    ] as const)('%s', (_, over, state, ids) => {
      const { reported = [], fixes = [], ...rest } = over as Partial<Opening>;
      const result = open({ findings, ...rest, reported: [...reported], fixes: [...fixes] });
      expect([result.findings[0]?.state, result.ids]).toEqual([state, ids]);
    });
    it('holds beside the same on other code, where its reviewer says so', () => {
      const codeAt = () => 'const written = await send(label);';
      const reported = [raised({ line: 40 })];
      expect(states(open({ findings, reported, codeAt, fixes: [held] }))).toEqual({
        F1: 'verified',
        F2: 'open',
      });
      expect(states(open({ findings, reported, codeAt }))).toEqual({ F1: 'reopened' });
    });
    it('comes back after it was verified', () => {
      const verified = [finding({ state: 'verified', answer: fixed })];
      expect(states(open({ findings: verified, reported: [raised()] }))).toEqual({ F1: 'reopened' });
      expect(states(open({ findings: verified }))).toEqual({ F1: 'verified' });
      expect(states(open({ findings: verified, fixes: [failed] }))).toEqual({ F1: 'reopened' });
    });
  });

  it('does not take a conversation that is still open for a new word', () => {
    const findings = [finding({ state: 'answered', answer: fixed, demanded: true, by: 'ada', url: 'u' })];
    const words = raised({ by: 'ada', demanded: true, url: 'u' });
    const codeChanged = changed;
    expect(states(open({ findings, reported: [words], codeChanged }))).toEqual({ F1: 'answered' });
    expect(states(open({ findings, reported: [words], fixes: [failed] }))).toEqual({ F1: 'reopened' });
  });

  it('makes the same demand elsewhere another finding, of its own person and place', () => {
    const findings = [finding({ state: 'answered', answer: fixed, demanded: true, by: 'ada', url: 'u' })];
    const other = raised({ by: 'bob', demanded: true, url: 'new' });
    const result = open({ findings, reported: [other], codeChanged: changed });
    expect(result.ids).toEqual(['F2']);
    expect(result.findings).toMatchObject([
      { id: 'F1', by: 'ada', url: 'u' },
      { id: 'F2', by: 'bob', url: 'new', state: 'open' },
    ]);
    expect(new Set(result.findings.map(({ fingerprint }) => fingerprint)).size).toBe(2);
    // and what no person has asked for yet becomes theirs
    const bots = [finding({ state: 'answered', answer: acknowledged })];
    expect(open({ findings: bots, reported: [other] }).findings).toMatchObject([
      { id: 'F1', by: 'bob', url: 'new', demanded: true, state: 'reopened' },
    ]);
  });

  it('does not make a demand of a fix that is said to hold', () => {
    const findings = [finding({ state: 'answered', answer: fixed, url: 'bot' })];
    const reported = [raised({ by: 'ada', demanded: true, url: 'u' })];
    expect(open({ findings, reported, fixes: [held] }).findings).toMatchObject([
      { state: 'verified', demanded: false, url: 'bot' },
    ]);
  });

  it('lets no program speak over a person', () => {
    const findings = [finding({ demanded: true, by: 'ada', title: 'Rewrites the label', url: 'u' })];
    const result = open({ findings, reported: [raised({ title: 'Rewrites the label!', url: 'bot' })] });
    expect(result.findings[0]).toMatchObject({
      by: 'ada',
      url: 'u',
      title: 'Rewrites the label',
      demanded: true,
    });
  });

  it('says once that a filed finding is gone with its code', () => {
    const findings = [finding({ state: 'answered', answer: filed })];
    expect(open({ findings }).vanished).toEqual([]);
    const gone = open({ findings, codeChanged: changed });
    expect(gone.vanished.map(({ id }) => id)).toEqual(['F1']);
    const next = open({ findings: gone.findings, round: 3, codeChanged: changed });
    expect(next.vanished).toEqual([]);
    const back = open({ findings: next.findings, round: 4, reported: [raised()] });
    expect(back.findings[0]).toMatchObject({ state: 'reopened', earlier: [filed] });
  });

  it('follows a file that moved, found again or not', () => {
    const findings = [finding(), finding({ id: 'F2', title: 'No timeout' })];
    const renamed = new Map([['src/a.ts', 'src/b.ts']]);
    const result = open({ findings, renamed, reported: [raised({ path: 'src/b.ts' })] });
    expect(result.findings.map(({ path }) => path)).toEqual(['src/b.ts', 'src/b.ts']);
    expect(result.ids).toEqual(['F1']);
    const other = open({ findings, reported: [raised({ path: 'src/b.ts' })] });
    expect(other.ids).toEqual(['F3']);
  });

  it('gives the same words on the same code at two places two fingerprints', () => {
    const { findings } = open({ reported: [raised({ line: 4 }), raised({ line: 40 })] });
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  });
});

describe('a conversation that stands from an earlier review', () => {
  const here = { url: 'https://github.com/octo/links/pull/7#discussion_r1' };
  const standing = raised({ ...here, severity: 'high', standing: true });
  const answered = (answer: Finding['answer'], state: Finding['state'] = 'answered') => [
    finding({ ...here, state, answer }),
  ];

  it('is found where nobody knows it, or has not answered it', () => {
    expect(open({ reported: [standing] })).toMatchObject({ ids: ['F1'], findings: [{ state: 'open' }] });
    const again = open({ findings: [finding(here)], reported: [standing] });
    expect(again).toMatchObject({ ids: ['F1'], findings: [{ severity: 'high', seen: [1, 2] }] });
  });

  it.each([
    ['acknowledged', answered(acknowledged), 'answered'],
    ['filed', answered(filed), 'answered'],
    ['fixed', answered(fixed), 'verified'],
    ['verified', answered(fixed, 'verified'), 'verified'],
  ])('does not bring back what is %s', (_, findings, state) => {
    for (const codeChanged of [() => false, changed]) {
      const result = open({ findings, reported: [standing], codeChanged });
      expect(result).toMatchObject({ ids: [], vanished: [], findings: [{ id: 'F1', state }] });
    }
  });

  it('says nothing beside a report of the same, which brings it back', () => {
    const anew = raised({ url: 'https://github.com/octo/links/pull/7#discussion_r2', severity: 'high' });
    const result = open({ findings: answered(fixed), reported: [standing, anew] });
    expect(result).toMatchObject({ ids: ['F1'], findings: [{ state: 'reopened', url: anew.url }] });
    expect(result.findings).toHaveLength(1);
    // both stand from now on, and neither is a new word on the next answer
    const next = open({
      findings: [{ ...finding(), ...result.findings[0], state: 'answered', answer: fixed }],
      reported: [standing, { ...anew, standing: true }],
      round: 3,
    });
    expect(next).toMatchObject({ ids: [], findings: [{ id: 'F1', state: 'verified' }] });
    expect(next.findings).toHaveLength(1);
  });

  it('is not taken for another one like it elsewhere in the file', () => {
    const other = raised({ ...standing, line: 90, url: `${here.url}9` });
    const result = open({
      findings: answered(acknowledged),
      reported: [other, standing],
      codeAt: (_path, line) => `call(${line}, of, its, own);`,
    });
    expect(result).toMatchObject({
      ids: ['F2'],
      findings: [{ state: 'answered' }, { line: 90, state: 'open' }],
    });
  });
});
