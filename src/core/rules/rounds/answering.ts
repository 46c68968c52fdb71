import type { Review } from '../../../contracts/review.ts';
import type { OneShot } from '../../effect.ts';
import type { Delegation, Item } from '../../item.ts';
import { type Context, ignored, moved, type Outcome } from '../../outcome.ts';
import { isAnswered } from '../../rounds/answers.ts';
import { openRoundOf } from '../../rounds/current.ts';
import { askedFor } from '../../rounds/follow-up.ts';
import type { AskedFollowUp, Finding } from '../../rounds/round.ts';
import { toFix } from '../../rounds/to-fix.ts';
import { lastWord } from '../last-word.ts';
import { threadOf } from '../parts.ts';
import { filedAs, giveAnswer } from './giving.ts';
import { carryOut } from './starting.ts';

/** Where the head is being looked at, the end of that goes on with what is answered meanwhile. */
const isAnswering = (item: Item): boolean =>
  item.stage.name === 'polishing' && (openRoundOf(item)?.state.name ?? 'answering') === 'answering';

/** The ticket of a finding is there. */
export const followUpFiled = (context: Context): Outcome => {
  const { event } = context;
  if (event.kind !== 'follow-up-filed') return ignored(context.item, 'not a follow-up');
  const item = structuredClone(context.item);
  const asked = item.followUps?.find(({ id }) => id === event.finding);
  if (asked) return askedFiled({ ...context, item }, asked, { key: event.ticketKey, url: event.url });
  const finding = item.findings?.find(({ id }) => id === event.finding);
  if (!finding || finding.answer?.kind === 'filed') return ignored(item, 'that finding waits for no ticket');
  if (isAnswered(finding) || finding.decided?.to !== 'file')
    return filedForNothing({ ...context, item }, finding);
  giveAnswer(item, finding, filedAs(finding.decided, { key: event.ticketKey, url: event.url }));
  if (!isAnswering(item))
    return moved(item, `${finding.id} filed as ${event.ticketKey}`, { effects: lastWord(item) });
  return carryOut({ ...context, item });
};

/** A person decided otherwise meanwhile: that word stands, and nobody else would know of the ticket. */
const filedForNothing = ({ item, event }: Context, { id, decided, by }: Finding): Outcome => {
  if (event.kind !== 'follow-up-filed') return ignored(item, 'not a follow-up');
  const { ticketKey: key, url } = event;
  const said = { kind: 'follow-up-needless' as const, to: decided?.by ?? by, finding: id, key, url };
  return moved(item, `${key} was filed for ${id}, which is decided otherwise`, {
    effects: [{ kind: 'reply', home: item.home, tag: `follow-up:${event.key}`, reply: said }],
  });
};

/** Said where it was asked for; a finding that waited for this very ticket has its answer. */
const askedFiled = (
  { item, event, facts }: Context,
  asked: AskedFollowUp,
  ticket: NonNullable<AskedFollowUp['ticket']>,
): Outcome => {
  if (asked.ticket) return ignored(item, 'that ticket is known');
  asked.ticket = ticket;
  const { source, title, by } = asked;
  const home =
    source.on === 'github' ? { on: 'github' as const, issue: source.issue } : { on: 'linear' as const };
  const said = { kind: 'follow-up-filed' as const, to: by, title, ...ticket };
  const reply: OneShot = {
    kind: 'reply',
    home,
    tag: `follow-up:${event.key}`,
    reply: said,
    ...threadOf(source),
  };
  const waited = waitingFor(item, asked);
  for (const finding of waited)
    if (finding.decided?.to === 'file') giveAnswer(item, finding, filedAs(finding.decided, ticket));
  if (waited.length > 0 && isAnswering(item)) return carryOut({ item, event, facts }, [reply]);
  return moved(item, `${asked.id} filed as ${ticket.key}`, { effects: [reply, ...lastWord(item)] });
};

/** Findings whose answer is the ticket that a person asked for. */
export const waitingFor = (item: Item, { id }: AskedFollowUp): Finding[] => {
  const { findings = [], followUps = [] } = item;
  return findings.filter(
    (finding) =>
      !isAnswered(finding) &&
      finding.decided?.to === 'file' &&
      askedFor({ finding, findings, followUps })?.id === id,
  );
};

/** Those that it was made for and that still wait; what was decided meanwhile is for another one. */
const madeFor = (item: Item, { fixUp }: Delegation): Finding[] => {
  const findings = (item.findings ?? []).map(({ fixRejected: _accepted, ...finding }): Finding => finding);
  return toFix({ ...item, findings }).filter(({ id }) => fixUp?.findings?.includes(id) ?? true);
};

/** The fixes are on the feature branch: each finding they were made for has its answer. */
export const fixUpMerged = (context: Context, delegation: Delegation): Outcome => {
  const { item } = context;
  const { outcome } = delegation.attempts.at(-1) ?? {};
  const sha = outcome?.state === 'returned' ? outcome.head : '';
  const tests = outcome?.state === 'returned' ? regressionTests(delegation, outcome.review) : {};
  for (const finding of madeFor(item, delegation)) {
    const { decided } = finding;
    if (decided?.to === 'fix')
      giveAnswer(item, finding, {
        ...{ kind: 'fixed', sha, reason: decided.reason },
        ...(decided.behavioural ? tests : {}),
      });
    if (decided?.to === 'acknowledge')
      giveAnswer(item, finding, { kind: 'acknowledged', reason: decided.reason, cites: decided.cites, sha });
  }
  if (item.stage.name !== 'deciding') return moved(item, `merged, and the ticket stays ${item.stage.name}`);
  item.stage = { name: 'polishing' };
  return carryOut(context);
};

/** Said of a fix only where the diff has one for each that needs one; which it is can be told where there is one fix. */
const regressionTests = ({ fixUp }: Delegation, { tests }: Review): { tests?: string[] } => {
  const owed = fixUp?.behavioural.length ?? 0;
  if (!tests || owed === 0 || tests.count < owed) return {};
  return { tests: owed === 1 ? tests.names : [] };
};
