import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Event } from '../../src/core/event.ts';
import type { Heard } from '../../src/core/heard.ts';
import type { Item } from '../../src/core/item.ts';
import type { Round } from '../../src/core/rounds/round.ts';
import type { GitReader } from '../../src/ports/git.ts';
import type { PullTalk } from '../../src/reviewers/reader.ts';
import { headFact } from '../../src/shell/facts/head.ts';
import { routeHeard } from '../../src/shell/route.ts';
import { reconcileItems } from '../../src/shell/sweep/reconcile.ts';
import { at, platformEvent, sha } from '../core/support.ts';
import { comment, review, talk, thread } from '../reviewers/talk.ts';
import { pullRequest, repositoryRef } from './fake-github.ts';
import {
  createStage,
  minutes,
  pendingEvents,
  type Stage,
  trackedItem,
  validConfiguration,
} from './support.ts';

const login = 'opencode-review[bot]';
const configured = `${validConfiguration}rounds:\n  reviewer:\n    login: ${login}\n    reads: markdown\n`;
const branch = 'feat/per-206-gate-paths';

const reader: GitReader = {
  mergeBase: async () => sha('a'),
  range: async ({ base, head }) => ({
    ...{ base, head, commits: [], descends: true },
    files: [
      {
        ...{ path: 'src/lint.py', oldPath: null, status: 'modified', oldMode: '100644', newMode: '100644' },
        ...{ additions: 1, deletions: 0, bytes: 10 },
      },
    ],
  }),
  refSha: async (ref) => (ref.endsWith('/main') ? sha('a') : sha('b')),
  readFile: async () => 'one\ntwo\n',
  listFiles: async () => [],
  readFiles: async () => new Map(),
  hunks: async () => new Map(),
  search: async () => ({ hits: [], complete: true }),
};

let stage: Stage;
let said: PullTalk;
let asked: number;
beforeEach(async () => {
  stage = await createStage({ git: { open: () => reader } });
  said = talk({});
  asked = 0;
  Object.assign(stage.repository.port, {
    talk: async () => {
      asked += 1;
      return said;
    },
  });
  stage.repository.values.files.set('.github/throughline.yml', configured);
  stage.repository.values.pulls.push(pullRequest(12));
});
afterEach(() => stage.store.close());

const feature = { branch, head: sha('b'), pushed: { sha: sha('b'), at, by: 'told' as const } };
const heard = platformEvent('pull-reviewed');
const fact = (item: Item, event: Event = heard) => headFact(stage.world, item, event);

describe('what is read of a pull request', () => {
  const body = `## Findings\n\n- [Medium] It breaks - \`src/lint.py:2\`\n\nReviewed commit: \`${sha('b')}\``;
  const after = '2026-05-01T10:30:00.000Z';
  const word = (createdAt: string) => comment(body, { by: login, createdAt });

  it('is the reviewer’s word since the push, with the lines it names', async () => {
    said = talk({ comments: [word(after)] });
    const head = await fact(await trackedItem(stage, 'polishing', { feature }));
    expect(head?.talk).toMatchObject({
      pushed: feature.pushed,
      word: { state: 'reviewed', findings: [{ title: 'It breaks', line: 2 }] },
      code: { 'src/lint.py:2': 'two' },
    });
  });

  it.each([
    ['pull-reopened', 'closed', true],
    ['pull-opened', null, true],
    ['pull-reviewed', 'closed', false],
  ] as const)('on %s counts the pull request as it is then', async (kind, state, isThere) => {
    const item = await trackedItem(stage, 'polishing', { feature });
    const pull = item.pull && state !== null ? { ...item.pull, state } : null;
    const head = await fact({ ...item, pull }, platformEvent(kind));
    expect(head?.sha ?? null).toBe(isThere ? sha('b') : null);
  });

  it.each<[string, string, object]>([
    ['is older than the push', '2026-05-01T09:00:00.000Z', feature],
    ['came before we saw a head nobody told us of', after, { branch, head: sha('b') }],
  ])('is no word where it %s', async (_what, createdAt, known) => {
    said = talk({ comments: [word(createdAt)] });
    const item = await trackedItem(stage, 'polishing', { feature: known as Item['feature'] });
    expect((await fact(item))?.talk?.word).toEqual({ state: 'waiting' });
    // … and GitHub's own word of the push heals the second
    const push = { ...platformEvent('feature-pushed'), kind: 'feature-pushed', sha: sha('b') } as Event;
    const told = (await fact(item, push))?.talk?.word?.state;
    expect(told).toBe(createdAt === after ? 'reviewed' : 'waiting');
  });

  it('is what people demand who may order work, and neither strangers nor the reviewer', async () => {
    const by = (name: string, id: string) =>
      thread('Slice it.', { id, opening: { id: Number(id), by: name, url: `u${id}`, review: null } });
    said = talk({
      threads: [by('ada', '1'), by('mallory', '2'), by(login, '3'), by('throughline[bot]', '4')],
      reviews: [review('No.', { by: 'ada', state: 'dismissed', url: 'r1' })],
    });
    const head = await fact(await trackedItem(stage, 'handed-over', { feature }));
    expect(head?.talk?.demands).toMatchObject([{ by: 'ada', url: 'u1', said: 1, comment: 1 }]);
    expect(head?.talk?.takenBack).toEqual([{ url: 'r1', how: 'dismissed' }]);
    expect(head?.talk?.passedBy).toEqual(['mallory']);
  });

  it('is no longer a list than is taken up at once, in which strangers have no place', async () => {
    const all = (name: string, many: number) =>
      Array.from({ length: many }, (_, index) => {
        const id = `${name}${index}`;
        return thread(`Number ${index}.`, { id, opening: { by: name, url: id, review: null } });
      });
    const item = await trackedItem(stage, 'handed-over', { feature });
    said = talk({ threads: [...all('mallory', 150), ...all('ada', 100)] });
    const asked = (await fact(item))?.talk;
    expect(asked?.demands.map(({ by }) => by)).toEqual(Array(100).fill('ada'));
    expect(asked?.demands.at(-1)?.title).toBe('Number 99.');
    expect(asked?.passedBy).toHaveLength(150);
    said = talk({ threads: [...all('mallory', 150), ...all('ada', 130)] });
    const capped = (await fact(item))?.talk?.demands;
    expect(capped).toHaveLength(100);
    expect(capped?.at(-1)?.title).toBe('31 more demands stand on the pull request');
  });

  it('is asked for in the rounds alone', async () => {
    const item = await trackedItem(stage, 'polishing', { feature });
    expect((await fact({ ...item, stage: { name: 'delegating' } }))?.talk).toBeUndefined();
    expect(asked).toBe(0);
    expect((await fact(item))?.talk).toBeDefined();
    expect(asked).toBe(1);
  });
});

describe('what is said on a pull request', () => {
  const common = {
    at,
    human: true,
    repository: repositoryRef,
    actor: { surface: 'github', id: '7' },
  } as const;
  const reviewed = (by: string, more: Partial<Extract<Heard, { kind: 'reviewed' }>> = {}): Heard => ({
    ...{ ...common, kind: 'reviewed', key: 'review:1:submitted', pulls: [12], branch: null, check: null },
    ...more,
    actor: { ...common.actor, login: by },
  });
  const written = (by: string): Heard => ({
    ...{ ...common, kind: 'github-comment', key: 'comment:1', issue: 12, isPull: true, commentId: 1 },
    ...{ body: 'Nothing.', title: 'T', issueBody: '', human: false, actor: { ...common.actor, login: by } },
  });

  it.each<[string, Heard, boolean]>([
    ['a review of a person', reviewed('grace'), true],
    ['a review of the reviewer', reviewed(login, { human: false }), true],
    ['a review of another bot', reviewed('sonar[bot]', { human: false }), false],
    ['our own', reviewed('throughline[bot]', { human: false }), false],
    ['a check of the reviewer', reviewed(login, { human: false, check: 'opencode-review' }), true],
    ['a check on its branch', reviewed('x', { pulls: [], branch, check: 'opencode-review' }), true],
    ['a check of anybody else', reviewed('x', { human: false, check: 'github-actions' }), false],
    ['our own check', reviewed('throughline[bot]', { human: false, check: 'throughline' }), false],
    ['a review elsewhere', reviewed('grace', { pulls: [99] }), false],
    ['a comment of the reviewer', written(login), true],
    ['a comment of another bot', written('sonar[bot]'), false],
    ['a comment of who took its name', written('opencode-review'), false],
  ])('%s counts: %s', async (_what, one, counts) => {
    const item = await trackedItem(stage, 'polishing', { feature });
    const outcome = await routeHeard(stage.world, one);
    expect(outcome.state).toBe(counts ? 'routed' : 'ignored');
    if (outcome.state !== 'routed') return;
    expect(outcome.events).toMatchObject([{ itemId: item.id, event: { kind: 'pull-reviewed' } }]);
  });
});

describe('a reviewer that says nothing', () => {
  const round = (more: Partial<Round> = {}): Round => ({
    ...{ number: 1, head: sha('b'), mergeBase: sha('a'), reviewer: login, state: { name: 'reviewing' } },
    ...{ findings: [], reviews: [], triages: [], fixUp: null, startedAt: at },
    until: '2026-05-01T12:30:00.000Z',
    ...more,
  });

  it('is late once its time is over, told once, and not before', async () => {
    const item = await trackedItem(stage, 'polishing', { feature, rounds: [round()] });
    stage.clock.advance(minutes(30));
    expect(await reconcileItems(stage.world)).toBe(0);
    stage.clock.advance(1);
    expect(await reconcileItems(stage.world)).toBe(1);
    expect(await reconcileItems(stage.world)).toBe(0);
    expect(await pendingEvents(stage, item)).toMatchObject([
      { kind: 'reviewer-late', round: 1, head: sha('b') },
    ]);
  });

  it.each<[string, Partial<Item>]>([
    ['while paused', { paused: true, rounds: [round()] }],
    ['where it has spoken', { rounds: [round({ state: { name: 'triaging' } })] }],
  ])('is not late %s', async (_what, changes) => {
    await trackedItem(stage, 'polishing', { feature, ...changes });
    stage.clock.advance(minutes(60));
    expect(await reconcileItems(stage.world)).toBe(0);
  });
});
