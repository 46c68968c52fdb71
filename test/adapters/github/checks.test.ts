import { afterEach, expect, test } from 'vitest';
import type { CheckRun } from '../../../src/ports/github.ts';
import { createStage, ref, repo, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => expect(stage.leftovers()).toEqual([]));

const check: CheckRun = {
  name: 'throughline / deep review',
  headSha: 'h1',
  externalId: 'd2a1',
  title: 'T',
  summary: 'S',
  state: { status: 'completed', conclusion: 'success' },
};
const list = (page: number) =>
  `${repo}/commits/h1/check-runs?check_name=throughline%20%2F%20deep%20review&app_id=3&filter=all&per_page=100&page=${page}`;
const run = (id: number, fields: object = {}, output: object = {}) => ({
  id,
  name: check.name,
  head_sha: 'h1',
  external_id: 'd2a1',
  html_url: `https://github.com/c/${id}`,
  status: 'completed',
  conclusion: 'success',
  details_url: null,
  app: { id: 3 },
  output: { title: 'T', summary: 'S', text: null, annotations_count: 0, ...output },
  ...fields,
});

function begin(existing: object[], headers: Record<string, string> = {}): void {
  stage = createStage();
  stage.on('GET', '/app', { body: { id: 3, slug: 'throughline' } });
  stage.on('GET', list(1), { body: { total_count: existing.length, check_runs: existing }, headers });
}

const upsert = (fields: Partial<CheckRun> = {}) =>
  stage.github.repository(ref).upsertCheck({ ...check, ...fields });
const annotations = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    path: 'a.js',
    line: at + 1,
    level: 'warning' as const,
    message: `m${at}`,
  }));
const sentAnnotations = () =>
  stage.sent.slice(2).map((each) => Object(each.body).output.annotations?.length ?? 0);

test('a check that is not there is created', async () => {
  begin([]);
  stage.on('POST', `${repo}/check-runs`, { status: 201, body: run(4) });
  expect(await upsert({ detailsUrl: 'https://x.test/d' })).toEqual({ id: 4, url: 'https://github.com/c/4' });
  expect(stage.sent.at(-1)?.body).toEqual({
    name: check.name,
    head_sha: 'h1',
    external_id: 'd2a1',
    status: 'completed',
    conclusion: 'success',
    details_url: 'https://x.test/d',
    output: { title: 'T', summary: 'S' },
  });
});

test('the one of the same name and external id is updated, wherever it stands in the list', async () => {
  begin([run(1, { external_id: 'd1a1' })], { link: `<https://api.github.com${list(2)}>; rel="next"` });
  stage.on('GET', list(2), {
    body: { total_count: 2, check_runs: [run(2, { status: 'in_progress', conclusion: null })] },
  });
  stage.on('PATCH', `${repo}/check-runs/2`, { body: run(2) });
  expect(await upsert()).toMatchObject({ id: 2 });
});

test('nothing is written when nothing changed', async () => {
  begin([run(2)]);
  expect(await upsert()).toEqual({ id: 2, url: 'https://github.com/c/2' });
});

test.each<[string, Partial<CheckRun>]>([
  ['conclusion', { state: { status: 'completed', conclusion: 'failure' } }],
  ['status', { state: { status: 'in_progress' } }],
  ['title', { title: 'T2' }],
  ['summary', { summary: 'S2' }],
  ['text', { text: 'X' }],
  ['address', { detailsUrl: 'https://x.test/other' }],
])('another %s is written', async (_, fields) => {
  begin([run(2)]);
  stage.on('PATCH', `${repo}/check-runs/2`, { body: run(2) });
  expect(await upsert(fields)).toMatchObject({ id: 2 });
});

test('another App’s check of the same name and external id is not ours', async () => {
  begin([run(2, { app: { id: 4 } })]);
  stage.on('POST', `${repo}/check-runs`, { status: 201, body: run(5) });
  expect(await upsert()).toMatchObject({ id: 5 });
});

test('annotations go in batches of fifty', async () => {
  begin([]);
  stage.on('POST', `${repo}/check-runs`, { status: 201, body: run(4) });
  stage.on('PATCH', `${repo}/check-runs/4`, { body: run(4) });
  stage.on('PATCH', `${repo}/check-runs/4`, { body: run(4) });
  await upsert({ annotations: annotations(120) });
  expect(sentAnnotations()).toEqual([50, 50, 20]);
});

test('annotations that GitHub has already are not sent again', async () => {
  begin([run(4, {}, { annotations_count: 50 })]);
  stage.on('PATCH', `${repo}/check-runs/4`, { body: run(4) });
  await upsert({ annotations: annotations(60) });
  expect(sentAnnotations()).toEqual([10]);
});

test('texts are cut to what GitHub takes', async () => {
  begin([]);
  stage.on('POST', `${repo}/check-runs`, { status: 201, body: run(4) });
  await upsert({ summary: '🚀'.repeat(70_000), text: 'x'.repeat(70_000) });
  const { output } = Object(stage.sent.at(-1)?.body);
  expect(Array.from(output.summary)).toHaveLength(65_535);
  expect(output.text).toHaveLength(65_535);
});
