import { describe, expect, it } from 'vitest';
import type { VerificationResult } from '../../src/contracts/evidence.ts';
import { refusedSummary, verifySummary } from '../../src/text/job-summary.ts';

const result = (changes: Partial<VerificationResult> = {}): VerificationResult => ({
  command: 'npm test',
  kind: 'command',
  passed: true,
  exitCode: 0,
  timedOut: false,
  durationMs: 1234,
  output: 'fine\n',
  ...changes,
});

const summary = (results: VerificationResult[]): string =>
  verifySummary({
    assignment: '11111111-2222-4333-8444-555555555555',
    run: { id: 1, attempt: 1 },
    head: 'a'.repeat(40),
    isolation: 'none',
    isolationGap: 'No unshare.',
    source: 'the configuration',
    results,
  });

describe('the summary of a verification', () => {
  it('shows each command with its result, and that there was no isolation', () => {
    const text = summary([result(), result({ command: 'npm run lint', passed: false, exitCode: 1 })]);
    expect(text).toContain('| `npm test` | ✅ passed | 1.2 s |');
    expect(text).toContain('| `npm run lint` | ❌ failed | 1.2 s |');
    expect(text).toContain('⚠️ **No isolation:** No unshare.');
  });

  it('stays below what GitHub shows, however much was said', () => {
    for (const count of [1, 30, 300]) {
      const text = summary(Array.from({ length: count }, () => result({ output: '漢'.repeat(64 * 1024) })));
      expect(Buffer.byteLength(text)).toBeLessThan(1024 * 1024);
    }
  });

  it('is not ended or begun by what a command said', () => {
    const output = '</details>\n````\n<!-- x --> **bold** @everyone\n```\n';
    const text = summary([result({ output, command: 'echo "|" `date` </summary>' })]);
    expect(text).not.toContain('<!--');
    expect(text.match(/^`{5,}$/gm)).toHaveLength(2);
    expect(text.match(/^<\/details>$/gm)).toHaveLength(2);
    expect(text).not.toMatch(/<summary>.*<\/summary>.*<\/summary>/);
  });
});

it('the summary of a refusal is plain text, whatever was refused', () => {
  const text = refusedSummary('no `ref` <img src=x> @ada [a](http://b) fixes #1');
  expect(text).toMatch(/^## ❌ Not done\n/);
  expect(text).not.toMatch(/(?<!\\)(?:<img|\[a\]|`ref)|@ada/);
});
