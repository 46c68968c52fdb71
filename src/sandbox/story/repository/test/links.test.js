import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scanLinks } from '../src/scanner/links.js';

const targets = (text) => scanLinks(text).map((link) => link.target);

test('links and images are found with label, target and line', () => {
  assert.deepEqual(
    scanLinks('one [a](b.md)\n\n![c](d.png "title")').map(({ label, target, line }) => ({ label, target, line })),
    [
      { label: 'a', target: 'b.md', line: 1 },
      { label: 'c', target: 'd.png', line: 3 },
    ],
  );
});

test('code holds no links', () => {
  assert.deepEqual(targets('`[a](b.md)` ``[c](`d`.md)``'), []);
  assert.deepEqual(targets('```\n[a](b.md)\n```\n[c](d.md)'), ['d.md']);
  assert.deepEqual(targets('~~~md\n[a](b.md)\n'), []);
});

test('a label may hold escaped brackets', () => {
  assert.deepEqual(targets('[a \\] b](c.md)'), ['c.md']);
});
