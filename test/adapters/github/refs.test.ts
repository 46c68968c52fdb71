import { afterEach, describe, expect, test } from 'vitest';
import { Refused, Unavailable } from '../../../src/ports/errors.ts';
import { createStage, failure, ref, repo, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => expect(stage.leftovers()).toEqual([]));

const a = 'a'.repeat(40);
const b = 'b'.repeat(40);
const at = (name: string, sha: string) => ({ ref: `refs/${name}`, object: { type: 'commit', sha } });
const one = `${repo}/git/ref/heads/feat/x`;
const refs = `${repo}/git/refs`;

describe('refSha', () => {
  test('is where the ref points', async () => {
    stage = createStage();
    stage.on('GET', one, { body: at('heads/feat/x', a) });
    expect(await stage.github.repository(ref).refSha('heads/feat/x')).toBe(a);
  });

  test.each([404, 409])('is null when GitHub answers %i', async (status) => {
    stage = createStage();
    stage.on('GET', one, { status });
    expect(await stage.github.repository(ref).refSha('heads/feat/x')).toBeNull();
  });

  test('is null when another ref of the same beginning comes back', async () => {
    stage = createStage();
    stage.on('GET', one, { body: at('heads/feat/x-2', a) });
    expect(await stage.github.repository(ref).refSha('heads/feat/x')).toBeNull();
  });
});

describe('createRef', () => {
  test('makes any ref, with its full name', async () => {
    stage = createStage();
    stage.on('POST', refs, { status: 201, body: at('throughline/assignments/1', a) });
    expect(await stage.github.repository(ref).createRef('throughline/assignments/1', a)).toBe('created');
    expect(stage.sent[0]?.body).toEqual({ ref: 'refs/throughline/assignments/1', sha: a });
  });

  test('says that it exists, wherever it points', async () => {
    stage = createStage();
    stage.on('POST', refs, { status: 422, body: { message: 'Reference already exists' } });
    stage.on('GET', one, { body: at('heads/feat/x', b) });
    expect(await stage.github.repository(ref).createRef('heads/feat/x', a)).toBe('exists');
  });

  test('a 422 for another cause is not "exists"', async () => {
    stage = createStage();
    stage.on('POST', refs, { status: 422, body: { message: 'Object does not exist' } });
    stage.on('GET', one, { status: 404 });
    const error = await failure(stage.github.repository(ref).createRef('heads/feat/x', a));
    expect(error).toBeInstanceOf(Refused);
    expect(error).toMatchObject({ status: 422, message: expect.stringContaining('Object does not exist') });
  });
});

describe('updateRef', () => {
  const patch = `${refs}/heads/feat/x`;

  test('never forces unless asked', async () => {
    stage = createStage();
    stage.on('PATCH', patch, { body: at('heads/feat/x', b) });
    stage.on('PATCH', patch, { body: at('heads/feat/x', a) });
    const repository = stage.github.repository(ref);
    expect(await repository.updateRef('heads/feat/x', b)).toBe('updated');
    expect(await repository.updateRef('heads/feat/x', a, { force: true })).toBe('updated');
    expect(stage.sent.map((each) => each.body)).toEqual([
      { sha: b, force: false },
      { sha: a, force: true },
    ]);
  });

  test('not a fast forward is an answer', async () => {
    stage = createStage();
    stage.on('PATCH', patch, { status: 422, body: { message: 'Update is not a fast forward' } });
    expect(await stage.github.repository(ref).updateRef('heads/feat/x', b)).toBe('not-fast-forward');
  });

  test('a branch rule is a refusal that names the setting', async () => {
    stage = createStage();
    stage.on('PATCH', patch, { status: 422, body: { message: 'Repository rule violations found' } });
    const error = await failure(stage.github.repository(ref).updateRef('heads/feat/x', b));
    expect(error).toMatchObject({ name: 'Refused', remedy: expect.stringContaining('Rulesets') });
  });

  test('a ref that is held just now is worth another try; an empty repository is not', async () => {
    stage = createStage();
    stage.on('PATCH', patch, { status: 409, body: { message: 'Reference cannot be updated' } });
    stage.on('PATCH', patch, { status: 409, body: { message: 'Git Repository is empty.' } });
    const repository = stage.github.repository(ref);
    expect(await failure(repository.updateRef('heads/feat/x', b))).toBeInstanceOf(Unavailable);
    expect(await failure(repository.updateRef('heads/feat/x', b))).toBeInstanceOf(Refused);
  });
});

describe('commits', () => {
  const commit = {
    sha: a,
    message: 'Merge',
    tree: { sha: 't1', url: 'https://x.test/' },
    parents: [{ sha: b, url: 'https://x.test/', html_url: 'https://x.test/' }],
  };

  test('are read', async () => {
    stage = createStage();
    stage.on('GET', `${repo}/git/commits/${a}`, { body: commit });
    expect(await stage.github.repository(ref).commit(a)).toEqual({
      sha: a,
      tree: 't1',
      parents: [b],
      message: 'Merge',
    });
  });

  test('are null when there is none', async () => {
    stage = createStage();
    stage.on('GET', `${repo}/git/commits/${a}`, { status: 404 });
    expect(await stage.github.repository(ref).commit(a)).toBeNull();
  });

  test('are made with the parents given', async () => {
    stage = createStage();
    stage.on('POST', `${repo}/git/commits`, { status: 201, body: commit });
    expect(
      await stage.github.repository(ref).createCommit({ message: 'Merge', tree: 't1', parents: [a, b] }),
    ).toBe(a);
    expect(stage.sent[0]?.body).toEqual({ message: 'Merge', tree: 't1', parents: [a, b] });
  });
});

describe('mergeInto', () => {
  const merges = `${repo}/merges`;
  const asked = { branch: 'feat/x', head: a, message: 'Merge main' };
  const merge = () => stage.github.repository(ref).mergeInto(asked);

  test('gives the merge, under the message it is told', async () => {
    stage = createStage();
    stage.on('POST', merges, { status: 201, body: { sha: b } });
    expect(await merge()).toEqual({ state: 'merged', sha: b });
    expect(stage.sent[0]?.body).toEqual({ base: 'feat/x', head: a, commit_message: 'Merge main' });
  });

  // the description has no body for the refusals; GitHub sends one
  test.each([
    [204, '', 'up-to-date'],
    [409, '{"message":"Merge conflict"}', 'conflict'],
    [404, '{"message":"Base does not exist"}', 'missing'],
  ])('%i is an answer, not an error: %s', async (status, raw, state) => {
    stage = createStage();
    stage.on('POST', merges, { status, ...(raw === '' ? {} : { raw }) });
    expect(await merge()).toEqual({ state });
  });

  test.each([
    ['Repository rule violations found\n\nCommits must have verified signatures.', 'bypass the branch rule'],
    ['Base branch was modified.', 'See the message of GitHub'],
    ['Git Repository is empty.', 'See the message of GitHub'],
  ])('a refusal is no conflict: %s', async (message, remedy) => {
    stage = createStage();
    stage.on('POST', merges, { status: 409, raw: JSON.stringify({ message }) });
    const refused = await failure(merge());
    expect(refused).toMatchObject({
      name: 'Refused',
      status: 409,
      message: expect.stringContaining(message),
    });
    expect(refused).toHaveProperty('remedy', expect.stringContaining(remedy));
    expect(refused).toHaveProperty('remedy', expect.not.stringContaining('/retry'));
  });

  test('what is forbidden is not asked for again', async () => {
    stage = createStage();
    stage.on('POST', merges, { status: 403, body: { message: 'Resource not accessible by integration' } });
    expect(await failure(merge())).toBeInstanceOf(Refused);
  });
});
