import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { branchWithCommit } from './fixtures.ts';
import { createWorld, fullName, type TestWorld } from './world.ts';

const repo = `/repos/${fullName}`;
let world: TestWorld;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.stop());

const git = async (...args: string[]): Promise<string> =>
  (await execa('git', ['--git-dir', world.github.gitDir(fullName), ...args])).stdout;

async function open(branch: string, options: { file?: string; text?: string; from?: string } = {}) {
  const sha = await branchWithCommit(world, { branch, ...options });
  const body = { title: `Work on ${branch}`, head: branch, base: 'main' };
  const made = await world.send(`POST ${repo}/pulls`, { token: world.token, body });
  return { sha, number: Number(made.body.number) };
}
const get = (number: number) => world.github.pull(fullName, number);
const at = (number: number) => ({ repository: fullName, number });
/** A commit on main that nobody reviewed. */
async function moveMain(file: string): Promise<string> {
  const sha = await branchWithCommit(world, { branch: `main-${file}`, file });
  await world.send(`PATCH ${repo}/git/refs/heads/main`, { token: world.token, body: { sha } });
  return sha;
}
const writer = () => ({ token: world.github.createUserToken('writeer') });
const merge = (number: number, method: string) =>
  world.send(`PUT ${repo}/pulls/${number}/merge`, { ...writer(), body: { merge_method: method } });

/** `head` with a merge of its own on top, as an accepted delegation leaves it. */
async function withMerge(number: number, file: string): Promise<string> {
  const head = (await get(number)).head.sha;
  const side = await branchWithCommit(world, { branch: `side-${file}`, file, from: head });
  const { body: made } = await world.send(`GET ${repo}/git/commits/${side}`, { token: world.token });
  const body = { message: 'Merge a section', tree: made.tree.sha, parents: [head, side] };
  const merged = await world.send(`POST ${repo}/git/commits`, { token: world.token, body });
  await world.github.forcePushAs('writeer', { ...at(number), sha: merged.body.sha });
  return merged.body.sha;
}

describe('merging a branch with merges in it', () => {
  test('rebase leaves them out, and what they brought in', async () => {
    const { number } = await open('fate/rebase');
    await withMerge(number, 'section.txt');
    const before = await moveMain('meanwhile.txt');
    const answer = await merge(number, 'rebase');
    expect(answer.status).toBe(200);
    const log = (await git('log', '--format=%s|%p', `${before}..main`)).split('\n');
    expect(log.map((line) => line.replace(/\|\w+$/, ''))).toEqual([
      'Work on side-section.txt',
      'Work on fate/rebase',
    ]);
    expect(await git('ls-tree', '--name-only', 'main')).toContain('section.txt');
    expect(await get(number)).toMatchObject({ merged: true, merge_commit_sha: answer.body.sha });
  });

  test('squash of several lists them and names who else wrote', async () => {
    const { number } = await open('fate/squash');
    await withMerge(number, 'squashed.txt');
    await merge(number, 'squash');
    const [title, ...lines] = (await git('show', '-s', '--format=%B', 'main')).split('\n');
    expect(title).toBe(`Work on fate/squash (#${number})`);
    expect(lines).toEqual(expect.arrayContaining(['* Work on fate/squash', '* Merge a section']));
    expect((await git('show', '-s', '--format=%P', 'main')).split(' ')).toHaveLength(1);
  });
});

test('a merge queue merges as its bot, with a commit of its own', async () => {
  const { number, sha } = await open('fate/queued');
  const merged = await world.github.mergeByQueue({ ...at(number), method: 'squash' });
  expect(merged).not.toBe(sha);
  expect(await get(number)).toMatchObject({
    ...{ merged: true, state: 'closed', merge_commit_sha: merged },
    merged_by: { login: 'github-merge-queue[bot]', type: 'Bot' },
  });
  expect(await git('rev-parse', 'main')).toBe(merged);
});

describe('another base', () => {
  test('makes another diff, and lines may drop out of it', async () => {
    await branchWithCommit(world, { branch: 'train', file: 'shared.txt', text: 'shared\n' });
    const train = await git('rev-parse', 'train');
    const { number } = await open('fate/retarget', { from: train, file: 'own.txt' });
    const ann = world.github.reviewerOn('writeer', fullName);
    const onShared = await ann.commentOnLine({ number, path: 'shared.txt', line: 1, body: 'x' });
    const onOwn = await ann.commentOnLine({ number, path: 'own.txt', line: 1, body: 'x' });
    expect((await get(number)).changed_files).toBe(2);
    const change = { base: 'train', title: 'On the train' };
    const answer = await world.send(`PATCH ${repo}/pulls/${number}`, { ...writer(), body: change });
    expect(answer.body).toMatchObject({
      base: { ref: 'train', sha: train },
      changed_files: 1,
      title: change.title,
    });
    const lines = world.github
      .conversations(fullName, number)
      .map(({ comments: [first] }) => [first?.id, first?.line]);
    expect(lines).toEqual([
      [onShared.id, null],
      [onOwn.id, 1],
    ]);
  });

  test('must exist, differ, be free, and the pull request open', async () => {
    const { number } = await open('fate/fixed');
    const to = async (base: string) =>
      (await world.send(`PATCH ${repo}/pulls/${number}`, { ...writer(), body: { base } })).status;
    expect(await to('nowhere')).toBe(422);
    expect(await to('fate/fixed')).toBe(422);
    expect(await to('main')).toBe(200);
    await world.send(`POST ${repo}/git/refs`, {
      token: world.token,
      body: { ref: 'refs/heads/free', sha: await git('rev-parse', 'main') },
    });
    await world.github.setPullStateAs('writeer', { ...at(number), state: 'closed' });
    expect(await to('free')).toBe(422);
    await world.github.setPullStateAs('writeer', { ...at(number), state: 'open' });
    expect(await to('free')).toBe(200);
  });
});

describe('updating a branch', () => {
  const update = (number: number, body: object = {}) =>
    world.send(`PUT ${repo}/pulls/${number}/update-branch`, { ...writer(), body });

  test('merges the base into it', async () => {
    const { number, sha } = await open('fate/behind');
    expect((await update(number)).status).toBe(422);
    const base = await moveMain('ahead.txt');
    expect((await update(number, { expected_head_sha: base })).status).toBe(422);
    expect(await update(number, { expected_head_sha: sha })).toMatchObject({ status: 202 });
    const { head } = await get(number);
    expect(await git('show', '-s', '--format=%P|%s', head.sha)).toBe(
      `${sha} ${base}|Merge branch 'main' into fate/behind`,
    );
  });

  test('that conflicts is refused and moves nothing', async () => {
    const { number, sha } = await open('fate/clash', { file: 'clash.txt', text: 'mine\n' });
    await moveMain('clash.txt');
    expect(await update(number)).toMatchObject({ status: 422, body: { message: /conflict/ } });
    expect((await get(number)).head.sha).toBe(sha);
  });
});

describe('merging a branch or commit into a branch', () => {
  const into = (body: object) => world.send(`POST ${repo}/merges`, { token: world.token, body });

  test('makes a merge of its own, once', async () => {
    const { number, sha } = await open('fate/into');
    const base = await moveMain('into.txt');
    const request = { base: 'fate/into', head: base, commit_message: 'Merge main (PER-1)' };
    const made = await into(request);
    expect(made).toMatchObject({ status: 201, body: { commit: { message: 'Merge main (PER-1)' } } });
    expect((await get(number)).head.sha).toBe(made.body.sha);
    expect(await git('show', '-s', '--format=%P', made.body.sha)).toBe(`${sha} ${base}`);
    expect((await into({ ...request, head: 'main' })).status).toBe(204);
  });

  test('that conflicts, or is not there, moves nothing', async () => {
    const { number, sha } = await open('fate/into-clash', { file: 'into-clash.txt', text: 'mine\n' });
    await moveMain('into-clash.txt');
    expect(await into({ base: 'fate/into-clash', head: 'main' })).toMatchObject({
      ...{ status: 409, body: { message: 'Merge conflict' } },
    });
    expect((await into({ base: 'fate/into-clash', head: 'nowhere' })).status).toBe(404);
    expect((await into({ base: 'nowhere', head: 'main' })).status).toBe(404);
    expect((await get(number)).head.sha).toBe(sha);
  });
});

describe('the head branch', () => {
  test('forced elsewhere takes the pull request along', async () => {
    const { number, sha } = await open('fate/forced');
    const other = await branchWithCommit(world, { branch: 'fate/other' });
    await world.github.forcePushAs('writeer', { ...at(number), sha: other });
    expect(await get(number)).toMatchObject({ state: 'open', head: { sha: other } });
    expect(await git('rev-parse', `refs/pull/${number}/head`)).not.toBe(sha);
  });

  test('deleted closes it; restored it can be reopened, recreated otherwise it cannot', async () => {
    const { number, sha } = await open('fate/deleted');
    const reopen = () => world.github.setPullStateAs('writeer', { ...at(number), state: 'open' });
    await world.github.deleteBranchAs('writeer', at(number));
    expect(await get(number)).toMatchObject({ state: 'closed', merged: false });
    await expect(reopen()).rejects.toThrow('Validation Failed');
    await world.github.restoreBranchAs('writeer', at(number));
    expect(await get(number)).toMatchObject({ state: 'closed', head: { sha } });
    const other = await branchWithCommit(world, { branch: 'fate/recreated' });
    await world.github.forcePushAs('writeer', { ...at(number), sha: other });
    await expect(reopen()).rejects.toMatchObject({ errors: [{ message: /force-pushed or recreated/ }] });
    await world.github.forcePushAs('writeer', { ...at(number), sha });
    await reopen();
    expect(await get(number)).toMatchObject({ state: 'open', head: { sha } });
  });

  test('is moved only by who may write', async () => {
    const { number } = await open('fate/guarded');
    expect(() => world.github.deleteBranchAs('reader', at(number))).toThrow(/push access/);
    world.github.setDraftAs('writeer', { ...at(number), draft: true });
    expect(await get(number)).toMatchObject({ draft: true });
    await moveMain('guarded.txt');
    await world.github.updateBranchAs('writeer', at(number));
    await world.github.retargetAs('writeer', { ...at(number), base: 'main' });
  });
});
