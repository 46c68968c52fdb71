import { needs } from '../../core/decide.ts';
import type { Event } from '../../core/event.ts';
import type { FactName, Facts, PullFact } from '../../core/facts.ts';
import type { Item } from '../../core/item.ts';
import { configurationOf } from '../configuration.ts';
import { relatedFact } from '../entering/related.ts';
import type { World } from '../world.ts';
import { actorFact } from './actor.ts';
import { branchFact } from './branch.ts';
import { briefFact } from './brief.ts';
import { caughtUpFact } from './caught-up.ts';
import { changeFact } from './change.ts';
import { headFact } from './head.ts';
import { mergedHow } from './merge.ts';
import { mergedCommit } from './merged-commit.ts';
import { returnedFact } from './returned.ts';
import { spentByOthers } from './spent.ts';
import { threadFact } from './thread.ts';

interface Asking {
  world: World;
  item: Item;
  event: Event;
}

const branchSha = async (asking: Asking, branch: string | undefined): Promise<string | null> =>
  branch === undefined
    ? null
    : asking.world.github.repository(asking.item.repository).refSha(`heads/${branch}`);

const pullFact = async ({ world, item }: Asking): Promise<PullFact | null> => {
  if (!item.pull) return null;
  const pull = await world.github.repository(item.repository).pull(item.pull.number);
  if (!pull) return null;
  const { number, state, draft, merged, mergeSha, mergedBy, base } = pull;
  const how = merged ? await mergedHow(world.github.repository(item.repository), pull) : undefined;
  const fact = { number, state, draft, merged, mergeSha, mergedBy, base: base.branch };
  return how === undefined ? fact : { ...fact, how };
};

/** A merge of ours is a head that nobody has looked at yet: the one before it counts as well. */
const ciFact = async (world: World, item: Item): Promise<NonNullable<Facts['ci']>> => {
  const repository = world.github.repository(item.repository);
  const heads = new Set([item.feature?.head, item.delegations.at(-1)?.recordedBase]);
  const failing = new Map<string, { name: string; url: string | null }>();
  for (const head of heads) {
    if (!head) continue;
    for (const one of (await repository.ci(head)).failing) failing.set(one.name, one);
  }
  return { failing: [...failing.values()] };
};

type Gatherer = (asking: Asking) => Promise<Partial<Facts>>;

const present = <K extends FactName>(name: K, value: Facts[K] | undefined): Partial<Facts> =>
  value === undefined ? {} : ({ [name]: value } as Partial<Facts>);

const gatherers: Record<FactName, Gatherer> = {
  actor: async ({ world, item, event }) => ({ actor: await actorFact(world, item, event.actor) }),
  configuration: async ({ world, item }) => ({
    configuration: await configurationOf(world, item.repository),
  }),
  change: async ({ world, item, event }) => ({
    // the branch that was just made is where the change is
    change: await changeFact(world, item, event.kind === 'branch-created' ? event.sha : undefined),
  }),
  brief: async ({ world, item }) => ({ brief: await briefFact(world, item) }),
  baseSha: async (asking) => {
    // asked anew: default branches are renamed
    const { defaultBranch } = await asking.world.github.repository(asking.item.repository).info();
    return { baseSha: await branchSha(asking, defaultBranch) };
  },
  targetSha: async (asking) => {
    const { base } = asking.item.pull ?? {};
    return base === undefined ? {} : { targetSha: await branchSha(asking, base) };
  },
  featureSha: async (asking) => ({ featureSha: await branchSha(asking, asking.item.feature?.branch) }),
  head: async ({ world, item, event }) => ({ head: await headFact(world, item, event) }),
  caughtUp: async ({ world, item }) => present('caughtUp', await caughtUpFact(world, item)),
  pull: async (asking) => ({ pull: await pullFact(asking) }),
  returned: async ({ world, item, event }) =>
    event.kind === 'run-finished'
      ? present(
          'returned',
          await returnedFact({
            world,
            item,
            runId: event.runId,
            runAttempt: event.runAttempt,
            assignmentId: event.assignmentId,
          }),
        )
      : {},
  branch: async ({ world, item }) => ({ branch: await branchFact(world, item) }),
  ticket: async ({ world, item }) => {
    const ticket = await world.tracker.ticket(item.id);
    return { ticket: ticket && { name: ticket.state.name, type: ticket.state.type } };
  },
  mergedCommit: async ({ world, item, event }) =>
    event.kind === 'command' && event.command.name === 'merged'
      ? { mergedCommit: await mergedCommit({ world, item, sha: event.command.sha }) }
      : {},
  spent: async ({ world, item }) => ({ spent: await spentByOthers(world, item) }),
  related: async ({ world, item, event }) => ({ related: await relatedFact(world, item, event) }),
  thread: async ({ world, item, event }) => ({ thread: await threadFact(world, item, event) }),
  // asked for where it decides something, and only there
  ci: async ({ world, item }) => (item.mode === 'auto' ? { ci: await ciFact(world, item) } : {}),
  freshId: async ({ world }) => ({ freshId: world.freshId() }),
};

/** Reads from the world what this decision needs, outside any transaction. */
export const gather = async (asking: Asking): Promise<Facts> => {
  const facts: Facts = { now: asking.world.clock.now().toISOString() };
  for (const name of needs(asking.event)) Object.assign(facts, await gatherers[name](asking));
  return facts;
};
