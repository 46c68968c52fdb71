import { afterEach, expect, test } from 'vitest';
import { Refused } from '../../../src/ports/errors.ts';
import { createStage, failure, ref, repo, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => expect(stage.leftovers()).toEqual([]));

const file = { type: 'file', encoding: 'base64', size: 5, name: 'a.md', path: 'docs/a.md', sha: 'f1' };

const fileAnswer = (fields: object) => ({
  ...contentFile,
  ...fields,
});
const contentFile = {
  ...file,
  url: 'https://api.github.com/x',
  git_url: null,
  html_url: null,
  download_url: null,
  content: '',
  _links: { git: null, html: null, self: 'https://api.github.com/x' },
};
const entry = (name: string, type: string) => ({ ...contentFile, name, type, path: name });

test('reads a text file with its ETag', async () => {
  stage = createStage();
  const content = Buffer.from('Grüße\n').toString('base64');
  stage.on('GET', `${repo}/contents/docs/a.md?ref=main`, {
    body: fileAnswer({ content }),
    headers: { etag: '"e1"' },
  });
  expect(await stage.github.repository(ref).readFile({ path: 'docs/a.md', ref: 'main' })).toEqual({
    state: 'found',
    text: 'Grüße\n',
    sha: 'f1',
    etag: '"e1"',
  });
  expect(stage.sent[0]?.headers['if-none-match']).toBeUndefined();
});

test('asks with the ETag it has', async () => {
  stage = createStage();
  stage.on('GET', `${repo}/contents/docs/a.md?ref=main`, { status: 304 });
  const answer = await stage.github
    .repository(ref)
    .readFile({ path: 'docs/a.md', ref: 'main', etag: '"e1"' });
  expect(answer).toEqual({ state: 'not-modified' });
  expect(stage.sent[0]?.headers['if-none-match']).toBe('"e1"');
});

test('reads what is too large for the contents endpoint as a blob', async () => {
  stage = createStage();
  stage.on('GET', `${repo}/contents/docs/a.md?ref=main`, {
    body: fileAnswer({ encoding: 'none', size: 2_000_000 }),
  });
  stage.on('GET', `${repo}/git/blobs/f1`, {
    body: { content: Buffer.from('large').toString('base64'), encoding: 'base64' },
  });
  expect(await stage.github.repository(ref).readFile({ path: 'docs/a.md', ref: 'main' })).toMatchObject({
    text: 'large',
  });
});

test.each([
  ['nothing there', { status: 404 }],
  ['a folder', { body: [entry('a.md', 'file')] }],
])('%s is a missing file', async (_, answer) => {
  stage = createStage();
  stage.on('GET', `${repo}/contents/docs?ref=main`, answer);
  expect(await stage.github.repository(ref).readFile({ path: 'docs', ref: 'main' })).toEqual({
    state: 'missing',
  });
});

test('lists a folder; links and submodules are left out', async () => {
  stage = createStage();
  const body = [
    entry('a.md', 'file'),
    entry('sub', 'dir'),
    entry('link', 'symlink'),
    entry('module', 'submodule'),
  ];
  stage.on('GET', `${repo}/contents/docs?ref=main`, { body });
  expect(await stage.github.repository(ref).listFolder({ path: 'docs', ref: 'main' })).toEqual([
    { name: 'a.md', type: 'file' },
    { name: 'sub', type: 'dir' },
  ]);
});

test('a folder that is not there, or is a file, is null', async () => {
  stage = createStage();
  stage.on('GET', `${repo}/contents/docs?ref=main`, { status: 404 });
  stage.on('GET', `${repo}/contents/a.md?ref=main`, { body: fileAnswer({}) });
  const repository = stage.github.repository(ref);
  expect(await repository.listFolder({ path: 'docs', ref: 'main' })).toBeNull();
  expect(await repository.listFolder({ path: 'a.md', ref: 'main' })).toBeNull();
});

test('a folder so large that GitHub leaves entries out is refused, not shortened', async () => {
  stage = createStage();
  const body = Array.from({ length: 1000 }, (_, at) => entry(`f${at}`, 'file'));
  stage.on('GET', `${repo}/contents/docs?ref=main`, { body });
  const error = await failure(stage.github.repository(ref).listFolder({ path: 'docs', ref: 'main' }));
  expect(error).toBeInstanceOf(Refused);
  expect(error).toMatchObject({ remedy: expect.stringContaining('docs') });
});
