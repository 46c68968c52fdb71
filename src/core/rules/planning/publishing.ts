import { subjects } from '../../heard.ts';
import type { Item } from '../../item.ts';
import { lastPlanRun } from '../../item.ts';
import { type Context, ignored, moved, type Outcome } from '../../outcome.ts';
import type { PlanRun } from '../../planning.ts';
import { configurationOf } from '../dispatching.ts';
import { blocked, copyOf, notice, planRunUnderWay } from '../parts.ts';
import { proposeScope, syncSections } from '../scope.ts';
import { planningOf, stageOf, startPlanning } from './starting.ts';

interface Back {
  context: Context;
  item: Item;
  run: PlanRun;
}

/** The feature branch takes over what came back; the next step waits until it is there. */
export const publishPlan = (
  { context, item, run }: Back,
  { head, from }: { head: string | null; from: string | null },
): Outcome => {
  const { branch } = item.feature ?? {};
  if (!branch) return ignored(item, 'there is no feature branch');
  // nothing was to be added
  if (head === null) {
    if (run.phase === 'enhance') planningOf(item).enhanced = true;
    return goOnPlanned({ ...context, item });
  }
  item.stage = { name: 'proposing' };
  return moved(item, `branch ${branch} is to be at ${head}`, {
    effects: [{ kind: 'put-branch', branch, from, to: head }],
    aliases: [subjects.branch(item.repository.fullName, branch)],
  });
};

/** From here on a change counts as large. */
const manySections = 5;

const wantsEnhancement = ({ facts }: Context, item: Item): boolean => {
  if (item.planning?.enhanced) return false;
  const wanted = configurationOf(facts)?.plan.enhance ?? 'off';
  return wanted === 'on' || (wanted === 'auto' && item.sections.length >= manySections);
};

/** The branch is where it should be: what is there counts, and comes next. */
export const planBranchPut = (context: Context): Outcome => {
  const { event, facts } = context;
  if (event.kind !== 'branch-created' || context.item.feature?.branch !== event.branch)
    return ignored(context.item, 'another branch');
  if (planRunUnderWay(context.item) || context.item.planning?.next)
    return ignored(context.item, 'planning is further already');
  const item = copyOf(context.item);
  // the news of our own push can come first, and somebody else's push before this
  item.feature = { branch: event.branch, head: facts.featureSha ?? event.sha };
  if (facts.change?.state !== 'found') return notFound(context, item);
  if (lastPlanRun(item)?.phase === 'enhance') planningOf(item).enhanced = true;
  syncSections(item, facts);
  return goOnPlanned({ ...context, item });
};

const notFound = ({ event }: Context, item: Item): Outcome => {
  item.stage = blocked({
    cause: 'invalid-artifacts',
    detail: `The change \`${item.change ?? ''}\` is not on ${item.feature?.branch ?? 'the feature branch'}, or its tasks.md has no numbered section.`,
    resume: 'proposing',
  });
  return moved(item, 'blocked: the change is not on the branch', {
    effects: [notice(item, event, { kind: 'blocked', to: item.startedBy })],
  });
};

/** What came back and did not reach its branch is put there again; the run itself need not be repeated. */
export const publishAgain = (context: Context): Outcome | null => {
  const item = copyOf(context.item);
  const run = lastPlanRun(item);
  if (item.planning?.next || run?.outcome.state !== 'answered' || run.outcome.head === null) return null;
  return publishPlan({ context, item, run }, { head: run.outcome.head, from: item.feature?.head ?? null });
};

const goOnPlanned = (context: Context): Outcome => {
  const { item, event, facts } = context;
  if (wantsEnhancement(context, item)) return startPlanning({ item, event, facts }, { phase: 'enhance' });
  // in auto mode the scope that is shown is dispatched at once: that takes more than the right to plan
  const asks = planningOf(item).byWriter === false;
  return proposeScope({ item, event, facts, asks });
};

/** The agent says it cannot do its part: that is for a person, not for another try. */
export const stopWithoutAnswer = (
  { context, item, run }: Back,
  said: { why: string; url: string },
): Outcome => {
  planningOf(item).next = { phase: run.phase, branch: run.branch };
  item.stage = blocked({
    cause: 'delegate-blocked',
    detail: said.why,
    url: said.url,
    resume: stageOf[run.phase],
  });
  return moved(item, `blocked: ${run.phase} could not be done`, {
    effects: [notice(item, context.event, { kind: 'blocked', to: item.startedBy })],
  });
};
