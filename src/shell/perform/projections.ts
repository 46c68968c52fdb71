import type { ProjectionName } from '../../core/effect.ts';
import type { DelegationBlock, Item, PlanningBlock, RoundBlock } from '../../core/item.ts';
import type { Round } from '../../core/rounds/round.ts';
import { desiredTicketState, wasThere } from '../../core/ticket-state.ts';
import type { CheckRun } from '../../ports/github.ts';
import { exploreBlock, findingsBlock, grillBlock, scopeBlock } from '../../text/blocks.ts';
import { deepReviewCheck, settledChecks } from '../../text/checks.ts';
import { botReviewCheck, supersededChecks } from '../../text/rounds/bot-check.ts';
import { botReviewText } from '../../text/rounds/bot-review.ts';
import { pullBody as pullBodyText } from '../../text/rounds/pull-body.ts';
import { type Remarks, roundBlock } from '../../text/rounds/round-block.ts';
import { withBody } from '../../text/rounds/with-body.ts';
import { movedStatus, statusComment } from '../../text/status.ts';
import { type Spending, spendingText } from '../../text/usage.ts';
import { configurationOf } from '../configuration.ts';
import { spentByOthers } from '../facts/spent.ts';
import { say } from '../say.ts';
import type { World } from '../world.ts';
import { closeAbsorbed } from './absorbing.ts';
import { quiet } from './quiet.ts';
import { unchanged } from './rendered.ts';
import { waitingOf } from './waiting.ts';

export interface Projecting {
  world: World;
  item: Item;
}
/** Makes one thing that people see match the item as it is now. */
export type Projector = (projecting: Projecting) => Promise<void>;

const show = async (
  { world, item }: Projecting,
  what: { home: Item['home']; tag: string; body: string },
): Promise<void> => {
  if (unchanged.has(item.id, `${JSON.stringify(what.home)}:${what.tag}`, what.body)) return;
  await say({ world, repository: item.repository, ticketId: item.id, ...what });
  unchanged.remember(item.id, `${JSON.stringify(what.home)}:${what.tag}`, what.body);
};

/** What stood where people talked before: nobody shall wait there for an answer. */
const formerHomes = (item: Item): Item['home'][] => {
  const now = JSON.stringify(item.home);
  const homes = new Map(item.blocks.map(({ home }) => [JSON.stringify(home), home]));
  return [...homes].filter(([key]) => key !== now).map(([, home]) => home);
};

const status: Projector = async (projecting) => {
  const { item } = projecting;
  for (const home of formerHomes(item))
    await show(projecting, { home, tag: 'status', body: movedStatus(item) });
  const spending = await spendingOf(projecting);
  const body = statusComment(item, { ...waitingOf(item.id), ...(spending ? { spending } : {}) });
  await show(projecting, { home: item.home, tag: 'status', body });
};

/** Ticket and month against their caps; nothing before anything was used. */
const spendingOf = async ({ world, item }: Projecting): Promise<Spending | undefined> => {
  if (spendingText(item) === null) return undefined;
  const configuration = await configurationOf(world, item.repository);
  if (configuration.state !== 'valid') return undefined;
  const { others } = await spentByOthers(world, item);
  return { now: world.clock.now().toISOString(), others, caps: configuration.value.caps };
};

const planningBlocks = { explore: exploreBlock, grill: grillBlock };

const delegationBlock = async (projecting: Projecting, block: DelegationBlock): Promise<string | null> => {
  const { world, item } = projecting;
  const delegation = item.delegations.find((one) => one.number === block.delegation);
  if (!delegation) return null;
  if (block.kind === 'findings')
    return findingsBlock(item, delegation, item.decision ? await spendingOf(projecting) : undefined);
  if (delegation.state.name !== 'proposed') return scopeBlock(item, delegation);
  const configuration = await configurationOf(world, item.repository);
  if (configuration.state !== 'valid') return scopeBlock(item, delegation);
  const { others } = await spentByOthers(world, item);
  const spent = { now: world.clock.now().toISOString(), others };
  const { caps, review, protected: paths } = configuration.value;
  return scopeBlock(item, delegation, { caps, spent, forbidden: [...paths, ...review.guarded] });
};

const tagOf = (block: PlanningBlock | RoundBlock): string =>
  block.kind === 'round' ? `round-${block.round}` : block.kind;

/** What its reviewer said besides findings. */
const remarksOf = ({ review, word }: Round): Remarks | null =>
  review ?? (word ? { summary: null, questions: word.questions, notes: word.notes } : null);

const ownBlock = (block: PlanningBlock | RoundBlock, item: Item): string | null => {
  if (block.kind !== 'round') return planningBlocks[block.kind](block, item);
  const { rounds = [], findings = [] } = item;
  const round = rounds.find(({ number }) => number === block.round);
  if (!round) return null;
  return roundBlock({ item, round, rounds, findings, remarks: remarksOf(round) });
};

const blocks: Projector = async (projecting) => {
  for (const block of projecting.item.blocks) {
    const { tag, body } =
      'delegation' in block
        ? {
            tag: `d${block.delegation}:${block.kind}`,
            body: await delegationBlock(projecting, block),
          }
        : { tag: tagOf(block), body: ownBlock(block, projecting.item) };
    if (body !== null) await show(projecting, { home: block.home, tag, body });
  }
};

const writeChecks = async ({ world, item }: Projecting, checks: CheckRun[]): Promise<void> => {
  for (const check of checks) {
    const what = `${check.externalId}:${check.headSha}`;
    if (unchanged.has(item.id, what, JSON.stringify(check))) continue;
    await world.github.repository(item.repository).upsertCheck(check);
    unchanged.remember(item.id, what, JSON.stringify(check));
  }
};

/** On the head of the feature branch, because a pull request shows only its head's checks. */
const deepReview: Projector = async (projecting) => {
  const { item } = projecting;
  const head = item.feature?.head;
  const check = head ? deepReviewCheck(item, head) : null;
  if (head && check) await writeChecks(projecting, [check, ...settledChecks(item, head)]);
};

/** On the heads that the last rounds are and were about: one check a review, that says so too when nobody reviewed. */
const botReview: Projector = async (projecting) => {
  const { item } = projecting;
  // one event may end a round and begin the next
  for (const round of (item.rounds ?? []).slice(-2)) {
    const word = round.review ? botReviewText({ item, round, review: round.review }) : null;
    const check = botReviewCheck({ item, round, findings: item.findings ?? [], word });
    await writeChecks(projecting, [...supersededChecks(item, round), check]);
  }
};

/** Forward only: a state set by hand beyond ours, or by Linear's own automation, is left alone. */
const ticketState: Projector = async ({ world, item }) => {
  const desired = desiredTicketState(item);
  const taken = desired === 'completed' ? (item.absorbed ?? []).map(({ key }) => key) : [];
  const shown = [desired, ...taken].join(' ');
  if (!desired || unchanged.has(item.id, 'ticket-state', shown)) return;
  const configuration = await configurationOf(world, item.repository);
  // without it the team's states are not known; the ticket has to move once it is mended
  if (configuration.state !== 'valid') throw new Error('the configuration cannot be used');
  const ticket = await world.tracker.ticket(item.id);
  if (!ticket) return;
  const { states } = configuration.value.tracker;
  const before =
    desired === 'started'
      ? ['triage', 'backlog', 'unstarted']
      : ['triage', 'backlog', 'unstarted', 'started'];
  if (before.includes(ticket.state.type) && !wasThere(item))
    await world.tracker.transition(
      ticket,
      desired === 'started'
        ? { type: 'started', name: states.started }
        : { type: 'completed', name: states.done },
    );
  if (desired === 'completed') await closeAbsorbed(world, item, states.done);
  unchanged.remember(item.id, 'ticket-state', shown);
};

const pullBody: Projector = async ({ world, item }) => {
  if (!item.pull) return;
  const repository = world.github.repository(item.repository);
  const ours = pullBodyText({ item, rounds: item.rounds ?? [], findings: item.findings ?? [] });
  if (unchanged.has(item.id, 'pull-body', ours.body)) return;
  const pull = await repository.pull(item.pull.number);
  if (!pull) return;
  const body = withBody(pull.body ?? '', ours.body);
  if (body !== pull.body) await repository.updatePull(pull.number, { body });
  unchanged.remember(item.id, 'pull-body', ours.body);
};

export const projectors: Record<ProjectionName, Projector> = {
  status,
  blocks,
  'deep-review': deepReview,
  'bot-review': botReview,
  'ticket-state': ticketState,
  'pull-body': pullBody,
  quiet,
};
