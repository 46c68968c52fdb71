import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GrillNode } from '../../../src/contracts/planning/grill.ts';
import * as answers from '../../../src/core/grill/answers.ts';
import { allAssumptions, ask } from '../../../src/core/grill/ask.ts';
import { decisions } from '../../../src/core/grill/decisions.ts';
import { graft } from '../../../src/core/grill/graft.ts';
import { assumptions, counts, gate, openTree, question } from '../../../src/core/grill/tree.ts';
import type { Tree, TreeNode } from '../../../src/core/planning.ts';
import { assumptionNode, ids, questionNode } from './sample.ts';

const room = { ask, confirm: answers.confirm, gate, graft, question };
type Room = typeof room;

const optionIds = ['github-exact', 'hard-error', 'target-only'];
const start = Date.parse('2026-03-02T10:00:00Z');
const iso = (seconds: number): string => new Date(start + seconds * 1000).toISOString();

interface Plan {
  above: number;
  opens: number;
  kind: 'question' | 'code' | 'assumption';
}
const plan: fc.Arbitrary<Plan> = fc.record({
  above: fc.integer({ min: -1, max: 9 }),
  opens: fc.integer({ min: 0, max: 4 }),
  kind: fc.constantFrom('question', 'question', 'question', 'code', 'assumption'),
});

/** Nodes named after `prefix`, each below an earlier one, or below `root` (null: a root of the tree). */
const nodesOf = (plans: Plan[], { prefix, root }: { prefix: string; root: string | null }): GrillNode[] => {
  const nodes: GrillNode[] = [];
  for (const [index, { above, opens, kind }] of plans.entries()) {
    const over = above >= 0 && nodes.length > 0 ? nodes[above % nodes.length] : undefined;
    const hung = {
      parent: over?.id ?? root,
      opens: over?.kind === 'question' ? (optionIds[opens] ?? null) : null,
    };
    const id = `${prefix}-${index}`;
    nodes.push(
      kind === 'assumption'
        ? assumptionNode(id, hung)
        : questionNode(id, { ...hung, resolvedBy: kind === 'code' ? 'code' : 'person' }),
    );
  }
  return nodes;
};

const step = fc.record({
  does: fc.constantFrom(
    ...([
      'confirm',
      'confirm',
      'confirm',
      'option',
      'override',
      'vague',
      'words',
      'think',
      'defer',
      'object',
      'back',
    ] as const),
  ),
  by: fc.constantFrom('ana', 'ben', 'cem'),
  passes: fc.integer({ min: 0, max: 5 }),
  /** Seconds that it took to arrive. */
  late: fc.constantFrom(0, 0, 0, 0, 1, 4, 12),
  which: fc.integer({ min: 0, max: 5 }),
  grows: fc.array(plan, { maxLength: 2 }),
});
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

const play = (
  tree: Tree,
  { does, by, which }: Step,
  { at, room }: { at: string; room: Room },
): answers.Answering => {
  const replied = { tree, by, at };
  switch (does) {
    case 'confirm':
      return room.confirm({ ...replied, option: null });
    case 'option':
      return room.confirm({ ...replied, option: `#${1 + (which % 4)}` });
    case 'override':
      return answers.override({ ...replied, text: `Do it the way of number ${which}` });
    case 'vague':
      return answers.inWords({ ...replied, text: 'whatever you think' });
    case 'words':
      return answers.inWords({ ...replied, text: which % 2 === 0 ? 'yes' : `Only below folder ${which}` });
    case 'think':
      return answers.think({ ...replied, hint: '' });
    case 'defer':
      return answers.defer(replied);
    case 'object': {
      const all = tree.nodes.filter(({ node }) => node.kind === 'assumption');
      const assumption = all[which % Math.max(1, all.length)]?.node.id ?? 'nothing';
      return answers.object({ ...replied, assumption, text: `It holds for ${which} only` });
    }
    case 'back':
      return answers.back(replied);
  }
};

const isClosed = ({ state }: TreeNode): boolean => state.name === 'closed';

/** Told once more, in the plainest way. */
const arises = (tree: Tree, { node }: TreeNode): boolean => {
  if (node.parent === null) return true;
  const above = tree.nodes.find((other) => other.node.id === node.parent);
  if (above?.state.name !== 'closed') return false;
  return (node.opens === null || node.opens === above.state.answer.option) && arises(tree, above);
};

const underTakenBack = (tree: Tree, node: GrillNode): boolean => {
  const above = tree.nodes.find((other) => other.node.id === node.parent);
  return above !== undefined && (above.was !== undefined || underTakenBack(tree, above.node));
};

const holdsTogether = (tree: Tree, { gate: isOver }: Room): void => {
  const all = tree.nodes.filter((entry) => arises(tree, entry));
  const done = all.filter(isClosed);
  expect(isOver(tree)).toBe(done.length === all.length);
  expect(decisions(tree).map(({ id }) => id)).toEqual(ids(done));
  const { confirmed, deferred, assumptions: assumed, open } = counts(tree);
  expect(confirmed + deferred + assumed + open).toBe(all.length);
  expect(new Set(ids(tree.nodes)).size).toBe(tree.nodes.length);
  expect(isOver(tree)).toBe(question(tree) === null && assumptions(tree).length === 0);
};

/** Nothing is put before people but what is open, and nothing twice. */
const askedRightly = (tree: Tree, settled: ReadonlySet<string>): void => {
  const last = tree.asked.at(-1)?.node;
  const entry = tree.nodes.find(({ node }) => node.id === last);
  if (last === allAssumptions) {
    expect(question(tree)).toBeNull();
    return;
  }
  expect(entry && arises(tree, entry) && !isClosed(entry)).toBe(true);
  expect(settled).not.toContain(last);
};

interface Session {
  tree: Tree;
  /** Seconds since the start. */
  now: number;
  /** Nodes that were closed and not taken back. */
  settled: Set<string>;
}

const put = (session: Session, room: Room): void => {
  const before = session.tree.asked.length;
  session.tree = room.ask(session.tree, iso(session.now));
  const more = session.tree.asked.length - before;
  expect(more).toBeLessThanOrEqual(1);
  if (more === 0) expect(room.gate(session.tree)).toBe(true);
  else askedRightly(session.tree, session.settled);
};

/** What an agent makes of a branch. */
const thoughtThrough = (
  { tree, branch }: Extract<answers.Answering, { state: 'branch' }>,
  { one, session, room }: { one: Step; session: Session; room: Room },
): Tree => {
  const fresh = nodesOf(one.grows, { prefix: `n${tree.log.length}-${session.now}`, root: branch.node });
  const head = tree.nodes.find(({ node }) => node.id === branch.node)?.node;
  const nodes = branch.cause === 'think' && head ? [head, ...fresh] : fresh;
  return room.graft({ tree, branch, nodes, at: iso(session.now) });
};

const turn = (session: Session, one: Step, room: Room): void => {
  session.now += one.passes;
  const { tree: before, settled } = session;
  const outcome = play(before, one, { at: iso(session.now - one.late), room });
  const tree = outcome.state === 'branch' ? thoughtThrough(outcome, { one, session, room }) : outcome.tree;
  if (outcome.state === 'refused') expect(tree.nodes).toEqual(before.nodes);
  // what was taken back, and what was said under it, may be asked again
  const again = (entry: TreeNode): boolean => one.does === 'back' || underTakenBack(before, entry.node);
  for (const entry of tree.nodes) if (!isClosed(entry) && again(entry)) settled.delete(entry.node.id);
  for (const { node } of tree.nodes.filter(isClosed)) settled.add(node.id);
  session.tree = tree;
  holdsTogether(tree, room);
  if (outcome.state !== 'refused') put(session, room);
};

const grill = (room: Room) =>
  fc.property(
    fc.array(plan, { minLength: 1, maxLength: 8 }),
    fc.array(step, { maxLength: 25 }),
    (plans, steps) => {
      const tree = openTree(nodesOf(plans, { prefix: 'q', root: null }), iso(0));
      const session: Session = { tree, now: 0, settled: new Set() };
      put(session, room);
      for (const one of steps) turn(session, one, room);
    },
  );

const failsWith = (broken: Partial<Room>): boolean =>
  fc.check(grill({ ...room, ...broken }), { numRuns: 300, seed: 7 }).failed;

describe('whatever several people reply to whatever tree', () => {
  it('one question is asked at a time, no closed one again, and the gate leaves nothing open', () => {
    fc.assert(grill(room), { numRuns: 600 });
  });

  it('is caught when a closed question is asked again', () => {
    const first = (tree: Tree, at: string): Tree => ({
      ...tree,
      asked: [...tree.asked, { node: tree.nodes[0]?.node.id ?? '', at }],
    });
    expect(failsWith({ ask: first })).toBe(true);
  });

  it('is caught when two are asked at once', () => {
    expect(failsWith({ ask: (tree, at) => ask(ask(tree, at), at) })).toBe(true);
  });

  it('is caught when the gate lets what was put off, or what is assumed, through', () => {
    const letting =
      (name: 'parked' | 'assumption') =>
      (tree: Tree): boolean =>
        tree.nodes.every(
          (entry) =>
            isClosed(entry) || !arises(tree, entry) || entry.state.name === name || entry.node.kind === name,
        );
    expect(failsWith({ gate: letting('parked') })).toBe(true);
    expect(failsWith({ gate: letting('assumption') })).toBe(true);
  });

  it('is caught when a branch that was thought through again opens what was closed', () => {
    const reopening: Room['graft'] = (options) => {
      const grown = graft(options);
      return { ...grown, nodes: grown.nodes.map(({ node }) => ({ node, state: { name: 'open' } })) };
    };
    expect(failsWith({ graft: reopening })).toBe(true);
  });
});

describe('a person who answers everything', () => {
  it('gets to the end of any tree', () => {
    fc.assert(
      fc.property(fc.array(plan, { minLength: 1, maxLength: 12 }), (plans) => {
        let tree = ask(openTree(nodesOf(plans, { prefix: 'q', root: null }), iso(0)), iso(0));
        for (let turn = 1; turn <= 30 && !gate(tree); turn += 1) {
          const outcome = answers.confirm({ tree, by: 'ana', at: iso(turn), option: null });
          expect(outcome.state).toBe('answered');
          tree = ask(outcome.tree, iso(turn));
        }
        expect(gate(tree)).toBe(true);
      }),
    );
  });
});
