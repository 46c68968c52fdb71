import { describe, expect, it } from 'vitest';
import { type RunFailure, runFailures } from '../../src/core/attempt.ts';
import type { Stage } from '../../src/core/item.ts';
import { scopeBlock } from '../../src/text/blocks.ts';
import { noticeText } from '../../src/text/notices.ts';
import { failedJobsText, failureRemedy } from '../../src/text/run-failures.ts';
import { statusComment } from '../../src/text/status.ts';
import { attempt, delegation, hostile, item, rendered } from './support.ts';

const url = 'https://github.com/octo/links/actions/runs/55';
const blockedBy = (failure: RunFailure): Stage => ({
  name: 'blocked',
  cause: 'run-failed',
  failure,
  detail: 'What was expected, and what was found.',
  url,
  resume: 'delegating',
});
const failedBy = (failure: RunFailure) => {
  const outcome = { state: 'failed' as const, failure, detail: 'What was expected.', url };
  const one = delegation({ state: { name: 'running' }, attempts: [attempt({ outcome })] });
  return { one, about: item({ stage: blockedBy(failure), delegations: [one] }) };
};

describe.each(runFailures)('a run that failed as %s', (failure) => {
  const { one, about } = failedBy(failure);

  it('is named, with what was found, its log, and in one sentence what /retry does', () => {
    const notice = noticeText({ kind: 'blocked', to: 'ada' }, about);
    for (const said of [notice, statusComment(about)]) {
      expect(said).toMatch(/\*\*Blocked: [^*]+\.\*\*/);
      expect(said).toContain(`[Log](${url})`);
      expect(said).toContain('> What was expected, and what was found.');
      expect(said).toContain(`${failureRemedy(failure)} \`/reject <why>\` stops here.`);
    }
    expect(scopeBlock(about, one)).toContain(failureRemedy(failure));
  });

  it('has a remedy of one sentence that names /retry', () => {
    const remedy = failureRemedy(failure);
    expect(remedy).toContain('`/retry`');
    expect(remedy).toMatch(/\.$/);
    expect(remedy.replace(/`[^`]*`/g, '').match(/\.(?:\s|$)/g)).toHaveLength(1);
  });
});

it('no two failures are called alike or remedied alike', () => {
  const names = runFailures.map(
    (failure) => /Blocked: ([^*]+)/.exec(statusComment(failedBy(failure).about))?.[1],
  );
  expect(new Set(names).size).toBe(runFailures.length);
  expect(new Set(runFailures.map(failureRemedy)).size).toBe(runFailures.length);
});

describe('what failed jobs say', () => {
  const job = { name: 'agent', conclusion: 'failure', step: 'Run the agent', url: null, annotations: [] };

  it('is the job, the step and its errors', () => {
    expect(failedJobsText([])).toBe('');
    expect(failedJobsText([job])).toBe('Job “agent” failed at step “Run the agent”.');
    expect(
      failedJobsText([
        { ...job, annotations: ['exit code 1', 'no space left'] },
        { ...job, name: 'publish', conclusion: 'cancelled', step: null },
      ]),
    ).toBe(
      'Job “agent” failed at step “Run the agent”: exit code 1; no space left Job “publish” ended as cancelled.',
    );
  });

  it('is a stranger’s word: short, plain and harmless', () => {
    const annotations = [...hostile, 'x'.repeat(10_000)];
    const text = failedJobsText([{ ...job, name: hostile.join(' '), step: hostile.join(' '), annotations }]);
    expect(text.length).toBeLessThanOrEqual(1200);
    const stage = { ...blockedBy('failed'), detail: text };
    const shown = rendered(statusComment(item({ stage })));
    expect(shown.html).toEqual([]);
    expect(shown.images).toBe(0);
    expect(statusComment(item({ stage }))).not.toMatch(/@octocat|ghp_a|fixes #12/);
  });
});
