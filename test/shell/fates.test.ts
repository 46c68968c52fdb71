import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Tracked } from '../../src/core/feature.ts';
import type { Item } from '../../src/core/item.ts';
import { Refused } from '../../src/ports/errors.ts';
import type { Git, GitReader } from '../../src/ports/git.ts';
import type { GitCommit, PullRequest } from '../../src/ports/github.ts';
import { branchFact } from '../../src/shell/facts/branch.ts';
import { headFact } from '../../src/shell/facts/head.ts';
import { mergedHow } from '../../src/shell/facts/merge.ts';
import { mergedCommit } from '../../src/shell/facts/merged-commit.ts';
import { reconcileItems } from '../../src/shell/sweep/reconcile.ts';
import { takeTurn } from '../../src/shell/turn.ts';
import { commandEvent, itemAt, sha } from '../core/support.ts';
import { fakeRepository, pullRequest, shaOf } from './fake-github.ts';
import { states } from './fake-tracker.ts';
import {
  askFor,
  createStage,
  pendingEvents,
  type Stage,
  trackedItem,
  validConfiguration,
} from './support.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await createStage();
});
afterEach(() => stage.store.close());

/** History as git would tell it: a commit's parents, first one first. */
const gitOf = (history: Record<string, string[]>, refs: Record<string, string>, texts = new Map()): Git => {
  const ancestors = (from: string): string[] => [from, ...(history[from] ?? []).flatMap(ancestors)];
  const reader: Partial<GitReader> = {
    refSha: async (ref) => refs[ref] ?? null,
    mergeBase: async ({ refs: fetched, commits }) => {
      const there = fetched.flatMap((ref) => ancestors(refs[ref] ?? ''));
      const [one, other] = commits;
      for (const commit of commits)
        if (!there.includes(commit))
          throw new Refused(`Commit ${commit} is not in what was fetched.`, { status: 404, remedy: '' });
      return ancestors(one).find((commit) => ancestors(other).includes(commit)) ?? null;
    },
    range: async ({ base, head }) => ({
      ...{ base, head, commits: [], descends: true },
      files: [
        {
          ...{ path: 'src/lint.js', oldPath: null, status: 'modified', oldMode: '100644', newMode: '100644' },
          ...{ additions: 1, deletions: 1, bytes: 9 },
        },
      ],
    }),
    readFiles: async ({ commit, paths }) =>
      new Map(paths.map((path) => [path, String(texts.get(commit) ?? 'old')])),
    readFile: async () => null,
    // line by line: nothing is moved in these stories
    hunks: async ({ base, head }) => {
      const lines = (commit: string) => String(texts.get(commit) ?? 'old').split('\n');
      const differing = lines(base).flatMap((text, index) => {
        const other = lines(head)[index] ?? '';
        const number = index + 1;
        return text === other ? [] : [{ removed: [{ number, text }], added: [{ number, text: other }] }];
      });
      return new Map([['src/lint.js', differing]]);
    },
  };
  return { open: () => reader as GitReader };
};

describe('how a pull request was merged', () => {
  const commit = (number: number, parents: number[], message: string): GitCommit => ({
    ...{ sha: shaOf(number), tree: `tree-${number}`, parents: parents.map(shaOf), message },
  });
  // 5 is the head: our own merge of what a delegate brought
  const commits = [
    commit(2, [1], 'PER-206: Start'),
    commit(4, [2], 'PER-206: Lint'),
    commit(5, [2, 4], 'Merge sections 1 (PER-206)'),
  ];
  const of = async (merged: GitCommit | null, changes: Partial<PullRequest> = {}) => {
    const repository = fakeRepository();
    for (const one of [...commits, ...(merged ? [merged] : [])]) repository.values.commits.set(one.sha, one);
    const head = { branch: 'feat/x', sha: shaOf(5) };
    const told = { merged: true, mergeSha: shaOf(9), mergedBy: 'ada', head, ...changes };
    return mergedHow(repository.port, pullRequest(12, told));
  };

  it.each<[string, GitCommit | null, Partial<PullRequest>, string | undefined]>([
    ['its head is a parent', commit(9, [1, 5], 'Merge pull request #12'), {}, 'merge'],
    ['one commit that names it', commit(9, [1], 'Gate paths (#12)\n\n* PER-206: Lint'), {}, 'squash'],
    ['the last plain commit once more', commit(9, [8], 'PER-206: Lint'), {}, 'rebase'],
    ['by the queue', commit(9, [1], 'x'), { mergedBy: 'github-merge-queue[bot]' }, 'merge-queue'],
    ['a commit with words of its own', commit(9, [1], 'All of it'), {}, undefined],
    ['a merge of something that holds it', commit(9, [1, 7], 'Merge branch'), {}, undefined],
    ['pushed by hand', null, { mergeSha: shaOf(5) }, undefined],
    ['a commit that cannot be had', null, {}, undefined],
  ])('is told from %s', async (_what, merged, changes, how) => {
    expect(await of(merged, changes)).toBe(how);
  });
});

describe('the feature branch as a fact', () => {
  const ref = 'refs/heads/feat/per-206-gate-paths';
  const item = (changes: Partial<Item> = {}): Item => ({ ...itemAt('handed-over'), ...changes });
  const fact = async (git: Git, of = item()) => {
    const world = { ...stage.world, git };
    return branchFact(world, of);
  };

  it.each<[string, Record<string, string[]>, string | null, object | null]>([
    ['went on', { e: ['b'], b: ['d'] }, 'e', { forced: false, lost: [] }],
    ['was forced back', { b: ['d'] }, 'd', { forced: true, lost: [] }],
    ['was rewritten', { e: ['0'] }, 'e', { forced: true, lost: [1] }],
    ['is where it was', {}, 'b', null],
    ['is gone', {}, null, null],
  ])('that %s', async (_what, history, to, expected) => {
    const long = Object.fromEntries(
      Object.entries(history).map(([one, parents]) => [sha(one), parents.map(sha)]),
    );
    const told = await fact(gitOf(long, to === null ? {} : { [ref]: sha(to) }));
    if (expected === null) expect(told).toBeNull();
    else expect(told).toMatchObject({ from: sha('b'), to: sha(to ?? ''), restored: false, ...expected });
  });

  it('that holds again what was taken away', async () => {
    const rewritten = { from: sha('b'), to: sha('e'), by: 'ada', lost: [1] };
    const feature = { branch: 'feat/per-206-gate-paths', head: sha('e'), rewritten };
    const git = gitOf({ [sha('f')]: [sha('b')], [sha('b')]: [sha('d')] }, { [ref]: sha('f') });
    expect(await fact(git, item({ feature }))).toMatchObject({ forced: false, restored: true, lost: [] });
  });

  it('counts no merge that an earlier pull request took to the base', async () => {
    const { pull } = item();
    if (!pull) throw new Error('no pull request');
    const earlierPulls = [{ ...pull, upTo: 1 }];
    const git = gitOf({ [sha('e')]: [sha('0')] }, { [ref]: sha('e') });
    expect(await fact(git, item({ earlierPulls }))).toMatchObject({ forced: true, lost: [] });
  });

  it('is compared with the branch that the pull request goes to', async () => {
    const history = { [sha('b')]: [sha('0')], [sha('8')]: [sha('0')] };
    const refs = { [ref]: sha('b'), 'refs/heads/release/1': sha('8') };
    const world = { ...stage.world, git: gitOf(history, refs) };
    const of = item();
    const event = commandEvent({ name: 'retry' });
    // there is no `main` here
    expect(await headFact(world, of, event)).toBeNull();
    if (of.pull) of.pull.base = 'release/1';
    expect(await headFact(world, of, event)).toMatchObject({ sha: sha('b'), mergeBase: sha('0') });
  });
});

describe('`/merged` where GitHub shows no merge', () => {
  const history = { [sha('b')]: [sha('0')], [sha('9')]: [sha('0')], [sha('a')]: [sha('9')] };
  const refs = { 'refs/heads/main': sha('a'), 'refs/pull/12/head': sha('b') };
  const texts = new Map([
    [sha('b'), 'new'],
    [sha('9'), 'new'],
  ]);
  const says = async (asked: string, held = texts) => {
    stage.repository.values.pulls.push(
      pullRequest(12, { head: { branch: 'feat/per-206-gate-paths', sha: sha('b') } }),
    );
    const world = { ...stage.world, git: gitOf(history, refs, held) };
    return mergedCommit({ world, item: itemAt('handed-over'), sha: asked });
  };

  it('is taken where the commit is on the base and holds all of it', async () => {
    expect(await says(sha('9'))).toEqual({ state: 'merged', sha: sha('9') });
  });

  it.each([
    ['beside what the base got meanwhile', 'new\nkept\nmoved on', 'merged'],
    ['beside something more', 'new\nedited\nlast', 'merged'],
    ['not at all', 'old\nkept\nmoved on', 'not-merged'],
    ['otherwise', 'other\nkept\nlast', 'not-merged'],
  ])('is told by its lines, which the commit holds %s', async (_, there, state) => {
    const held = new Map([
      [sha('0'), 'old\nkept\nlast'],
      [sha('b'), 'new\nkept\nlast'],
      [sha('9'), there],
    ]);
    expect(await says(sha('9'), held)).toMatchObject({ state });
  });

  it.each([
    [sha('0'), 'does not hold what #12 changes in src/lint.js'],
    [sha('7'), '7777777 is not on main'],
    [sha('b'), 'bbbbbbb is not on main'],
    ['9999999', 'all 40 characters'],
  ])('is refused for %s', async (asked, why) => {
    expect(await says(asked)).toMatchObject({ state: 'not-merged', detail: expect.stringContaining(why) });
  });
});

describe('what the sweep finds of a pull request and its branch', () => {
  const found = async (item: Item) => {
    await reconcileItems(stage.world);
    return (await pendingEvents(stage, item)).map((event) => event.kind);
  };

  it('another base', async () => {
    const item = await trackedItem(stage, 'deciding');
    stage.repository.values.pulls.push(pullRequest(12, { base: { branch: 'release', sha: sha('1') } }));
    expect(await found(item)).toEqual(['pull-retargeted']);
  });

  it('a branch that is gone', async () => {
    const item = await trackedItem(stage, 'deciding');
    stage.repository.values.pulls.push(pullRequest(12));
    stage.repository.values.refs.delete('heads/feat/per-206-gate-paths');
    expect(await found(item)).toEqual(['branch-deleted']);
  });

  it('a branch that is back where it was', async () => {
    const deleted = { sha: sha('b'), by: null };
    const feature = { branch: 'feat/per-206-gate-paths', head: sha('b'), deleted };
    const item = await trackedItem(stage, 'deciding', { feature });
    stage.repository.values.pulls.push(pullRequest(12));
    expect(await found(item)).toEqual(['feature-pushed']);
  });
});

describe('the ticket that people or the tracker’s automation move', () => {
  it.each<['deciding' | 'done', keyof typeof states, Tracked['reached'], string[]]>([
    // moved back by a person after it had been there
    ['deciding', 'todo', 'started', []],
    ['done', 'started', 'completed', []],
    // Done before the merge was somebody else's Done, and it was moved back since
    ['done', 'started', 'started', ['Done']],
    ['deciding', 'todo', null, ['In Progress']],
  ])('at %s with %s, reached %s: %j', async (name, state, reached, transitions) => {
    stage.repository.values.files.set('.github/throughline.yml', validConfiguration);
    const { name: shown, type } = states[state];
    const item = await trackedItem(stage, name, { tracked: { name: shown, type, reached } });
    Object.assign(stage.tracker.values.tickets[0] ?? {}, { state: states[state] });
    const held = await askFor(stage, item, { projections: ['ticket-state'] });
    await takeTurn(stage.world, held, () => false);
    expect(stage.tracker.values.transitions).toEqual(transitions);
  });
});
