import { describe, expect, it } from 'vitest';
import { botReviewCheck } from '../../src/text/rounds/bot-check.ts';
import {
  acknowledge,
  asked,
  demand,
  died,
  file,
  fix,
  head,
  nobody,
  oneShots,
  other,
  ours,
  reviewed,
  type Told,
  tell,
  triaged,
  word,
} from './rounds/told.ts';
import { sha } from './support.ts';

const triage = (finding: string, to: 'fix' | 'acknowledge' | 'file') => ({
  name: 'triage' as const,
  ...{ finding, to, priority: null, why: 'Do it.' },
});
const filed = (finding: string) => ({ finding, ticketKey: 'PER-241', url: 'https://linear.test/PER-241' });
const check = ({ item, round }: Told) => {
  const last = round();
  if (!last) throw new Error('there is no round');
  const { state, title } = botReviewCheck({
    item: item(),
    round: last,
    findings: item().findings ?? [],
    word: null,
  });
  return { is: state.status === 'completed' ? state.conclusion : state.status, title };
};
const pull = (state: 'open' | 'closed') => ({
  pull: { number: 12, state, draft: false, merged: false, mergeSha: null, mergedBy: null },
});
const isHandedOver = ({ item }: Told): boolean => item().stage.name === 'handed-over';
/** Handed over at `1`, clean, with one finding acknowledged. */
const acknowledged = (): Told => {
  const told = tell(ours);
  told.merged(1, head('1'));
  told.ends(reviewed(['Links break after sync']));
  told.ends(triaged(acknowledge('F1')));
  return told;
};
/** It was pushed to, and nothing more came. */
const movedTo = (told: Told, digit: string) => {
  told.pushed(head(digit));
  return told.quiet();
};

describe('a head that nobody reviewed is never handed over as clean', () => {
  it('because people’s demands on it have their answers: no reviewer is configured', () => {
    const told = tell(nobody);
    told.merged(1, head('d'));
    told.is(head('d', { demands: [demand()] }));
    told.hears('pull-reviewed');
    told.ends(triaged(file('F1')));
    const end = told.hears('follow-up-filed', filed('F1'));
    expect(JSON.stringify(oneShots(end))).toContain('"why":"no-reviewer"');
    expect(check(told)).toEqual({
      is: 'neutral',
      title: 'Round 1: not reviewed; every finding answered (1 high)',
    });
  });

  it('because the demand was told before the push it stands on', () => {
    const told = tell(ours);
    told.merged(1, head('d'));
    told.ends(reviewed([]));
    const next = head('e', { demands: [demand()] });
    told.is(next);
    told.hears('pull-reviewed');
    told.pushed(next);
    told.ends(triaged(file('F1')));
    expect(asked(told.hears('follow-up-filed', filed('F1')))).toEqual(['rounds']);
    expect(isHandedOver(told)).toBe(false);
    told.ends(reviewed([]));
    expect([isHandedOver(told), check(told).is]).toEqual([true, 'success']);
  });

  it('because a ticket arrives while it is reviewed', () => {
    const told = acknowledged();
    movedTo(told, '2');
    told.says(triage('F1', 'file'));
    const arrived = told.hears('follow-up-filed', filed('F1'));
    expect([isHandedOver(told), asked(arrived)]).toEqual([false, []]);
    expect(told.item().findings?.[0]?.answer).toMatchObject({ kind: 'filed', key: 'PER-241' });
    told.ends(reviewed(['Data is lost']));
    expect(told.round()?.state.name).toBe('triaging');
  });

  it('because /review came while answers were given', () => {
    const told = acknowledged();
    movedTo(told, '2');
    told.ends(reviewed([]));
    told.says(triage('F1', 'file'));
    told.pushed(head('3'));
    expect(told.says({ name: 'review' }).state).toBe('refused');
    told.hears('follow-up-filed', filed('F1'));
    expect(isHandedOver(told)).toBe(false);
    expect(asked(told.quiet())).toEqual(['rounds']);
  });

  it('because the head cannot be read', () => {
    const told = acknowledged();
    movedTo(told, '2');
    const end = told.ends(reviewed([]), { head: null });
    expect([end.note, isHandedOver(told)]).toEqual(['waiting for the head of the pull request', false]);
    told.hears('pull-closed', {}, pull('closed'));
    told.hears('pull-reopened', {}, pull('open'));
    expect(isHandedOver(told)).toBe(true);
  });
});

describe('a head that was reviewed before is handed over again', () => {
  const restored = (told: Told, more: object = {}) => {
    told.pushed(head('1'), {
      branch: { from: sha('2'), to: sha('1'), forced: true, lost: [2], restored: false, ...more },
    });
    return told.quiet();
  };

  it('as it was', () => {
    const told = acknowledged();
    movedTo(told, '2');
    restored(told, { lost: [] });
    expect(isHandedOver(told)).toBe(true);
  });

  it('but not past a finding that is to be fixed since', () => {
    const told = acknowledged();
    movedTo(told, '2');
    told.says(triage('F1', 'fix'));
    expect(asked(restored(told, { lost: [] }))).toEqual(['delegate']);
  });

  it('but not past one decided while the pull request was closed', () => {
    const told = acknowledged();
    told.hears('pull-closed', {}, pull('closed'));
    told.says(triage('F1', 'fix'));
    expect(asked(told.hears('pull-reopened', {}, pull('open')))).toEqual(['delegate']);
  });

  it('but not without a fix that went with the push', () => {
    const told = tell(ours);
    told.merged(1, head('1'));
    told.ends(reviewed([]));
    told.is(head('1', { demands: [demand()] }));
    told.hears('pull-reviewed');
    told.ends(triaged(fix('F1')));
    told.fixed(head('2'));
    told.ends(reviewed([], ['F1']));
    expect(told.item().findings?.[0]?.state).toBe('verified');
    expect(asked(restored(told))).toEqual(['triage']);
    expect(told.item().findings?.[0]?.state).toBe('reopened');
  });
});

describe('what a person asked to be reviewed', () => {
  it.each([
    ['documentation only', { changed: ['README.md'] }],
    ['of another repository', { fork: true as const }],
  ])('is asked for again by /retry: %s', (_, more) => {
    const told = tell(ours);
    told.merged(1, head('1', {}, more));
    told.says({ name: 'review' });
    told.ends(died);
    expect(check(told).is).toBe('failure');
    expect(asked(told.says({ name: 'retry' }))).toEqual(['rounds']);
  });
});

describe('another reviewer', () => {
  it.each([
    ['is content', []],
    ['finds it again', ['Links break']],
  ])('that %s leaves what a person decided meanwhile to be done, and to no triage', (_what, again) => {
    const told = tell(other);
    told.merged(1, head('d'));
    told.is(head('d', { word: word(['Links break']) }));
    told.hears('pull-reviewed');
    told.ends(triaged(acknowledge('F1')));
    told.pushed(head('e'));
    told.says(triage('F1', 'fix'));
    told.is(head('e', { word: word(again) }));
    expect(asked(told.hears('pull-reviewed'))).toEqual(['delegate']);
  });

  it('that says more of the same head is heard', () => {
    const told = tell(other);
    told.merged(1, head('d'));
    told.is(head('d', { word: word([]) }));
    told.hears('pull-reviewed');
    expect([isHandedOver(told), told.hears('pull-reviewed').state]).toEqual([true, 'ignored']);
    told.is(head('d', { word: word(['Links break', 'Data is lost']) }));
    expect(asked(told.hears('pull-reviewed'))).toEqual(['triage']);
    expect(check(told).is).toBe('failure');
    told.ends(triaged(acknowledge('F1'), acknowledge('F2')));
    expect([isHandedOver(told), told.hears('pull-reviewed').state]).toEqual([true, 'ignored']);
  });
});

describe('a review that comes back', () => {
  it('while the configuration is broken has its findings triaged by /retry', () => {
    const told = tell(ours);
    told.merged(1, head('d'));
    told.ends(reviewed(['Links break']), { configuration: { state: 'broken', problems: ['x'] } });
    expect(told.item().stage).toMatchObject({ name: 'blocked', cause: 'configuration' });
    expect(asked(told.says({ name: 'retry' }))).toEqual(['triage']);
  });
});

describe('documentation only', () => {
  it('is not handed over past what a person asks for', () => {
    const docs = { changed: ['README.md'] };
    const told = tell(ours);
    told.merged(1, head('1', {}, docs));
    told.pushed(head('2', {}, docs));
    told.is(head('2', { demands: [demand({ path: 'README.md' })] }, docs));
    told.hears('pull-reviewed');
    expect(asked(told.quiet())).toEqual(['triage']);
  });
});
