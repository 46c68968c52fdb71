import type { EffectResult } from '../../core/event.ts';
import type { Item } from '../../core/item.ts';
import type { AskedFollowUp, Decided, Finding, Priority, Round } from '../../core/rounds/round.ts';
import { ticketKeys } from '../../core/ticket-keys.ts';
import { Refused } from '../../ports/errors.ts';
import type { Ticket } from '../../ports/tracker.ts';
import { verified } from '../../text/entering.ts';
import {
  askedDescription,
  followUpDescription,
  followUpGone,
  followUpTitle,
  relationRefused,
  threadName,
} from '../../text/rounds/follow-up.ts';
import { plainLine } from '../../text/sanitize.ts';
import { withBudget } from '../budget.ts';
import { checkClaims } from '../entering/claims.ts';
import { ownUuid, say } from '../say.ts';
import type { Performer, Performing } from './performer.ts';

/** Linear's numbers. */
const priorityNumbers: Record<Priority, 0 | 1 | 2 | 3 | 4> = {
  none: 0,
  urgent: 1,
  high: 2,
  medium: 3,
  low: 4,
};

interface Filed {
  finding: Finding;
  decided: Extract<Decided, { to: 'file' }>;
  round: Round;
}

/** As the item has it now; null where a person decided otherwise meanwhile. */
const filedOf = ({ item, effect }: Performing<'file-follow-up'>): Filed | null => {
  const finding = item.findings?.find(({ id }) => id === effect.finding);
  const round = item.rounds?.find(({ number }) => number === finding?.seen.at(-1));
  return finding?.decided?.to === 'file' && finding.answer === null && round
    ? { finding, decided: finding.decided, round }
    : null;
};

/** The commit that people talk about: of the branch under review, else of the default branch. */
const headOf = async ({ world, item }: Performing<'file-follow-up'>): Promise<string | null> => {
  const repository = world.github.repository(item.repository);
  const open = item.pull?.state === 'open' ? item.feature : null;
  const head = open ? await repository.refSha(`heads/${open.branch}`) : null;
  return head ?? repository.refSha(`heads/${item.repository.defaultBranch}`);
};

/** What is claimed: its own words, and the line and words of the thread it was asked in. */
const wordsOf = ({ title, thread }: AskedFollowUp): string =>
  thread ? `${title}\n\`${thread.path}\`\n${thread.text}` : title;

const wordsOfFinding = ({ title, path, detail }: Finding): string =>
  [title, ...(path === null ? [] : [`\`${path}\``]), detail].join('\n');

/** Most tickets that are looked up. */
const mostNamed = 5;

/** Tickets that its words name: tracked already is what they are about, so they are related. */
const namedTickets = async (
  { world, item }: Performing<'file-follow-up'>,
  words: string,
): Promise<Ticket[]> => {
  const found: Ticket[] = [];
  for (const key of ticketKeys(words).slice(0, mostNamed)) {
    const ticket = await world.tracker.ticket(key);
    // another team's tickets are no business of this one
    if (ticket && ticket.id !== item.id && ticket.team.id === item.ticket.teamId) found.push(ticket);
  }
  return found;
};

interface Checked {
  /** What the code says to the paths that are named, a sentence. */
  verified: string;
  named: Ticket[];
}

/** Before it becomes a ticket, and said there: is what it names in the code, and tracked already? */
const checkWords = async (performing: Performing<'file-follow-up'>, words: string): Promise<Checked> => {
  const { world, item } = performing;
  const repository = world.github.repository(item.repository);
  const sha = await headOf(performing);
  const claims = sha ? await checkClaims({ repository, sha, text: words }) : null;
  return {
    verified: verified(claims, item.repository.url),
    named: await namedTickets(performing, words),
  };
};

/** The id of its ticket is made of its thread, where it has one: that is filed once, however often it is asked for. */
const askedId = (item: Item, { id, thread }: AskedFollowUp): string =>
  ownUuid('follow-up', item.id, thread ? `thread:${thread.id}` : id);

const fileAsked = async (
  performing: Performing<'file-follow-up'>,
  followUp: AskedFollowUp,
): Promise<EffectResult[]> => {
  const { world, item } = performing;
  if (followUp.ticket) return [];
  const id = askedId(item, followUp);
  const checked = await checkWords(performing, wordsOf(followUp));
  const ticket = await withBudget(world, { kind: 'linear' }, () =>
    world.tracker.createTicket({
      id,
      teamId: item.ticket.teamId,
      title: plainLine(followUp.title, 200),
      description: askedDescription({ item, followUp, ...checked }),
      priority: priorityNumbers[followUp.priority],
    }),
  );
  world.failpoint('between:create-follow-up');
  for (const to of [{ id: item.id, key: item.ticket.key }, ...checked.named])
    if (to.id !== id) await relate(performing, { id, type: 'related', to });
  await linkThread(performing, { id, followUp });
  return [{ kind: 'follow-up-filed', finding: followUp.id, ticketKey: ticket.key, url: ticket.url }];
};

/** By this link the thread is known as tracked, whoever asks. */
const linkThread = async (
  { world }: Performing<'file-follow-up'>,
  { id, followUp }: { id: string; followUp: AskedFollowUp },
): Promise<void> => {
  const { thread } = followUp;
  if (!thread) return;
  const title = threadName(thread);
  await withBudget(world, { kind: 'linear' }, () =>
    world.tracker.attach({ id: ownUuid('attachment', id, thread.url), ticketId: id, url: thread.url, title }),
  );
};

/** The id of a finding's ticket is made of its fingerprint: whoever files it a second time finds the first. */
export const fileFollowUp: Performer<'file-follow-up'> = async (performing) => {
  const { world, item, effect } = performing;
  const asked = item.followUps?.find(({ id }) => id === effect.finding);
  if (asked) return fileAsked(performing, asked);
  const filed = filedOf(performing);
  if (!filed) return [];
  const { finding, decided, round } = filed;
  const id = ownUuid('follow-up', item.id, finding.fingerprint);
  const later = decided.blocks === null ? null : await world.tracker.ticket(decided.blocks);
  const blocks = laterOf(item, decided, later);
  const blocked = blocks.state === 'known' ? blocks.ticket.id : null;
  const checked = await checkWords(performing, wordsOfFinding(finding));
  const about = { item, round, finding, filed: decided, blocks: blocks.state, ...checked };
  const ticket = await withBudget(world, { kind: 'linear' }, () =>
    world.tracker.createTicket({
      id,
      teamId: item.ticket.teamId,
      title: followUpTitle(about),
      description: followUpDescription(about),
      priority: priorityNumbers[decided.priority],
    }),
  );
  world.failpoint('between:create-follow-up');
  for (const to of [{ id: item.id, key: item.ticket.key }, ...checked.named])
    if (to.id !== id && to.id !== blocked) await relate(performing, { id, type: 'related', to });
  if (blocks.state === 'known') await relate(performing, { id, type: 'blocks', to: blocks.ticket });
  return [{ kind: 'follow-up-filed', finding: effect.finding, ticketKey: ticket.key, url: ticket.url }];
};

interface Related {
  id: string;
  key: string;
}

/** What the triage named may never have been there, or may be the item's own ticket. */
const laterOf = (
  item: Item,
  { blocks }: Filed['decided'],
  later: Related | null,
): { state: 'none' } | { state: 'unknown'; key: string } | { state: 'known'; ticket: Related } => {
  if (blocks === null || later?.id === item.id) return { state: 'none' };
  return later ? { state: 'known', ticket: later } : { state: 'unknown', key: blocks };
};

/** A relation that is refused for good takes nobody's ticket away: it is filed, and says itself what it belongs to. */
const relate = async (
  performing: Performing<'file-follow-up'>,
  { id, type, to }: { id: string; type: 'related' | 'blocks'; to: Related },
): Promise<void> => {
  const { world } = performing;
  try {
    await withBudget(world, { kind: 'linear' }, () =>
      world.tracker.relate({
        id: ownUuid('relation', type, id, to.id),
        ticketId: id,
        relatedTicketId: to.id,
        type,
      }),
    );
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const body = relationRefused({ type, key: to.key, message: error.message });
    const tag = `relation-refused:${type}:${to.key}`;
    await say({ world, repository: null, ticketId: id, home: { on: 'linear' }, tag, body });
  }
};

/** Said once on the ticket; its state is left to people. */
export const noteFollowUp: Performer<'note-follow-up'> = async ({ world, item, effect }) => {
  const finding = item.findings?.find(({ id }) => id === effect.finding);
  const round = item.rounds?.at(-1);
  const ticket = await world.tracker.ticket(effect.key);
  if (!finding || !round || !ticket) return [];
  const body = followUpGone({ item, round, finding });
  const tag = `follow-up-gone:${finding.id}`;
  await say({ world, repository: null, ticketId: ticket.id, home: { on: 'linear' }, tag, body });
  return [];
};
