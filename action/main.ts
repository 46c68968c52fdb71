import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import * as core from '@actions/core';
import { z } from 'zod';
import { assignmentSchema } from '../src/contracts/assignment.ts';
import { readModelKeys } from '../src/runner/agent/model-keys.ts';
import { findIsolation } from '../src/runner/isolation/isolation.ts';
import type { OpenspecProgram } from '../src/runner/openspec/program.ts';
import { RunRefused, type StepOptions } from '../src/runner/run.ts';
import { commitToVerify } from '../src/runner/verify/commit.ts';
import { agentTrouble } from '../src/text/agent-end.ts';
import { agentSummary, publishSummary, refusedSummary, verifySummary } from '../src/text/job-summary.ts';
import delegate from '../src/text/prompts/delegate.md';
import enhance from '../src/text/prompts/enhance.md';
import explore from '../src/text/prompts/explore.md';
import grill from '../src/text/prompts/grill.md';
import prompt from '../src/text/prompts/prompt.md';
import propose from '../src/text/prompts/propose.md';
import review from '../src/text/prompts/review.md';
import rounds from '../src/text/prompts/rounds.md';
import triage from '../src/text/prompts/triage.md';

const runnerSchema = z.object({
  GITHUB_REPOSITORY: z.string(),
  GITHUB_SERVER_URL: z.url(),
  GITHUB_WORKSPACE: z.string(),
  GITHUB_RUN_ID: z.coerce.number().int().positive(),
  GITHUB_RUN_ATTEMPT: z.coerce.number().int().positive(),
  RUNNER_TEMP: z.string(),
  RUNNER_WORKSPACE: z.string().optional(),
  RUNNER_ENVIRONMENT: z.enum(['github-hosted', 'self-hosted']).default('github-hosted'),
  RUNNER_TOOL_CACHE: z.string().optional(),
  THROUGHLINE_RECORDINGS: z.string().optional(),
  THROUGHLINE_AGENTS: z.string().optional(),
  npm_config_registry: z.url().default('https://registry.npmjs.org/'),
});
const runner = () => runnerSchema.parse(process.env);

/** Our own lines hold names that agents chose. The runner takes `::` for a command where a line begins, and `##[` anywhere. */
const log = (line: string): void =>
  core.info(
    line
      .replace(/\s+/g, ' ')
      .replace(/^(?=[^\p{L}\p{N}]*::)/u, '| ')
      .replaceAll('##[', '## ['),
  );

const json = (name: string): unknown => {
  try {
    return JSON.parse(core.getInput(name, { required: true }));
  } catch {
    throw new RunRefused(`Input \`${name}\` is not JSON: start assignments with /confirm, not by hand.`);
  }
};

const parsed = <T>(schema: z.ZodType<T>, name: string): T => {
  const result = schema.safeParse(json(name));
  if (result.success) return result.data;
  const why = z.prettifyError(result.error).replace(/\s+/g, ' ');
  throw new RunRefused(`Input \`${name}\` does not fit this release of the action: ${why}`);
};

/** The folder of all checkouts, and the runner's own with its registration in it. */
const runnerFolders = (workspace: string | undefined): string[] => {
  if (workspace === undefined) return [];
  const work = dirname(workspace);
  return existsSync(join(dirname(work), '.runner')) ? [dirname(work)] : [work];
};

const stepOptions = (signal: AbortSignal): StepOptions => {
  const { GITHUB_REPOSITORY, GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT, RUNNER_TEMP, RUNNER_WORKSPACE } = runner();
  const assignment = parsed(assignmentSchema, 'assignment');
  if (assignment.repository.toLowerCase() !== GITHUB_REPOSITORY.toLowerCase())
    throw new RunRefused(`The assignment is for ${assignment.repository}, and this is ${GITHUB_REPOSITORY}.`);
  const run = { id: GITHUB_RUN_ID, attempt: GITHUB_RUN_ATTEMPT };
  const workDir = join(RUNNER_TEMP, 'throughline');
  const hidden = runnerFolders(RUNNER_WORKSPACE);
  const secrets = secretValues();
  return { assignment, run, workDir, hidden, secrets, path: process.env.PATH, findIsolation, log, signal };
};

const handedOn = (name: string) => ({ file: core.getInput(name), sha256: core.getInput(`${name}-sha256`) });
const sourceFolder = (): string => resolve(runner().GITHUB_WORKSPACE, core.getInput('source'));

/** Values of this process that may not leave with the agent's work. */
const secretValues = (): string[] =>
  Object.entries(process.env).flatMap(([name, value]) =>
    value !== undefined && /TOKEN|SECRET|PASSWORD|_KEY$/i.test(name) ? [value] : [],
  );

/** The keys, out of this process's environment: what it starts shall not find them there. Every one is masked in the log. */
const takeModelKeys = (): Map<string, string> => {
  const keys = readModelKeys(core.getInput('model-keys'));
  delete process.env['INPUT_MODEL-KEYS'];
  for (const key of keys.values()) core.setSecret(key);
  return keys;
};

/** OpenSpec's CLI is a part of this very bundle. */
const openspec = (): OpenspecProgram => {
  const self = process.argv[1] ?? '';
  return { argv: [process.execPath, self, 'openspec'], folder: dirname(self) };
};

/** Where CLIs are kept: the runner's tool cache outlives the run on self-hosted machines. */
const cliFolder = (workDir: string): string => {
  const { THROUGHLINE_AGENTS, RUNNER_TOOL_CACHE } = runner();
  const named = core.getInput('agents') || THROUGHLINE_AGENTS;
  return resolve(named || join(RUNNER_TOOL_CACHE ?? workDir, 'throughline-agents'));
};

const agent = async (signal: AbortSignal): Promise<string> => {
  const keys = takeModelKeys();
  const options = stepOptions(signal);
  const { RUNNER_ENVIRONMENT, RUNNER_WORKSPACE, THROUGHLINE_RECORDINGS: recordings } = runner();
  const self = process.argv[1] ?? '';
  // What is kept for people must not lie where the runner cleans up after each job.
  const kept = RUNNER_ENVIRONMENT === 'self-hosted' && RUNNER_WORKSPACE !== undefined;
  const { runAgentStep } = await import('../src/runner/agent/step.ts');
  const outcome = await runAgentStep({
    ...options,
    workDir: kept ? join(RUNNER_WORKSPACE, 'throughline') : options.workDir,
    source: sourceFolder(),
    templates: { explore, grill, propose, enhance, prompt, review, rounds, triage, delegate },
    openspec: openspec(),
    self: [process.execPath, self],
    keys,
    clis: cliFolder(options.workDir),
    registry: runner().npm_config_registry,
    recordings: recordings ?? null,
    environment: RUNNER_ENVIRONMENT,
    keep: parsed(z.array(z.uuid()), 'keep'),
  });
  core.setOutput('file', outcome.bundle);
  core.setOutput('sha256', outcome.sha256);
  core.setOutput('head', commitToVerify(options.assignment, outcome.report.head) ?? '');
  core.setOutput('isolation', outcome.report.isolation);
  return agentSummary(options.assignment, outcome);
};

const verify = async (signal: AbortSignal): Promise<string> => {
  const options = stepOptions(signal);
  const { file: bundle, sha256 } = handedOn('bundle');
  const { runVerifyStep } = await import('../src/runner/verify/step.ts');
  const outcome = await runVerifyStep({
    ...options,
    source: sourceFolder(),
    openspec: openspec(),
    bundle,
    sha256,
  });
  core.setOutput('file', outcome.file);
  core.setOutput('sha256', outcome.sha256);
  core.setOutput('head', outcome.report.head);
  core.setOutput('isolation', outcome.report.isolation);
  return verifySummary(outcome.report);
};

const publish = async (signal: AbortSignal): Promise<string> => {
  const options = stepOptions(signal);
  const { GITHUB_SERVER_URL, GITHUB_REPOSITORY } = runner();
  const token = core.getInput('token', { required: true });
  core.setSecret(token);
  const verification = handedOn('verification');
  const { runPublishStep } = await import('../src/runner/publish/step.ts');
  const outcome = await runPublishStep({
    ...options,
    remote: { url: `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}.git`, token },
    bundle: handedOn('bundle'),
    verification: verification.sha256 === '' ? null : verification,
  });
  core.setOutput('head', outcome.file.head ?? '');
  core.setOutput('evidence', outcome.evidence.ref);
  // All of it is published; a run whose agent did not come to its own end shall not look as if it had.
  const trouble = agentTrouble(outcome.file);
  if (trouble !== null) core.setFailed(trouble.detail);
  return publishSummary(options.assignment, outcome);
};

const steps = new Map(Object.entries({ agent, verify, publish }));

/** One step of the action, as `action.yml` describes it. */
export const main = async (): Promise<void> => {
  const stop = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.once(name, () =>
      stop.abort(new RunRefused(`The run was ended by ${name} before this step was done.`)),
    );
  try {
    const step = core.getInput('step', { required: true });
    const work = steps.get(step);
    if (work === undefined)
      throw new RunRefused(`Input \`step\` is \`${step}\`; it takes ${[...steps.keys()].join(', ')}.`);
    await core.summary.addRaw(await work(stop.signal)).write();
  } catch (error) {
    const problem: unknown = stop.signal.aborted ? stop.signal.reason : error;
    const message = (problem instanceof Error ? problem.message : String(problem)).replace(/\s*\n\s*/g, ' ');
    core.setFailed(message);
    await core.summary.addRaw(refusedSummary(message)).write();
  }
};
