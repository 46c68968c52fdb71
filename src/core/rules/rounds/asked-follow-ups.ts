import type { Command, CommandSource } from '../../event.ts';
import type { ThreadFact } from '../../facts.ts';
import type { Item, StageName } from '../../item.ts';
import { type Context, ignored, moved, type Outcome } from '../../outcome.ts';
import { isAnswered } from '../../rounds/answers.ts';
import {
  askedBefore,
  findingOfThread,
  isBeingFiled,
  trackedAs,
  type Wish,
} from '../../rounds/filed-before.ts';
import type { AskedFollowUp, Decided, Finding, Priority } from '../../rounds/round.ts';
import { threadTitle } from '../../rounds/thread-title.ts';
import { copyOf, refuseWith, to } from '../parts.ts';
import { triage } from './correcting.ts';

type Asked = Extract<Command, { name: 'follow-up' }>;

const isInThread = (source: CommandSource): boolean => source.on === 'github' && source.via === 'review';

/** `/follow-up`: a person has a ticket filed, related to this one. Without a priority they are asked for it; nothing is filed twice. */
export const followUp = (context: Context): Outcome => {
  const { event, facts, item } = context;
  if (event.kind !== 'command' || event.command.name !== 'follow-up')
    return ignored(context.item, 'not a follow-up');
  const { command: asked } = event;
  const thread = isInThread(event.source) ? (facts.thread ?? null) : null;
  const finding = findingOfThread(item, thread);
  const title = asked.title === '' && thread ? threadTitle(thread.text, finding) : asked.title;
  if (title === '') return refuseWith(context, 'no title', { kind: 'unreadable', to: to(event), problem });
  const wish = { title, thread };
  return knownAlready(context, wish) ?? wanted(context, { asked, wish, finding });
};

const problem =
  '`/follow-up` needs a title: `/follow-up Migrate the example warehouse --priority medium`. As a reply to a review comment it takes the comment’s own.';

const knownAlready = (context: Context, wish: Wish): Outcome | null => {
  const { item, event } = context;
  const tracked = trackedAs(item, wish);
  const before = askedBefore(item, wish);
  if (!tracked && (!before || before.refused) && !isBeingFiled(item, wish)) return null;
  const { key, url } = tracked ?? before?.ticket ?? { key: null, url: null };
  return refuseWith(context, 'tracked already', {
    ...{ kind: 'follow-up-filed', to: to(event), title: wish.title, key, url },
    before: true,
  });
};

interface Wanted {
  asked: Asked;
  wish: Wish;
  finding: Finding | null;
}

const wanted = (context: Context, { asked, wish, finding }: Wanted): Outcome => {
  const { priority } = asked;
  if (priority === null)
    return refuseWith(context, 'no priority', {
      ...{ kind: 'follow-up-priority', to: to(context.event), title: wish.title },
      ...(asked.title === '' ? { ofThread: true } : {}),
    });
  const waiting =
    finding && !isAnswered(finding) && triaged.includes(context.item.stage.name) ? finding : null;
  if (priority === 'none')
    return refuseWith(context, 'no reason for no priority', {
      ...{ kind: 'unreadable', to: to(context.event), problem: reasonless(waiting, asked) },
    });
  return waiting
    ? asAnswer(context, waiting, { title: asked.title, priority })
    : ask(context, wish, priority);
};

/** What has no priority may wait for ever, and nothing but the answer to a finding records why. */
const reasonless = (finding: Finding | null, { title }: Asked): string => {
  const other = `\`/follow-up ${title === '' ? '' : '<title> '}--priority low\``;
  return finding
    ? `A ticket without a priority needs the reason why it can wait. Write \`/triage ${finding.id} file none <why>\`, or give it a priority: ${other}.`
    : `A ticket without a priority needs the reason why it can wait, and \`/follow-up\` records none. Give it a priority: ${other}.`;
};

const triaged: StageName[] = ['polishing', 'handed-over', 'blocked', 'delegating', 'deciding', 'rejected'];

/** What the thread found waits for its answer: the ticket is that answer. */
const asAnswer = (
  context: Context,
  finding: Finding,
  { title, priority }: { title: string; priority: Priority },
): Outcome => {
  const { event } = context;
  if (event.kind !== 'command') return ignored(context.item, 'not a follow-up');
  const why = `@${event.actor.login} asked for it in the thread.`;
  const item = copyOf(context.item);
  if (title !== '')
    item.findings = (item.findings ?? []).map((one) =>
      one.id === finding.id
        ? { ...one, decided: titled(one, { title, priority, by: event.actor.login }) }
        : one,
    );
  return triage({
    ...context,
    item,
    event: { ...event, command: { name: 'triage', finding: finding.id, to: 'file', priority, why } },
  });
};

/** A typed title stands in for the one that was proposed; what the ticket blocks stays. */
const titled = ({ decided }: Finding, typed: { title: string; priority: Priority; by: string }): Decided => ({
  ...{ to: 'file', reason: '', cites: null, ...typed },
  blocks: decided?.to === 'file' ? decided.blocks : null,
});

/** One that the tracker refused is asked for again, under its own id. */
const ask = (context: Context, wish: Wish, priority: Priority): Outcome => {
  const { event } = context;
  if (event.kind !== 'command') return ignored(context.item, 'not a follow-up');
  const item = copyOf(context.item);
  const refused = askedBefore(item, wish);
  const asked: AskedFollowUp = {
    id: refused?.id ?? `U${(item.followUps ?? []).length + 1}`,
    ...{ title: wish.title, priority, by: event.actor.login, at: event.at, source: event.source },
    ...(wish.thread ? { thread: quotedThread(wish.thread) } : {}),
    ticket: null,
  };
  keep(item, asked);
  return moved(item, `follow-up ${asked.id} asked for`, {
    effects: [{ kind: 'file-follow-up', finding: asked.id }],
  });
};

const keep = (item: Item, asked: AskedFollowUp): void => {
  item.followUps = [...(item.followUps ?? []).filter(({ id }) => id !== asked.id), asked];
};

/** An item is stored whole with every event. */
const mostOfThread = 2_000;

const quotedThread = ({
  id,
  url,
  path,
  line,
  by,
  text,
}: ThreadFact): NonNullable<AskedFollowUp['thread']> => ({
  ...{ id, url, path, line, by },
  text: text.slice(0, mostOfThread),
});
