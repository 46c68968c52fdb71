import { describe, expect, it } from 'vitest';
import { configurationSchema } from '../../src/contracts/configuration.ts';
import type { Attempt, AttemptRun } from '../../src/core/attempt.ts';
import type { Stage } from '../../src/core/item.ts';
import { nothingSpent } from '../../src/core/spent.ts';
import { findingsBlock, scopeBlock } from '../../src/text/blocks.ts';
import { statusComment } from '../../src/text/status.ts';
import { attemptUsage, spendingText, usageText } from '../../src/text/usage.ts';
import { pastAttempt, ranWith, usageOf } from '../core/models.ts';
import { attempt, deciding, delegation, hostile, item, ownHtml, rendered, returned, sha } from './support.ts';

const ran = (changes: Partial<AttemptRun>): Attempt => pastAttempt({ ran: ranWith(changes) });
const withAttempts = (...attempts: Attempt[]) => item({ delegations: [delegation({ attempts })] });
const spending = (caps: object = {}) => ({
  now: '2026-05-20T10:00:00Z',
  others: { ...nothingSpent, inputTokens: 1_200_000, cost: 4 },
  caps: configurationSchema.shape.caps.parse(caps),
});

describe('what an attempt used', () => {
  it.each<[string, Attempt, string | null]>([
    [
      'tokens and cost',
      ran({ usage: usageOf({ cost: 0.456, cachedTokens: 4000 }) }),
      '9,000 tokens in (4,000 cached), 1,000 out, $0.46',
    ],
    [
      'large numbers, short',
      ran({ usage: usageOf({ inputTokens: 1_234_567, outputTokens: 45_678, cost: 12 }) }),
      '1.23M tokens in, 45.7k out, $12.00',
    ],
    ['less than a cent', ran({ usage: usageOf({ cost: 0.001 }) }), '9,000 tokens in, 1,000 out, <$0.01'],
    ['no price', ran({}), '9,000 tokens in, 1,000 out, no price known'],
    [
      'estimates',
      ran({ usage: usageOf({ estimated: true, cost: 1 }) }),
      '9,000 tokens in, 1,000 out, $1.00, partly estimated',
    ],
    [
      'what went past the gateway',
      ran({ usage: null, direct: ['openai'] }),
      'not counted: runs past the gateway',
    ],
    ['silence', (({ ran: _, ...rest }) => rest)(pastAttempt()), '1 run never told'],
    ['nothing at all', ran({ usage: null }), null],
    ['an attempt of an earlier release', attempt(), null],
  ])('is told: %s', (_, one, text) => {
    expect(attemptUsage(one, delegation())).toBe(text);
  });

  it('is told in its job with the requests', () => {
    expect(usageText(usageOf({ failed: 2, cost: 1 }), [])).toBe(
      '4 requests (2 failed), 9,000 tokens in, 1,000 out, $1.00',
    );
    expect(usageText(null, [])).toBe('no model through the gateway');
    expect(usageText(null, ['openai'])).toBe('not counted: past the gateway to openai');
  });
});

describe('what ticket and month used', () => {
  it('is told against the caps that are set, with what is missing', () => {
    const shown = withAttempts(ran({ usage: usageOf({ cost: 0.5 }) }), ran({}));
    expect(spendingText(shown)).toBe(
      'this ticket 18.0k tokens in, 2,000 out, $0.50 without 1 run of no known price',
    );
    expect(
      spendingText(shown, spending({ item: { tokens: 50_000 }, month: { tokens: 2_000_000, cost: 9 } })),
    ).toBe(
      'this ticket 18.0k tokens in, 2,000 out, $0.50 without 1 run of no known price (20.0k of 50.0k tokens) · ' +
        '2026-05 1.22M tokens in, 2,000 out, $4.50 without 1 run of no known price (1.22M of 2.00M tokens, $4.50 of $9.00)',
    );
  });

  it('is one line of the status comment, and none while nothing was used', () => {
    expect(statusComment(withAttempts(ran({})), { spending: spending() })).toContain(
      '\n\nUsed: this ticket 9,000 tokens in',
    );
    expect(statusComment(item(), { spending: spending() })).not.toContain('Used');
  });
});

const shownAttempt = (changes: Partial<AttemptRun> = {}): Attempt => ({
  ...attempt({ outcome: returned() }),
  askedAt: '2026-05-10T10:00:00Z',
  ran: ranWith({
    agent: {
      kind: 'opencode',
      version: '1.18.33',
      model: 'local/kimi',
      ended: 'completed',
      stopped: null,
      problem: null,
      denied: { count: 4, first: ['bash: rm -rf /', 'write: /etc/passwd', 'bash: curl'] },
      invalid: { count: 1, first: ['edit: no JSON'] },
    },
    ...changes,
  }),
});
const deciding1 = (changes: Partial<AttemptRun> = {}) => {
  const { item: about, delegation: one } = deciding();
  const shown = { ...one, attempts: [shownAttempt(changes)] };
  return { about: { ...about, delegations: [shown] }, one: shown };
};

describe('the findings block', () => {
  it('tells agent, usage and refused calls, in a line each', () => {
    const { about, one } = deciding1();
    const body = findingsBlock(about, one, spending());
    expect(body).toContain('(`opencode 1.18.33`)');
    expect(body).toContain(
      'Used: this attempt 9,000 tokens in, 1,000 out, no price known · this ticket 9,000',
    );
    expect(body).toContain(
      '- 4 tool calls were denied: `bash: rm -rf /`, `write: /etc/passwd`, `bash: curl`, …',
    );
    expect(body).toContain('- 1 tool call made no sense: `edit: no JSON`');
  });

  it('is not edited for what others use once it is decided', () => {
    const { about, one } = deciding1();
    const decided = { ...about, decision: null };
    expect(findingsBlock(decided, one, spending())).toBe(findingsBlock(decided, one));
  });

  it('says that a key was within reach where there was no isolation, and only where there was a key', () => {
    const open = deciding1({ isolation: 'none', isolationGap: 'no sudo' });
    expect(findingsBlock(open.about, open.one)).toContain(
      'no sudo The agent could have read the key of its model.',
    );
    const without = deciding1({ isolation: 'none', isolationGap: 'no sudo', usage: null });
    expect(findingsBlock(without.about, without.one)).not.toContain('could have read the key');
  });

  it.each(hostile)('keeps %j out of its structure', (word) => {
    const calls = { count: 1, first: [word] };
    const agent = {
      kind: 'opencode' as const,
      version: word,
      model: word,
      ended: 'completed' as const,
      stopped: null,
      problem: word,
      denied: calls,
      invalid: calls,
    };
    const { about, one } = deciding1({ agent });
    for (const body of [findingsBlock(about, one), scopeBlock(about, one)]) {
      const shown = rendered(body);
      for (const html of shown.html) expect(html).toMatch(ownHtml);
      expect(shown.words).not.toMatch(/@octocat|fixes #12|closes PER-9/);
      expect({ headings: shown.headings, images: shown.images }).toEqual({ headings: 1, images: 0 });
    }
  });
});

describe('scope and dispatch block', () => {
  const one = delegation({
    agent: {
      name: 'coder',
      kind: 'opencode',
      model: 'local/kimi',
      chosenBy: '/delegate --agent, model by /iterate --model',
    },
    models: { fallback: ['local/glm', 'local/x'], gateway: true, direct: [] },
  });

  it('show agent, model, fallbacks and where the choice comes from', () => {
    const body = scopeBlock(item({ delegations: [one] }), one);
    for (const row of [
      '| **Agent** | `coder` |',
      '| **Model** | `local/kimi` |',
      '| **Fallback** | `local/glm`, then `local/x` |',
      '| **Chosen by** | `/delegate --agent`, model by `/iterate --model` |',
    ])
      expect(body).toContain(row);
  });

  it('say that an agent goes past the gateway', () => {
    const direct = { ...one, models: { fallback: [], gateway: false, direct: ['openai'] } };
    expect(scopeBlock(item({ delegations: [direct] }), direct)).toContain(
      'the agent itself is given the key of `openai`; nothing is counted or capped',
    );
  });

  it('show what the run may use, and on whose word over a cap', () => {
    const running = {
      ...one,
      state: { name: 'running' as const },
      attempts: [
        {
          ...pastAttempt({ outcome: { state: 'running', runId: 5, url: null } }),
          override: { by: 'ada', at: '2026-05-01T10:00:00.000Z', caps: ['caps.month.tokens'] },
        },
      ],
    };
    const about = item({ stage: { name: 'delegating' }, delegations: [running] });
    const body = scopeBlock(about, running);
    expect(body).toContain('| **May use** | 400 requests, 20,000,000 tokens (`caps.tokens`) |');
    const word = 'Over `caps.month.tokens` on the word of ada, 2026-05-01 10:00 UTC, for one run.';
    expect(body).toContain(word);
    expect(statusComment(about)).toContain(word);
  });
});

describe('the budget in the scope that is asked for', () => {
  const one = delegation({
    agent: { name: 'coder', kind: 'opencode', model: 'local/kimi' },
    models: { fallback: [], gateway: true, direct: [] },
  });
  const used = { ...delegation({ number: 2, attempts: [ran({ usage: usageOf({ cost: 2 }) })] }) };
  const about = item({ delegations: [used, one] });
  const capsRow = (caps: object, spent = spending(caps)): string => {
    const body = scopeBlock(about, one, { caps: spent.caps, spent });
    return /\| \*\*Caps\*\* \| (.*) \|/.exec(body)?.[1] ?? '';
  };

  it.each<[string, object, string]>([
    ['its own caps', { requests: 7, tokens: 900, cost: 3 }, '7 requests, 900 tokens, $3.00 each'],
    [
      'what the ticket leaves',
      { item: { tokens: 15_000 } },
      '400 requests, 5,000 tokens (what `caps.item.tokens` leaves) each',
    ],
    [
      'what the month leaves',
      { tokens: 900, cost: 9, month: { tokens: 2_000_000, cost: 6.5 } },
      '400 requests, 900 tokens, $0.50 (what `caps.month.cost` leaves) each',
    ],
    ['nothing', { item: { tokens: 100 } }, ' and no request (`caps.item.tokens` used up) each'],
  ])('is the least: %s', (_, caps, text) => {
    expect(capsRow(caps)).toContain(text);
  });

  it('is that of one run where nothing else is known, and none past the gateway', () => {
    const { caps } = spending({ item: { tokens: 15_000 } });
    expect(scopeBlock(about, one, { caps })).toContain('400 requests, 20,000,000 tokens each');
    const past = { ...one, models: { fallback: [], gateway: false, direct: [] } };
    expect(scopeBlock(about, past, { caps, spent: spending() })).toContain('30 minutes each');
  });
});

it('a run of a delegation that was given up is said to have told nothing', () => {
  const { ran: _, ...silent } = pastAttempt({ outcome: { state: 'running', runId: 5, url: null } });
  expect(attemptUsage(silent, delegation({ state: { name: 'running' } }))).toBeNull();
  for (const state of [
    { name: 'withdrawn', by: 'ada' },
    { name: 'rejected', by: 'ada', why: 'no' },
  ] as const)
    expect(attemptUsage(silent, delegation({ state }))).toBe('1 run never told');
});

describe('blocked by a cap', () => {
  const stageOf = (cap: string): Stage => ({
    name: 'blocked',
    cause: 'caps',
    failure: null,
    detail: `\`${cap}\`: 20,100 of 20,000 are used.`,
    url: null,
    resume: 'delegating',
    caps: [cap],
  });
  const stoppedAt = (cap: string) =>
    delegation({
      state: { name: 'running' },
      attempts: [
        attempt({
          outcome: { state: 'failed', failure: 'cap-reached', detail: 'x', url: null, head: sha('c'), cap },
        }),
      ],
    });
  const shownAt = (cap: string) => {
    const stopped = stoppedAt(cap);
    const about = item({ stage: stageOf(cap), delegations: [stopped] });
    return { status: statusComment(about), block: scopeBlock(about, stopped) };
  };

  it.each(['caps.requests', 'caps.tokens', 'caps.cost'])(
    'of one run, %s: names what /retry does, where the commits are, and nothing that lifts it',
    (cap) => {
      const { status, block } = shownAt(cap);
      expect(status).toContain('**Blocked: a cap is used up.**');
      expect(status).toContain(`> \`${cap}\`: 20,100 of 20,000 are used.`);
      const remedy =
        'Raise the cap in `.github/throughline.yml`: `/retry` runs again with the caps as they are then, and goes on from the commits of this attempt if there are any.';
      expect(status).toContain(`${remedy} \`/reject <why>\` stops here.`);
      expect(status).toMatch(
        /What it committed until then stays on \[`throughline[^)]*\) and is not reviewed: \[diff\]\(/,
      );
      expect(block).toContain('failed: a cap was reached');
      expect(block).toContain(remedy);
      expect(status + block).not.toContain('/confirm');
    },
  );

  it.each(['caps.item.tokens', 'caps.item.cost', 'caps.month.tokens', 'caps.month.cost'])(
    'of ticket or month, %s: names /confirm as well',
    (cap) => {
      const { status, block } = shownAt(cap);
      expect(status).toMatch(
        /`\/retry` looks again.*`\/confirm` goes on once all the same.*`\/reject <why>` stops here\./,
      );
      expect(block).toContain('`/confirm` goes on once all the same');
    },
  );

  it('says nothing of commits where there are none', () => {
    const about = item({ stage: stageOf('caps.tokens'), delegations: [delegation()] });
    expect(statusComment(about)).not.toContain('is not reviewed');
  });
});
