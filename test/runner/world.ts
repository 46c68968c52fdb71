import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Assignment, DelegateAssignment } from '../../src/contracts/assignment.ts';
import { type EvidenceFile, evidenceFileSchema } from '../../src/contracts/evidence.ts';
import { runAgentStep } from '../../src/runner/agent/step.ts';
import type { Isolation } from '../../src/runner/isolation/isolation.ts';
import type { OpenspecProgram } from '../../src/runner/openspec/program.ts';
import type { Templates } from '../../src/runner/prompt/load-template.ts';
import { runPublishStep } from '../../src/runner/publish/step.ts';
import type { StepOptions } from '../../src/runner/run.ts';
import { runVerifyStep } from '../../src/runner/verify/step.ts';

const gitVariables = {
  PATH: process.env.PATH ?? '',
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.test',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.test',
};

export const gitIn = (cwd: string, ...args: string[]): string =>
  execFileSync('git', ['-c', 'init.defaultBranch=main', ...args], {
    cwd,
    env: gitVariables,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trimEnd();

export const tasksMd = `# Tasks

## 1. Greeting

- [ ] 1.1 Add \`greet\` to \`src/greet.js\`. \`src/index.js\` SHALL NOT be modified.
- [ ] 1.2 Cover it in \`test/greet.test.js\`
  - Validation: \`node check.js\`

## 2. Farewell

- [ ] 2.1 Add \`src/farewell.js\`
`;

const baseFiles: Record<string, string> = {
  'package.json': '{"name":"probe","type":"module"}\n',
  'check.js': 'console.log("checked");\n',
  'src/index.js': 'export const one = 1;\n',
  'openspec/changes/greet/proposal.md': '## Why\nPER-1\n',
  'openspec/changes/greet/design.md': 'The index MUST NOT grow.\n',
  'openspec/changes/greet/tasks.md': tasksMd,
};

export interface World {
  folder: string;
  remote: string;
  base: string;
  /** Folder of a clone to push from. */
  clone: string;
  remove(): void;
}

/** A bare repository with one commit that holds a small project and a change. */
export const makeWorld = (files: Record<string, string> = {}): World => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-runner-'));
  const remote = join(folder, 'remote.git');
  const clone = join(folder, 'clone');
  gitIn(folder, 'init', '--quiet', '--bare', remote);
  gitIn(folder, 'init', '--quiet', clone);
  for (const [path, text] of Object.entries({ ...baseFiles, ...files })) {
    mkdirSync(dirname(join(clone, path)), { recursive: true });
    writeFileSync(join(clone, path), text);
  }
  gitIn(clone, 'add', '--all');
  gitIn(clone, 'commit', '--quiet', '--message', 'Start');
  gitIn(clone, 'push', '--quiet', remote, 'HEAD:refs/heads/main');
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  return { folder, remote, clone, base: gitIn(clone, 'rev-parse', 'HEAD'), remove };
};

/** For agents that go to no model through the gateway. */
export const noModels: Assignment['models'] = {
  chain: [],
  budget: { requests: 100, tokens: 1_000_000, cost: null },
  paths: [],
  direct: [],
};

export const assignmentFor = (
  world: Pick<World, 'base'>,
  changes: Partial<DelegateAssignment> = {},
): DelegateAssignment => ({
  id: randomUUID(),
  phase: 'delegate',
  delegation: 1,
  attempt: 1,
  ticket: { key: 'PER-1', title: 'Greet people', url: 'https://linear.example/PER-1' },
  repository: 'acme/probe',
  change: 'greet',
  sections: ['1'],
  base: world.base,
  recordedBase: world.base,
  codeBranch: 'throughline/greet/1-1',
  agent: { name: 'probe', kind: 'command', command: 'true' },
  models: noModels,
  notes: [],
  verify: { setup: [], commands: ['node check.js'] },
  limits: { agentSeconds: 30, stallSeconds: 30, verifySeconds: 30 },
  runner: { isolation: 'preferred', keepHours: 1 },
  protectedPaths: ['infra/**'],
  ...changes,
});

/** Tests of the boundary itself are elsewhere; here it would only cost time. */
const noIsolation = (): Promise<Isolation> => Promise.resolve({ kind: 'none', gap: 'Not asked for.' });

export const token = 'ghs_placeholder-of-a-token';
const text = (phase: string): string =>
  readFileSync(new URL(`../../src/text/prompts/${phase}.md`, import.meta.url), 'utf8');
export const templates: Templates = {
  explore: text('explore'),
  grill: text('grill'),
  propose: text('propose'),
  enhance: text('enhance'),
  prompt: text('prompt'),
  review: text('review'),
  rounds: text('rounds'),
  triage: text('triage'),
  delegate: text('delegate'),
};

/** OpenSpec's CLI where it is installed. */
const packages = fileURLToPath(new URL('../../node_modules', import.meta.url));
const openspec: OpenspecProgram = {
  argv: [process.execPath, join(packages, '@fission-ai/openspec/bin/openspec.js')],
  folder: packages,
};

export interface Stepping extends StepOptions {
  templates: Templates;
  openspec: OpenspecProgram;
  lines: string[];
}

/** Keys of models, for agents that have some. */
type WithKeys = Omit<Stepping, 'lines'> & { keys?: ReadonlyMap<string, string> };

export const optionsFor = (world: World, assignment: Assignment): Stepping => {
  const lines: string[] = [];
  return {
    assignment,
    workDir: join(world.folder, 'work'),
    run: { id: 7, attempt: 1 },
    path: process.env.PATH,
    hidden: [],
    secrets: [token],
    templates,
    openspec,
    findIsolation: noIsolation,
    log: (line) => lines.push(line),
    signal: new AbortController().signal,
    lines,
  };
};

export const remoteOf = (world: World) => ({ url: `file://${world.remote}`, token });

/** Job `agent`, as the action calls it. */
export const agentStep = (world: World, options: WithKeys) =>
  runAgentStep({
    ...options,
    source: world.remote,
    self: null,
    keys: options.keys ?? new Map(),
    clis: join(world.folder, 'clis'),
    registry: 'http://127.0.0.1:9/',
    recordings: null,
    secrets: [token],
    environment: 'github-hosted',
    keep: [],
  });

/** The three jobs one after another, as the workflow runs them. */
export const runThrough = async (world: World, options: WithKeys) => {
  const agent = await agentStep(world, options);
  const { bundle, sha256 } = agent;
  const verified =
    agent.report.head === null
      ? null
      : await runVerifyStep({ ...options, source: world.remote, bundle, sha256 });
  const published = await runPublishStep({
    ...options,
    remote: remoteOf(world),
    bundle: { file: bundle, sha256 },
    verification: verified && { file: verified.file, sha256: verified.sha256 },
  });
  return { agent, published };
};

const answerJson = (changes: Record<string, unknown> = {}): string =>
  JSON.stringify({ status: 'DONE', summary: 'Greets.', files: [], verification: [], notes: '', ...changes });

/** Shell words that write an answer. */
export const answering = (changes: Record<string, unknown> = {}): string =>
  `cat > "$ANSWER_FILE" <<'JSON'\n${answerJson(changes)}\nJSON\n`;

/** Runs a `command` agent over the world and gives what came back. */
export const runCommand = async (
  world: World,
  command: string,
  changes: Partial<DelegateAssignment> = {},
) => {
  const assignment = assignmentFor(world, { agent: { name: 'probe', kind: 'command', command }, ...changes });
  const options = optionsFor(world, assignment);
  const { agent } = await runThrough(world, options);
  const evidence = readEvidence(world, assignment.id);
  const { head, remarks, verification } = evidence.file;
  const outcome = { head, remarks, verification, answer: agent.answer.state };
  return { outcome, assignment, lines: options.lines, evidence };
};

export interface ReadEvidence {
  ref: string;
  file: EvidenceFile;
  remarks: string;
  names: string[];
  text(name: string): string;
}

export const readEvidence = (world: World, id: string): ReadEvidence => {
  const refs = gitIn(world.remote, 'for-each-ref', '--format=%(refname)').split('\n');
  const ref = refs.find((name) => name.endsWith(`throughline/assignments/${id}`));
  if (ref === undefined) throw new Error(`no evidence among ${refs.join(', ')}`);
  const text = (name: string): string => gitIn(world.remote, 'show', `${ref}:${name}`);
  const file = evidenceFileSchema.parse(JSON.parse(text('evidence.json')));
  return {
    ref,
    text,
    file,
    remarks: file.remarks.join('\n'),
    names: gitIn(world.remote, 'ls-tree', '--name-only', ref).split('\n'),
  };
};
