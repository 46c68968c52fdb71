import { describe, expect, it } from 'vitest';
import type { AgentReport, VerificationResult } from '../../src/contracts/evidence.ts';
import { agentSummary, refusedSummary, verifySummary } from '../../src/text/job-summary.ts';
import { assignment, evidenceFile } from '../checks/support.ts';
import { usageOf } from '../core/models.ts';

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

describe('the summary of an agent', () => {
  const report = (
    changes: Partial<AgentReport['agent']> = {},
    about: Partial<AgentReport> = {},
  ): AgentReport => {
    const { verification: _, ...rest } = evidenceFile();
    const agent = {
      ...rest.agent,
      kind: 'opencode' as const,
      version: '1.18.33',
      model: 'local/kimi',
      ended: 'completed' as const,
      ...changes,
    };
    return { ...rest, usage: usageOf({ cost: 0.5 }), ...about, agent };
  };
  const shown = (...of: Parameters<typeof report>) =>
    agentSummary(assignment(), { report: report(...of), answer: { state: 'done' } });

  it('shows agent, version, model and usage', () => {
    const text = shown();
    expect(text).toContain('| Agent | `oc` (`opencode 1.18.33`) ended well after 1.0 s |');
    expect(text).toContain('| Model | `local/kimi` |');
    expect(text).toContain('| Used | 4 requests, 9,000 tokens in, 1,000 out, $0.50 |');
  });

  it.each<[Partial<AgentReport['agent']>, string]>([
    [
      { ended: 'failed', exitCode: 1, problem: 'no more ideas' },
      'ended by saying that it failed (exit code 1)',
    ],
    [{ ended: 'none', exitCode: 0 }, 'stopped without a last word (exit code 0)'],
    [
      { stopped: { limit: 'tokens', detail: '15 of 15 are used' } },
      'was ended at its limit (tokens): 15 of 15 are used;',
    ],
    [{ ended: 'untold', exitCode: 2 }, 'ended with exit code 2'],
    [{ ended: 'untold', exitCode: null }, 'was ended from outside'],
    [{ ended: 'untold', timedOut: true }, 'ended at its time limit'],
  ])('%j', (changes, text) => {
    expect(shown(changes)).toContain(text);
    expect(shown(changes)).not.toContain('ended well');
    if (changes.problem) expect(shown(changes)).toContain(`| Problem | ${changes.problem} |`);
  });

  it('lists what it was denied, and says that it could have read a key', () => {
    const denied = Array.from({ length: 7 }, (_, index) => ({ tool: 'bash', detail: `rm | ${index}` }));
    const text = shown({ denied }, { isolation: 'none', isolationGap: 'no sudo' });
    expect(text).toMatch(/\| Denied calls \| 7: `bash: rm \\\| 0`.*, … \|/);
    expect(text).toContain('no sudo The agent could have read the key of its model.');
    expect(shown({}, { isolation: 'none', isolationGap: 'no sudo', usage: null })).not.toContain(
      'the key of',
    );
  });
});

it('the summary of a refusal is plain text, whatever was refused', () => {
  const text = refusedSummary('no `ref` <img src=x> @ada [a](http://b) fixes #1');
  expect(text).toMatch(/^## ❌ Not done\n/);
  expect(text).not.toMatch(/(?<!\\)(?:<img|\[a\]|`ref)|@ada/);
});
