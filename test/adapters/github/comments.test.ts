import { afterEach, describe, expect, test } from 'vitest';
import { createStage, failure, ref, repo, type Stage, user } from './stage.ts';

let stage: Stage;
afterEach(() => expect(stage.leftovers()).toEqual([]));

const bot = user('throughline[bot]', 99, 'Bot');
const ann = user('ann', 2);
const tagged = (text: string) => `<!-- throughline:status -->\n${text}`;
const url = (id: number) => `https://github.com/octo/hello/issues/5#issuecomment-${id}`;

const comment = (id: number, fields: object = {}) => ({
  id,
  node_id: 'C_1',
  url: 'https://api.github.com/x',
  html_url: url(id),
  issue_url: 'https://api.github.com/repos/octo/hello/issues/5',
  body: tagged('old'),
  user: bot,
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-01T00:00:00Z',
  author_association: 'NONE',
  ...fields,
});

const page = (number: number) => `${repo}/issues/5/comments?per_page=100&page=${number}`;
const next = (number: number) => ({ link: `<https://api.github.com${page(number)}>; rel="next"` });
const create = `${repo}/issues/5/comments`;
const edit = (id: number) => `${repo}/issues/comments/${id}`;
const upsert = (options: { body: string; knownId?: number }) =>
  stage.github.repository(ref).upsertComment({ issue: 5, tag: 'status', ...options });

function begin(): void {
  stage = createStage();
  stage.on('GET', '/app', { body: { id: 3, slug: 'throughline' } });
}

describe('upsertComment', () => {
  test('looks through every page and updates the one', async () => {
    begin();
    stage.on('GET', page(1), { body: [comment(1, { body: 'hello', user: ann })], headers: next(2) });
    stage.on('GET', page(2), { body: [comment(2)] });
    stage.on('PATCH', edit(2), { body: comment(2) });
    expect(await upsert({ body: 'new' })).toEqual({ id: 2, url: url(2), change: 'updated' });
    expect(stage.sent.at(-1)?.body).toEqual({ body: tagged('new') });
  });

  test('creates it with the tag as its first line', async () => {
    begin();
    stage.on('GET', page(1), { body: [] });
    stage.on('POST', create, { status: 201, body: comment(3) });
    expect(await upsert({ body: 'new' })).toEqual({ id: 3, url: url(3), change: 'created' });
    expect(stage.sent.at(-1)?.body).toEqual({ body: tagged('new') });
  });

  test('writes nothing when nothing changed, whatever the line ends', async () => {
    begin();
    stage.on('GET', page(1), { body: [comment(2, { body: tagged('a\nb').replaceAll('\n', '\r\n') })] });
    expect(await upsert({ body: 'a\nb' })).toEqual({ id: 2, url: url(2), change: 'same' });
  });

  test.each([
    ['a person', ann],
    ['another App', user('other[bot]', 98, 'Bot')],
    ['a person who chose our name', user('throughline[bot]', 97)],
    ['nobody any more', null],
  ])('a tag pasted by %s is not ours', async (_, author) => {
    begin();
    stage.on('GET', page(1), { body: [comment(2, { user: author })] });
    stage.on('POST', create, { status: 201, body: comment(3) });
    expect(await upsert({ body: 'new' })).toMatchObject({ id: 3, change: 'created' });
  });

  test('a tag that is not the first line is talk about a tag', async () => {
    begin();
    stage.on('GET', page(1), {
      body: [comment(2, { body: `> ${tagged('old')}` }), comment(4, { body: `x\n${tagged('')}` })],
    });
    stage.on('POST', create, { status: 201, body: comment(3) });
    expect(await upsert({ body: 'new' })).toMatchObject({ change: 'created' });
  });

  test('a known id saves the search', async () => {
    begin();
    stage.on('GET', edit(2), { body: comment(2) });
    stage.on('PATCH', edit(2), { body: comment(2) });
    expect(await upsert({ body: 'new', knownId: 2 })).toMatchObject({ id: 2, change: 'updated' });
  });

  test('a known one that was deleted is made anew', async () => {
    begin();
    stage.on('GET', edit(2), { status: 404 });
    stage.on('GET', page(1), { body: [] });
    stage.on('POST', create, { status: 201, body: comment(3) });
    expect(await upsert({ body: 'new', knownId: 2 })).toMatchObject({ id: 3, change: 'created' });
  });

  test('a known one of a person, of another issue or another tag is not written over', async () => {
    const elsewhere = { issue_url: 'https://api.github.com/repos/octo/hello/issues/6' };
    for (const fields of [{ user: ann }, elsewhere, { body: '<!-- throughline:other -->\nx' }]) {
      begin();
      stage.on('GET', edit(2), { body: comment(2, fields) });
      stage.on('GET', page(1), { body: [] });
      stage.on('POST', create, { status: 201, body: comment(3) });
      expect(await upsert({ body: 'new', knownId: 2 })).toMatchObject({ id: 3 });
      expect(stage.leftovers()).toEqual([]);
    }
  });

  test('one deleted between reading and writing is made anew', async () => {
    begin();
    stage.on('GET', page(1), { body: [comment(2)] });
    stage.on('PATCH', edit(2), { status: 404 });
    stage.on('POST', create, { status: 201, body: comment(3) });
    expect(await upsert({ body: 'new' })).toMatchObject({ id: 3, change: 'created' });
  });

  test('is cut between two characters, and says so', async () => {
    begin();
    stage.on('GET', page(1), { body: [] });
    stage.on('POST', create, { status: 201, body: comment(3) });
    await upsert({ body: '🚀'.repeat(70_000) });
    const { body }: { body: string } = Object(stage.sent.at(-1)?.body);
    expect(Array.from(body)).toHaveLength(65_536);
    expect(body).toMatch(/Cut here/);
    expect(body).not.toMatch(/\p{Surrogate}/u);
  });

  test('a page that fails is no reason to write a second comment', async () => {
    begin();
    stage.on('GET', page(1), { body: [], headers: next(2) });
    stage.on('GET', page(2), { status: 502 });
    expect(await failure(upsert({ body: 'new' }))).toMatchObject({ name: 'Unavailable' });
  });
});

test('comments come from every page, those of deleted accounts too', async () => {
  stage = createStage();
  stage.on('GET', page(1), { body: [comment(1, { user: null, body: 'x' })], headers: next(2) });
  stage.on('GET', page(2), { body: [comment(2)] });
  const comments = await stage.github.repository(ref).comments(5);
  expect(comments.map(({ id, author }) => [id, author.login, author.type])).toEqual([
    [1, 'ghost', 'User'],
    [2, 'throughline[bot]', 'Bot'],
  ]);
});

test('one comment, or null', async () => {
  stage = createStage();
  stage.on('GET', edit(2), { body: comment(2) });
  stage.on('GET', edit(3), { status: 404 });
  expect(await stage.github.repository(ref).comment(2)).toMatchObject({ id: 2, body: tagged('old') });
  expect(await stage.github.repository(ref).comment(3)).toBeNull();
});

test.each([200, 201])('a reaction given twice is given (%i)', async (status) => {
  stage = createStage();
  stage.on('POST', `${edit(2)}/reactions`, { status });
  await stage.github.repository(ref).react(2, 'eyes');
  expect(stage.sent[0]?.body).toEqual({ content: 'eyes' });
});

test('an issue with its labels, and none', async () => {
  stage = createStage();
  const body = {
    number: 5,
    title: 'T',
    body: null,
    html_url: 'https://github.com/octo/hello/issues/5',
    labels: ['a', { name: 'b' }],
    user: ann,
  };
  stage.on('GET', `${repo}/issues/5`, { body });
  stage.on('GET', `${repo}/issues/6`, { status: 410 });
  expect(await stage.github.repository(ref).issue(5)).toEqual({
    number: 5,
    title: 'T',
    body: '',
    url: 'https://github.com/octo/hello/issues/5',
    isPull: false,
    labels: ['a', 'b'],
  });
  expect(await stage.github.repository(ref).issue(6)).toBeNull();
});

test('labels are added together; taking away one that is not there is fine', async () => {
  stage = createStage();
  stage.on('POST', `${repo}/issues/5/labels`, { body: [] });
  stage.on('DELETE', `${repo}/issues/5/labels/phase:delegate`, { status: 404 });
  const repository = stage.github.repository(ref);
  await repository.addLabels(5, ['a', 'b']);
  await repository.addLabels(5, []);
  await repository.removeLabel(5, 'phase:delegate');
  expect(stage.sent.map((each) => each.method)).toEqual(['POST', 'DELETE']);
});
