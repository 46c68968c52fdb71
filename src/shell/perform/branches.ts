import type { EffectResult } from '../../core/event.ts';
import { Refused } from '../../ports/errors.ts';
import type { PullRequest } from '../../ports/github.ts';
import { mergeMessage, startMessage } from '../../text/commit-messages.ts';
import { pullText } from '../../text/pull.ts';
import { withBudget } from '../budget.ts';
import type { Performer } from './performer.ts';

/** A branch that is there already is taken as it is: a person may have made it, or a try of ours that was cut off. */
export const createBranch: Performer<'create-branch'> = async ({ world, item, effect }) => {
  const repository = world.github.repository(item.repository);
  const ref = `heads/${effect.branch}`;
  const existing = await repository.refSha(ref);
  if (existing) return [{ kind: 'branch-created', branch: effect.branch, sha: existing }];
  const from = await repository.commit(effect.from);
  if (!from) throw new Error(`commit ${effect.from} is not there`);
  const sha = await repository.createCommit({
    message: startMessage(item),
    tree: from.tree,
    parents: [from.sha],
  });
  world.failpoint('between:create-branch');
  const made = await repository.createRef(ref, sha);
  const head = made === 'created' ? sha : await repository.refSha(ref);
  return head ? [{ kind: 'branch-created', branch: effect.branch, sha: head }] : [];
};

/** A branch that somebody else made or moved is left alone: planning writes only what it knows. */
export const putBranch: Performer<'put-branch'> = async ({ world, item, effect }) => {
  const { branch, from, to } = effect;
  const repository = world.github.repository(item.repository);
  const ref = `heads/${branch}`;
  const current = await repository.refSha(ref);
  const there: EffectResult = { kind: 'branch-created', branch, sha: to };
  if (current === to) return [there];
  // not made yet, or deleted meanwhile: the commit brings all of it back
  if (current === null) {
    if ((await repository.createRef(ref, to)) === 'created') return [there];
    throw inTheWay(branch, await repository.refSha(ref));
  }
  if (current !== from) throw from === null ? inTheWay(branch, current) : movedOn(branch, current);
  if ((await repository.updateRef(ref, to)) === 'not-fast-forward') throw movedOn(branch, current);
  return [there];
};

/** Somebody pushed there: their commits stay, and are what the next try begins at. */
const movedOn = (branch: string, sha: string): Refused =>
  new Refused(`the branch ${branch} moved to ${sha.slice(0, 7)} meanwhile.`, {
    status: 409,
    remedy: '/retry goes on from what is there now.',
  });

const inTheWay = (branch: string, sha: string | null): Refused =>
  new Refused(
    `the branch ${branch} is ${sha ? `at ${sha.slice(0, 7)}` : 'gone'}, which is not what was planned on.`,
    {
      status: 409,
      remedy: `Delete or rename ${branch}, then /retry.`,
    },
  );

export const openPull: Performer<'open-pull'> = async ({ world, item, effect }) => {
  const repository = world.github.repository(item.repository);
  const existing = await repository.findPull(effect.branch);
  const { installationId: installation } = item.repository;
  const { defaultBranch: base } = await repository.info();
  const open = (): Promise<PullRequest> =>
    repository.openPull({ head: effect.branch, base, draft: effect.draft, ...pullText(item) });
  const pull =
    existing?.state === 'open'
      ? existing
      : await withBudget(world, { kind: 'github-content', installation }, open);
  return [
    { kind: 'pull-opened', number: pull.number, url: pull.url, nodeId: pull.nodeId, draft: pull.draft },
  ];
};

/** `--no-ff` without a checkout; repeatable, because the branch itself shows whether it happened. */
export const mergeDelegation: Performer<'merge-delegation'> = async ({ world, item, effect }) => {
  const repository = world.github.repository(item.repository);
  const ref = `heads/${effect.branch}`;
  const current = await repository.refSha(ref);
  const tip = current ? await repository.commit(current) : null;
  if (tip && tip.parents[0] === effect.recordedBase && tip.parents[1] === effect.head)
    return [{ kind: 'delegation-merged', delegation: effect.delegation, sha: tip.sha }];
  const moved = `The feature branch ${effect.branch} moved from ${effect.recordedBase.slice(0, 7)} to ${current?.slice(0, 7) ?? 'nothing'} meanwhile.`;
  if (current !== effect.recordedBase)
    return [{ kind: 'merge-conflict', delegation: effect.delegation, detail: moved }];
  const head = await repository.commit(effect.head);
  if (!head) throw new Error(`commit ${effect.head} is not there`);
  const delegation = item.delegations.find((one) => one.number === effect.delegation);
  const message = delegation ? mergeMessage(item, delegation) : `Merge (${item.ticket.key})`;
  const sha = await repository.createCommit({
    message,
    tree: head.tree,
    parents: [effect.recordedBase, effect.head],
  });
  world.failpoint('between:merge-delegation');
  const state = await repository.updateRef(ref, sha);
  if (state === 'not-fast-forward')
    return [{ kind: 'merge-conflict', delegation: effect.delegation, detail: moved }];
  return [{ kind: 'delegation-merged', delegation: effect.delegation, sha }];
};

export const markReady: Performer<'mark-ready'> = async ({ world, item, effect }) => {
  await world.github.repository(item.repository).markReady(effect.nodeId);
  return [];
};
