import { type Configuration, configurationSchema } from '../../src/contracts/configuration.ts';
import type { Usage } from '../../src/contracts/models.ts';
import type { Attempt, AttemptRun } from '../../src/core/attempt.ts';

/** Agents of every kind, at providers of three protocols. */
export const modelled = (changes: Record<string, unknown> = {}): Configuration =>
  configurationSchema.parse({
    tracker: { team: 'PER' },
    agents: {
      default: 'replay',
      allowed: {
        replay: { kind: 'replay' },
        mine: { kind: 'command', command: 'true' },
        coder: { kind: 'opencode', model: 'local/kimi', fallback: ['local/glm'] },
        claude: { kind: 'claude-code', model: 'anthropic/opus' },
        codex: { kind: 'codex', model: 'openai/gpt-5' },
      },
    },
    models: {
      providers: { local: { api: 'openai-chat', url: 'http://127.0.0.1:4000/v1', paths: ['/embeddings'] } },
    },
    ...changes,
  });

export const usageOf = (changes: Partial<Usage> = {}): Usage => ({
  requests: 4,
  failed: 0,
  inputTokens: 9000,
  cachedTokens: 0,
  outputTokens: 1000,
  cost: null,
  estimated: false,
  models: [],
  passed: [],
  refused: [],
  ...changes,
});

export const ranWith = (changes: Partial<AttemptRun> = {}): AttemptRun => ({
  isolation: 'user+pid',
  isolationGap: null,
  environment: 'github-hosted',
  worktree: null,
  tmux: null,
  remarks: [],
  usage: usageOf(),
  direct: [],
  ...changes,
});

/** An attempt through the gateway, over long ago. */
export const pastAttempt = (changes: Partial<Attempt> = {}): Attempt => ({
  number: 1,
  assignmentId: '0d0c1f7a-9a43-4d5b-8a4e-0f3f1c2d3e4f',
  base: 'b'.repeat(40),
  codeBranch: 'throughline/gate-paths/1-9',
  notes: [],
  askedAt: '2026-05-01T08:00:00.000Z',
  terms: {
    labels: ['ubuntu-latest'],
    isolation: 'required',
    keepHours: 1,
    limitSeconds: 60,
    allowance: {
      requests: 400,
      tokens: 20_000_000,
      cost: null,
      from: { requests: 'caps.requests', tokens: 'caps.tokens', cost: null },
    },
  },
  ran: ranWith(),
  outcome: { state: 'failed', failure: 'failed', detail: 'as found', url: null },
  ...changes,
});
