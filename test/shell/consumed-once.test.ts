import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { evidenceRef } from '../../src/contracts/assignment.ts';
import type { Event } from '../../src/core/event.ts';
import type { Item } from '../../src/core/item.ts';
import type { Git } from '../../src/ports/git.ts';
import type { Store } from '../../src/ports/store.ts';
import { handle } from '../../src/shell/handle.ts';
import { homes } from '../adapters/postgres/support.ts';
import { ranWell } from '../agent-ran.ts';
import { assignmentId, sha } from '../core/support.ts';
import { callerFile, shaOf, workflowRun } from './fake-github.ts';
import { createStage, lease, minutes, type Stage, trackedItem, validConfiguration } from './support.ts';

const codeBranch = 'throughline/gate-paths/1-1';
const evidence = {
  assignment: assignmentId,
  attempt: 1,
  run: { id: 5, attempt: 1 },
  base: sha('b'),
  head: sha('c'),
  codeBranch,
  isolation: 'user+pid',
  isolationGap: null,
  agent: ranWell(),
  usage: null,
  direct: [],
  leftoversCommitted: false,
  withheld: null,
  runner: { environment: 'github-hosted', worktree: null, tmux: null },
  remarks: [],
  verification: [],
};
const refs = new Map([
  [evidenceRef(assignmentId), sha('e')],
  [`refs/heads/${codeBranch}`, sha('c')],
]);
const git: Git = {
  open: () => ({
    mergeBase: async () => null,
    range: async () => ({ base: sha('b'), head: sha('c'), commits: [], files: [], descends: true }),
    refSha: async (ref) => refs.get(ref) ?? null,
    readFile: async ({ path }) => (path === 'evidence.json' ? JSON.stringify(evidence) : null),
    listFiles: async () => [],
    readFiles: async () => new Map(),
    hunks: async () => new Map(),
    search: async () => ({ hits: [], complete: true }),
  }),
};

describe.each(homes())('the result of an assignment on $name', (home) => {
  let stage: Stage;
  let item: Item;
  let another: () => Promise<Store>;
  beforeEach(async () => {
    const fresh = await home.fresh();
    another = fresh.another;
    stage = await createStage({ git, store: fresh.store });
    item = await trackedItem(stage, 'delegating');
    const { files, runs } = stage.repository.values;
    files.set('.github/throughline.yml', validConfiguration);
    files.set('.github/workflows/throughline.yml', callerFile());
    runs.push(workflowRun(5, { status: 'completed', conclusion: 'success', headSha: shaOf(1) }));
  });
  afterEach(() => stage.store.close());

  const finished = (key = 'run:5:1'): Event => ({
    kind: 'run-finished',
    key,
    at: '2026-05-01T11:30:00Z',
    actor: { surface: 'github', id: '1', login: 'throughline[bot]' },
    runId: 5,
    runAttempt: 1,
    assignmentId,
  });
  const tell = (key?: string) =>
    stage.store.addEvents([{ itemId: item.id, event: finished(key) }], stage.clock.now());
  const pendingFor = async (held: Awaited<ReturnType<typeof lease>>) => {
    const pending = await stage.store.nextEvent(held, stage.clock.now());
    if (!pending) throw new Error('no event is pending');
    return pending;
  };
  const outcomes = async () => (await stage.store.log(item.id)).map((line) => line.outcome);

  it('is taken once by two processes that handle its end at the same time', async () => {
    await tell();
    const held = await lease(stage);
    const pending = await pendingFor(held);
    const store = await another();
    const results = await Promise.all([
      handle({ world: stage.world, lease: held, pending }),
      handle({ world: { ...stage.world, store }, lease: held, pending }),
    ]);
    expect(results.sort()).toEqual(['fenced', 'handled']);
    expect(await outcomes()).toEqual([expect.stringContaining('is being judged')]);
    expect((await stage.store.loadItem(item.id))?.version).toBe(2);
  });

  it('is not taken by one whose lease passed on while it looked', async () => {
    await tell();
    const held = await lease(stage);
    const pending = await pendingFor(held);
    stage.clock.advance(minutes(2));
    const successor = await lease(stage, 'successor');
    expect(await handle({ world: stage.world, lease: held, pending })).toBe('fenced');
    expect(await outcomes()).toEqual([]);
    expect(await handle({ world: stage.world, lease: successor, pending })).toBe('handled');
    expect(await outcomes()).toHaveLength(1);
  });

  it('is not taken again when its end is told in other words', async () => {
    await tell();
    await tell('told:again');
    const held = await lease(stage);
    for (let count = 0; count < 2; count += 1)
      expect(await handle({ world: stage.world, lease: held, pending: await pendingFor(held) })).toBe(
        'handled',
      );
    expect(await outcomes()).toEqual([
      expect.stringContaining('is being judged'),
      expect.stringContaining('ignored'),
    ]);
  });
});
