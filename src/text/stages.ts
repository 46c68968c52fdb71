import { isJudged } from '../core/attempt.ts';
import { exitLine } from '../core/grill/tree.ts';
import type { BlockedCause, Item, Stage } from '../core/item.ts';
import { currentAttempt, currentDelegation, lastPlanRun, openSections } from '../core/item.ts';
import { bullets, inline, line, link, paragraphs, quoted } from './markdown.ts';
import { attemptStatus, blockHome, keptCommits, partName } from './places.ts';
import { leftOpenLine } from './rounds/left-open.ts';
import {
  fixUpDecidingText,
  fixUpRejectedText,
  handedOverText,
  polishingText,
  roundsRemedy,
} from './rounds/standing.ts';
import { reviewerMissing, roundsWaitFor } from './rounds/waiting.ts';
import { capRemedy, claimsRemedy, failureName, failureRemedy } from './run-failures.ts';

type Blocked = Extract<Stage, { name: 'blocked' }>;

const causes: Record<BlockedCause, string> = {
  'stale-claims': 'the tasks name something that is not in the code any more',
  'invalid-artifacts': 'the OpenSpec artifacts are not valid',
  'run-failed': 'the run failed',
  'delegate-blocked': 'the agent says it cannot go on',
  dependency: 'another ticket has to be merged first',
  caps: 'a cap is used up',
  configuration: 'the configuration cannot be used',
  conflict: 'the feature branch moved under the delegation',
  'workflow-permission': 'the workflow could not be started',
};

const remedies: Record<Exclude<BlockedCause, 'caps'>, string> = {
  'stale-claims': claimsRemedy,
  'invalid-artifacts': 'Correct the change and push, then `/retry`.',
  'run-failed': '`/retry` starts another attempt.',
  'delegate-blocked': '`/iterate <notes>` answers the agent in its next prompt; `/reject <why>` stops here.',
  dependency: 'It goes on by itself once that ticket is merged; `/retry` looks again.',
  configuration: 'Correct `.github/throughline.yml` or the setting named above, then `/retry`.',
  conflict: '`/retry` has the sections done again on the new head.',
  'workflow-permission':
    'See that the workflow is on the default branch and the App may start it, then `/retry`.',
};

const planningRemedy =
  '`/retry` asks the agent again; `/explore <hint>` begins anew with a hint; `/cancel` leaves the ticket to people.';

const isPlanning = ({ resume }: Blocked): boolean =>
  resume === 'exploring' || resume === 'grilling' || resume === 'proposing';

/** What was delegated is back; it is the run of its reviewer that failed. */
const isJudgeMissing = (item: Item, stage: Blocked): boolean => {
  const attempt = currentDelegation(item)?.attempts.at(-1);
  return stage.failure !== null && attempt?.outcome.state === 'returned' && !isJudged(attempt);
};

const judgeRemedy =
  '`/retry` asks the reviewer again; what the delegate brought stays, and its computed checks are in the findings. `/iterate <notes>` and `/reject <why>` decide without it.';

/** It is a run of the rounds that stopped, not one of a delegation. */
const isInRounds = (item: Item, stage: Blocked): boolean =>
  stage.resume === 'polishing' &&
  !currentDelegation(item) &&
  (stage.failure !== null || stage.cause === 'caps');

const remedyOf = (item: Item, stage: Blocked): string => {
  if (isInRounds(item, stage)) return roundsRemedy(item, stage);
  if (isJudgeMissing(item, stage)) return judgeRemedy;
  if (isPlanning(stage) && (stage.cause === 'invalid-artifacts' || stage.cause === 'delegate-blocked'))
    return planningRemedy;
  if (isPlanning(stage) && stage.failure !== null)
    return `${failureRemedy(stage.failure)} \`/cancel\` stops here.`;
  if (stage.failure !== null) return `${failureRemedy(stage.failure)} \`/reject <why>\` stops here.`;
  return stage.cause === 'caps'
    ? `${capRemedy(stage.caps ?? [])} \`/reject <why>\` stops here.`
    : remedies[stage.cause];
};

/** Cause, detail, where to look and what would resolve it. */
const blockedText = (item: Item, stage: Blocked): string => {
  const missing = reviewerMissing(item, stage);
  if (missing !== null) return missing;
  const failure = stage.failure === null ? causes[stage.cause] : failureName(stage.failure);
  const cause = isJudgeMissing(item, stage) ? `nobody judged what came back: ${failure}` : failure;
  return paragraphs(
    `**Blocked: ${cause}.**${stage.url ? ` ${link('Log', stage.url)}` : ''}`,
    stage.detail === '' ? null : quoted(stage.detail, 1500),
    stage.findings ? bullets(stage.findings.slice(0, 20).map((finding) => line(finding, 600))) : null,
    keptCommits(item),
    remedyOf(item, stage),
  );
};

const planRunText = (item: Item): string => {
  const run = lastPlanRun(item);
  if (!run || run.outcome.state === 'answered' || run.outcome.state === 'failed') return '';
  const url = run.outcome.state === 'running' ? run.outcome.url : null;
  return ` (${url ? link(attemptStatus(run), url) : attemptStatus(run)})`;
};

/** What planning is at, and what it waits for. */
const planningText = (item: Item, person: string): string => {
  const { planning } = item;
  if (!planning)
    return `Waits for \`/explore\`, or \`/delegate --from-ticket\` where the ticket says all there is to say. Or write the OpenSpec change yourself (\`openspec/changes/<id>/\`, its proposal naming ${inline(item.ticket.key, 40)}), push it to \`${item.repository.defaultBranch}\`, then write \`/delegate\`.`;
  switch (item.stage.name) {
    case 'exploring':
      return `An agent explores the ticket${planRunText(item)}. Nothing to do now; \`/cancel\` stops it.`;
    case 'choosing':
      return planning.exploration?.status === 'TOO_SMALL'
        ? `Waits for ${person}: it looks too small to be planned. \`/cancel\` leaves it to an agent directly, \`/explore <why>\` plans it all the same.`
        : `Waits for ${person}: choose a direction (\`/choose <number>\`), or \`/explore <hint>\` for others.`;
    case 'grilling':
      return grillingText(item, person);
    default:
      return `${writingText(item)} Nothing to do now; \`/cancel\` stops it.`;
  }
};

const writingText = (item: Item): string =>
  lastPlanRun(item)?.phase === 'prompt' || item.planning?.next?.phase === 'prompt'
    ? `An agent writes the tasks from the ticket${planRunText(item)}; a person confirms them.`
    : `An agent writes the plan${planRunText(item)}; OpenSpec validates it.`;

const grillingText = (item: Item, person: string): string => {
  const counted = item.planning?.tree ? ` ${exitLine(item.planning.tree)}.` : '';
  if (!item.decision)
    return `An agent thinks the decision tree through${planRunText(item)}. Nothing to do now.${counted}`;
  const asked = item.decision.asks === 'assumptions' ? 'whether the assumptions hold' : 'one question';
  return `Waits for ${person}: ${asked}, in the grill comment.${counted}`;
};

const delegatingText = (item: Item): string => {
  const attempt = currentAttempt(item);
  const delegation = item.delegations.at(-1);
  if (!delegation) return 'Waits for the first dispatch.';
  const name = `delegation ${delegation.number} (${partName(delegation)})`;
  if (!attempt) return `Waits for the dispatch of ${name}. Nothing to do now.`;
  return `Waits for attempt ${attempt.number} of ${name}: ${attemptStatus(attempt)}. Nothing to do now; \`/cancel\` stops it.`;
};

const plannedText = (item: Item, person: string): string => {
  if (item.decision?.asks === 'unfinished-merge')
    return `Waits for ${person}: the pull request was merged with sections open. Answer in the comment that asks.`;
  if (item.decision?.asks === 'scope')
    return `Waits for ${person}: confirm the scope in its block, or \`/confirm\`.`;
  if (item.sections.length > 0 && openSections(item).length === 0)
    return 'Every section is dropped or was done before, so there is nothing to merge. `/cancel` leaves the ticket to people; a new section in tasks.md can be delegated with `/delegate`.';
  return 'Waits for `/delegate`.';
};

const decidingText = (item: Item, person: string): string => {
  const delegation = currentDelegation(item);
  if (delegation?.state.name === 'merging') return 'Merging the accepted delegation. Nothing to do now.';
  const findings = delegation ? blockHome(item, 'findings', delegation) : item.home;
  // a second pull request can come while the review stays where it was posted
  const elsewhere = findings.on === 'github' && JSON.stringify(findings) !== JSON.stringify(item.home);
  const where = elsewhere
    ? `the findings block in #${findings.issue}, or by a command`
    : 'the findings block';
  const fixUp = delegation?.fixUp;
  const about = fixUp ? ` ${fixUpDecidingText(item, { number: delegation.number, round: fixUp.round })}` : '';
  return `Waits for ${person}: accept, iterate or reject in ${where}.${about}`;
};

const rejectedText = (item: Item): string => {
  if (item.pull?.state === 'closed')
    return item.feature?.deleted
      ? 'The pull request was closed with its branch; nothing else was deleted. Restore the branch and reopen it to go on, or `/delegate` to go on in a new one.'
      : 'The pull request was closed; nothing was deleted. Reopen it to go on, or `/delegate` to go on in a new one.';
  const { fixUp } = item.delegations.at(-1) ?? {};
  return fixUp
    ? fixUpRejectedText(item, fixUp.round)
    : 'Rejected; nothing was deleted. `/iterate <notes>` tries again, `/delegate` starts anew.';
};

const cancelledText = (item: Item): string => {
  const delegation = currentDelegation(item);
  const merging =
    delegation?.state.name === 'merging'
      ? ` Delegation ${delegation.number} was accepted before, and its merge goes on.`
      : '';
  return `Cancelled; the ticket is left to people.${merging} \`${item.sections.length === 0 ? '/explore' : '/delegate'}\` takes it up again.`;
};

/** What an item waits for, and whom; ends with the next step. */
export const waitsFor = (item: Item): string => {
  const person = inline(item.startedBy, 60);
  const { stage } = item;
  switch (stage.name) {
    case 'exploring':
    case 'choosing':
    case 'grilling':
    case 'proposing':
      return planningText(item, person);
    case 'planned':
      return plannedText(item, person);
    case 'delegating':
      return delegatingText(item);
    case 'deciding':
      return decidingText(item, person);
    case 'polishing':
      return roundsWaitFor(item) ?? polishingText(item);
    case 'handed-over':
      return handedOverText(item, person);
    case 'done':
      return `Done. ${leftOpenLine(item) ?? 'Nothing is left to do.'}`;
    case 'rejected':
      return rejectedText(item);
    case 'cancelled':
      return cancelledText(item);
    case 'blocked':
      return blockedText(item, stage);
  }
};
