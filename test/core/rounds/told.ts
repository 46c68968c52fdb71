import { type Configuration, configurationSchema } from '../../../src/contracts/configuration.ts';
import type { ProposedAnswer } from '../../../src/contracts/rounds/triage.ts';
import { decide } from '../../../src/core/decide.ts';
import type { OneShot } from '../../../src/core/effect.ts';
import type { Command, Event } from '../../../src/core/event.ts';
import type { Facts, RoundFact, TalkFact } from '../../../src/core/facts.ts';
import type { Item } from '../../../src/core/item.ts';
import type { Outcome } from '../../../src/core/outcome.ts';
import type { Round } from '../../../src/core/rounds/round.ts';
import type { Word } from '../../../src/reviewers/reader.ts';
import type { StandingDemand } from '../../../src/reviewers/standing.ts';
import {
  allFacts,
  at,
  commandEvent,
  configuration,
  itemAt,
  later,
  platformEvent,
  reviewOf,
  sha,
} from '../support.ts';

const login = 'opencode-review[bot]';
const withRounds = (rounds: object): Configuration => configurationSchema.parse({ ...configuration, rounds });
export const ours = withRounds({ quiet: 30 });
export const other = withRounds({ reviewer: { login, reads: 'markdown' }, wait: 30 });
export const nobody = withRounds({ reviewer: 'none' });

export const head = (
  digit: string,
  talk: Partial<TalkFact> = {},
  more: Partial<RoundFact> = {},
): RoundFact => ({
  ...{ sha: sha(digit), mergeBase: sha('0'), changed: ['src/lint.js'], touched: [] },
  talk: {
    ...{ pushed: { sha: sha(digit), at, by: 'told' }, word: null, demands: [] },
    ...{ takenBack: [], code: {}, renamed: {}, ...talk },
  },
  ...more,
});

export const demand = (changes: Partial<StandingDemand> = {}): StandingDemand => ({
  ...{ severity: 'high', title: 'Keep the label', path: 'src/lint.js', line: 4, detail: 'Keep it.' },
  ...{ url: 'https://github.test/pull/12#r1', by: 'grace', said: 501, comment: 500 },
  ...changes,
});

const comment = 'https://github.test/pull/12#issuecomment-1';
export const word = (titles: string[]): Word => ({
  ...{ state: 'reviewed', questions: [], notes: [], url: comment },
  findings: titles.map((title, index) => ({
    ...{ severity: 'medium', title, path: 'src/lint.js', line: index + 1, detail: `${title}.`, url: comment },
  })),
});

const run = { runId: 9, url: 'https://github.test/runs/9', evidenceUrl: 'e', completedAt: at };
type Returned = NonNullable<Facts['returned']>;
export const died: Returned = { state: 'failed', failure: 'failed', detail: 'Broke.', url: null };
export const reviewed = (titles: string[], fixed: string[] = []): Returned => ({
  ...{ state: 'round-reviewed', ...run, code: {}, renamed: {}, touched: [] },
  review: {
    ...{ status: 'REVIEWED', summary: 'Read.', questions: [], notes: [] },
    findings: titles.map((title, index) => ({
      ...{
        severity: 'medium',
        title,
        path: 'src/lint.js',
        line: index + 1,
        why: `${title}.`,
        confidence: 90,
      },
      repeats: null,
    })),
    fixes: fixed.map((finding) => ({ finding, verdict: 'fixed', why: 'Seen.' })),
  },
});
export const triaged = (...answers: ProposedAnswer[]): Returned => ({
  state: 'triaged',
  ...run,
  answers,
});
export const fix = (finding: string): ProposedAnswer => ({
  ...{ finding, reason: 'True.', answer: 'fix', task: `Mend ${finding}`, behavioural: true },
});
export const acknowledge = (finding: string): ProposedAnswer => ({
  ...{ finding, reason: 'As decided.', answer: 'acknowledge', rationale: null },
  cites: { of: 'decision', id: 'd1', quote: 'As it is' },
});
export const file = (finding: string): ProposedAnswer => ({
  ...{ finding, reason: 'Out.', answer: 'file', title: 'Later', blocks: null, deferrable: null },
  cites: { of: 'task', id: '2.4', quote: 'SHALL NOT be modified' },
});

/** A story that rules and events tell, from the merge of the last section on. */
export interface Told {
  item: () => Item;
  round: () => Round | undefined;
  /** As it is on GitHub from now on. */
  is: (head: RoundFact) => void;
  merged: (delegation: number, head: RoundFact) => Outcome;
  pushed: (head: RoundFact, more?: Partial<Facts>) => Outcome;
  /** The quiet time after this push is over. */
  quiet: () => Outcome;
  says: (command: Partial<Command> & Pick<Command, 'name'>, facts?: Partial<Facts>) => Outcome;
  hears: (kind: Exclude<Event['kind'], 'command'>, more?: object, facts?: Partial<Facts>) => Outcome;
  /** The run that was asked for last has ended. */
  ends: (returned: Returned, facts?: Partial<Facts>) => Outcome;
  fixed: (head: RoundFact) => Outcome;
}

export const oneShots = ({ effects }: Outcome): OneShot[] =>
  effects.flatMap((effect) => (effect.type === 'one-shot' ? [effect.oneShot] : []));
/** Phases of the runs that are asked for. */
export const asked = (outcome: Outcome): string[] =>
  oneShots(outcome).flatMap((effect) => (effect.kind === 'dispatch' ? [effect.assignment.phase] : []));

const lastRun = (item: Item): string => {
  const delegation = item.delegations.at(-1);
  const isGoing = ['running', 'returned'].includes(delegation?.state.name ?? '');
  const attempt = isGoing ? delegation?.attempts.at(-1) : undefined;
  const round = item.rounds?.at(-1);
  const one = attempt?.judging?.at(-1) ?? attempt ?? round?.triages.at(-1) ?? round?.reviews.at(-1);
  return one?.assignmentId ?? '';
};

export const tell = (value: Configuration): Told => {
  let item = itemAt('deciding');
  for (const section of item.sections) section.state = 'accepted';
  for (const delegation of item.delegations) delegation.state = { name: 'merging', by: 'ada' };
  let [now, current, count] = [Date.parse(later), null as RoundFact | null, 0];
  const feed = (event: Event, facts: Partial<Facts> = {}): Outcome => {
    count += 1;
    const all = allFacts({
      ...{ now: new Date(now).toISOString(), configuration: { state: 'valid', value }, head: current },
      ...{
        featureSha: current?.sha ?? null,
        freshId: `0a6e7c0e-8a4e-4d8e-9f0a-${String(count).padStart(12, '0')}`,
      },
      ...facts,
    });
    const outcome = decide(item, event, all);
    item = outcome.item;
    return outcome;
  };
  const hears: Told['hears'] = (kind, more = {}, facts = {}) =>
    feed({ ...platformEvent(kind), kind, ...more } as Event, facts);
  const told: Told = {
    hears,
    item: () => item,
    round: () => item.rounds?.at(-1),
    is: (next) => {
      current = next;
    },
    merged: (delegation, next) => {
      current = next;
      return hears('delegation-merged', { delegation, sha: next.sha });
    },
    pushed: (next, more) => {
      current = next;
      return hears('feature-pushed', { sha: next.sha }, more);
    },
    quiet: () => {
      now += 60_000;
      return hears('quiet-over', { sha: current?.sha });
    },
    says: (command, facts) => feed(commandEvent(command as Command), facts),
    ends: (returned, facts) =>
      hears('run-finished', { assignmentId: lastRun(item), ...run, runAttempt: 1 }, { returned, ...facts }),
    fixed: (next) => {
      const review = reviewOf('accept');
      told.ends({
        state: 'returned',
        ...run,
        head: sha('9'),
        review,
        told: { requirements: [], answer: null },
      });
      told.ends({ state: 'judged', ...run, review });
      return told.merged(item.delegations.length, next);
    },
  };
  return told;
};
