import type { Explored } from '../../src/contracts/planning/explore.ts';
import type { GrillNode } from '../../src/contracts/planning/grill.ts';
import type { Facts, ReturnedFact } from '../../src/core/facts.ts';
import { openTree } from '../../src/core/grill/tree.ts';
import type { Item } from '../../src/core/item.ts';
import { newPlanning, type Planning, type PlanRun } from '../../src/core/planning.ts';
import { assignmentId, at, sha } from './support.ts';

const direction = (title: string) => ({
  title,
  summary: `${title}, in a few words.`,
  diagram: 'a -> b',
  tradeoffs: { gains: ['simple'], costs: ['slow'] },
  cost: 'a day',
  ruledOutBy: 'a second reader',
});

export const explored: Explored = {
  status: 'EXPLORED',
  problem: 'Links break.',
  read: [{ path: 'src/lint.js', line: 3, shows: 'what is linted' }],
  directions: [direction('From the root'), direction('Resolved late')],
};

export const node = (
  id: string,
  changes: Partial<Extract<GrillNode, { kind: 'question' }>> = {},
): GrillNode => ({
  kind: 'question',
  id,
  parent: null,
  opens: null,
  why: 'It matters.',
  justification: 'It is simpler.',
  evidence: [],
  question: `What about ${id}?`,
  options: [
    { id: 'yes', text: 'Do it' },
    { id: 'no', text: 'Leave it' },
  ],
  recommended: 'yes',
  resolvedBy: 'person',
  ...changes,
});

export const assumption = (id: string): GrillNode => ({
  kind: 'assumption',
  id,
  parent: null,
  opens: null,
  why: 'It matters.',
  justification: 'Nobody said otherwise.',
  evidence: [],
  assumes: `${id} holds`,
});

const run = (phase: PlanRun['phase'], outcome: PlanRun['outcome']): PlanRun => ({
  phase,
  branch: null,
  agent: { name: 'replay', kind: 'replay' },
  models: { fallback: [], gateway: false, direct: [] },
  number: 1,
  assignmentId,
  base: sha('a'),
  codeBranch: `throughline/per-206/${phase}-1`,
  notes: [],
  askedAt: at,
  outcome,
});

const running = { state: 'running', runId: 5, url: 'https://github.test/runs/5' } as const;

const answered = {
  state: 'answered' as const,
  runId: 5,
  url: 'https://github.test/runs/5',
  head: null,
  evidenceUrl: 'https://github.test/commit/e',
  verified: [],
} satisfies PlanRun['outcome'];

/** What a ticket has behind it when it stands in a planning stage. */
export const planningAt: Record<'exploring' | 'choosing' | 'grilling' | 'proposing', () => Partial<Item>> = {
  exploring: () => ({ planning: { ...newPlanning(), runs: [run('explore', running)] } }),
  choosing: () => ({
    planning: { ...newPlanning(), runs: [run('explore', answered)], exploration: explored },
    decision: { id: 'explore-1', asks: 'direction', since: at },
    blocks: [{ kind: 'explore', home: { on: 'linear' } }],
  }),
  grilling: () => grillingWith([node('anchors'), node('labels')]),
  proposing: () => ({
    planning: {
      ...chosen(),
      runs: [run('explore', answered), run('grill', answered), run('propose', running)],
      tree: openTree([node('anchors', { resolvedBy: 'code', evidence: explored.read })], at),
    },
  }),
};

const chosen = (): Planning => ({
  ...newPlanning(),
  exploration: explored,
  direction: { number: 1, chosen: explored.directions[0] ?? direction('x'), by: 'ada' },
});

/** As `askNext` leaves it: the first question is before people. */
export const grillingWith = (nodes: GrillNode[]): Partial<Item> => {
  const tree = openTree(nodes, at);
  const first = nodes[0]?.id ?? '';
  return {
    planning: {
      ...chosen(),
      runs: [run('explore', answered), run('grill', answered)],
      tree: { ...tree, asked: [{ node: first, at }] },
    },
    decision: { id: `q-${first}-1`, asks: 'question', since: at },
    blocks: [
      { kind: 'explore', home: { on: 'linear' } },
      { kind: 'grill', home: { on: 'linear' } },
    ],
  };
};

export const back = (
  answer: Extract<ReturnedFact, { state: 'planned' }>['answer'],
  changes: Partial<Extract<ReturnedFact, { state: 'planned' }>> = {},
): Pick<Facts, 'returned'> => ({
  returned: {
    state: 'planned',
    runId: 5,
    url: 'https://github.test/runs/5',
    evidenceUrl: 'https://github.test/commit/e',
    completedAt: at,
    head: null,
    answer,
    verified: [],
    ...changes,
  },
});
