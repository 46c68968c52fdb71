import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { restOperations } from '../../src/adapters/github/permissions.ts';
import { createOpenApiCheck } from './openapi.ts';

const check = createOpenApiCheck();
const document: { paths: Record<string, Record<string, unknown>> } = JSON.parse(
  readFileSync(new URL('./github.json', import.meta.url), 'utf8'),
);
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
);

describe('the extract of GitHub’s description', () => {
  test('holds every operation the adapter sends', () => {
    expect(operations).toEqual(expect.arrayContaining(Object.keys(restOperations)));
  });

  test('carries no prose', () => {
    const text = JSON.stringify(document.paths);
    expect(text).not.toMatch(/"(description|summary)":"/);
    expect(text).toMatch(/"operationId":"/);
  });

  test.each(operations)('%s compiles and is found by a path of its shape', (operation) => {
    const [method = '', template = ''] = operation.split(' ');
    const path = template.replace(/\{(\w+)\}/g, (_, name: string) => (/_(id|number)$/.test(name) ? '7' : 'x'));
    expect(check.matches(method, path)).toBe(operation);
    expect(check.checkRequest(method, path, {})).toBeInstanceOf(Array);
    for (const status of Object.keys(Object(Object(document.paths[template])[method.toLowerCase()]).responses)) {
      expect(check.checkResponse(method, path, Number(status), {})).toBeInstanceOf(Array);
    }
  });
});

describe('finding an operation', () => {
  test.each([
    ['GET', '/repos/o/r/contents/a/b.md?ref=main', 'GET /repos/{owner}/{repo}/contents/{path}'],
    ['GET', '/repos/o/r/git/ref/heads/feat/x', 'GET /repos/{owner}/{repo}/git/ref/{ref}'],
    ['GET', '/repos/o/r/git/ref/heads%2Ffeat%2Fx', 'GET /repos/{owner}/{repo}/git/ref/{ref}'],
    ['get', '/repos/o/r/issues/comments/5', 'GET /repos/{owner}/{repo}/issues/comments/{comment_id}'],
    ['GET', '/repos/o/r/issues/5/comments', 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments'],
    ['DELETE', '/repos/o/r/issues/5/labels/phase%3Adelegate', 'DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}'],
    ['GET', '/repos/o/r/actions/workflows/throughline.yml/runs', 'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs'],
  ])('%s %s', (method, path, operation) => {
    expect(check.matches(method, path)).toBe(operation);
  });

  test('what GitHub does not describe is not found', () => {
    expect(check.matches('GET', '/repos/o/r/nonsense')).toBeNull();
    expect(check.checkRequest('GET', '/repos/o/r/nonsense')).not.toEqual([]);
  });
});

describe('requests', () => {
  const comments = '/repos/o/r/issues/5/comments';

  test('agree or are told what is wrong', () => {
    expect(check.checkRequest('POST', comments, { body: 'hello' })).toEqual([]);
    expect(check.checkRequest('POST', comments, {})).not.toEqual([]);
    expect(check.checkRequest('POST', comments)).not.toEqual([]);
    expect(check.checkRequest('POST', comments, { body: 5 })).not.toEqual([]);
  });

  test('their query is checked too', () => {
    expect(check.checkRequest('GET', `${comments}?per_page=100&page=2`)).toEqual([]);
    expect(check.checkRequest('GET', `${comments}?perpage=100`)).not.toEqual([]);
    expect(check.checkRequest('GET', `${comments}?page=two`)).not.toEqual([]);
    expect(check.checkRequest('GET', '/repos/o/r/issues/five/comments')).not.toEqual([]);
  });

  test('a check’s conclusion must be one of GitHub’s', () => {
    const path = '/repos/o/r/check-runs';
    const run = { name: 'x', head_sha: 'a', status: 'completed', conclusion: 'success' };
    expect(check.checkRequest('POST', path, run)).toEqual([]);
    expect(check.checkRequest('POST', path, { ...run, conclusion: 'great' })).not.toEqual([]);
  });
});

describe('answers', () => {
  test('an answer is held to its own status', () => {
    const path = '/repos/o/r/git/ref/heads/main';
    const ref = { ref: 'refs/heads/main', node_id: 'x', url: 'https://x.test/', object: { type: 'commit', sha: 'a'.repeat(40), url: 'https://x.test/' } };
    expect(check.checkResponse('GET', path, 200, ref)).toEqual([]);
    expect(check.checkResponse('GET', path, 200, { ...ref, object: {} })).not.toEqual([]);
    expect(check.checkResponse('GET', path, 404, { message: 'Not Found' })).toEqual([]);
    expect(check.checkResponse('GET', path, 204)).not.toEqual([]);
  });

  test('an answer without a body has none', () => {
    const path = '/repos/o/r/actions/workflows/7/dispatches';
    expect(check.checkResponse('POST', path, 204)).toEqual([]);
    expect(check.checkResponse('POST', path, 204, { a: 1 })).not.toEqual([]);
  });

  test('null where GitHub allows it, and only there', () => {
    const commit = (verification: unknown): string[] =>
      check.checkResponse('GET', '/repos/o/r/git/commits/abc', 200, verification);
    const person = { date: '2026-01-01T00:00:00Z', email: 'a@x.test', name: 'A' };
    const good = {
      sha: 'a', node_id: 'n', url: 'https://x.test/', html_url: 'https://x.test/', message: 'm', author: person, committer: person,
      tree: { sha: 't', url: 'https://x.test/' }, parents: [],
      verification: { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null },
    };
    expect(commit(good)).toEqual([]);
    expect(commit({ ...good, message: null })).not.toEqual([]);
  });
});
