import { describe, expect, it } from 'vitest';
import { configurationSchema } from '../../src/contracts/configuration.ts';
import { decide } from '../../src/core/decide.ts';
import type { Event } from '../../src/core/event.ts';
import type { BranchFact, Facts, PullFact } from '../../src/core/facts.ts';
import type { Item } from '../../src/core/item.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import type { Finding, Round } from '../../src/core/rounds/round.ts';
import { modelled } from './models.ts';
import { allFacts, at, commandEvent, configuration, itemAt, person, platformEvent, sha } from './support.ts';

const id = (digit: string): string => `0a6e7c0e-8a4e-4d8e-9f0a-${digit.repeat(12)}`;
const merged: PullFact = {
  ...{ number: 12, state: 'closed', draft: false, merged: true, mergeSha: sha('9'), mergedBy: 'ada' },
  ...{ base: 'main', how: 'squash' },
};
const closed: PullFact = { ...merged, merged: false, mergeSha: null, mergedBy: null };
const open: PullFact = { ...closed, state: 'open' };
const head = (digit: string) => ({
  ...{ sha: sha(digit), mergeBase: sha('0'), changed: ['src/lint.js'], touched: [] },
});
/** What is pushed is reviewed without waiting for more. */
const atOnce = modelled({ rounds: { quiet: 0 } });
const facts = (changes: Partial<Facts> = {}): Facts =>
  allFacts({
    freshId: id('7'),
    head: head('b'),
    configuration: { state: 'valid', value: atOnce },
    ...changes,
  });

const moved = (outcome: Outcome): Outcome => {
  expect(outcome.state, outcome.note).toBe('moved');
  return outcome;
};
const oneShots = ({ effects }: Outcome) =>
  effects.flatMap((effect) => (effect.type === 'one-shot' ? [effect.oneShot] : []));
const kinds = (outcome: Outcome): string[] => oneShots(outcome).map(({ kind }) => kind);
const said = (outcome: Outcome) =>
  oneShots(outcome).flatMap((effect) => (effect.kind === 'reply' ? [effect.reply] : []));
const dispatched = (outcome: Outcome) =>
  oneShots(outcome).flatMap((effect) => (effect.kind === 'dispatch' ? [effect.assignment] : []));

const run = (digit: string): Round['reviews'][number] => ({
  ...{ number: 1, assignmentId: id(digit), base: sha('b'), codeBranch: `throughline/r/${digit}`, notes: [] },
  agent: { name: 'replay', kind: 'replay' },
  models: { fallback: [], gateway: false, direct: [] },
  askedAt: at,
  outcome: { state: 'running', runId: 31, url: 'https://github.test/runs/31' },
});
const answered = (digit: string): Round['reviews'][number] => ({
  ...run(digit),
  outcome: {
    ...{ state: 'answered', runId: 31, url: 'https://github.test/runs/31', head: null },
    ...{ evidenceUrl: 'e', verified: [] },
  },
});
const found: Finding = {
  ...{ id: 'F1', fingerprint: 'f1', severity: 'medium', title: 'Links break', path: 'src/lint.js', line: 3 },
  ...{ detail: '', code: null, by: 'throughline', url: null, demanded: false },
  ...{ state: 'open', decided: null, answer: null, seen: [1] },
};
const toFix: Finding = {
  ...found,
  decided: { to: 'fix', reason: 'True.', task: 'Mend `src/lint.js`', behavioural: true, by: 'triage' },
};

/** At a round of its pull request, as its rules leave it. */
const inRound = (
  state: Round['state'],
  changes: { round?: Partial<Round>; findings?: Finding[] } = {},
): Item => {
  const item = itemAt('polishing');
  if (item.pull) item.pull.draft = false;
  const asked = state.name === 'reviewing' || state.name === 'not-reviewed';
  item.rounds = [
    {
      ...{ number: 1, head: sha('b'), mergeBase: sha('0'), reviewer: 'throughline', state },
      ...{
        findings: asked ? [] : ['F1'],
        reviews: [asked ? run('1') : answered('1')],
        fixUp: null,
        startedAt: at,
      },
      triages: state.name === 'triaging' ? [run('2')] : [],
      ...changes.round,
    },
  ];
  item.findings = changes.findings ?? (asked ? [] : [found]);
  return item;
};

const fixingUp = (): Item => {
  const item = inRound({ name: 'answering' }, { round: { fixUp: 2 }, findings: [toFix] });
  item.stage = { name: 'delegating' };
  const [first] = item.delegations;
  if (!first) throw new Error('no delegation');
  item.delegations.push({
    ...{ ...first, number: 2, sections: [], state: { name: 'running' }, recordedBase: sha('b') },
    fixUp: { round: 1, tasks: '', behavioural: [] },
    attempts: [
      {
        ...{ number: 1, assignmentId: id('3'), base: sha('b'), codeBranch: 'throughline/f/1', notes: [] },
        ...{ askedAt: at, outcome: { state: 'running', runId: 33, url: null } },
      },
    ],
  });
  return item;
};

const merge = (item: Item, pull: PullFact = merged): Outcome =>
  decide(item, platformEvent('pull-merged'), facts({ pull }));
const finish = (item: Item, assignmentId: string): Outcome => {
  const event = { ...platformEvent('run-finished'), assignmentId } as Event;
  return decide(item, event, facts());
};

describe('a merge', () => {
  it.each<[string, () => Item, string, string]>([
    ['a review of a round', () => inRound({ name: 'reviewing' }), id('1'), 'not-reviewed'],
    ['a triage', () => inRound({ name: 'triaging' }), id('2'), 'triaging'],
    ['a fix-up', fixingUp, id('3'), 'answering'],
  ])(
    'while %s is under way stops its run, and what that brings later moves nothing',
    (_what, of, run, then) => {
      const outcome = moved(merge(of()));
      expect(outcome.item).toMatchObject({
        stage: { name: 'done' },
        pull: { state: 'merged', mergeSha: sha('9'), how: 'squash' },
      });
      expect(oneShots(outcome)).toContainEqual(
        expect.objectContaining({ kind: 'cancel-run', assignmentId: run }),
      );
      // nothing is shown as still going on
      expect(outcome.item.rounds?.[0]?.state.name).toBe(then);
      const late = finish(outcome.item, run);
      expect([late.item.stage.name, kinds(late)]).toEqual(['done', []]);
      expect(late.item.findings).toEqual(outcome.item.findings);
    },
  );

  it('with findings unanswered is done all the same, and loses none of them', () => {
    const outcome = moved(merge(inRound({ name: 'answering' })));
    expect(outcome.item.findings).toMatchObject([{ id: 'F1', state: 'open', answer: null }]);
    expect(said(outcome)).toEqual([{ kind: 'done', mergeSha: sha('9'), url: 'https://github.test/pull/12' }]);
    const asked = moved(
      decide(
        outcome.item,
        commandEvent({ name: 'follow-up', title: 'Mend links', priority: 'medium' }),
        facts(),
      ),
    );
    expect(oneShots(asked)).toContainEqual({ kind: 'file-follow-up', finding: 'U1' });
    const filed = moved(
      decide(
        asked.item,
        { ...platformEvent('follow-up-filed'), finding: 'U1', ticketKey: 'PER-300', url: 'u' } as Event,
        facts(),
      ),
    );
    expect(filed.item.stage.name).toBe('done');
    // answered where it was asked, and the last word on the ticket names it from now on
    expect(said(filed).map(({ kind }) => kind)).toEqual(['follow-up-filed', 'done']);
    const triage = commandEvent({ name: 'triage', finding: 'F1', to: 'fix', priority: null, why: '' });
    const refused = decide(outcome.item, triage, facts());
    expect(refused.state).toBe('refused');
    expect(JSON.stringify(said(refused))).toContain('/follow-up <title> --priority');
  });

  it('takes what was being filed into the record when its ticket is there', () => {
    const filing: Finding = {
      ...found,
      decided: {
        ...{ to: 'file', reason: 'Left out.', cites: null, title: 'Links', blocks: null },
        ...{ priority: 'high', by: 'triage' },
      },
    };
    const done = merge(inRound({ name: 'answering' }, { findings: [filing] })).item;
    const event = { ...platformEvent('follow-up-filed'), finding: 'F1' } as Event;
    const filed = moved(decide(done, event, facts()));
    expect(filed.item.findings?.[0]).toMatchObject({ state: 'answered', answer: { key: 'PER-241' } });
    expect(said(filed).map(({ kind }) => kind)).toEqual(['done']);
  });

  it.each<[string, (item: Item) => void]>([
    ['blocked', (item) => Object.assign(item, { stage: itemAt('blocked').stage })],
    ['paused', (item) => Object.assign(item, { paused: true })],
    ['rejected', (item) => Object.assign(item, { stage: { name: 'rejected' } })],
    ['cancelled', (item) => Object.assign(item, { stage: { name: 'cancelled' } })],
    ['in auto mode', (item) => Object.assign(item, { mode: 'auto' })],
    ['handed over', (item) => Object.assign(item, { stage: { name: 'handed-over' } })],
  ])('is done when the ticket is %s and every section is decided', (_what, change) => {
    const item = itemAt('polishing');
    change(item);
    const outcome = moved(merge(item));
    expect(outcome.item).toMatchObject({ stage: { name: 'done' }, paused: false, decision: null });
  });

  it.each<[string, (item: Item) => void]>([
    ['blocked', () => undefined],
    ['paused', (item) => Object.assign(item, { paused: true })],
    ['rejected', (item) => Object.assign(item, itemAt('rejected'))],
    ['cancelled', (item) => Object.assign(item, { stage: { name: 'cancelled' } })],
    ['in auto mode', (item) => Object.assign(item, { mode: 'auto' })],
  ])('asks when the ticket is %s and sections are open', (_what, change) => {
    const item = itemAt('blocked');
    change(item);
    const outcome = moved(merge(item));
    expect(outcome.item).toMatchObject({
      stage: { name: 'planned' },
      decision: { asks: 'unfinished-merge' },
    });
    expect(kinds(outcome)).not.toContain('dispatch');
  });

  it('into another branch than the default one is noted with that branch', () => {
    expect(merge(itemAt('handed-over'), { ...merged, base: 'release/1' }).item.pull?.base).toBe('release/1');
    expect(merge(itemAt('handed-over')).item.pull?.base).toBeUndefined();
  });

  it.each<[string, Partial<Facts>, object]>([
    ['GitHub shows', { pull: merged }, { how: 'squash' }],
    ['only a person knows of', { pull: open }, { saidBy: 'ada' }],
  ])('that %s is taken from `/merged`', (_what, told, noted) => {
    const event = commandEvent({ name: 'merged', sha: sha('9') });
    const mergedCommit = { state: 'merged', sha: sha('9') } as const;
    const outcome = moved(decide(itemAt('handed-over'), event, facts({ mergedCommit, ...told })));
    const { pull, stage } = outcome.item;
    expect(stage.name).toBe('done');
    expect(pull).toMatchObject({ state: 'merged', mergeSha: sha('9'), ...noted });
    expect('saidBy' in (pull ?? {})).toBe('saidBy' in noted);
  });
});

describe('a pull request closed during its rounds', () => {
  const close = (item: Item): Outcome =>
    moved(decide(item, platformEvent('pull-closed'), facts({ pull: closed })));
  const reopen = (item: Item): Outcome =>
    moved(decide(item, platformEvent('pull-reopened'), facts({ pull: open })));

  it.each<[string, () => Item, string, string]>([
    ['review', () => inRound({ name: 'reviewing' }), id('1'), 'rounds'],
    ['triage', () => inRound({ name: 'triaging' }), id('2'), 'triage'],
    ['fix-up', fixingUp, id('3'), 'delegate'],
  ])('stops the %s; reopened, the same round goes on with another one', (_what, of, run, phase) => {
    const outcome = close(of());
    expect(outcome.item.stage.name).toBe('rejected');
    expect(oneShots(outcome)).toContainEqual(
      expect.objectContaining({ kind: 'cancel-run', assignmentId: run }),
    );
    expect(outcome.item.rounds?.[0]?.state.name).not.toBe('reviewing');
    expect(finish(outcome.item, run).item.stage.name).toBe('rejected');
    const back = reopen(outcome.item);
    expect(dispatched(back)).toMatchObject([{ phase }]);
    expect(back.item.rounds).toHaveLength(1);
    expect(back.item.stage.name).toBe(phase === 'delegate' ? 'delegating' : 'polishing');
  });

  it('goes on from the hand-over without a new round', () => {
    const item = inRound({ name: 'closed', clean: true }, { findings: [] });
    item.stage = { name: 'handed-over' };
    const back = reopen(close(item).item);
    expect([back.item.stage.name, dispatched(back)]).toEqual(['handed-over', []]);
  });

  it('gets a successor on the same branch by `/delegate`, and its rounds go on there', () => {
    const event = commandEvent({ name: 'delegate', groups: 'next', agent: null, model: null });
    const asked = moved(decide(close(inRound({ name: 'reviewing' })).item, event, facts()));
    expect(kinds(asked)).toContain('open-pull');
    const opened = { ...platformEvent('pull-opened'), number: 13, nodeId: 'PR_13', url: 'u13' } as Event;
    const on = moved(decide(asked.item, opened, facts()));
    expect(dispatched(on)).toMatchObject([{ phase: 'rounds', inputs: { pull: 13, round: 1 } }]);
  });

  it('goes on when the delegation that was rejected is of no consequence any more', () => {
    const item = itemAt('polishing');
    const [first] = item.delegations;
    if (first) first.state = { name: 'rejected', by: 'ada', why: 'no' };
    for (const section of item.sections) section.state = 'dropped';
    expect(reopen(close(item).item).item.stage.name).toBe('polishing');
  });
});

describe('a pull request that goes to another branch', () => {
  const retarget = (item: Item, base: string): Outcome =>
    decide(item, platformEvent('pull-retargeted'), facts({ pull: { ...open, base } }));

  it('is said once; the work goes on', () => {
    const outcome = moved(retarget(inRound({ name: 'reviewing' }), 'release/1'));
    expect(outcome.item).toMatchObject({ stage: { name: 'polishing' }, pull: { base: 'release/1' } });
    expect(said(outcome)).toEqual([
      { kind: 'retargeted', to: 'ada', from: 'main', base: 'release/1', by: 'ada' },
    ]);
    expect(retarget(outcome.item, 'release/1').state).toBe('ignored');
    const back = moved(retarget(outcome.item, 'main'));
    expect(back.item.pull && 'base' in back.item.pull).toBe(false);
    const tags = [outcome, back].map((one) =>
      oneShots(one).flatMap((effect) => (effect.kind === 'reply' ? [effect.tag] : [])),
    );
    // one comment, edited in place
    expect(tags[0]).toEqual(tags[1]);
  });
});

describe('a force push to the feature branch', () => {
  const forced: BranchFact = { from: sha('b'), to: sha('e'), forced: true, lost: [1], restored: false };
  const push = (item: Item, branch: BranchFact | null, more: Partial<Facts> = {}): Outcome =>
    decide(
      item,
      { ...platformEvent('feature-pushed'), sha: branch?.to ?? sha('e') } as Event,
      facts({ featureSha: branch?.to ?? sha('e'), head: head('e'), branch, ...more }),
    );
  const rewritten = { from: sha('b'), to: sha('e'), by: 'ada', lost: [1] };

  it.each(['polishing', 'handed-over'] as const)('is said at %s, and the new head is reviewed', (stage) => {
    const item = inRound({ name: 'closed', clean: true }, { findings: [] });
    item.stage = { name: stage };
    const outcome = moved(push(item, forced));
    expect(outcome.item.feature).toMatchObject({ head: sha('e'), rewritten });
    expect(said(outcome)).toEqual([{ kind: 'rewritten', to: 'ada', rewritten }]);
    expect(dispatched(outcome)).toMatchObject([{ phase: 'rounds', base: sha('e') }]);
  });

  it('that only adds is no news of that kind', () => {
    const outcome = moved(push(itemAt('handed-over'), { ...forced, forced: false, lost: [] }));
    expect(outcome.item.feature).toMatchObject({ branch: 'feat/per-206-gate-paths', head: sha('e') });
    expect(said(outcome).map(({ kind }) => kind)).not.toContain('rewritten');
  });

  it('lets nothing be accepted that was made on what it took away; `/iterate` does it again', () => {
    const outcome = moved(push(itemAt('deciding'), { ...forced, lost: [] }));
    expect(outcome.item.stage.name).toBe('deciding');
    const now = facts({ featureSha: sha('e') });
    const accepted = decide(outcome.item, commandEvent({ name: 'accept' }), now);
    expect([accepted.state, kinds(accepted)]).toEqual(['refused', ['react', 'reply', 'react']]);
    expect(JSON.stringify(said(accepted))).toMatch(
      new RegExp(
        `force-pushed by ada from bbbbbbb to eeeeeee.*/iterate.*git push --force origin ${sha('b')}`,
      ),
    );
    const again = moved(decide(outcome.item, commandEvent({ name: 'iterate', notes: '' }), now));
    expect(dispatched(again)).toMatchObject([{ recordedBase: sha('e'), base: sha('e') }]);
    // without a rewrite the same word merges
    expect(kinds(decide(itemAt('deciding'), commandEvent({ name: 'accept' }), facts()))).toContain(
      'merge-delegation',
    );
  });

  it('is forgotten once what it took away is there again, and then it can be accepted', () => {
    const away = push(itemAt('deciding'), { ...forced, lost: [] }).item;
    const twice = push(away, { ...forced, from: sha('e'), to: sha('f') }).item;
    expect(twice.feature?.rewritten).toMatchObject({ from: sha('b'), to: sha('f') });
    const back: BranchFact = { from: sha('f'), to: sha('b'), forced: false, lost: [], restored: true };
    const restored = moved(push(twice, back));
    expect(restored.item.feature).toMatchObject({ branch: 'feat/per-206-gate-paths', head: sha('b') });
    expect(restored.item.feature).not.toHaveProperty('rewritten');
    expect(said(restored)).toEqual([]);
    expect(kinds(decide(restored.item, commandEvent({ name: 'accept' }), facts()))).toContain(
      'merge-delegation',
    );
  });
});

describe('a feature branch that is deleted', () => {
  const gone = (item: Item, more: Partial<Facts> = {}): Outcome =>
    decide(item, platformEvent('branch-deleted'), facts({ pull: open, featureSha: null, ...more }));

  it('is said with the commit it was at, and goes on when it is back', () => {
    const item = inRound({ name: 'reviewing' });
    const deleted = moved(gone(item));
    expect(deleted.item.feature?.deleted).toEqual({ sha: sha('b'), by: 'ada' });
    expect(said(deleted)).toEqual([{ kind: 'branch-deleted', to: 'ada', sha: sha('b'), by: 'ada' }]);
    expect(gone(deleted.item).state).toBe('ignored');
    const shut = moved(
      decide(
        deleted.item,
        platformEvent('pull-closed'),
        facts({ pull: closed, featureSha: null, head: null }),
      ),
    );
    expect(shut.item.stage.name).toBe('rejected');
    // told late: it was pushed before it was deleted
    const late = decide(shut.item, platformEvent('feature-pushed'), facts({ featureSha: null }));
    expect(late.state).toBe('ignored');
    const push = { ...platformEvent('feature-pushed'), sha: sha('b') } as Event;
    const back = moved(decide(shut.item, push, facts({ featureSha: sha('b') })));
    expect(back.item.feature).toEqual({ branch: 'feat/per-206-gate-paths', head: sha('b') });
    const on = moved(decide(back.item, platformEvent('pull-reopened'), facts({ pull: open })));
    expect(dispatched(on)).toMatchObject([{ phase: 'rounds' }]);
  });

  it('after its merge is nobody’s concern, nor is one that is there again', () => {
    const item = itemAt('handed-over');
    expect(gone(item, { pull: merged }).state).toBe('ignored');
    expect(gone(item, { featureSha: sha('b') }).state).toBe('ignored');
    const other = { ...platformEvent('branch-deleted'), branch: 'feat/other' } as Event;
    expect(decide(item, other, facts({ featureSha: null })).state).toBe('ignored');
    // and with sections open
    expect(gone(merge(itemAt('deciding')).item).state).toBe('ignored');
  });

  it('is a failed review, not a silent one, where its commits cannot be read any more', () => {
    const event = { ...platformEvent('run-finished'), assignmentId: id('1') } as Event;
    const refused = { detail: 'The branch is not there.', remedy: 'Restore it.' };
    const outcome = moved(decide(inRound({ name: 'reviewing' }), event, { now: at, refused }));
    expect(outcome.item.stage).toMatchObject({ name: 'blocked', cause: 'run-failed' });
  });
});

describe('the tracker’s own word on the ticket', () => {
  const shows = (item: Item, name: string, type: 'unstarted' | 'started' | 'completed'): Outcome =>
    decide(item, { ...platformEvent('ticket-changed'), actor: person }, facts({ ticket: { name, type } }));

  it('is noted, and what was reached stays so when people move it', () => {
    const first = moved(shows(itemAt('polishing'), 'In Progress', 'started'));
    expect(first.item.tracked).toEqual({ name: 'In Progress', type: 'started', reached: 'started' });
    expect(first.effects).toEqual([{ type: 'project', name: 'status' }]);
    expect(shows(first.item, 'In Progress', 'started').state).toBe('ignored');
    const back = moved(shows(first.item, 'Todo', 'unstarted'));
    expect(back.item.tracked).toEqual({ name: 'Todo', type: 'unstarted', reached: 'started' });
    // Done by somebody's automation before the merge is not the Done that the merge is for
    const early = moved(shows(first.item, 'Done', 'completed'));
    expect(early.item.tracked?.reached).toBe('started');
    expect(early.item.stage.name).toBe('polishing');
    const done = moved(merge(early.item));
    expect(moved(shows(done.item, 'Done', 'completed')).item.tracked?.reached).toBe('completed');
  });
});

describe('without a reviewer', () => {
  it('a reopened pull request is handed over again', () => {
    const none = configurationSchema.parse({ ...configuration, rounds: { reviewer: 'none' } });
    const told = (pull: PullFact) => facts({ pull, configuration: { state: 'valid', value: none } });
    const shut = decide(itemAt('handed-over'), platformEvent('pull-closed'), told(closed));
    const back = decide(shut.item, platformEvent('pull-reopened'), told(open));
    expect(back.item.stage.name).toBe('handed-over');
  });
});
