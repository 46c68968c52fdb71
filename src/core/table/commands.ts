import { plan, planningStages, type Row, refuse, rule, start, type Trigger } from './cells.ts';

/** What people ask for in words of ours. */
export const commandRows = {
  'command:delegate': {
    who: 'write',
    facts: plan,
    stages: {
      exploring: rule('enter'),
      choosing: planningStages.choosing,
      grilling: planningStages.grilling,
      proposing: planningStages.proposing,
      planned: rule('delegate'),
      rejected: rule('delegate'),
      blocked: rule('delegate'),
      cancelled: rule('delegate'),
      delegating: refuse('a delegation is running: wait for its review, or `/cancel`'),
      deciding: refuse('a delegation waits for your decision: `/accept`, `/iterate` or `/reject` it first'),
      done: refuse('this ticket is done'),
    },
    otherwise: refuse('no section is left to delegate'),
  },
  'command:confirm': {
    who: 'write',
    whoAt: { grilling: 'plan' },
    facts: plan,
    // a cap that is used up is gone over once, on a person's word
    stages: {
      ...planningStages,
      grilling: rule('answer'),
      planned: rule('confirm'),
      blocked: rule('confirm'),
    },
    otherwise: refuse('no scope waits for a confirmation'),
  },
  'command:accept': {
    who: 'write',
    facts: ['featureSha'],
    stages: { ...planningStages, deciding: rule('accept') },
    otherwise: refuse('no review waits for a decision'),
  },
  'command:iterate': {
    who: 'write',
    facts: start,
    stages: {
      ...planningStages,
      deciding: rule('iterate'),
      rejected: rule('iterate'),
      blocked: rule('iterate'),
    },
    otherwise: refuse('no delegation waits for another attempt'),
  },
  'command:reject': {
    who: 'write',
    // a round goes on where no fix is left to be answered for
    facts: start,
    stages: { ...planningStages, deciding: rule('reject'), blocked: rule('reject') },
    otherwise: refuse('no review waits for a decision'),
  },
  'command:status': { who: 'triage', facts: [], stages: {}, otherwise: rule('status') },
  'command:help': { who: 'triage', facts: [], stages: {}, otherwise: rule('help') },
  'command:prompt': { who: 'triage', facts: [], stages: {}, otherwise: rule('prompt') },
  'command:pause': {
    who: 'write',
    facts: [],
    stages: { done: refuse('this ticket is done'), cancelled: refuse('this ticket is cancelled') },
    otherwise: rule('pause'),
  },
  'command:resume': {
    who: 'write',
    facts: ['ci', ...plan],
    stages: {
      done: refuse('this ticket is done'),
      cancelled: refuse('this ticket is cancelled: `/delegate` takes it up again'),
    },
    otherwise: rule('resume'),
  },
  'command:mode': {
    who: 'write',
    facts: ['ci', ...plan],
    stages: { done: refuse('this ticket is done') },
    otherwise: rule('mode'),
  },
  'command:retry': {
    who: 'write',
    facts: plan,
    stages: { ...planningStages, blocked: rule('retry'), deciding: rule('judgeAgain') },
    otherwise: refuse('nothing is blocked'),
  },
  'command:cancel': {
    who: 'write',
    facts: [],
    stages: { done: refuse('this ticket is done'), cancelled: refuse('this ticket is cancelled already') },
    otherwise: rule('cancel'),
  },
  'command:drop': {
    who: 'write',
    facts: start,
    stages: {
      ...planningStages,
      planned: rule('drop'),
      rejected: rule('drop'),
      blocked: rule('drop'),
      delegating: refuse('a delegation is running: drop sections once it is decided'),
      deciding: refuse('a delegation waits for your decision: decide it first'),
    },
    otherwise: refuse('no section is open'),
  },
  'command:triage': {
    who: 'write',
    facts: start,
    stages: {
      polishing: rule('triage'),
      'handed-over': rule('triage'),
      blocked: rule('triage'),
      delegating: rule('triage'),
      deciding: rule('triage'),
      done: refuse(
        'this ticket is done: `/follow-up <title> --priority <priority>` has what is left filed as a ticket',
      ),
      rejected: rule('triage'),
      cancelled: refuse(
        'this ticket is cancelled: `/delegate` takes it up again, and `/follow-up <title> --priority <priority>` has what is left filed as a ticket',
      ),
    },
    otherwise: refuse('findings are answered once every section is decided and the pull request is reviewed'),
  },
  'command:follow-up': {
    who: 'write',
    facts: ['thread', ...start],
    stages: {},
    otherwise: rule('followUp'),
  },
  'command:merged': {
    who: 'write',
    facts: ['pull', 'mergedCommit'],
    stages: { ...planningStages, done: refuse('this ticket is done already') },
    otherwise: rule('mergedBySha'),
  },
  'command:update': {
    who: 'write',
    facts: ['baseSha', 'targetSha', 'featureSha'],
    stages: {
      ...planningStages,
      delegating: refuse(
        'a delegation works on the feature branch, and its merge needs the branch where it is: wait for its review',
      ),
      deciding: refuse(
        'the merge of the delegation that waits for you needs the feature branch where it is: decide it first',
      ),
      done: refuse('this ticket is done'),
      cancelled: refuse('this ticket is cancelled: `/delegate` takes it up again'),
    },
    otherwise: rule('update'),
  },
  'command:review': {
    who: 'write',
    facts: start,
    stages: {
      polishing: rule('review'),
      'handed-over': rule('review'),
      blocked: rule('review'),
      delegating: rule('review'),
      deciding: rule('review'),
      rejected: rule('review'),
      done: refuse('this ticket is done'),
    },
    otherwise: refuse('the pull request is reviewed once every section is decided'),
  },
  'command:finish': {
    who: 'write',
    facts: ['pull'],
    stages: { planned: rule('finish') },
    otherwise: refuse('no merge waits for this answer'),
  },
  'command:continue': {
    who: 'write',
    facts: start,
    stages: { planned: rule('continueOpen') },
    otherwise: refuse('no merge waits for this answer'),
  },
  'unreadable-command': { who: 'triage', facts: [], stages: {}, otherwise: rule('unreadable') },
} satisfies Partial<Record<Trigger, Row>>;
