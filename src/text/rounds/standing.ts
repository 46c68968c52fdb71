import { type Item, isRunCap, type Stage } from '../../core/item.ts';
import type { Finding, Round } from '../../core/rounds/round.ts';
import { heldBack, toFix } from '../../core/rounds/to-fix.ts';
import { code, inline, link } from '../markdown.ts';
import { branchLink } from '../places.ts';
import { reviewedRounds } from './hand-over.ts';
import { bySeverity, headLink, idsOf, isUnanswered, some } from './words.ts';

type Blocked = Extract<Stage, { name: 'blocked' }>;

const lastRoundOf = ({ rounds = [] }: Item): Round | null => rounds.at(-1) ?? null;

const openOf = ({ findings = [] }: Item): Finding[] => bySeverity(findings).filter(isUnanswered);

/** Where the rounds stand while none of them is open, or the open one was not reviewed. */
export const polishingText = (item: Item): string => {
  const round = lastRoundOf(item);
  if (!item.pull || item.pull.draft)
    return 'Waits for the pull request to be opened or made ready. Nothing to do now.';
  if (!round) return 'Waits for the first round of review to begin. Nothing to do now.';
  if (round.state.name !== 'not-reviewed')
    return `Round ${round.number} is over; the next one begins. Nothing to do now.`;
  if (round.state.cause === 'overtaken')
    return `The review of ${headLink(item, round)} was dropped: a newer commit came, which is reviewed once nothing holds it back.`;
  return `Nobody has reviewed ${headLink(item, round)}: round ${round.number} says why. \`/retry\` has it reviewed again.`;
};

/** The merge is a person's, and what they should know before it. */
export const handedOverText = (item: Item, person: string): string => {
  // one that holds only what people ask for reviews nothing
  const round = item.rounds?.findLast(({ demands, head }) => !demands && head === item.feature?.head);
  const pull = item.pull ? link(`pull request #${item.pull.number}`, item.pull.url) : 'the pull request';
  const merge = 'merge it in GitHub’s UI';
  if (round?.state.name === 'closed' && round.state.clean)
    return `Waits for ${person}: bot-clean at ${headLink(item, round)} after ${some(reviewedRounds(item.rounds ?? []).length, 'round')}. Read ${pull} and ${merge}; the hand-over says what was found and what became of it.`;
  if (round?.state.name === 'skipped')
    return `Waits for ${person}: the review of ${headLink(item, round)} was skipped by rule (${inline(round.state.why, 120)}). Read ${pull} and ${merge}.`;
  return `Waits for ${person}: every section is decided and no reviewer is configured, so nobody has reviewed ${pull} as a whole. Review it and ${merge} when you are satisfied, or name a reviewer under \`rounds.reviewer\`: the next push is reviewed.`;
};

/** Without another fix-up. */
const answerWays = ([worst]: readonly Finding[]): string => {
  if (!worst) return '';
  const ack = worst.demanded ? '' : ` or ${code(`/triage ${worst.id} ack <why>`)}`;
  return `${code(`/triage ${worst.id} file high`)}${ack} answers one without a fix.`;
};

const branchOf = (item: Item): string =>
  item.feature ? branchLink(item, item.feature.branch) : 'the feature branch';

/** A fix-up that a person rejected: what it should have fixed is open, and nothing goes on by itself. */
export const fixUpRejectedText = (item: Item, round: number): string => {
  const waiting = heldBack(item);
  const [worst] = waiting;
  if (!worst)
    return `The fix-up of round ${round} was rejected; nothing waits for it any more. \`/iterate <notes>\` tries it again.`;
  return `The fix-up of round ${round} was rejected; nothing was deleted, and ${idsOf(waiting)} ${waiting.length === 1 ? 'stays' : 'stay'} open. \`/iterate <notes>\` tries it again; ${answerWays(waiting)} ${code(`/triage ${worst.id} fix`)} has a new fix-up made; or push the fix to ${branchOf(item)} by hand, and that head is reviewed.`;
};

/** While one waits for its decision. */
export const fixUpDecidingText = (
  item: Item,
  { number, round }: { number: number; round: number },
): string => {
  const waiting = toFix(item);
  const stays =
    waiting.length === 0
      ? ''
      : ` Until then ${idsOf(waiting)} ${waiting.length === 1 ? 'is' : 'are'} open. ${answerWays(waiting)}`;
  return `It is delegation ${number}, the fix-up of round ${round}: it accepts itself only when every check passes.${stays}`;
};

/** What is done about rounds that stopped, by what stopped them. */
export const roundsRemedy = (item: Item, stage: Blocked): string => {
  const round = lastRoundOf(item);
  const merge =
    'To do without, read the pull request and merge it in GitHub’s UI: nobody else holds it back.';
  if (stage.cause === 'caps') return capsRemedy(item, stage);
  const what = round?.state.name === 'triaging' ? 'has its findings answered again' : 'has it reviewed again';
  const answer =
    round?.state.name === 'triaging' && openOf(item).length > 0
      ? ' `/triage <finding> fix|ack <why>|file` answers them yourself.'
      : '';
  return `\`/retry\` ${what}, once what is named above is put right.${answer} ${merge}`;
};

const capsRemedy = (item: Item, { caps = [] }: Blocked): string => {
  const settings = caps.map((cap) => code(cap, 60)).join(', ');
  const raise = `Raise ${settings} in \`.github/throughline.yml\`, then \`/retry\``;
  if (caps.some(isRunCap)) return `${raise}: the run is started anew with the caps as they are then.`;
  const once = caps.includes('caps.rounds')
    ? '`/confirm` has exactly one more round run, on the record'
    : '`/confirm` goes on once all the same, on the record';
  const waiting = openOf(item);
  const open =
    waiting.length === 0
      ? ''
      : ` Open: ${idsOf(waiting)}. ${code(`/triage ${waiting[0]?.id} file high`)} answers one without a run.`;
  return `${once}. ${raise}.${open} Or merge the pull request as it is: that is yours.`;
};
