import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { lint } from '../src/lint.js';
import { readWarehouse } from '../src/warehouse.js';

const rules = (files) => lint(new Map(Object.entries(files))).map(({ path, line, rule }) => `${path}:${line} ${rule}`);

test('a link to a file that does not exist is reported', () => {
  assert.deepEqual(rules({ 'contexts/a.md': '# A\n\n[b](b.md)' }), ['contexts/a.md:3 dead-link']);
});

test('links to files that exist, to the web and within the file are fine', () => {
  assert.deepEqual(rules({ 'contexts/a.md': '# A\n\n[b](b.md) [w](https://example.com) [s](#a)', 'contexts/b.md': '# B\n' }), []);
});

test('the example warehouse is clean', async () => {
  assert.deepEqual(lint(await readWarehouse(fileURLToPath(new URL('../examples/warehouse', import.meta.url)))), []);
});
