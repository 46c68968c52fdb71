import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classifyLink } from '../src/scanner/classify.js';

const cases = [
  ['https://example.com/a.md', 'external'],
  ['mailto:a@example.com', 'external'],
  ['//example.com/a.md', 'external'],
  ['#severity', 'anchor'],
  ['', 'anchor'],
  ['/contexts/rules.md#severity', 'canonical'],
  ['rules.md', 'relative'],
  ['../contexts/rules.md', 'relative'],
  ['../../secrets.md', 'escaping'],
  ['/../secrets.md', 'escaping'],
  ['/contexts/../../secrets.md', 'escaping'],
  ['..hidden.md', 'relative'],
];

for (const [target, kind] of cases) {
  test(`${target || '(empty)'} is ${kind}`, () => {
    assert.equal(classifyLink(target, 'agents/review.md'), kind);
  });
}
