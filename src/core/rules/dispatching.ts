import type { Configuration } from '../../contracts/configuration.ts';
import { assignmentOf, runLimitSeconds } from '../assignment.ts';
import type { Allowance, Attempt, AttemptTerms } from '../attempt.ts';
import type { OneShot } from '../effect.ts';
import type { Event } from '../event.ts';
import type { Facts } from '../facts.ts';
import { subjects } from '../heard.ts';
import { currentDelegation, type Delegation, type Item } from '../item.ts';
import { moved, type Outcome } from '../outcome.ts';
import type { Reply } from '../reply.ts';
import { keyedName, workName } from '../work-name.ts';
import { type Chosen, otherAgentText, sameAgent } from './agent.ts';
import { allowanceFor, stopOnCaps } from './caps.ts';
import { blocked, notice } from './parts.ts';
import { renewFixUp } from './rounds/fix-up.ts';
import { roundsStopped } from './rounds/uses.ts';

/** `feat/<key>-<change>`, without a change words of the title; a second pull request or plan of the same item gets `-2`. */
export const featureBranchName = (item: Item): string => {
  const plans = (item.planning?.runs ?? []).filter(
    (run) => run.phase === 'propose' && run.outcome.state === 'answered',
  );
  const before = item.earlierPulls.length + Math.max(0, plans.length - 1);
  const generation = before === 0 ? '' : `-${before + 1}`;
  return `feat/${keyedName(item)}${generation}`;
};

/** `throughline/<change>/<sections>-<n>`; n goes on counting when the same sections are delegated anew, so no branch is met twice. */
const codeBranchName = (item: Item, delegation: Delegation): string => {
  const first = delegation.sections[0] ?? '0';
  const last = delegation.sections.at(-1) ?? first;
  const sections = first === last ? first : `${first}-${last}`;
  const range = delegation.fixUp ? `fix-up-${delegation.fixUp.round}` : sections;
  const prefix = `throughline/${workName(item)}/${range}-`;
  const used = item.delegations
    .flatMap((one) => one.attempts)
    .filter((one) => isNumbered(one.codeBranch, prefix));
  return `${prefix}${used.length + 1}`;
};

const isNumbered = (branch: string, prefix: string): boolean =>
  branch.startsWith(prefix) && /^\d+$/.test(branch.slice(prefix.length));

export const configurationOf = (facts: Facts): Configuration | null =>
  facts.configuration?.state === 'valid' ? facts.configuration.value : null;

const configurationDetail = (facts: Facts): string => {
  const fact = facts.configuration;
  if (fact?.state === 'broken')
    return `.github/throughline.yml cannot be used: ${fact.problems.slice(0, 5).join('; ')}`;
  return 'there is no .github/throughline.yml on the default branch';
};

/** `unusable`: an agent that cannot be used as it is configured; without it the configuration itself cannot. */
export const stopOnConfiguration = (
  options: {
    item: Item;
    event: Event;
    facts: Facts;
    before?: OneShot[];
    effects?: OneShot[];
    /** `delegating` when absent. */
    resume?: 'delegating' | 'polishing';
  },
  unusable?: { name: string; problem: string },
): Outcome => {
  const { item, event, facts } = options;
  const detail = unusable
    ? `The agent \`${unusable.name}\` cannot be used: ${unusable.problem}. ${otherAgentText(item, unusable.name)}`
    : configurationDetail(facts);
  item.stage = blocked({ cause: 'configuration', detail, resume: options.resume ?? 'delegating' });
  return moved(item, 'blocked: configuration', {
    effects: [
      ...(options.effects ?? options.before ?? []),
      notice(item, event, { kind: 'blocked', to: item.startedBy }),
    ],
  });
};

const attemptNotes = ({ attempts }: Delegation): string[] =>
  attempts.findLast(({ pushedBy }) => pushedBy === undefined)?.notes ?? [];

export interface StartingDelegation {
  item: Item;
  event: Event;
  facts: Facts;
  notes?: string[];
  before?: OneShot[];
}

/**
 * The next write that brings the confirmed delegation to its run: branch, then pull request, then dispatch.
 * Called again when each is there, and by `/retry`: what exists is not asked for twice.
 */
export const startDelegation = (options: StartingDelegation): Outcome => {
  const { item, facts, event } = options;
  const effects = [...(options.before ?? [])];
  const configuration = configurationOf(facts);
  const delegation = currentDelegation(item);
  if (delegation && options.notes) delegation.nextNotes = options.notes;
  if (!configuration) return stopOnConfiguration(options);
  if (!delegation) return moved(item, 'nothing to start', { effects });
  item.stage = { name: 'delegating' };
  item.decision = null;
  delegation.state = { name: 'running' };
  if (item.paused) return moved(item, 'held back: paused', { effects });
  // a person may have pushed and the news not be here yet: what is there is what counts
  if (item.feature?.head && facts.featureSha) item.feature.head = facts.featureSha;
  if (!item.feature?.head || facts.featureSha === null) return askForBranch(options, effects);
  leaveClosedPull(item);
  if (!item.pull && configuration.pull.open === 'first-dispatch') {
    effects.push({ kind: 'open-pull', branch: item.feature.branch, draft: configuration.pull.draft });
    return moved(item, 'pull request asked for', { effects });
  }
  return dispatch({ item, event, facts, configuration, delegation, effects });
};

/** A pull request that was closed takes no more work: what goes on gets one of its own, from the same branch. */
export const leaveClosedPull = (item: Item): void => {
  if (item.pull?.state !== 'closed') return;
  // the next one goes to the default branch
  if (item.pull.base !== undefined) {
    delete item.baseMoved;
    delete item.baseContained;
  }
  item.earlierPulls.push(item.pull);
  item.pull = null;
};

/** The first branch starts at the default branch; one that was deleted is made again where it was. */
const askForBranch = (
  { item, event, facts }: { item: Item; event: Event; facts: Facts },
  effects: OneShot[],
): Outcome => {
  const deleted = item.feature?.head ? item.feature : null;
  const branch = deleted?.branch ?? featureBranchName(item);
  const from = deleted?.head ?? facts.baseSha;
  item.feature = { branch, head: null };
  if (!deleted && from) item.baseContained = from;
  if (!from) return stopWithoutBase({ item, event }, effects);
  effects.push({ kind: 'create-branch', branch, from });
  return moved(item, `branch ${branch} asked for`, {
    effects,
    aliases: [subjects.branch(item.repository.fullName, branch)],
  });
};

const stopWithoutBase = ({ item, event }: { item: Item; event: Event }, effects: OneShot[]): Outcome => {
  item.stage = blocked({
    cause: 'configuration',
    detail: `the default branch ${item.repository.defaultBranch} has no commit`,
    resume: 'delegating',
  });
  effects.push(notice(item, event, { kind: 'blocked', to: item.startedBy }));
  return moved(item, 'blocked: no base commit', { effects });
};

interface Dispatching {
  item: Item;
  event: Event;
  facts: Facts;
  configuration: Configuration;
  delegation: Delegation;
  effects: OneShot[];
}

/** Commits to go on from: those that were reviewed, a person's, and those of an agent that had used up what it may use. */
const broughtBy = (attempt: Attempt | undefined): string | null => {
  const { outcome, pushedBy } = attempt ?? {};
  if (attempt && pushedBy !== undefined) return attempt.base;
  if (outcome?.state === 'returned') return outcome.head;
  return outcome?.state === 'failed' && outcome.failure === 'cap-reached' ? (outcome.head ?? null) : null;
};

/** The attempt that is about to be asked for. What was noted for it is used up. */
const nextAttempt = (
  { item, delegation, facts }: Dispatching,
  at: { id: string; feature: string; workflowSha: string },
): Attempt => {
  const previous = delegation.attempts.at(-1);
  const moves = delegation.recordedBase !== at.feature;
  delegation.recordedBase = at.feature;
  const attempt: Attempt = {
    number: delegation.attempts.length + 1,
    assignmentId: at.id,
    base: (moves ? null : broughtBy(previous)) ?? at.feature,
    codeBranch: codeBranchName(item, delegation),
    notes: delegation.nextNotes ?? attemptNotes(delegation),
    askedAt: facts.now,
    workflowSha: at.workflowSha,
    ...(delegation.override ? { override: delegation.override } : {}),
    outcome: { state: 'asked' },
  };
  delete delegation.nextNotes;
  delete delegation.override;
  delegation.attempts.push(attempt);
  return attempt;
};

export const termsOf = (configuration: Configuration, allowance: Allowance | null): AttemptTerms => ({
  labels: configuration.runner.labels,
  isolation: configuration.runner.isolation,
  keepHours: configuration.runner.keep,
  limitSeconds: 0,
  allowance,
});

const allowed = ({ item, facts, configuration, delegation }: Dispatching, { plan }: Chosen) =>
  plan.chain.length === 0
    ? ({ state: 'open', allowance: null } as const)
    : allowanceFor({ item, facts, caps: configuration.caps, override: delegation.override });

/** Where it answers findings, what is still open is said with it. */
const fixUpStopped = (
  { item, facts, configuration, delegation }: Dispatching,
  reached: string[],
): { says?: Reply } =>
  delegation.fixUp
    ? {
        says: {
          ...{ kind: 'rounds-stopped', to: item.startedBy },
          ...roundsStopped({ item, facts, caps: configuration.caps }, reached),
        },
      }
    : {};

const dispatch = (options: Dispatching): Outcome => {
  const { item, delegation, facts, effects, configuration } = options;
  const feature = item.feature?.head;
  if (!feature || !facts.freshId) return moved(item, 'waiting for the feature branch', { effects });
  if (!facts.baseSha) return stopWithoutBase(options, effects);
  // as it is allowed now: a command line taken out of the configuration runs no more
  const chosen = sameAgent(item, delegation, configuration);
  if ('problem' in chosen) return stopOnConfiguration(options, { name: delegation.agent.name, ...chosen });
  const room = allowed(options, chosen);
  if (room.state === 'used-up') return stopOnCaps({ ...options, ...fixUpStopped(options, room.caps) }, room);
  delegation.agent = chosen.agent;
  delegation.models = chosen.models;
  renewFixUp(item, delegation);
  const at = { id: facts.freshId, feature, workflowSha: facts.baseSha };
  const attempt = nextAttempt(options, at);
  const terms = termsOf(configuration, room.allowance);
  attempt.terms = terms;
  const { plan } = chosen;
  const assignment = assignmentOf({ item, delegation, attempt, recordedBase: feature, configuration, plan });
  terms.limitSeconds = runLimitSeconds(assignment);
  effects.push({ kind: 'dispatch', assignment, workflowSha: facts.baseSha });
  return moved(item, `delegation ${delegation.number}, attempt ${assignment.attempt} dispatched`, {
    effects,
    aliases: [
      subjects.assignment(assignment.id),
      subjects.branch(item.repository.fullName, assignment.codeBranch),
    ],
  });
};

/** Says that somebody has to look, once per happening. */
export const needsDecision = (item: Item, event: Event, why: string): OneShot =>
  notice(item, event, { kind: 'needs-decision', to: item.startedBy, why });

/** Why auto mode does not go on: the repository's own CI on the feature branch; null while it is not red. */
export const ciIsRed = ({ ci }: Facts): string | null => {
  const failing = ci?.failing ?? [];
  const [first] = failing;
  if (!first) return null;
  const others = failing.length > 1 ? ` and ${failing.length - 1} more` : '';
  return `the check ${first.name}${others} fails on the feature branch`;
};
