import { enterStages, plan, type Row, refuse, rule, type Trigger } from './cells.ts';

/** What answers the question that is asked, and what else may be said while one is. */
const answers = (otherwise: string): Row => ({
  who: 'plan',
  facts: plan,
  stages: { grilling: rule('answer'), blocked: rule('answerBlocked') },
  otherwise: refuse(otherwise),
});
const planned = 'this ticket has a plan already: `/delegate` goes on with it';
const noQuestion = 'no question is asked';

/** From the ticket to its plan: who comes in, what is asked, and what answers. */
export const planningRows = {
  entered: {
    who: 'plan',
    facts: plan,
    stages: { ...enterStages, planned: rule('enter'), cancelled: rule('enter'), rejected: rule('enter') },
    otherwise: refuse('this ticket is under way already'),
  },
  'command:explore': {
    who: 'plan',
    facts: plan,
    stages: {
      exploring: rule('explore'),
      choosing: rule('explore'),
      grilling: rule('explore'),
      proposing: rule('explore'),
      blocked: rule('explore'),
      cancelled: rule('explore'),
    },
    otherwise: refuse(planned),
  },
  'command:choose': {
    who: 'plan',
    facts: plan,
    stages: { choosing: rule('choose') },
    otherwise: refuse('no directions are shown'),
  },
  'command:override': answers(noQuestion),
  'command:think': answers(noQuestion),
  'command:defer': answers(noQuestion),
  'command:object': answers('nothing is assumed now'),
  'command:back': answers('no answer can be taken back here'),
  replied: {
    who: 'plan',
    facts: plan,
    stages: { grilling: rule('answer') },
    otherwise: rule('notAsked'),
  },
  'command:absorb': {
    who: 'write',
    facts: ['related'],
    stages: {
      done: refuse('this ticket is merged and done: what is left of the other one needs a ticket of its own'),
      cancelled: refuse('this ticket is cancelled: `/explore` takes it up again'),
    },
    otherwise: rule('absorb'),
  },
  recorded: { who: null, facts: ['actor', 'related'], stages: {}, otherwise: rule('recorded') },
} satisfies Partial<Record<Trigger, Row>>;
