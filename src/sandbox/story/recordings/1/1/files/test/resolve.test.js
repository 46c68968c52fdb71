import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resolveCanonicalLink } from '../src/scanner/resolve.js';

const files = new Map([
  ['contexts/rules.md', '# Rules\n\n## Severity\n'],
  ['skills/logo.png', null],
]);

test('a file and its anchor are found', () => {
  assert.deepEqual(resolveCanonicalLink('/contexts/rules.md#severity', files), {
    file: 'contexts/rules.md',
    anchor: 'severity',
    missing: null,
  });
});

test('a missing file and a missing anchor are told apart', () => {
  assert.equal(resolveCanonicalLink('/contexts/rulez.md#severity', files).missing, 'file');
  assert.equal(resolveCanonicalLink('/contexts/rules.md#priority', files).missing, 'anchor');
});

test('a detour within the root is followed', () => {
  assert.equal(resolveCanonicalLink('/contexts/../contexts/rules.md', files).file, 'contexts/rules.md');
});

test('anchors of files that are not Markdown are not judged', () => {
  assert.equal(resolveCanonicalLink('/skills/logo.png#x', files).missing, null);
});
