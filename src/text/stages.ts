import type { BlockedCause, Item, Stage } from '../core/item.ts';
import { currentAttempt, currentDelegation, openSections } from '../core/item.ts';
import { inline, link, paragraphs, quoted } from './markdown.ts';
import { attemptStatus, blockHome, keptCommits, sectionsName } from './places.ts';
import { capRemedy, failureName, failureRemedy } from './run-failures.ts';

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
  'stale-claims': 'Correct the tasks and push, or `/confirm` to go on all the same, on the record.',
  'invalid-artifacts': 'Correct the change and push, then `/retry`.',
  'run-failed': '`/retry` starts another attempt.',
  'delegate-blocked': '`/iterate <notes>` answers the agent in its next prompt; `/reject <why>` stops here.',
  dependency: 'It goes on by itself once that ticket is merged; `/retry` looks again.',
  configuration: 'Correct `.github/throughline.yml` or the setting named above, then `/retry`.',
  conflict: '`/retry` has the sections done again on the new head.',
  'workflow-permission':
    'See that the workflow is on the default branch and the App may start it, then `/retry`.',
};

const remedyOf = (stage: Blocked): string => {
  if (stage.failure !== null) return `${failureRemedy(stage.failure)} \`/reject <why>\` stops here.`;
  return stage.cause === 'caps'
    ? `${capRemedy(stage.caps ?? [])} \`/reject <why>\` stops here.`
    : remedies[stage.cause];
};

/** Cause, detail, where to look and what would resolve it. */
const blockedText = (item: Item, stage: Blocked): string => {
  const cause = stage.failure === null ? causes[stage.cause] : failureName(stage.failure);
  return paragraphs(
    `**Blocked: ${cause}.**${stage.url ? ` ${link('Log', stage.url)}` : ''}`,
    stage.detail === '' ? null : quoted(stage.detail, 1500),
    keptCommits(item),
    remedyOf(stage),
  );
};

/** Said at every stage before planned: planning by an agent is not built yet. */
export const planningText = (item: Item): string =>
  `Planning is not available yet. Write the OpenSpec change yourself (\`openspec/changes/<id>/\`, its proposal naming ${inline(item.ticket.key, 40)}), push it to \`${item.repository.defaultBranch}\`, then write \`/delegate\`.`;

const delegatingText = (item: Item): string => {
  const attempt = currentAttempt(item);
  const delegation = item.delegations.at(-1);
  if (!delegation) return 'Waits for the first dispatch.';
  const name = `delegation ${delegation.number} (${sectionsName(delegation.sections)})`;
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
  return `Waits for ${person}: accept, iterate or reject in ${where}.`;
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
      return planningText(item);
    case 'planned':
      return plannedText(item, person);
    case 'delegating':
      return delegatingText(item);
    case 'deciding':
      return decidingText(item, person);
    case 'polishing':
      return 'Waits for the pull request to be opened or made ready. Nothing to do now.';
    case 'handed-over':
      return `Waits for ${person}: every section is decided and no reviewer is configured. Review the pull request, and merge it when you are satisfied.`;
    case 'done':
      return 'Done. Nothing is left to do.';
    case 'rejected':
      return item.pull?.state === 'closed'
        ? 'The pull request was closed; nothing was deleted. Reopen it to go on, or `/delegate` to go on in a new one.'
        : 'Rejected; nothing was deleted. `/iterate <notes>` tries again, `/delegate` starts anew.';
    case 'cancelled':
      return 'Cancelled; the ticket is left to people. `/delegate` takes it up again.';
    case 'blocked':
      return blockedText(item, stage);
  }
};
