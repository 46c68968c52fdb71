import type { Branch } from '../../../contracts/planning/inputs.ts';
import type { OneShot } from '../../effect.ts';
import type { Event } from '../../event.ts';
import type { Answering, Replied, Why } from '../../grill/answering.ts';
import { back, confirm, defer, inWords, object, override, think } from '../../grill/answers.ts';
import type { Item } from '../../item.ts';
import { type Context, ignored, type Outcome, oneShot, project } from '../../outcome.ts';
import { copyOf, planRunUnderWay, refuseWith, reply, to } from '../parts.ts';
import { askNext } from './asking.ts';
import { startPlanning } from './starting.ts';

/** What somebody's words come to; null for those that are no answer at all. Commands say it, words to the App are read. */
const answeredBy = (event: Event, by: Replied): Answering | null => {
  if (event.kind === 'replied') return inWords({ ...by, text: event.text });
  if (event.kind !== 'command') return null;
  const { command } = event;
  switch (command.name) {
    case 'confirm':
      return confirm({ ...by, option: command.option ?? null });
    case 'override':
      return override({ ...by, text: command.answer });
    case 'think':
      return think({ ...by, hint: command.hint });
    case 'defer':
      return defer(by);
    case 'object':
      return object({ ...by, assumption: command.assumption, text: command.answer });
    case 'back':
      return back(by);
    default:
      return null;
  }
};

/** All that was answered goes into the inputs of one run. */
const mostCharacters = 2_000;

const lengthOf = (event: Event): number => {
  if (event.kind === 'replied') return event.text.length;
  return event.kind === 'command' ? JSON.stringify(event.command).length : 0;
};

/** The comment a command stands in; it is one of several there. */
const commentOf = (event: Event): string =>
  /^((?:linear-)?comment:.+):\d+$/.exec(event.key)?.[1] ?? event.key;

/** The next question was not there when the comment that answered this one was written. */
const isSameComment = ({ item, event }: Context): boolean =>
  event.kind === 'command' && event.decision === null && item.planning?.lastAnswer === commentOf(event);

/** A tick names its question by the box's decision, whatever the clocks say. */
const answeredAt = ({ event, item }: Context): string => {
  const since = item.decision?.since ?? event.at;
  const ticked = event.kind === 'command' && event.decision !== null;
  return ticked && Date.parse(since) > Date.parse(event.at) ? since : event.at;
};

/** Answers the question that is asked, or says why the words are none. */
export const answer = (context: Context): Outcome => {
  const { event, facts } = context;
  const tree = context.item.planning?.tree;
  if (!tree || planRunUnderWay(context.item) || context.item.planning?.next)
    return refuseWith(context, 'no question yet', {
      kind: 'wrong-stage',
      to: to(event),
      command: event.kind === 'command' ? event.command.name : 'label',
      stage: 'grilling',
      why: context.item.paused
        ? 'what was said is noted and the ticket is paused: `/resume` goes on'
        : 'the agent is thinking: its next question comes by itself',
    });
  if (lengthOf(event) > mostCharacters)
    return refuseWith(context, 'too long an answer', {
      kind: 'unreadable',
      to: to(event),
      problem: `An answer has at most ${mostCharacters.toLocaleString('en-US')} characters; write the rest into the repository or the ticket and name the place.`,
    });
  if (isSameComment(context))
    return notAnAnswer(context, { item: context.item, why: { reason: 'nothing-asked' } });
  const answered = answeredBy(event, { tree, by: event.actor.login, at: answeredAt(context) });
  if (!answered) return ignored(context.item, 'no answer');
  const item = copyOf(context.item);
  if (item.planning) item.planning.tree = answered.tree;
  if (item.planning && answered.state !== 'refused') item.planning.lastAnswer = commentOf(event);
  item.startedBy = event.actor.login;
  const before = readBack(context, answered);
  switch (answered.state) {
    case 'answered':
      return askNext({ item, event, facts, before });
    case 'branch':
      return thinkAgain({ ...context, item }, { branch: answered.branch, before });
    case 'refused':
      return notAnAnswer(context, { item, why: answered.why });
  }
};

const thinkAgain = (
  { item, event, facts }: Context,
  { branch, before }: { branch: Branch; before: OneShot[] },
): Outcome => startPlanning({ item, event, facts, before }, { phase: 'grill', branch });

/** What is read out of plain words is said, so that it can be taken back. */
const readBack = (context: Context, answered: Answering): OneShot[] => {
  if (context.event.kind !== 'replied' || answered.state === 'refused') return [];
  const node = answered.state === 'branch' ? answered.branch.node : answered.node;
  const closed = answered.tree.nodes.find((one) => one.node.id === node)?.state;
  const words = answered.state === 'branch' ? answered.branch.text : null;
  const text = words ?? (closed?.name === 'closed' ? closed.answer.text : '');
  return [reply(context, { kind: 'read-back', to: to(context.event), node: node ?? '', answer: text })];
};

/** It is counted in the tree, and the question stands as it stood. */
const notAnAnswer = (context: Context, { item, why }: { item: Item; why: Why }): Outcome => ({
  state: 'refused',
  item: { ...context.item, ...(item.planning ? { planning: item.planning } : {}) },
  note: `refused: ${why.reason}`,
  effects: [
    oneShot(reply(context, { kind: 'no-answer', to: to(context.event), why })),
    ...project('status', 'blocks'),
  ],
  aliases: [],
});

/** Words to the App where nothing is asked in words. */
export const notAsked = (context: Context): Outcome =>
  refuseWith(context, 'nothing is asked in words', {
    kind: 'unreadable',
    to: to(context.event),
    problem: 'Nothing that can be answered in words is asked now; write a command on a line of its own.',
  });

/** A branch that could not be thought through: the question is answered in another way, and the branch let go. */
export const answerBlocked = (context: Context): Outcome => {
  const { stage, planning } = context.item;
  if (stage.name !== 'blocked' || stage.resume !== 'grilling' || !planning?.tree || !planning.next?.branch)
    return refuseWith(context, 'no question is asked', {
      kind: 'wrong-stage',
      to: to(context.event),
      command: context.event.kind === 'command' ? context.event.command.name : 'label',
      stage: 'blocked',
      why: 'no question is asked',
    });
  const item = copyOf(context.item);
  item.stage = { name: 'grilling' };
  if (item.planning) item.planning.next = null;
  return answer({ ...context, item });
};
