import type { PlanAnswer } from '../../../contracts/planning/answer.ts';
import type { PromptAnswer } from '../../../contracts/planning/prompt.ts';
import type { RunFailure } from '../../attempt.ts';
import type { OneShot } from '../../effect.ts';
import type { Event } from '../../event.ts';
import type { ReturnedFact, SectionFact } from '../../facts.ts';
import { graft } from '../../grill/graft.ts';
import { openTree } from '../../grill/tree.ts';
import type { Item } from '../../item.ts';
import { type Context, ignored, moved, type Outcome } from '../../outcome.ts';
import type { PlanRun } from '../../planning.ts';
import { stopOnCaps } from '../caps.ts';
import { featureBranchName } from '../dispatching.ts';
import { blocked, notice } from '../parts.ts';
import { proposeScope } from '../scope.ts';
import { askNext } from './asking.ts';
import { publishPlan, stopWithoutAnswer } from './publishing.ts';
import { planningOf, stageOf } from './starting.ts';

type Planned = Extract<ReturnedFact, { state: 'planned' }>;

interface Back {
  context: Context;
  item: Item;
  run: PlanRun;
}

/** What a planning run brought back. The caller has established that it is the one that is awaited. */
export const planReturned = (back: Back): Outcome => {
  const { context, item, run } = back;
  const { returned } = context.facts;
  if (!returned) return ignored(context.item, 'nothing was returned');
  // a run that was given up may come back after all: what was to follow it is not wanted any more
  planningOf(item).next = null;
  switch (returned.state) {
    case 'planned':
      return answered(back, returned);
    case 'unusable':
      return unusable(back, returned);
    case 'cap-reached':
      return capReached(back, returned);
    case 'failed':
      return planFailed(back, returned);
    default:
      return ignored(item, `a ${run.phase} run does not come back as ${returned.state}`);
  }
};

const answered = (back: Back, returned: Planned): Outcome => {
  const { run } = back;
  const { runId, url, head, evidenceUrl, verified } = returned;
  run.outcome = { state: 'answered', runId, url, head, evidenceUrl, verified };
  const { answer } = returned;
  if (answer.answer.status === 'BLOCKED') return stopWithoutAnswer(back, { why: answer.answer.why, url });
  return take(back, returned, answer);
};

const take = (back: Back, returned: Planned, told: PlanAnswer): Outcome => {
  const { context, item, run } = back;
  const planning = planningOf(item);
  switch (told.phase) {
    case 'explore':
      if (told.answer.status === 'BLOCKED') break;
      planning.exploration = told.answer;
      return showExploration(back);
    case 'grill':
      if (told.answer.status === 'BLOCKED' || (run.branch && !planning.tree)) break;
      planning.tree =
        run.branch && planning.tree
          ? graft({
              tree: planning.tree,
              branch: run.branch,
              nodes: told.answer.nodes,
              at: returned.completedAt,
            })
          : openTree(told.answer.nodes, returned.completedAt);
      return askNext({ item, event: context.event, facts: context.facts });
    case 'propose':
      if (told.answer.status === 'BLOCKED' || returned.head === null) break;
      planning.proposed = { summary: told.answer.summary };
      item.change = told.answer.change;
      item.feature = { branch: featureBranchName(item), head: null };
      return publishPlan(back, { head: returned.head, from: null });
    case 'enhance':
      item.feature ??= { branch: featureBranchName(item), head: null };
      return publishPlan(back, { head: returned.head, from: item.feature?.head ?? null });
    case 'prompt':
      return takeAuthored(back, { answer: told.answer, sections: returned.sections ?? [] });
  }
  return ignored(item, 'an answer that holds nothing');
};

const fewSections = 2;

/** What was written from the ticket is shown as the scope: a person reads it before anybody works by it. */
const takeAuthored = (
  { context, item }: Back,
  { answer, sections }: { answer: PromptAnswer; sections: SectionFact[] },
): Outcome => {
  if (answer.status === 'BLOCKED' || sections.length === 0)
    return ignored(item, 'an answer that holds no tasks');
  const { summary, tasks } = answer;
  item.authored = { summary, tasks, by: item.startedBy };
  item.sections = sections.map(({ number, title }) => ({ number, title, state: 'open', dropped: null }));
  item.plan = sections.length <= fewSections ? [sections.map(({ number }) => number)] : [];
  return proposeScope({ item, event: context.event, facts: context.facts });
};

/** Shown in one comment that is edited in place; a person is needed, so an edit alone would not do. */
const showExploration = ({ context, item }: Back): Outcome => {
  const planning = planningOf(item);
  const { event } = context;
  item.stage = { name: 'choosing' };
  const shown = planning.runs.filter((run) => run.phase === 'explore').length;
  item.decision = { id: `explore-${shown}`, asks: 'direction', since: event.at };
  const known = item.blocks.some((block) => block.kind === 'explore');
  if (!known) item.blocks.push({ kind: 'explore', home: item.home });
  const what =
    planning.exploration?.status === 'TOO_SMALL' ? 'too small to be planned' : 'directions to choose from';
  return moved(item, `explored: ${what}`, {
    effects: known
      ? [notice(item, event, { kind: 'needs-decision', to: item.startedBy, why: 'it was explored anew' })]
      : [],
  });
};

const unusable = (
  { context, item, run }: Back,
  returned: Extract<ReturnedFact, { state: 'unusable' }>,
): Outcome => {
  const { problems, url } = returned;
  run.outcome = { state: 'failed', failure: 'invalid-artifacts', detail: problems.join(' '), url };
  planningOf(item).next = { phase: run.phase, branch: run.branch };
  item.stage = blocked({
    cause: 'invalid-artifacts',
    detail: '',
    findings: problems,
    url,
    resume: stageOf[run.phase],
  });
  return moved(item, `blocked: ${run.phase} brought nothing usable`, {
    effects: [notice(item, context.event, { kind: 'blocked', to: item.startedBy })],
  });
};

const capReached = (
  { context, item, run }: Back,
  returned: Extract<ReturnedFact, { state: 'cap-reached' }>,
): Outcome => {
  const { limit, detail, url } = returned;
  const setting = run.terms?.allowance?.from[limit] ?? `caps.${limit}`;
  run.outcome = { state: 'failed', failure: 'cap-reached', detail, url, cap: setting };
  planningOf(item).next = { phase: run.phase, branch: run.branch };
  const stopped = stopOnCaps(
    { item, event: context.event },
    { caps: [setting], detail: `\`${setting}\`: ${detail}`, url },
  );
  if (item.stage.name === 'blocked') item.stage.resume = stageOf[run.phase];
  return stopped;
};

/** Lost, late, failed: the same words as for a delegation, and `/retry` asks for it again. */
export const planFailed = (
  { context, item, run }: { context: { event: Event }; item: Item; run: PlanRun },
  returned: { failure: RunFailure; detail: string; url: string | null },
  before: OneShot[] = [],
): Outcome => {
  const { failure, detail, url } = returned;
  run.outcome = { state: 'failed', failure, detail, url };
  planningOf(item).next = { phase: run.phase, branch: run.branch };
  item.stage = blocked({ cause: 'run-failed', failure, detail, url, resume: stageOf[run.phase] });
  return moved(item, `blocked: ${run.phase} failed`, {
    effects: [...before, notice(item, context.event, { kind: 'blocked', to: item.startedBy })],
  });
};
