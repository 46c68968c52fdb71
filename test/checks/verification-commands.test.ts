import { describe, expect, it } from 'vitest';
import { verificationCommands } from '../../src/checks/verification-commands.ts';
import type { VerificationResult } from '../../src/contracts/evidence.ts';
import { assignment, evidence, evidenceFile, sha } from './support.ts';

const result = (changes: Partial<VerificationResult> = {}): VerificationResult => ({
  command: 'npm test',
  kind: 'command',
  passed: true,
  exitCode: 0,
  timedOut: false,
  durationMs: 1234,
  output: '',
  ...changes,
});
const run = (verification: VerificationResult[]) =>
  verificationCommands.run(evidence({ file: evidenceFile({ verification }) }));

describe('verification-commands', () => {
  it('passes when every command passed', () => {
    expect(run([result({ command: 'npm ci', kind: 'setup' }), result()])).toEqual({
      verdict: 'pass',
      evidence: ['`npm ci` exited 0 after 1.2 s.', '`npm test` exited 0 after 1.2 s.'],
    });
  });

  it.each([
    [
      'a command failed',
      [result({ passed: false, exitCode: 1 })],
      '`npm test` exited 1 after 1.2 s: its output is below.',
    ],
    [
      'setup failed',
      [result({ command: 'npm ci', kind: 'setup', passed: false, exitCode: 2 }), result()],
      '`npm ci` exited 2',
    ],
    [
      'a command timed out',
      [result({ passed: false, exitCode: null, timedOut: true })],
      'ran into its time limit',
    ],
    ['a signal ended it', [result({ passed: false, exitCode: null })], 'was ended by a signal'],
    ['the report contradicts itself', [result({ passed: true, exitCode: 1 })], '`npm test` exited 1'],
    ['none ran', [], 'name one under `verify.commands`'],
    ['only setup ran', [result({ kind: 'setup' })], 'name one under `verify.commands`'],
    [
      'the asked one was replaced',
      [result({ command: 'true' })],
      '`npm test` was asked for and not reported',
    ],
  ])('fails when %s', (_, verification, words) => {
    const verdict = run(verification);
    expect(verdict.verdict).toBe('fail');
    expect(verdict.evidence.join('\n')).toContain(words);
  });

  it.each([
    ['another base', { base: sha('9') }],
    ['another head', { head: sha('9') }],
    ['no head', { head: null }],
    ['another attempt', { attempt: 2 }],
    ['another assignment', { assignment: '00000000-0000-4000-8000-000000000000' }],
  ])('fails for a report of %s', (_, changes) => {
    expect(verificationCommands.run(evidence({ file: evidenceFile(changes) })).verdict).toBe('fail');
  });

  it('takes whatever the manifest declared when no command is configured', () => {
    const unconfigured = assignment({ verify: { setup: [], commands: [] } });
    const file = evidenceFile({ verification: [result({ command: 'go test ./...' })] });
    expect(verificationCommands.run(evidence({ assignment: unconfigured, file })).verdict).toBe('pass');
  });
});
