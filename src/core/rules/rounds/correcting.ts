import type { OneShot } from '../../effect.ts';
import type { Event } from '../../event.ts';
import { currentDelegation, type Item } from '../../item.ts';
import { type Context, ignored, moved, type Outcome } from '../../outcome.ts';
import { githubLogin } from '../../permissions.ts';
import { isAnswered } from '../../rounds/answers.ts';
import { type Correction, correctTriage } from '../../rounds/corrected.ts';
import { lastRound, openRoundOf } from '../../rounds/current.ts';
import { defaultPriorities } from '../../rounds/priority.ts';
import type { Round } from '../../rounds/round.ts';
import { heldBack, toFix } from '../../rounds/to-fix.ts';
import { isDecidedByPerson } from '../../rounds/triage-rules.ts';
import { configurationOf } from '../dispatching.ts';
import { cancelRun, copyOf, refuseWith, to } from '../parts.ts';
import { newRound } from './beginning.ts';
import { isOverCapInRounds } from './by-hand.ts';
import { leaveNeedless } from './fixing-again.ts';
import { leaveFixUp, rejectedFixUp } from './rejecting.ts';
import { carryOut } from './starting.ts';

const correctionOf = (event: Event): Correction | null => {
  if (event.kind !== 'command' || event.command.name !== 'triage') return null;
  const { finding, priority, why } = event.command;
  return event.command.to === 'file'
    ? { finding, to: 'file', priority, why }
    : { finding, to: event.command.to, why };
};

/** `/triage`: a person's word counts for more than what was proposed, until the answer is a commit or a ticket. */
export const triage = (context: Context): Outcome => {
  const { event, facts } = context;
  const correction = correctionOf(event);
  if (!correction) return ignored(context.item, 'not a triage');
  const corrected = correctTriage({
    findings: context.item.findings ?? [],
    correction,
    by: event.actor.login,
    login: githubLogin(event.actor, facts.actor),
    table: configurationOf(facts)?.rounds.priorities ?? defaultPriorities,
  });
  if (!corrected.ok)
    return refuseWith(context, 'no such triage', {
      kind: 'triage-refused',
      to: to(event),
      why: corrected.why,
    });
  const item = copyOf(context.item);
  const { finding } = corrected;
  item.findings = (item.findings ?? []).map((one) => (one.id === finding.id ? finding : one));
  const note = `${finding.id} is to be ${correction.to}, by ${event.actor.login}`;
  if (rejectedFixUp(item))
    return heldBack(item).length === 0 ? leaveFixUp({ item, event, facts }) : moved(item, note);
  const needless = item.stage.name === 'blocked' ? leaveNeedless({ item, event, facts }) : null;
  if (needless) return needless;
  const effects = goesOn({ item, event, facts }, finding.id);
  return effects ? carryOut({ item, event, facts }, effects) : moved(item, note);
};

/** Nothing else is under way that has to come back first; null where something is. A closed round is taken up again. */
const goesOn = (context: Context, finding: string): OneShot[] | null => {
  const { item } = context;
  if (currentDelegation(item)) return null;
  const { stage } = item;
  const open = openRoundOf(item);
  switch (stage.name) {
    case 'polishing':
      return open ? takenUp(item, open) : closedAgain(context, finding);
    case 'handed-over':
      return closedAgain(context, finding);
    case 'blocked':
      if (stage.resume !== 'polishing' || !isDecided(item)) return null;
      // a fix-up would stop at it once more
      if (isOverCapInRounds(item) && toFix(item).length > 0) return null;
      return open ? takenUp(item, open) : closedAgain(context, finding);
    default:
      return null;
  }
};

/** What people have answered whole waits for no agent: a triage that is under way is not needed any more. */
const takenUp = (item: Item, round: Round): OneShot[] | null => {
  const answering = round.state.name === 'answering';
  if (!answering && (round.state.name !== 'triaging' || !isDecided(item))) return null;
  const effects = answering ? [] : cancelRun(item);
  round.state = { name: 'answering' };
  item.stage = { name: 'polishing' };
  return effects;
};

const isDecided = ({ findings = [] }: Item): boolean =>
  findings.every((finding) => isAnswered(finding) || isDecidedByPerson(finding));

/** Nobody has read that head, or a rule left it out: an answer makes no review of it. */
const answersAt = (last: Round, { item, event, facts }: Context): Round => {
  const { head, mergeBase } = last;
  const round = newRound(item, { head, at: facts.now, reviewer: event.actor.login });
  return Object.assign(round, { mergeBase, demands: true as const });
};

const closedAgain = ({ item, event, facts }: Context, finding: string): OneShot[] | null => {
  const last = lastRound(item);
  if (!last) return null;
  const round = last.state.name === 'closed' ? last : answersAt(last, { item, event, facts });
  if (round !== last) round.findings = [finding];
  round.state = { name: 'answering' };
  item.stage = { name: 'polishing' };
  return [];
};
