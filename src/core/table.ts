import type { CommandName, Event, EventKind } from './event.ts';
import type { FactName } from './facts.ts';
import type { StageName } from './item.ts';
import type { Who } from './permissions.ts';
import type { RuleName } from './rules/registry.ts';

/** Every kind of thing that can happen to an item; commands count one by one. */
export type Trigger = Exclude<EventKind, 'command'> | `command:${CommandName}`;

export type Cell =
  | { rule: RuleName }
  | { ignored: string }
  /** Said to the person who asked, with what is valid now. */
  | { refused: string };

export interface Row {
  /** Least right of the person; null for what the platforms themselves report. */
  who: Who | null;
  /** Facts the rules of this row decide on. `actor` is added wherever `who` is set. */
  facts: FactName[];
  stages: Partial<Record<StageName, Cell>>;
  otherwise: Cell;
}

const rule = (name: RuleName): Cell => ({ rule: name });
const ignore = (reason: string): Cell => ({ ignored: reason });
const refuse = (why: string): Cell => ({ refused: why });

const planning = refuse(
  'planning is not available yet: write the OpenSpec change, name the ticket in its proposal, then `/delegate`',
);
const planningStages = {
  exploring: planning,
  choosing: planning,
  grilling: planning,
  proposing: planning,
} as const;
const enterStages = {
  exploring: rule('enter'),
  choosing: rule('enter'),
  grilling: rule('enter'),
  proposing: rule('enter'),
} as const;
const start: FactName[] = ['configuration', 'change', 'baseSha', 'featureSha', 'spent', 'freshId'];

/** The life of a ticket: design §3, whole. A cell not named is the row's `otherwise`. */
export const table: Record<Trigger, Row> = {
  entered: {
    who: 'write',
    facts: start,
    stages: { ...enterStages, planned: rule('enter'), cancelled: rule('enter'), rejected: rule('enter') },
    otherwise: refuse('this ticket is under way already'),
  },
  'command:delegate': {
    who: 'write',
    facts: start,
    stages: {
      ...enterStages,
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
    facts: start,
    // a cap that is used up is gone over once, on a person's word
    stages: { ...planningStages, planned: rule('confirm'), blocked: rule('confirm') },
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
    facts: [],
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
    facts: start,
    stages: {
      done: refuse('this ticket is done'),
      cancelled: refuse('this ticket is cancelled: `/delegate` takes it up again'),
    },
    otherwise: rule('resume'),
  },
  'command:mode': {
    who: 'write',
    facts: start,
    stages: { done: refuse('this ticket is done') },
    otherwise: rule('mode'),
  },
  'command:retry': {
    who: 'write',
    facts: start,
    stages: { ...planningStages, blocked: rule('retry') },
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
  'command:merged': {
    who: 'write',
    facts: ['pull', 'mergedCommit'],
    stages: { ...planningStages, done: refuse('this ticket is done already') },
    otherwise: rule('mergedBySha'),
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

  'ticket-changed': { who: null, facts: [], stages: {}, otherwise: rule('ticketChanged') },
  'branch-created': {
    who: null,
    facts: start,
    stages: { delegating: rule('branchCreated') },
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
    stages: { delegating: rule('dispatched') },
    otherwise: rule('dispatchedTooLate'),
  },
  'run-finished': {
    who: null,
    facts: ['returned', ...start],
    stages: { delegating: rule('result'), blocked: rule('result') },
    otherwise: rule('resultTooLate'),
  },
  'run-lost': {
    who: null,
    facts: [],
    stages: { delegating: rule('lost') },
    otherwise: ignore('no run is awaited'),
  },
  'run-late': {
    who: null,
    facts: [],
    stages: { delegating: rule('late') },
    otherwise: ignore('no run is awaited'),
  },
  'run-found': {
    who: null,
    facts: [],
    stages: { delegating: rule('found') },
    otherwise: ignore('no run is awaited'),
  },
  'delegation-merged': {
    who: null,
    facts: start,
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
    facts: ['featureSha'],
    stages: { done: ignore('done already'), cancelled: ignore('cancelled') },
    otherwise: rule('featureMoved'),
  },
  'code-pushed': {
    who: null,
    facts: [],
    stages: { deciding: rule('codePushed'), rejected: rule('codePushed') },
    otherwise: ignore('that delegation is not waiting for a decision'),
  },
  'base-moved': {
    who: null,
    facts: [],
    stages: {},
    otherwise: ignore('the base branch is read when a delegation starts'),
  },
};

export const triggerOf = (event: Event): Trigger =>
  event.kind === 'command' ? `command:${event.command.name}` : event.kind;

export const cellFor = (stage: StageName, trigger: Trigger): Cell =>
  table[trigger].stages[stage] ?? table[trigger].otherwise;
