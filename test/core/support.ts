import { configurationSchema } from '../../src/contracts/configuration.ts';
import { checkIds, type Review } from '../../src/contracts/review.ts';
import type { Actor, Command, Event, EventKind } from '../../src/core/event.ts';
import type { Facts } from '../../src/core/facts.ts';
import type { Item, Stage, StageName } from '../../src/core/item.ts';
import { nothingSpent } from '../../src/core/spent.ts';
import { planningAt } from './planning-support.ts';

export const sha = (digit: string): string => digit.repeat(40);
export const at = '2026-05-01T10:00:00.000Z';
export const later = '2026-05-01T11:00:00.000Z';
export const person: Actor = { surface: 'github', id: '7', login: 'ada' };
const ticketId = '0b6f4d3e-6a5f-4c0a-9d53-6a1d2f1f5a01';
export const assignmentId = '5d0c1f7a-9a43-4d5b-8a4e-0f3f1c2d3e4f';

export const reviewOf = (recommendation: Review['recommendation']): Review => ({
  base: sha('b'),
  head: sha('c'),
  files: 1,
  additions: 3,
  deletions: 1,
  checks: checkIds.map((id) => ({
    id,
    verdict: recommendation === 'accept' ? 'pass' : 'fail',
    evidence: ['seen'],
  })),
  recommendation,
  reasons: ['as seen'],
  verification: [],
  manualTasks: [],
});

export const configuration = configurationSchema.parse({
  tracker: { team: 'PER' },
  agents: {
    default: 'replay',
    allowed: { replay: { kind: 'replay' }, mine: { kind: 'command', command: 'true' } },
  },
});

export const allFacts = (
  changes: Partial<Facts> = {},
): Required<Omit<Facts, 'refused'>> & Pick<Facts, 'refused'> => ({
  now: later,
  actor: { state: 'role', role: 'write', sameAccount: true },
  configuration: { state: 'valid', value: configuration },
  change: {
    state: 'found',
    id: 'gate-paths',
    sections: [
      { number: '1', title: 'Scan', ticked: false },
      { number: '2', title: 'Lint', ticked: false },
      { number: '3', title: 'Docs', ticked: false },
    ],
  },
  baseSha: sha('a'),
  targetSha: sha('a'),
  featureSha: sha('b'),
  head: null,
  caughtUp: false,
  thread: null,
  pull: { number: 12, state: 'open', draft: true, merged: false, mergeSha: null, mergedBy: null },
  returned: {
    state: 'returned',
    runId: 5,
    url: 'https://github.test/runs/5',
    head: sha('c'),
    review: reviewOf('accept'),
    evidenceUrl: 'https://github.test/commit/e',
    completedAt: at,
  },
  branch: null,
  ticket: null,
  mergedCommit: { state: 'merged', sha: sha('d') },
  spent: { month: '2026-05', others: nothingSpent },
  brief: [{ by: 'ticket PER-206', permission: 'none', about: 'ticket PER-206', text: 'Links break.' }],
  related: [],
  ci: { failing: [] },
  freshId: assignmentId,
  ...changes,
});

export const newItem = (): Item => ({
  id: ticketId,
  ticket: {
    key: 'PER-206',
    title: 'Gate reference paths',
    url: 'https://linear.test/PER-206',
    teamId: 'team',
  },
  repository: {
    fullName: 'acme/beacon',
    installationId: 1,
    defaultBranch: 'main',
    url: 'https://github.test/acme/beacon',
  },
  stage: { name: 'exploring' },
  paused: false,
  mode: 'copilot',
  home: { on: 'linear' },
  issue: null,
  change: null,
  feature: null,
  pull: null,
  earlierPulls: [],
  sections: [],
  plan: [],
  agent: null,
  delegations: [],
  decision: null,
  blocks: [],
  startedBy: 'ada',
  lastAt: '2026-05-01T09:00:00.000Z',
});

const stageOf = (name: StageName): Stage =>
  name === 'blocked'
    ? {
        name,
        cause: 'run-failed',
        failure: 'failed',
        detail: 'The run failed.',
        url: null,
        resume: 'delegating',
      }
    : { name };

const withDelegation = (item: Item, state: Item['delegations'][number]['state'], returned: boolean): void => {
  item.delegations = [
    {
      number: 1,
      sections: ['1'],
      agent: { name: 'replay', kind: 'replay' },
      state,
      recordedBase: state.name === 'proposed' ? null : sha('b'),
      attempts:
        state.name === 'proposed'
          ? []
          : [
              {
                number: 1,
                assignmentId,
                base: sha('b'),
                codeBranch: 'throughline/gate-paths/1-1',
                notes: [],
                askedAt: at,
                outcome: returned
                  ? {
                      state: 'returned',
                      runId: 5,
                      url: 'https://github.test/runs/5',
                      head: sha('c'),
                      review: reviewOf('accept'),
                      evidenceUrl: 'u',
                    }
                  : { state: 'running', runId: 5, url: 'https://github.test/runs/5' },
              },
            ],
    },
  ];
};

/** An item as it stands in a stage, as a story would have brought it there. */
export const itemAt = (name: StageName): Item => {
  const item = newItem();
  item.stage = stageOf(name);
  if (name === 'exploring' || name === 'choosing' || name === 'grilling' || name === 'proposing')
    return { ...item, ...planningAt[name]() };
  item.change = 'gate-paths';
  item.sections = ['Scan', 'Lint', 'Docs'].map((title, index) => ({
    number: String(index + 1),
    title,
    state: 'open',
    dropped: null,
  }));
  if (name === 'planned') {
    withDelegation(item, { name: 'proposed' }, false);
    item.decision = { id: 'd1', asks: 'scope', since: item.lastAt };
    return item;
  }
  item.feature = { branch: 'feat/per-206-gate-paths', head: sha('b') };
  item.pull = {
    number: 12,
    nodeId: 'PR_12',
    url: 'https://github.test/pull/12',
    draft: true,
    state: 'open',
    mergeSha: null,
  };
  item.home = { on: 'github', issue: 12 };
  if (name === 'delegating' || name === 'blocked') withDelegation(item, { name: 'running' }, false);
  if (name === 'deciding') {
    withDelegation(item, { name: 'returned' }, true);
    item.decision = { id: 'd1a1', asks: 'accept', since: item.lastAt };
  }
  if (name === 'rejected') withDelegation(item, { name: 'rejected', by: 'ada', why: 'no' }, true);
  if (name === 'polishing' || name === 'handed-over' || name === 'done') {
    withDelegation(item, { name: 'accepted', by: 'ada', mergeSha: sha('d') }, true);
    for (const section of item.sections) section.state = 'accepted';
  }
  if (name === 'done') item.pull = { ...item.pull, state: 'merged', mergeSha: sha('d'), draft: false };
  return item;
};

export const commands: Command[] = [
  { name: 'delegate', groups: 'next', agent: null, model: null },
  { name: 'delegate', groups: [['1'], ['2', '3']], agent: 'mine', model: null },
  { name: 'delegate', groups: 'all', agent: null, model: null },
  { name: 'delegate', groups: 'next', agent: null, model: null, fromTicket: true },
  { name: 'confirm' },
  { name: 'accept' },
  { name: 'iterate', notes: 'mind the anchors' },
  { name: 'reject', why: 'wrong approach' },
  { name: 'status' },
  { name: 'help' },
  { name: 'pause' },
  { name: 'resume' },
  { name: 'iterate', notes: '', agent: 'mine', model: 'any' },
  { name: 'retry' },
  { name: 'retry', agent: 'nobody' },
  { name: 'cancel' },
  { name: 'drop', sections: ['2', '3'], why: 'not needed' },
  { name: 'drop', sections: ['1'], why: 'not needed' },
  { name: 'mode', mode: 'auto' },
  { name: 'mode', mode: 'copilot' },
  { name: 'prompt' },
  { name: 'merged', sha: sha('d') },
  { name: 'update' },
  { name: 'review' },
  { name: 'finish' },
  { name: 'continue' },
  { name: 'explore', hint: '' },
  { name: 'explore', hint: 'mind the symlinks' },
  { name: 'choose', direction: 2 },
  { name: 'choose', direction: 7 },
  { name: 'confirm', option: 'no' },
  { name: 'override', answer: 'GitHub-exact anchors' },
  { name: 'override', answer: 'whatever you think' },
  { name: 'think', hint: '' },
  { name: 'defer' },
  { name: 'object', assumption: 'posix', answer: 'Windows too' },
  { name: 'back' },
  { name: 'absorb', key: 'PER-238' },
  { name: 'triage', finding: 'F1', to: 'fix', priority: null, why: '' },
  { name: 'follow-up', title: 'Migrate the warehouse', priority: 'medium' },
];

let counter = 0;
/** A fresh key each time: what happens twice is two events. */
const freshKey = (): string => `event:${++counter}`;

export const commandEvent = (
  command: Command,
  changes: Partial<Extract<Event, { kind: 'command' }>> = {},
): Event => ({
  kind: 'command',
  key: freshKey(),
  at,
  actor: person,
  command,
  source: { on: 'github', issue: 12, commentId: 99, via: 'comment' },
  decision: null,
  ...changes,
});

const common = () => ({ key: freshKey(), at, actor: person });

const platformEvents: Record<Exclude<EventKind, 'command'>, () => Event> = {
  entered: () => ({
    ...common(),
    kind: 'entered',
    label: 'phase:delegate',
    source: { on: 'linear', ticketId, commentId: null, via: 'label' },
  }),
  'unreadable-command': () => ({
    ...common(),
    kind: 'unreadable-command',
    problem: 'no such command',
    source: { on: 'github', issue: 12, commentId: 98, via: 'comment' },
  }),
  replied: () => ({
    ...common(),
    kind: 'replied',
    text: 'GitHub-exact anchors, with a suffix for the second',
    source: { on: 'github', issue: 12, commentId: 97, via: 'comment' },
  }),
  recorded: () => ({
    ...common(),
    kind: 'recorded',
    from: { issue: 3, url: 'https://github.test/issues/3', title: 'Gate paths', filed: true },
  }),
  'ticket-changed': () => ({ ...common(), kind: 'ticket-changed' }),
  'follow-up-filed': () => ({
    ...common(),
    kind: 'follow-up-filed',
    finding: 'F1',
    ticketKey: 'PER-241',
    url: 'https://linear.test/PER-241',
  }),
  'branch-created': () => ({
    ...common(),
    kind: 'branch-created',
    branch: 'feat/per-206-gate-paths',
    sha: sha('b'),
  }),
  'pull-opened': () => ({
    ...common(),
    kind: 'pull-opened',
    number: 12,
    url: 'https://github.test/pull/12',
    nodeId: 'PR_12',
    draft: true,
  }),
  dispatched: () => ({
    ...common(),
    kind: 'dispatched',
    assignmentId,
    runId: 5,
    url: 'https://github.test/runs/5',
  }),
  'run-finished': () => ({ ...common(), kind: 'run-finished', runId: 5, runAttempt: 1, assignmentId }),
  'run-lost': () => ({ ...common(), kind: 'run-lost', assignmentId }),
  'run-late': () => ({
    ...common(),
    kind: 'run-late',
    assignmentId,
    runId: 5,
    url: 'https://github.test/runs/5',
    waiting: false,
  }),
  'pull-reviewed': () => ({ ...common(), kind: 'pull-reviewed' }),
  'reviewer-late': () => ({ ...common(), kind: 'reviewer-late', round: 1, head: sha('b') }),
  'run-found': () => ({
    ...common(),
    kind: 'run-found',
    assignmentId,
    runId: 5,
    url: 'https://github.test/runs/5',
  }),
  'delegation-merged': () => ({ ...common(), kind: 'delegation-merged', delegation: 1, sha: sha('d') }),
  'merge-conflict': () => ({
    ...common(),
    kind: 'merge-conflict',
    delegation: 1,
    detail: 'The feature branch moved.',
  }),
  'effect-refused': () => ({
    ...common(),
    kind: 'effect-refused',
    effect: 'dispatch',
    status: 403,
    detail: 'no',
    remedy: 'grant it',
  }),
  'pull-merged': () => ({ ...common(), kind: 'pull-merged' }),
  'pull-closed': () => ({ ...common(), kind: 'pull-closed' }),
  'pull-reopened': () => ({ ...common(), kind: 'pull-reopened' }),
  'pull-retargeted': () => ({ ...common(), kind: 'pull-retargeted' }),
  'branch-deleted': () => ({
    ...common(),
    kind: 'branch-deleted',
    branch: 'feat/per-206-gate-paths',
    sha: sha('b'),
  }),
  'feature-pushed': () => ({ ...common(), kind: 'feature-pushed', sha: sha('e') }),
  'code-pushed': () => ({
    ...common(),
    kind: 'code-pushed',
    branch: 'throughline/gate-paths/1-1',
    sha: sha('e'),
  }),
  'base-moved': () => ({ ...common(), kind: 'base-moved', sha: sha('f') }),
  'pull-drafted': () => ({ ...common(), kind: 'pull-drafted' }),
  'pull-ready': () => ({ ...common(), kind: 'pull-ready' }),
  'quiet-over': () => ({ ...common(), kind: 'quiet-over', sha: sha('e') }),
  'feature-updated': () => ({ ...common(), kind: 'feature-updated', sha: sha('e'), base: sha('a') }),
  'feature-not-updated': () => ({
    ...common(),
    kind: 'feature-not-updated',
    why: 'conflict',
    base: sha('a'),
    paths: ['src/lint.js'],
  }),
};

/** One event of every kind, commands one by one. */
/** One as it comes from a platform, or from a write of ours. */
export const platformEvent = (kind: Exclude<EventKind, 'command'>): Event => platformEvents[kind]();

export const everyEvent = (): Event[] => [
  ...Object.values(platformEvents).map((make) => make()),
  ...commands.map((command) => commandEvent(command)),
];
