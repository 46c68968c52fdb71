import type { ThreadFact } from '../facts.ts';
import type { Item, StageName } from '../item.ts';
import { isAnswered } from './answers.ts';
import { type FiledTicket, folded, titlesOf } from './follow-up.ts';
import type { AskedFollowUp, Finding } from './round.ts';

/** What a person asks to have filed. `thread`: of the review comments it was asked in. */
export interface Wish {
  title: string;
  thread: ThreadFact | null;
}

/** The finding that a review thread stands for. */
export const findingOfThread = ({ findings = [] }: Item, thread: ThreadFact | null): Finding | null =>
  (thread && findings.find(({ url }) => url === thread.url)) ?? null;

const ticketOf = (finding: Finding): FiledTicket | null =>
  isAnswered(finding) && finding.answer?.kind === 'filed'
    ? { key: finding.answer.key, url: finding.answer.url }
    : null;

/** By its thread, however it is worded, else by its title. */
export const askedBefore = ({ followUps = [] }: Item, { title, thread }: Wish): AskedFollowUp | null =>
  followUps.find((one) => thread !== null && one.thread?.id === thread.id) ??
  followUps.find((one) => folded(one.title) === folded(title)) ??
  null;

/** The ticket that is there already: of the same thread, of a finding, or one that the tracker links to the thread. */
export const trackedAs = (item: Item, { title, thread }: Wish): FiledTicket | null => {
  const finding = findingOfThread(item, thread);
  const ofThread = finding && ticketOf(finding);
  if (ofThread) return ofThread;
  if (thread?.tracked) return thread.tracked;
  const alike = (item.findings ?? []).find((one) => ticketOf(one) !== null && isCalled(one, title));
  return alike ? ticketOf(alike) : null;
};

const isCalled = (finding: Finding, title: string): boolean =>
  titlesOf(finding).some((known) => folded(known) === folded(title));

/** Stages in which what is decided is done, or will be. */
const answering: StageName[] = ['polishing', 'handed-over', 'delegating', 'deciding', 'rejected'];

/** A finding of that title is to be filed: its ticket comes. In its own thread it is decided anew instead. */
export const isBeingFiled = (item: Item, { title, thread }: Wish): boolean =>
  answering.includes(item.stage.name) &&
  findingOfThread(item, thread) === null &&
  (item.findings ?? []).some((one) => !isAnswered(one) && one.decided?.to === 'file' && isCalled(one, title));
