import type { OneShot } from '../effect.ts';
import type { Event } from '../event.ts';
import type { AskedUpdate, Home, Item } from '../item.ts';
import { type Context, ignored, moved, type Outcome } from '../outcome.ts';
import type { Reply } from '../reply.ts';
import { targetOf, updateBarred } from '../updating.ts';
import { takeUpDelegation } from './judging.ts';
import { copyOf, refuseWith, to } from './parts.ts';
import { polish } from './polishing.ts';
import { reviewsHeads } from './rounds/quiet.ts';

const refuse = (context: Context, why: string): Outcome =>
  refuseWith(context, 'no update', {
    ...{ kind: 'wrong-stage', to: to(context.event), command: 'update', stage: context.item.stage.name, why },
  });

/** Head of the branch that the pull request goes to. */
const targetSha = ({ item, facts }: Pick<Context, 'item' | 'facts'>): string | null =>
  (item.pull?.base === undefined ? facts.baseSha : facts.targetSha) ?? null;

const whyNot = ({ item, facts }: Context): string | null => {
  const barred = updateBarred(item);
  if (barred !== null) return barred;
  if (item.update) return `${item.update.by} asked for it already, and it is being merged in`;
  if (!targetSha({ item, facts })) return `the branch \`${targetOf(item)}\` cannot be found`;
  return facts.featureSha ? null : `the branch \`${item.feature?.branch ?? ''}\` is not there any more`;
};

/** `/update`: the branch that the pull request goes to is merged in, never the other way round and never by a rebase. */
export const update = (context: Context): Outcome => {
  const { event, facts } = context;
  if (event.kind !== 'command') return ignored(context.item, 'not a command');
  const why = whyNot(context);
  if (why !== null) return refuse(context, why);
  const item = copyOf(context.item);
  const base = targetSha({ item, facts });
  const { featureSha: from } = facts;
  if (!item.feature || !base || !from) return ignored(context.item, 'nothing to update');
  item.update = { by: event.actor.login, source: event.source };
  item.baseMoved = base;
  return moved(item, `update asked for by ${event.actor.login}`, {
    effects: [{ kind: 'update-feature', branch: item.feature.branch, from, base }],
  });
};

/** The branch that the pull request goes to moved on: shown where a feature branch could take it in. */
export const baseMoved = ({ item: before, event, facts }: Context): Outcome => {
  if (event.kind !== 'base-moved') return ignored(before, 'not a move');
  const target = targetOf(before);
  if ((event.branch ?? before.repository.defaultBranch) !== target)
    return ignored(before, `the pull request goes to ${target}`);
  // the merge of this very pull request moves it too
  if (!before.feature?.head || before.pull?.state === 'merged' || facts.pull?.merged)
    return ignored(before, 'no feature branch waits for it');
  // a push is a hint: one that is told late must not bring back what is merged in
  const sha = targetSha({ item: before, facts }) ?? event.sha;
  if (sha === before.baseContained) return ignored(before, 'the feature branch contains it');
  if (sha === before.baseMoved) return ignored(before, 'that move is known');
  const item = copyOf(before);
  item.baseMoved = sha;
  return moved(item, `${event.branch ?? 'the default branch'} moved to ${sha}`);
};

/** The feature branch contains this commit of its base now. */
export const containsBase = (item: Item, base: string): void => {
  item.baseContained = base;
  if (item.baseMoved === base) delete item.baseMoved;
};

/** Our own merge is a head like any other: nobody has reviewed it, and it is reviewed at once. */
export const featureUpdated = ({ item: before, event, facts }: Context): Outcome => {
  if (event.kind !== 'feature-updated') return ignored(before, 'not an update');
  const item = copyOf(before);
  delete item.update;
  containsBase(item, event.base);
  if (item.feature) item.feature.head = facts.featureSha ?? event.sha;
  const note = `updated with ${event.base}: ${event.sha}`;
  // what the tasks name may be there now: it is looked up again
  if (item.stage.name === 'blocked' && item.stage.cause === 'stale-claims')
    return takeUpDelegation({ item, event, facts });
  if (!reviewsHeads(item)) return moved(item, note);
  delete item.quiet;
  return polish({ item, event, facts });
};

const homeOf = ({ source }: AskedUpdate): Home =>
  source.on === 'github' ? { on: 'github', issue: source.issue } : { on: 'linear' };

const answer = (item: Item, event: Event, said: (by: string) => Reply): OneShot[] => {
  const asked = item.update;
  delete item.update;
  return asked
    ? [{ kind: 'reply', home: homeOf(asked), tag: `update:${event.key}`, reply: said(asked.by) }]
    : [];
};

/** Nothing was written: who asked is told why, and what is to be done. */
export const featureNotUpdated = ({ item: before, event }: Context): Outcome => {
  if (event.kind !== 'feature-not-updated') return ignored(before, 'not an update');
  const item = copyOf(before);
  const { why, base, paths } = event;
  if (why === 'up-to-date') containsBase(item, base);
  const effects = answer(item, event, (by) => ({ kind: 'not-updated', to: by, why, base, paths }));
  return moved(item, `not updated: ${why}`, { effects });
};

/** GitHub said no. Nothing depends on it, so nothing is blocked; who asked is told. */
export const updateRefused = ({ item: before, event }: Context): Outcome => {
  if (event.kind !== 'effect-refused') return ignored(before, 'not a refusal');
  const item = copyOf(before);
  const { detail, remedy } = event;
  const effects = answer(item, event, (by) => ({ kind: 'update-refused', to: by, detail, remedy }));
  return moved(item, `update refused: ${detail}`, { effects });
};
