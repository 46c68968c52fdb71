import { ignore, plan, type Row, rule, start, type Trigger, whileRunning } from './cells.ts';

const noBranch = ignore('there is no feature branch yet');
const beforeBranch = { exploring: noBranch, choosing: noBranch, grilling: noBranch, proposing: noBranch };

/** What the platforms report, and what our own writes bring back. */
export const platformRows = {
  'ticket-changed': { who: null, facts: ['related', 'ticket'], stages: {}, otherwise: rule('ticketChanged') },
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
  'pull-reviewed': {
    who: null,
    facts: start,
    stages: {
      polishing: rule('pullReviewed'),
      'handed-over': rule('pullReviewed'),
      blocked: rule('pullReviewed'),
      done: ignore('the ticket is done'),
      cancelled: ignore('the ticket is cancelled'),
    },
    otherwise: ignore('what is said on the pull request is read when its rounds go on'),
  },
  'reviewer-late': {
    who: null,
    facts: start,
    stages: { polishing: rule('reviewerLate') },
    otherwise: ignore('no reviewer is awaited'),
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
    // what was accepted is merged, also where nobody waits for it any more
    stages: {},
    otherwise: rule('merged'),
  },
  'merge-conflict': {
    who: null,
    facts: start,
    stages: {},
    otherwise: rule('conflict'),
  },
  'follow-up-filed': {
    who: null,
    facts: start,
    // whoever asked for it is told, also after the end
    stages: {},
    otherwise: rule('followUpFiled'),
  },
  'effect-refused': {
    who: null,
    facts: [],
    // only who asked for a ticket has to know; nothing of the work is left to stop
    stages: { done: rule('followUpRefused'), cancelled: rule('refusedAfterCancel') },
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
  'pull-retargeted': {
    who: null,
    facts: ['pull'],
    stages: { done: ignore('done already') },
    otherwise: rule('pullRetargeted'),
  },
  'branch-deleted': {
    who: null,
    facts: ['pull', 'featureSha'],
    stages: { done: ignore('done already'), cancelled: ignore('cancelled') },
    otherwise: rule('branchDeleted'),
  },
  'pull-drafted': {
    who: null,
    facts: ['pull'],
    stages: { done: ignore('done already') },
    otherwise: rule('pullDrafted'),
  },
  'pull-ready': {
    who: null,
    facts: ['pull', ...start],
    stages: { done: ignore('done already') },
    otherwise: rule('pullReady'),
  },
  'feature-updated': {
    who: null,
    facts: start,
    stages: { done: ignore('the ticket is done') },
    otherwise: rule('featureUpdated'),
  },
  'feature-not-updated': {
    who: null,
    facts: [],
    stages: { done: ignore('the ticket is done') },
    otherwise: rule('featureNotUpdated'),
  },
  'feature-pushed': {
    who: null,
    facts: ['branch', 'caughtUp', ...start],
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
    facts: ['pull', 'baseSha', 'targetSha'],
    stages: {
      ...beforeBranch,
      done: ignore('done already'),
      cancelled: ignore('cancelled'),
    },
    otherwise: rule('baseMoved'),
  },
  'quiet-over': {
    who: null,
    facts: start,
    stages: { polishing: rule('quietOver'), blocked: rule('quietOver') },
    otherwise: ignore('no head waits to be reviewed'),
  },
} satisfies Partial<Record<Trigger, Row>>;
