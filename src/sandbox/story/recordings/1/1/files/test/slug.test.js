import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anchorsOf, slugifyHeading } from '../src/scanner/slug.js';

test('TC1: lower case, hyphens, no punctuation', () => {
  assert.equal(slugifyHeading('Hello, World!'), 'hello-world');
  assert.equal(slugifyHeading('  A & B  '), 'a--b');
});

test('marks of code, emphasis and links go, their text stays', () => {
  assert.equal(slugifyHeading('The `lint --fix` command'), 'the-lint---fix-command');
  assert.equal(slugifyHeading('_Very_ **important** snake_case'), 'very-important-snake_case');
  assert.equal(slugifyHeading('See [the rules](rules.md)'), 'see-the-rules');
});

test('letters of any script stay', () => {
  assert.equal(slugifyHeading('Über uns: 你好'), 'über-uns-你好');
});

test('TC2: equal headings are told apart', () => {
  assert.deepEqual(anchorsOf('# Setup\n## Setup\n### Setup'), ['setup', 'setup-1', 'setup-2']);
});

test('TC3: a suffix that another heading already has is skipped', () => {
  assert.deepEqual(anchorsOf('# Setup\n# Setup-1\n# Setup'), ['setup', 'setup-1', 'setup-2']);
});

test('TC4: headings in fenced code have no anchor', () => {
  assert.deepEqual(anchorsOf('# A\n```sh\n# no heading\n```\n# B'), ['a', 'b']);
});
