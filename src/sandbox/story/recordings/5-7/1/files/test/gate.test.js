import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gate } from '../src/gate.js';

test('a clean warehouse passes', () => {
  assert.deepEqual(gate(new Map([['contexts/a.md', '# A\n']])), {
    open: true,
    lines: ['the gate is open: every link holds'],
  });
});

test('fixable findings come with the command that repairs them', () => {
  const { open, lines } = gate(
    new Map([
      ['agents/x.md', '[a](../contexts/a.md)'],
      ['contexts/a.md', '# A\n'],
    ]),
  );
  assert.equal(open, false);
  assert.match(lines.join('\n'), /relative-link[\s\S]*closed: 1 to repair\n1 of them repaired by: waymark lint --fix/);
});

test('a finding without a fix closes the gate and promises nothing', () => {
  const { open, lines } = gate(new Map([['agents/x.md', '[s](../../secrets.md)']]));
  assert.equal(open, false);
  assert.doesNotMatch(lines.join('\n'), /--fix/);
});
