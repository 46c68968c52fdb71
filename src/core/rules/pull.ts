import type { OneShot } from '../effect.ts';
import { subjects } from '../heard.ts';
import { currentDelegation, type Delegation, type Item, openSections, type PullRef } from '../item.ts';
import type { Context, Outcome } from '../outcome.ts';
import { ignored, moved } from '../outcome.ts';
import { heldBack } from '../rounds/to-fix.ts';
import { startDelegation } from './dispatching.ts';
import { takeUpDelegation } from './judging.ts';
import { lastWord } from './last-word.ts';
import { type Merge, noteMerge } from './merge-noted.ts';
import { cancelRun, copyOf, isUnderWay, refuseWith, to, withdraw } from './parts.ts';
import { polish } from './polishing.ts';
import { leaveFixUp } from './rounds/rejecting.ts';
import { proposeScope, syncSections } from './scope.ts';

const notePull = (item: Item, pull: PullRef): void => {
  item.pull = pull;
  item.home = { on: 'github', issue: pull.number };
};

const opened = (context: Context): { item: Item; alias: string; effects: OneShot[] } | null => {
  const { event } = context;
  // one that is known is not news: it may be merged by now
  if (event.kind !== 'pull-opened' || context.item.pull) return null;
  const item = copyOf(context.item);
  notePull(item, {
    number: event.number,
    nodeId: event.nodeId,
    url: event.url,
    draft: event.draft,
    state: 'open',
    mergeSha: null,
  });
  return {
    item,
    alias: subjects.issue(item.repository.fullName, event.number),
    effects: [
      { kind: 'attach-pull', url: event.url, title: `#${event.number} ${item.ticket.title}` },
      {
        kind: 'reply',
        home: { on: 'linear' },
        tag: `pull:${event.number}`,
        reply: { kind: 'pull-opened', url: event.url, number: event.number },
      },
    ],
  };
};

export const pullOpened = (context: Context): Outcome => {
  const noted = opened(context);
  if (!noted) return ignored(context.item, 'that pull request is known');
  const { item, alias, effects } = noted;
  const options = { item, event: context.event, facts: context.facts, before: effects };
  const outcome = item.stage.name === 'polishing' ? polish(options) : startDelegation(options);
  return { ...outcome, aliases: [...outcome.aliases, alias] };
};

/** Opened while nobody waits for it any more (cancelled, rejected): known, and shown. */
export const pullNoted = (context: Context): Outcome => {
  const noted = opened(context);
  if (!noted) return ignored(context.item, 'that pull request is known');
  return moved(noted.item, 'pull request noted', { effects: noted.effects, aliases: [noted.alias] });
};

export const finished = (item: Item, mergeSha: string, effects: OneShot[]): Outcome => {
  item.stage = { name: 'done' };
  item.decision = null;
  // nothing is held back any more
  item.paused = false;
  return moved(item, `done: merged as ${mergeSha}`, { effects: [...effects, ...lastWord(item)] });
};

const mergeQuestion = ({ number }: Pick<PullRef, 'number'>): string => `unfinished-merge:${number}`;

/** Takes the boxes off the question once it is answered, by whichever command. Asked before the answer changes the item. */
export const mergeAnswered = (item: Item, by: string, answer: 'drop' | 'continue'): OneShot[] =>
  item.decision?.asks === 'unfinished-merge' && item.pull
    ? [
        {
          kind: 'reply',
          home: item.home,
          tag: mergeQuestion(item.pull),
          reply: { kind: 'merge-answered', by, with: answer },
        },
      ]
    : [];

/** Done only after a merge with every section accepted or dropped; otherwise people are asked and the ticket waits. */
const afterMerge = (context: Context, merge: Merge): Outcome => {
  const item = copyOf(context.item);
  if (!item.pull) return ignored(context.item, 'no pull request');
  const effects = cancelRun(item);
  const { number } = item.pull;
  noteMerge(item, item.pull, { context, merge });
  withdraw(item, context.event.actor.login);
  const open = openSections(item);
  if (open.length === 0) return finished(item, merge.sha, effects);
  item.stage = { name: 'planned' };
  item.decision = {
    id: `unfinished-merge-${number}`,
    asks: 'unfinished-merge',
    since: context.event.at,
  };
  effects.push({
    kind: 'reply',
    home: item.home,
    tag: mergeQuestion({ number }),
    reply: {
      kind: 'unfinished-merge',
      to: item.startedBy,
      open: open.map((section) => `${section.number}. ${section.title}`),
    },
  });
  return moved(item, `merged with sections ${open.map((section) => section.number).join(', ')} open: asked`, {
    effects,
  });
};

const isOurs = (context: Context): boolean => {
  const { facts, item } = context;
  return Boolean(item.pull && facts.pull && facts.pull.number === item.pull.number);
};

export const pullMerged = (context: Context): Outcome => {
  const { facts, item } = context;
  if (!isOurs(context) || !facts.pull?.merged || !facts.pull.mergeSha)
    return ignored(item, 'GitHub does not show this pull request as merged');
  if (item.pull?.state === 'merged') return ignored(item, 'that merge is known');
  return afterMerge(context, { sha: facts.pull.mergeSha });
};

/** `/merged <sha>`: a person's word, checked against the repository. */
export const mergedBySha = (context: Context): Outcome => {
  const { facts, event } = context;
  if (!context.item.pull)
    return refuseWith(context, 'no pull request', {
      kind: 'wrong-stage',
      to: to(event),
      command: 'merged',
      stage: context.item.stage.name,
      why: 'there is no pull request yet',
    });
  if (facts.mergedCommit?.state !== 'merged') {
    const why = facts.mergedCommit?.detail ?? 'that commit could not be read';
    return refuseWith(context, 'not merged', {
      kind: 'wrong-stage',
      to: to(event),
      command: 'merged',
      stage: context.item.stage.name,
      why,
    });
  }
  if (context.item.pull.state === 'merged')
    return refuseWith(context, 'known', {
      kind: 'wrong-stage',
      to: to(event),
      command: 'merged',
      stage: context.item.stage.name,
      why: 'that merge is known already',
    });
  const { sha } = facts.mergedCommit;
  return afterMerge(context, facts.pull?.merged ? { sha } : { sha, saidBy: event.actor.login });
};

/** The open sections are dropped on this person's word, and the merge counts. */
export const finish = (context: Context): Outcome => {
  const item = copyOf(context.item);
  const { event } = context;
  const sha = item.pull?.mergeSha;
  if (item.decision?.asks !== 'unfinished-merge' || !sha)
    return refuseWith(context, 'no merge waits', {
      kind: 'stale',
      to: to(event),
      command: 'finish',
      current: item.decision?.id ?? null,
    });
  for (const section of openSections(item)) {
    section.state = 'dropped';
    section.dropped = { why: 'the pull request was merged without it', by: event.actor.login };
  }
  return finished(item, sha, mergeAnswered(item, event.actor.login, 'drop'));
};

/** What is still open needs a branch and a pull request of its own. */
export const leaveMergedPull = (item: Item): void => {
  if (item.pull?.state !== 'merged') return;
  item.earlierPulls.push({ ...item.pull, upTo: item.delegations.length });
  item.pull = null;
  item.feature = null;
  delete item.baseMoved;
};

/** The open sections go on in a new pull request. */
export const continueOpen = (context: Context): Outcome => {
  const item = copyOf(context.item);
  const { event, facts } = context;
  if (item.decision?.asks !== 'unfinished-merge' || !item.pull)
    return refuseWith(context, 'no merge waits', {
      kind: 'stale',
      to: to(event),
      command: 'continue',
      current: item.decision?.id ?? null,
    });
  const before = mergeAnswered(item, event.actor.login, 'continue');
  leaveMergedPull(item);
  syncSections(item, facts);
  return proposeScope({ item, event, facts, before });
};

/** A review or a merge under way keeps its state for a reopening; what only ran or was shown is taken back. */
export const pullClosed = (context: Context): Outcome => {
  const { facts, event } = context;
  if (!isOurs(context) || facts.pull?.state !== 'closed')
    return ignored(context.item, 'GitHub shows this pull request as open');
  if (facts.pull.merged) return pullMerged(context);
  const item = copyOf(context.item);
  if (item.pull?.state !== 'open') return ignored(item, 'that close is known');
  item.pull.state = 'closed';
  if (item.stage.name === 'cancelled') return moved(item, 'pull request closed');
  const effects = cancelRun(item);
  const delegation = currentDelegation(item);
  const state = delegation?.state.name;
  if (delegation && isBack(delegation)) stopJudging(delegation);
  else if (state === 'proposed' || state === 'running') withdraw(item, event.actor.login);
  item.decision = null;
  item.stage = { name: 'rejected' };
  return moved(item, 'pull request closed', { effects });
};

/** It came back and is being judged: its work is done. */
const isBack = ({ state, attempts }: Delegation): boolean =>
  state.name === 'running' && attempts.at(-1)?.outcome.state === 'returned';

const stopJudging = ({ attempts }: Delegation): void => {
  const run = attempts.at(-1)?.judging?.at(-1);
  if (run && isUnderWay(run))
    run.outcome = {
      ...{ state: 'failed', failure: 'cancelled', detail: 'The pull request was closed.' },
      url: run.outcome.state === 'running' ? run.outcome.url : null,
    };
};

/** Back to where the work stands; sections that were not reviewed yet have to be confirmed anew. */
export const pullReopened = (context: Context): Outcome => {
  const { facts, event } = context;
  if (!isOurs(context) || facts.pull?.state !== 'open')
    return ignored(context.item, 'GitHub shows this pull request as closed');
  const item = copyOf(context.item);
  if (!item.pull || item.pull.state === 'open') return ignored(item, 'that reopening is known');
  item.pull.state = 'open';
  const delegation = item.delegations.at(-1);
  const attempt = delegation?.attempts.at(-1);
  switch (delegation?.state.name) {
    case 'rejected':
      if (delegation.fixUp && heldBack(item).length === 0) return leaveFixUp({ item, event, facts });
      // what became of it was decided since: its sections were dropped
      if (!delegation.fixUp && openSections(item).length === 0) return proposeScope({ item, event, facts });
      return moved(item, 'pull request reopened: its delegation stays rejected');
    case 'merging':
      item.stage = { name: 'deciding' };
      return moved(item, 'pull request reopened: the merge goes on');
    case 'running':
      return takeUpDelegation({ item, event, facts });
    case 'returned':
      item.stage = { name: 'deciding' };
      item.decision = {
        id: `d${delegation.number}a${attempt?.number ?? 1}`,
        asks: 'accept',
        since: event.at,
      };
      return moved(item, 'pull request reopened: the review waits again');
    default:
      return proposeScope({ item, event, facts });
  }
};

export const pullNotedOpen = (context: Context): Outcome => {
  const item = copyOf(context.item);
  if (!isOurs(context) || item.pull?.state !== 'closed' || context.facts.pull?.state !== 'open')
    return ignored(item, 'nothing changed');
  item.pull.state = 'open';
  return moved(item, 'pull request open again');
};
