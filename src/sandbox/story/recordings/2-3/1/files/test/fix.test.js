import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixText } from '../src/fix.js';

const files = new Map([
  ['contexts/a.md', '# A\n'],
  ['contexts/b.md', '# B\n'],
]);
const fixed = (text) => fixText('agents/x.md', text, files).text;

test('only the target is rewritten when the label is the same', () => {
  assert.equal(fixed('[../contexts/a.md](../contexts/a.md)'), '[../contexts/a.md](/contexts/a.md)');
});

test('several links in one line, titles and anchors stay in place', () => {
  assert.equal(
    fixed('[a](../contexts/a.md#a "A") and ![b](../contexts/b.md), ../contexts/a.md'),
    '[a](/contexts/a.md#a "A") and ![b](/contexts/b.md), ../contexts/a.md',
  );
});

test('an escaping link, a dead link and code stay as they are', () => {
  const text = '[x](../../secrets.md) [y](../contexts/none.md) `[a](../contexts/a.md)`';
  assert.deepEqual(fixText('agents/x.md', text, files), { text, links: 0 });
});

test('a second run changes nothing', () => {
  const once = fixed('[a](../contexts/a.md)');
  assert.deepEqual(fixText('agents/x.md', once, files), { text: once, links: 0 });
});
