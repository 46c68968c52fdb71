import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CliContext, CliKind } from '../../src/adapters/agents/cli.ts';
import { createAgent } from '../../src/adapters/agents/registry.ts';
import { agentApis, type WireApi } from '../../src/contracts/models.ts';
import type { Access, Agent, AgentEnded, AgentRequest } from '../../src/ports/agent.ts';
import { cliCache, findCli } from '../../src/runner/cli/find.ts';
import type { InstalledCli } from '../../src/runner/cli/install.ts';
import { openGateway } from '../../src/runner/gateway/gateway.ts';
import {
  createRunProgram,
  findIsolation,
  type Isolation,
  lend,
  reclaim,
} from '../../src/runner/isolation/isolation.ts';
import type { ScriptedModel } from '../../src/sandbox/model/model.ts';
import { assignmentFor } from '../runner/world.ts';

const kinds = ['opencode', 'claude-code', 'codex'] as const;

export interface Found {
  kind: CliKind;
  cli: InstalledCli;
}

/** The CLIs of this machine, and what is said of those that are not here. */
export const findClis = async (): Promise<{ found: Found[]; missing: { kind: CliKind; why: string }[] }> => {
  const found: Found[] = [];
  const missing: { kind: CliKind; why: string }[] = [];
  for (const kind of kinds) {
    const cli = await findCli(kind, { env: process.env, folder: cliCache });
    if ('missing' in cli) missing.push({ kind, why: cli.missing });
    else found.push({ kind, cli });
  }
  return { found, missing };
};

const isolations = new Map<string, Isolation>();
const scratch = mkdtempSync(join(tmpdir(), 'throughline-agents-'));

/** A second user where this machine can have one, unless AGENTS_BOUNDARY=none. */
export const isolationHere = async (): Promise<Isolation> => {
  if (process.env.AGENTS_BOUNDARY === 'none') return { kind: 'none', gap: 'not wanted this time' };
  const known = isolations.get('here');
  if (known) return known;
  const seed = `${process.pid}/agents`;
  const found = await findIsolation({ path: process.env.PATH, scratch: join(scratch, 'own'), seed });
  isolations.set('here', found);
  return found;
};

export const removeScratch = (): void => rmSync(scratch, { recursive: true, force: true });

export interface Bench {
  base: string;
  worktree: string;
  answerPath: string;
  /** A file beside everything that is lent. */
  outside: string;
  remove(): void;
}

const git = (cwd: string, ...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.test', ...args], {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: '/nonexistent', GIT_CONFIG_NOSYSTEM: '1' },
  });

/** A linked worktree as a run has it, with the given files, and what lies beside it. */
export const makeBench = (
  files: (base: string) => Record<string, string> = () => ({}),
  prompt = 'Write the file hello.txt.\n',
): Bench => {
  const base = mkdtempSync(join(tmpdir(), 'throughline-bench-'));
  const seed = join(base, 'seed');
  const worktree = join(base, 'worktree');
  for (const folder of ['seed', 'exchange', 'home', 'tmp']) mkdirSync(join(base, folder));
  git(seed, 'init', '--quiet', '--initial-branch', 'main');
  for (const [path, text] of Object.entries({ 'README.md': '# Demo\n', ...files(base) })) {
    mkdirSync(join(seed, path, '..'), { recursive: true });
    writeFileSync(join(seed, path), text);
  }
  git(seed, 'add', '--all', '--force');
  git(seed, 'commit', '--quiet', '--message', 'Begin');
  git(base, 'clone', '--quiet', '--bare', seed, 'repository.git');
  git(join(base, 'repository.git'), 'worktree', 'add', '--quiet', worktree, 'main');
  rmSync(seed, { recursive: true });
  writeFileSync(join(base, 'exchange', 'prompt.md'), prompt);
  writeFileSync(join(base, 'exchange', 'answer.schema.json'), '{}');
  return {
    base,
    worktree,
    answerPath: join(base, 'exchange', 'answer.json'),
    outside: join(base, 'outside.txt'),
    remove: () => rmSync(base, { recursive: true, force: true }),
  };
};

const mostRequests = 30;

export interface RunOptions {
  found: Found;
  bench: Bench;
  model: Pick<ScriptedModel, 'url'>;
  access?: Access;
  api?: WireApi;
  instructions?: string | null;
  seconds?: number;
  stallSeconds?: number;
  /** Requests that the gateway lets pass. */
  requests?: number;
  /** Instead of the one that is shipped. */
  agent?: (context: CliContext) => Agent;
  silenceSeconds?: number;
}

export interface Ran extends AgentEnded {
  seconds: number;
  answer: string | null;
  /** Paths that differ from the base. */
  changed: string[];
  /** Processes of the run that are still alive. */
  left: string[];
  /** Who it ran as. */
  ranAs: string;
  /** What opened the gateway. */
  token: string;
}

/** One agent's run through the gateway, as the second user where there is one. */
export const runAgent = async (options: RunOptions): Promise<Ran> => {
  const { found, bench, access = 'edit' } = options;
  const isolation = await isolationHere();
  const lent = ['exchange', 'home', 'tmp', 'repository.git', ...(access === 'edit' ? ['worktree'] : [])].map(
    (folder) => join(bench.base, folder),
  );
  const gateway = await openGateway(gatewayOptions(options));
  const run = createRunProgram({
    isolation,
    writable: lent,
    readable: [found.cli.folder, ...(access === 'read' ? [bench.worktree] : [])],
  });
  const context = { program: found.cli, confined: isolation.kind !== 'none', run };
  const assignment = assignmentFor(
    { base: 'a'.repeat(40) },
    { agent: { name: found.kind, kind: found.kind } },
  );
  const agent = options.agent?.(context) ?? createAgent({ ...context, assignment, replay: null });
  await lend(isolation, lent);
  const started = performance.now();
  try {
    const ended = await agent.run(requestFor(options, { gateway, started }));
    const seconds = (performance.now() - started) / 1000;
    const left = livingOf(bench, isolation);
    await reclaim(isolation, lent);
    const { token } = gateway;
    return {
      ...ended,
      seconds,
      left,
      token,
      ranAs: isolation.kind === 'none' ? 'the own user, NO BOUNDARY' : `second user ${isolation.uid}`,
      answer: answerOf(bench),
      changed: changedIn(bench),
    };
  } finally {
    await gateway.close();
    await reclaim(isolation, lent);
  }
};

const apiOf = ({ found, api }: RunOptions): WireApi => api ?? agentApis[found.kind][0] ?? 'openai-chat';

const gatewayOptions = (options: RunOptions) => ({
  chain: [
    {
      provider: 'acme',
      model: 'org/scripted-1',
      api: apiOf(options),
      url: options.model.url,
      header: 'authorization' as const,
      headers: {},
      silenceSeconds: options.silenceSeconds ?? 3,
      price: null,
    },
  ],
  keys: new Map([['acme', 'the-providers-key']]),
  budget: { requests: options.requests ?? mostRequests, tokens: 10_000_000, cost: null },
  paths: [],
  redact: (text: string) => text,
  log: () => {},
  onSign: () => {},
  // Agents' own retries are what these cases are about, not how long an outage is sat out.
  patienceMs: 4_000,
});

const requestFor = (
  options: RunOptions,
  { gateway, started }: { gateway: Awaited<ReturnType<typeof openGateway>>; started: number },
): AgentRequest => {
  const { bench, access = 'edit', instructions = null, seconds = 60 } = options;
  const { stallSeconds = seconds } = options;
  const home = join(bench.base, 'home');
  return {
    promptPath: join(bench.base, 'exchange', 'prompt.md'),
    answerPath: bench.answerPath,
    schemaPath: join(bench.base, 'exchange', 'answer.schema.json'),
    worktree: bench.worktree,
    home,
    access,
    model: null,
    gateway: { url: gateway.url, token: gateway.token, api: apiOf(options), model: 'org/scripted-1' },
    instructions,
    limits: { seconds, stallSeconds, steps: options.requests ?? mostRequests },
    env: {
      PATH: process.env.PATH ?? '/usr/bin:/bin',
      HOME: home,
      TMPDIR: join(bench.base, 'tmp'),
      LANG: 'C.UTF-8',
      TERM: 'dumb',
    },
    onLine: () => {},
    signs: { last: () => started },
    signal: gateway.stopped,
  };
};

const answerOf = ({ answerPath }: Bench): string | null =>
  existsSync(answerPath) ? readFileSync(answerPath, 'utf8') : null;

const changedIn = ({ worktree }: Bench): string[] =>
  git(worktree, '-c', `safe.directory=${worktree}`, 'status', '--porcelain', '--untracked-files=all')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.slice(3));

/** Whatever carries the run's own paths in its environment, or belongs to the second user. */
export const livingOf = ({ base }: Bench, isolation: Isolation): string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((id) => {
      const own = isolation.kind !== 'none' && ownerOf(`/proc/${id}`) === isolation.uid;
      return own || textOf(`/proc/${id}/environ`).includes(base);
    })
    .map((id) => textOf(`/proc/${id}/cmdline`).replaceAll('\0', ' '));

const ownerOf = (path: string): number | null => statSync(path, { throwIfNoEntry: false })?.uid ?? null;

const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};
