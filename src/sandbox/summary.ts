import { isDeepStrictEqual } from 'node:util';
import { checkIds, type Verdict } from '../contracts/review.ts';
import type { Delegation, Item } from '../core/item.ts';
import { type RoundSummary, roundSummary } from '../core/rounds/answers.ts';
import type { OpenSpecVerdict } from './judge-openspec.ts';
import type { Local } from './local.ts';
import { type PlanSummary, planProblems, planSummary } from './plan-summary.ts';
import type { Ending } from './play.ts';
import { story } from './story/index.ts';

export interface Summary {
  type: 'summary';
  ok: boolean;
  ticket: { key: string; history: string[] };
  /** Tickets it took in, with the state they ended in. */
  absorbed: { key: string; state: string }[];
  change: string;
  /** null: the ticket came with its plan. */
  plan: PlanSummary | null;
  delegations: {
    sections: string;
    attempts: number;
    /** Of the last attempt. */
    checks: Record<string, Verdict>;
    /** Of each attempt before it, what failed. */
    failed: string[][];
    mergeSha: string | null;
  }[];
  /** Of bot review; fix-ups are counted here, not among the delegations. */
  rounds: RoundSummary[];
  followUps: { key: string; priority: string; parent: string; relation: string }[];
  pull: { number: number | null; merged: boolean; mergeSha: string | null };
  /** `commands`: typed outside the grill; `replies`: in it. */
  comments: { bot: number; commands: number; replies: number };
  requests: { github: number; linear: number };
  elapsedMs: number;
  /** Why it is not ok; absent when it is. */
  problems?: string[];
}

const sectionsName = (sections: string[]): string =>
  sections.length > 1 ? `${sections[0]}-${sections.at(-1)}` : (sections[0] ?? '');

const checksOf = (delegation: Delegation): Record<string, Verdict> => {
  const outcomes = delegation.attempts.map((attempt) => attempt.outcome);
  const last = outcomes.findLast((outcome) => outcome.state === 'returned');
  const results = last?.review.checks ?? [];
  return Object.fromEntries(
    checkIds.map((id) => [id, results.find((one) => one.id === id)?.verdict ?? 'missing']),
  );
};

const failedOf = (delegation: Delegation): string[][] =>
  delegation.attempts
    .slice(0, -1)
    .map(({ outcome }) =>
      outcome.state === 'returned'
        ? outcome.review.checks.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id)
        : [],
    );

const problemsOf = (ending: Ending, item: Item | null, history: string[]): string[] => [
  ...(ending.ok ? [] : [ending.why]),
  ...(item?.stage.name === 'done' ? [] : [`the item is ${item?.stage.name ?? 'not there'}, not done`]),
  ...(history.join() === 'Todo,In Progress,Done' ? [] : [`the ticket went ${history.join(' → ')}`]),
  ...(item?.sections.every((section) => section.state !== 'open') ? [] : ['sections are open']),
];

/** Tickets that were taken in are closed by the same merge. */
const leftOpen = (local: Local, item: Item | null): string[] =>
  (item?.absorbed ?? []).flatMap(({ id, key }) =>
    local.linear.issue(id)?.state.type === 'completed' ? [] : [`${key} was absorbed and is not Done`],
  );

const priorities = ['No priority', 'Urgent', 'High', 'Medium', 'Low'];

/** Tickets that findings became and that people asked for, as Linear has them. */
const followUpsOf = (local: Local, item: Item | null): Summary['followUps'] => {
  const filed = (item?.findings ?? []).flatMap(({ answer }) =>
    answer?.kind === 'filed' ? [answer.key] : [],
  );
  const asked = (item?.followUps ?? []).flatMap(({ ticket }) => (ticket ? [ticket.key] : []));
  return [...new Set([...filed, ...asked])].map((key) => {
    const ticket = local.linear.issue(key);
    const relation = ticket?.relations.find((one) => one.key === local.ticketKey)?.type ?? 'none';
    const priority = priorities[ticket?.priority ?? 0] ?? 'No priority';
    return { key, priority, parent: local.ticketKey, relation };
  });
};

/** What the rounds must have come to, whatever else happened. */
const roundProblems = (found: Pick<Summary, 'rounds' | 'followUps'>): string[] => [
  ...differs('rounds', found.rounds, story.rounds),
  ...differs('follow-ups', found.followUps, story.followUps),
];

const differs = (what: string, found: unknown, wanted: unknown): string[] =>
  isDeepStrictEqual(found, wanted)
    ? []
    : [`${what}: ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`];

/** What the story came to, from what the platforms and the App's own state show. */
export const summarize = (options: {
  local: Local;
  ending: Ending;
  item: Item | null;
  /** Of the plan on the feature branch, where one was made. */
  verdict?: OpenSpecVerdict | null;
  /** It is the story with its rounds, which have to come to what they must. */
  reviewed?: boolean;
  problems: string[];
  elapsedMs: number;
}): Summary => {
  const { local, ending, item, verdict = null } = options;
  const history = local.linear.issue(local.ticketKey)?.history ?? [];
  const plan = planSummary(item, verdict);
  const bare = local.startLabel === 'phase:explore';
  const rounds = (item?.rounds ?? []).map((round) => roundSummary(round, item?.findings ?? []));
  const followUps = followUpsOf(local, item);
  const problems = [
    ...problemsOf(ending, item, history),
    ...(ending.ok ? planProblems(plan, bare ? story.plan : null) : []),
    ...(ending.ok && bare && options.reviewed ? roundProblems({ rounds, followUps }) : []),
    ...(ending.ok ? leftOpen(local, item) : []),
    ...(verdict?.problems ?? []),
    ...options.problems,
  ];
  const bot = local.github
    .threads(local.repository)
    .flatMap(({ number }) =>
      local.github.thread(local.repository, number).comments.filter((comment) => comment.user.type === 'Bot'),
    );
  return {
    type: 'summary',
    ok: problems.length === 0,
    ticket: { key: local.ticketKey, history },
    absorbed: (item?.absorbed ?? []).map(({ id, key }) => ({
      key,
      state: local.linear.issue(id)?.state.name ?? 'not there',
    })),
    change: local.change,
    plan,
    delegations: (item?.delegations ?? [])
      .filter((delegation) => delegation.attempts.length > 0 && !delegation.fixUp)
      .map((delegation) => ({
        sections: sectionsName(delegation.sections),
        attempts: delegation.attempts.length,
        checks: checksOf(delegation),
        failed: failedOf(delegation),
        mergeSha: delegation.state.name === 'accepted' ? delegation.state.mergeSha : null,
      })),
    rounds,
    followUps,
    pull: { number: ending.pull, merged: ending.ok, mergeSha: ending.ok ? ending.mergeSha : null },
    comments: { bot: bot.length, commands: ending.commands, replies: ending.replies },
    requests: { github: local.github.requests().total, linear: local.linear.requests() },
    elapsedMs: options.elapsedMs,
    ...(problems.length > 0 ? { problems } : {}),
  };
};
