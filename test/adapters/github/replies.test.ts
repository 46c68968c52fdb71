import { afterEach, expect, test } from 'vitest';
import { createStage, ref, repo, type Stage, user } from './stage.ts';

let stage: Stage;
afterEach(() => expect(stage.leftovers()).toEqual([]));

const bot = user('throughline[bot]', 99, 'Bot');
const ann = user('ann', 2);
const url = (id: number) => `https://github.com/octo/hello/pull/12#discussion_r${id}`;
const tagged = (text: string) => `<!-- throughline:F2 -->\n${text}`;
const comment = (id: number, fields: object = {}) => ({
  id,
  html_url: url(id),
  body: 'Why?',
  user: ann,
  ...fields,
});
const ours = (id: number, fields: object = {}) =>
  comment(id, { in_reply_to_id: 1, user: bot, body: tagged('old'), ...fields });

const page = (number: number) => `${repo}/pulls/12/comments?per_page=100&page=${number}`;
const replies = `${repo}/pulls/12/comments/1/replies`;

function begin(...written: object[]): void {
  stage = createStage();
  stage.on('GET', '/app', { body: { id: 3, slug: 'throughline' } });
  stage.on('GET', page(1), { body: written });
}
const reply = (body: string, to = 1) =>
  stage.github.repository(ref).replyInThread({ pull: 12, comment: to, tag: 'F2', body });

test('answers in the thread, even when asked about an answer in it', async () => {
  begin(comment(1), comment(2, { in_reply_to_id: 1 }));
  stage.on('POST', replies, { status: 201, body: ours(3) });
  expect(await reply('Fixed.', 2)).toEqual({ id: 3, url: url(3), change: 'created' });
  expect(stage.sent.at(-1)?.body).toEqual({ body: tagged('Fixed.') });
});

test('is found again on whatever page, and written once', async () => {
  stage = createStage();
  stage.on('GET', '/app', { body: { id: 3, slug: 'throughline' } });
  const link = `<https://api.github.com${page(2)}>; rel="next"`;
  stage.on('GET', page(1), { body: [comment(1)], headers: { link } });
  stage.on('GET', page(2), { body: [ours(2, { body: tagged('Fixed.\r\n') })] });
  expect(await reply('Fixed.')).toEqual({ id: 2, url: url(2), change: 'same' });
});

test('is edited in place when it says something else now', async () => {
  begin(comment(1), ours(2));
  stage.on('PATCH', `${repo}/pulls/comments/2`, { body: ours(2) });
  expect(await reply('Fixed.')).toEqual({ id: 2, url: url(2), change: 'updated' });
});

test.each([
  ['a person’s', { user: ann }],
  ['another App’s', { user: user('other[bot]', 98, 'Bot') }],
  ['of a person who chose our name', { user: user('throughline[bot]', 97) }],
  ['of another thread', { in_reply_to_id: 7 }],
  ['about another finding', { body: '<!-- throughline:F3 -->\nold' }],
])('one %s is not ours', async (_, fields) => {
  begin(comment(1), ours(2, fields));
  stage.on('POST', replies, { status: 201, body: ours(3) });
  expect(await reply('Fixed.')).toMatchObject({ id: 3, change: 'created' });
});

test('deleted meanwhile it is written anew; without its thread nowhere', async () => {
  begin(comment(1), ours(2));
  stage.on('PATCH', `${repo}/pulls/comments/2`, { status: 404 });
  stage.on('POST', replies, { status: 404 });
  expect(await reply('Fixed.')).toBeNull();
  begin(comment(5));
  expect(await reply('Fixed.')).toBeNull();
});

const place = { path: 'src/x.ts', original_line: 7 };
const opens = { id: 1, url: url(1), path: 'src/x.ts', line: 7, by: 'ann', body: 'Why?' };
const one = (id: number) => `${repo}/pulls/comments/${id}`;

test('of a reply the comment that opened the thread is told', async () => {
  stage = createStage();
  stage.on('GET', one(2), { body: comment(2, { ...place, in_reply_to_id: 1, body: 'And?' }) });
  stage.on('GET', one(1), { body: comment(1, place) });
  expect(await stage.github.repository(ref).threadOpening(2)).toEqual(opens);
  stage.on('GET', one(1), { body: comment(1, { ...place, line: 9 }) });
  expect(await stage.github.repository(ref).threadOpening(1)).toEqual({ ...opens, line: 9 });
});

test('a deleted opening still stands for its thread; what is gone is nobody’s', async () => {
  stage = createStage();
  stage.on('GET', one(2), { body: comment(2, { ...place, in_reply_to_id: 1, user: null, body: 'And?' }) });
  stage.on('GET', one(1), { status: 404 });
  expect(await stage.github.repository(ref).threadOpening(2)).toEqual({
    ...{ ...opens, url: url(2) },
    ...{ by: 'ghost', body: 'And?' },
  });
  stage.on('GET', one(3), { status: 404 });
  expect(await stage.github.repository(ref).threadOpening(3)).toBeNull();
});

test('a comment of a thread is reacted to, and one that is gone is left alone', async () => {
  stage = createStage();
  stage.on('POST', `${one(2)}/reactions`, { status: 201, body: {} });
  await stage.github.repository(ref).reactInThread(2, 'eyes');
  expect(stage.sent.at(-1)?.body).toEqual({ content: 'eyes' });
  stage.on('POST', `${one(3)}/reactions`, { status: 404 });
  await stage.github.repository(ref).reactInThread(3, 'rocket');
});
