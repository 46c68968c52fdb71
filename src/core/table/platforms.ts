import { ignore, plan, type Row, rule, start, type Trigger, whileRunning } from './cells.ts';

/** What the platforms report, and what our own writes bring back. */
export const platformRows = {
  'ticket-changed': { who: null, facts: ['related'], stages: {}, otherwise: rule('ticketChanged') },
  'branch-created': {
    who: null,
    facts: plan,
    stages: { delegating: rule('branchCreated'), proposing: rule('planBranchPut') },
    otherwise: rule('featureMoved'),
  },
  'pull-opened': {
    who: null,
    facts: start,
    stages: { delegating: rule('pullOpened'), polishing: rule('pullOpened') },
    otherwise: rule('pullNoted'),
  },
  dispatched: {
    who: null,
    facts: [],
    stages: whileRunning(rule('dispatched')),
    otherwise: rule('dispatchedTooLate'),
  },
  'run-finished': {
    who: null,
    facts: ['returned', 'ci', ...plan],
    stages: { ...whileRunning(rule('result')), blocked: rule('result') },
    otherwise: rule('resultTooLate'),
  },
  'run-lost': {
    who: null,
    facts: [],
    stages: whileRunning(rule('lost')),
    otherwise: ignore('no run is awaited'),
  },
  'run-late': {
    who: null,
    facts: [],
    stages: whileRunning(rule('late')),
    otherwise: ignore('no run is awaited'),
  },
  'run-found': {
    who: null,
    facts: [],
    stages: whileRunning(rule('found')),
    otherwise: ignore('no run is awaited'),
  },
  'delegation-merged': {
    who: null,
    facts: ['ci', ...start],
    stages: { deciding: rule('merged'), rejected: rule('merged'), cancelled: rule('merged') },
    otherwise: rule('featureMoved'),
  },
  'merge-conflict': {
    who: null,
    facts: [],
    stages: { deciding: rule('conflict'), rejected: rule('conflict') },
    otherwise: ignore('no merge is under way'),
  },
  'effect-refused': {
    who: null,
    facts: [],
    stages: { done: ignore('the ticket is done'), cancelled: ignore('the ticket is cancelled') },
    otherwise: rule('effectRefused'),
  },
  'pull-merged': {
    who: null,
    facts: ['pull'],
    stages: { done: ignore('done already') },
    otherwise: rule('pullMerged'),
  },
  'pull-closed': {
    who: null,
    facts: ['pull'],
    stages: { done: ignore('done already') },
    otherwise: rule('pullClosed'),
  },
  'pull-reopened': {
    who: null,
    facts: ['pull', ...start],
    stages: { rejected: rule('pullReopened') },
    otherwise: rule('pullNotedOpen'),
  },
  'feature-pushed': {
    who: null,
    facts: start,
    stages: { done: ignore('done already'), cancelled: ignore('cancelled') },
    otherwise: rule('featureMoved'),
  },
  'code-pushed': {
    who: null,
    facts: start,
    stages: {
      delegating: rule('codePushed'),
      deciding: rule('codePushed'),
      rejected: rule('codePushed'),
      blocked: rule('codePushed'),
    },
    otherwise: ignore('that delegation is not waiting for a decision'),
  },
  'base-moved': {
    who: null,
    facts: [],
    stages: {},
    otherwise: ignore('the base branch is read when a delegation starts'),
  },
} satisfies Partial<Record<Trigger, Row>>;
