import type { OneShot } from '../../effect.ts';
import type { Event } from '../../event.ts';
import type { Home, Item } from '../../item.ts';
import { type Context, ignored, moved, type Outcome } from '../../outcome.ts';
import { isAnswered } from '../../rounds/answers.ts';
import type { AskedFollowUp } from '../../rounds/round.ts';
import { blocked, copyOf, notice, threadOf } from '../parts.ts';
import { waitingFor } from './answering.ts';

type Refusal = Extract<Event, { kind: 'effect-refused' }>;

/**
 * The tracker files no such ticket, and asking again by itself would not help. A finding without its ticket has no answer,
 * so that its round would wait for ever: a person is told, and `/retry` or `/triage` files it again.
 */
export const followUpRefused = (context: Context): Outcome => {
  const { event } = context;
  if (event.kind !== 'effect-refused' || event.effect !== 'file-follow-up')
    return ignored(context.item, 'no ticket was refused');
  const item = copyOf(context.item);
  const asked = item.followUps?.find(({ id }) => id === event.finding);
  if (asked) return askedRefused(item, event, asked);
  const finding = item.findings?.find(({ id }) => id === event.finding);
  if (!finding || isAnswered(finding) || finding.decided?.to !== 'file')
    return ignored(item, 'that finding waits for no ticket');
  const { id } = finding;
  const note = `${id} could not be filed`;
  // what is under way goes on; once it is back, the ticket is asked for again
  if (item.stage.name !== 'polishing')
    return moved(item, note, {
      effects: [notice(item, event, { ...saidOf(event), to: item.startedBy, finding: id, title: null })],
    });
  const detail = `${id} could not be filed as a ticket (${event.status}): ${event.detail} ${event.remedy} \`/triage ${id} fix\` or \`/triage ${id} ack <why>\` answers it without one.`;
  item.stage = blocked({ cause: 'configuration', detail, resume: 'polishing' });
  item.decision = null;
  return moved(item, `blocked: ${note}`, {
    effects: [notice(item, event, { kind: 'blocked', to: item.startedBy })],
  });
};

const saidOf = ({ detail, remedy }: Refusal) => ({ kind: 'follow-up-refused' as const, detail, remedy });

/** Said where it was asked for; a finding that waited for this ticket gets one of its own. */
const askedRefused = (item: Item, event: Refusal, asked: AskedFollowUp): Outcome => {
  const { id, source, title, by } = asked;
  const waited = waitingFor(item, asked);
  asked.refused = true;
  const home: Home = source.on === 'github' ? { on: 'github', issue: source.issue } : { on: 'linear' };
  const reply = { ...saidOf(event), to: by, finding: null, title };
  return moved(item, `${id} could not be filed`, {
    effects: [
      { kind: 'reply', home, tag: `follow-up:${event.key}`, reply, ...threadOf(source) },
      ...waited.map((finding): OneShot => ({ kind: 'file-follow-up', finding: finding.id })),
    ],
  });
};
