import { configurationSchema } from '../../../src/contracts/configuration.ts';
import type { ProposedAnswer } from '../../../src/contracts/rounds/triage.ts';
import { decide } from '../../../src/core/decide.ts';
import type { OneShot } from '../../../src/core/effect.ts';
import type { Command, Event } from '../../../src/core/event.ts';
import type { Facts } from '../../../src/core/facts.ts';
import { currentDelegation, type Item } from '../../../src/core/item.ts';
import { isAnswered } from '../../../src/core/rounds/answers.ts';
import { currentAttemptOf } from '../../../src/core/rules/parts.ts';
import { allFacts, at, commandEvent, configuration, itemAt, platformEvent, reviewOf } from '../support.ts';

type Assignment = Extract<OneShot, { kind: 'dispatch' }>['assignment'];
type Returned = NonNullable<Facts['returned']>;

/** What comes next; numbers choose among what is there. */
export type Step =
  | { do: 'return'; run: number; as: 'good' | 'failed' | 'unusable' | 'iterate'; seed: number }
  | { do: 'file' | 'merge' | 'conflict' | 'push' | 'push-unheard' | 'refuse-dispatch'; run: number }
  | { do: 'triage'; run: number; to: 'fix' | 'acknowledge' | 'file' }
  | {
      do: 'say';
      name: 'pause' | 'resume' | 'retry' | 'accept' | 'iterate' | 'reject' | 'delegate' | 'cancel';
    };

const hex = (number: number): string => number.toString(16).padStart(40, '0');
const uuid = (number: number): string => `0a6e7c0e-8a4e-4d8e-9f0a-${number.toString(16).padStart(12, '0')}`;
const manyRounds = configurationSchema.parse({
  ...configuration,
  caps: { rounds: 20 },
  rounds: { quiet: 0 },
});
const told = { runId: 9, url: 'https://github.test/runs/9', evidenceUrl: 'e', completedAt: at };

const titles = [
  'Rewrites the label instead of the target',
  'No timeout on requests',
  'Leaks the key into the log',
  'Missing await on `save`',
];
const severities = ['high', 'medium', 'low', 'note'] as const;

/** Reports by a number, so that the same come again, and others. */
const reportsOf = (seed: number) =>
  titles.flatMap((title, index) =>
    (seed >> (index * 2)) % 3 === 1
      ? [
          {
            ...{ title, path: `src/${index}.js`, line: 1 + (seed % 30), why: `${title}.`, confidence: 90 },
            ...{ severity: severities[(seed + index) % 4] ?? 'low', repeats: null },
          },
        ]
      : [],
  );

const answerOf = (finding: string, seed: number, severity: string): ProposedAnswer => {
  const quote = 'SHALL NOT be modified';
  switch (seed % 3) {
    case 0:
      return { finding, reason: 'True.', answer: 'fix', task: 'Mend it', behavioural: severity === 'high' };
    case 1:
      return {
        ...{ finding, reason: 'Out.', answer: 'file', title: 'Later', blocks: null, deferrable: null },
        cites: { of: 'task', id: '2.4', quote },
      };
    default:
      return {
        ...{ finding, reason: 'Decided.', answer: 'acknowledge', rationale: seed % 2 ? null : 'Deliberate.' },
        cites: { of: 'decision', id: null, quote },
      };
  }
};

/** GitHub, Linear and the runner around one item, as far as its rounds meet them. */
export class RoundsWorld {
  item: Item;
  head = 1;
  /** Runs that were dispatched and have not ended, cancelled ones too. */
  runs: Assignment[] = [];
  filings: string[] = [];
  merges: number[] = [];
  /** Fingerprint → key of its ticket. */
  readonly tickets = new Map<string, string>();
  /** Heads that a whole review was handed in for. */
  readonly wellReviewed = new Set<string>();
  private ids = 0;

  constructor() {
    this.item = itemAt('deciding');
    for (const section of this.item.sections) section.state = 'accepted';
    const [delegation] = this.item.delegations;
    if (delegation) delegation.state = { name: 'merging', by: 'ada' };
    this.merges = [1];
  }

  private facts(changes: Partial<Facts>): Facts {
    this.ids += 1;
    return allFacts({
      configuration: { state: 'valid', value: manyRounds },
      featureSha: hex(this.head),
      head: { sha: hex(this.head), mergeBase: hex(0), changed: ['src/lint.js'], touched: [] },
      freshId: uuid(this.ids),
      ...changes,
    });
  }

  feed(event: Event, changes: Partial<Facts> = {}): void {
    const outcome = decide(this.item, event, this.facts(changes));
    this.item = JSON.parse(JSON.stringify(outcome.item));
    for (const effect of outcome.effects) if (effect.type === 'one-shot') this.note(effect.oneShot);
  }

  private note(effect: OneShot): void {
    if (effect.kind === 'dispatch') this.runs.push(effect.assignment);
    if (effect.kind === 'file-follow-up' && !this.filings.includes(effect.finding))
      this.filings.push(effect.finding);
    // it is looked for before it is made
    if (effect.kind === 'merge-delegation' && !this.merges.includes(effect.delegation))
      this.merges.push(effect.delegation);
  }

  step(step: Step): void {
    switch (step.do) {
      case 'return':
        this.return(step);
        return;
      case 'file':
        this.file(step.run);
        return;
      case 'merge':
        this.merge();
        return;
      case 'conflict':
        this.conflict();
        return;
      case 'push':
      case 'push-unheard':
        this.head += 1;
        if (step.do === 'push')
          this.feed({ ...platformEvent('feature-pushed'), kind: 'feature-pushed', sha: hex(this.head) });
        return;
      case 'refuse-dispatch':
        this.refuse();
        return;
      case 'triage': {
        const findings = this.item.findings ?? [];
        const finding = findings[step.run % Math.max(1, findings.length)]?.id ?? 'F1';
        this.say({ name: 'triage', finding, to: step.to, priority: null, why: 'So.' });
        return;
      }
      case 'say':
        this.say(sayings[step.name]);
        return;
    }
  }

  say(command: Command): void {
    this.feed(commandEvent(command));
  }

  return(step: Extract<Step, { do: 'return' }>): void {
    const [assignment] = this.runs.splice(step.run % Math.max(1, this.runs.length), 1);
    if (!assignment) return;
    const awaited = currentAttemptOf(this.item, assignment.id) !== null;
    const returned = awaited
      ? this.brought(assignment, step)
      : ({ state: 'failed', failure: 'cancelled', detail: 'Gone.', url: null } as const);
    if (returned.state === 'round-reviewed') this.wellReviewed.add(assignment.base);
    this.feed(
      {
        ...{ ...platformEvent('run-finished'), kind: 'run-finished' as const },
        ...{ assignmentId: assignment.id, runId: 9, runAttempt: 1 },
      },
      { returned },
    );
  }

  private brought(assignment: Assignment, { as, seed }: Extract<Step, { do: 'return' }>): Returned {
    if (as === 'failed') return { state: 'failed', failure: 'failed', detail: 'Broke.', url: null };
    switch (assignment.phase) {
      case 'rounds':
        return as === 'unusable'
          ? { state: 'unusable', ...told, problems: ['No.'] }
          : this.review(assignment, seed);
      case 'triage':
        if (as === 'unusable') return { state: 'unusable', ...told, problems: ['No.'] };
        return {
          ...{ state: 'triaged', ...told },
          answers: assignment.inputs.findings.map(({ id, severity }, index) =>
            answerOf(id, seed + index, severity),
          ),
        };
      default:
        return {
          ...{ state: 'returned', ...told, head: hex(1_000 + this.ids) },
          ...{
            review: reviewOf(as === 'iterate' ? 'iterate' : 'accept'),
            told: { requirements: [], answer: null },
          },
        };
    }
  }

  private review(assignment: Extract<Assignment, { phase: 'rounds' }>, seed: number): Returned {
    const fixes = assignment.inputs.earlier
      .filter(({ answer }) => answer === 'fixed')
      .map(({ id }, index) => ({
        ...{ finding: id, why: 'Seen.' },
        verdict: (seed + index) % 5 === 4 ? ('not-fixed' as const) : ('fixed' as const),
      }));
    return {
      ...{ state: 'round-reviewed', ...told, code: {}, renamed: {}, touched: [] },
      review: {
        ...{ status: 'REVIEWED', summary: 'Read.', questions: [], notes: [] },
        ...{ findings: reportsOf(seed), fixes },
      },
    };
  }

  private file(number: number): void {
    const [id] = this.filings.splice(number % Math.max(1, this.filings.length), 1);
    const finding = this.item.findings?.find((one) => one.id === id);
    // as it is performed: a person may have decided otherwise
    if (finding?.decided?.to !== 'file' || isAnswered(finding)) return;
    const key = this.tickets.get(finding.fingerprint) ?? `PER-${300 + this.tickets.size}`;
    this.tickets.set(finding.fingerprint, key);
    this.feed({
      ...{ ...platformEvent('follow-up-filed'), kind: 'follow-up-filed' as const },
      ...{ finding: finding.id, ticketKey: key, url: `https://linear.test/${key}` },
    });
  }

  private merge(): void {
    const delegation = this.merges.shift();
    if (delegation === undefined) return;
    this.head += 1;
    this.feed({
      ...{ ...platformEvent('delegation-merged'), kind: 'delegation-merged' as const },
      ...{ delegation, sha: hex(this.head) },
    });
  }

  private conflict(): void {
    const delegation = this.merges.shift();
    if (delegation === undefined) return;
    this.head += 1;
    this.feed({
      ...{ ...platformEvent('merge-conflict'), kind: 'merge-conflict' as const },
      ...{ delegation, detail: 'The feature branch moved.' },
    });
  }

  private refuse(): void {
    const assignment = this.runs.at(-1);
    const run = assignment && currentAttemptOf(this.item, assignment.id);
    if (run?.outcome.state !== 'asked') return;
    this.runs.pop();
    this.feed(platformEvent('effect-refused'));
  }

  /** All goes well from here, and people do what they are told to: gives the stage where it ends. */
  settle(): string {
    for (let turn = 0; turn < 120; turn += 1) {
      if (this.item.stage.name === 'handed-over' && this.item.paused === false) return 'handed-over';
      this.onward()();
    }
    return JSON.stringify(this.item.stage);
  }

  private onward(): () => void {
    if (this.item.stage.name === 'cancelled') return () => this.say(sayings.delegate);
    if (this.item.paused) return () => this.say({ name: 'resume' });
    if (this.merges.length > 0) return () => this.merge();
    if (this.filings.length > 0) return () => this.file(0);
    // seed 2 of a triage acknowledges, seed 0 of a review finds nothing
    if (this.runs.length > 0) return () => this.return({ do: 'return', run: 0, as: 'good', seed: 0 });
    const { name } = this.item.stage;
    if (name === 'deciding') return () => this.say({ name: 'accept' });
    if (name === 'rejected') {
      const held = this.item.findings?.find(({ fixRejected, state }) => fixRejected && state !== 'answered');
      return held
        ? () => this.say({ name: 'triage', finding: held.id, to: 'acknowledge', priority: null, why: 'So.' })
        : () => this.say(sayings.delegate);
    }
    if (name === 'blocked') return () => this.say({ name: 'retry' });
    // nothing is on its way: only a command is left, and the status must not leave people to wait for nothing
    throw new Error(
      `nothing leads on: ${name}, delegation ${currentDelegation(this.item)?.state.name}, rounds ${JSON.stringify(this.item.rounds?.map(({ state }) => state.name))}, findings ${JSON.stringify(this.item.findings?.map(({ id, state, decided, fixRejected }) => [id, state, decided?.to, decided?.by, fixRejected]))}`,
    );
  }
}

const sayings = {
  pause: { name: 'pause' },
  resume: { name: 'resume' },
  retry: { name: 'retry' },
  accept: { name: 'accept' },
  iterate: { name: 'iterate', notes: 'again' },
  reject: { name: 'reject', why: 'no' },
  cancel: { name: 'cancel' },
  delegate: { name: 'delegate', groups: 'next', agent: null, model: null },
} satisfies Record<string, Command>;

export const headOf = (world: RoundsWorld): string => hex(world.head);
