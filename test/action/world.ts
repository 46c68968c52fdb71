import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Assignment } from '../../src/contracts/assignment.ts';
import { gitIn, makeWorld, type World } from '../runner/world.ts';

/** Node 24, which GitHub runs the action with: `npm install --global --prefix node_modules/.cache/node24 node@24`. */
export const node24 = [
  process.env.THROUGHLINE_NODE24 ?? '',
  join(import.meta.dirname, '../../node_modules/.cache/node24/bin/node'),
].find((path) => path !== '' && existsSync(path));

export interface Ended {
  code: number | null;
  out: string;
  err: string;
  /** What GITHUB_OUTPUT holds. */
  outputs: Record<string, string>;
  /** What GITHUB_STEP_SUMMARY holds. */
  summary: string;
}

export interface Step {
  child: ChildProcess;
  ended: Promise<Ended>;
}

/** A world with a server of files: its remote is where `GITHUB_SERVER_URL` and `GITHUB_REPOSITORY` point. */
export interface ActionWorld extends World {
  /** Runs the bundle as the runner would: inputs and variables in its environment, files for what it tells. */
  start(options: { inputs: Record<string, string>; env?: Record<string, string>; node?: string }): Step;
}

export const makeActionWorld = (bundle: string): ActionWorld => {
  const world = makeWorld();
  const server = join(world.folder, 'server', 'acme');
  mkdirSync(server, { recursive: true });
  const remote = join(server, 'probe.git');
  gitIn(world.folder, 'clone', '--quiet', '--bare', world.remote, remote);
  const workspace = join(world.folder, 'workspace');
  gitIn(world.folder, 'clone', '--quiet', world.remote, workspace);
  const start: ActionWorld['start'] = ({ inputs, env = {}, node = process.execPath }) => {
    const job = mkdtempSync(join(world.folder, 'job-'));
    const files = { GITHUB_OUTPUT: join(job, 'output'), GITHUB_STEP_SUMMARY: join(job, 'summary') };
    for (const file of Object.values(files)) writeFileSync(file, '');
    const given = Object.entries({ source: '.', keep: '[]', ...inputs }).map(([name, value]) => [
      `INPUT_${name.toUpperCase()}`,
      value,
    ]);
    const child = spawn(node, [bundle], {
      cwd: workspace,
      env: {
        PATH: process.env.PATH ?? '',
        HOME: job,
        CI: 'true',
        GITHUB_ACTIONS: 'true',
        GITHUB_REPOSITORY: 'acme/probe',
        GITHUB_SERVER_URL: `file://${join(world.folder, 'server')}`,
        GITHUB_WORKSPACE: workspace,
        GITHUB_RUN_ID: '55',
        GITHUB_RUN_ATTEMPT: '1',
        RUNNER_TEMP: join(job, 'temp'),
        RUNNER_ENVIRONMENT: 'github-hosted',
        ...files,
        ...Object.fromEntries(given),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString();
    });
    const ended = new Promise<Ended>((resolve) =>
      child.once('close', (code) =>
        resolve({
          code,
          out,
          err,
          outputs: readOutputs(readFileSync(files.GITHUB_OUTPUT, 'utf8')),
          summary: readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8'),
        }),
      ),
    );
    return { child, ended };
  };
  return { ...world, remote, start };
};

/** `name<<delimiter`, lines, `delimiter`: the form the runner reads. */
const readOutputs = (text: string): Record<string, string> => {
  const outputs: Record<string, string> = {};
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const [, name, delimiter] = /^([\w-]+)<<(\S+)$/.exec(lines[at] ?? '') ?? [];
    if (name === undefined || delimiter === undefined) continue;
    const end = lines.indexOf(delimiter, at);
    outputs[name] = lines.slice(at + 1, end).join('\n');
    at = end;
  }
  return outputs;
};

/** What the runner makes of a line of a step's output: `::` where it begins, after blanks too, `##[` anywhere in it. */
export const commandsIn = (out: string): string[] =>
  out.split('\n').filter((line) => /^[\s\u0085\u200b]*::/.test(line) || line.includes('##['));

export interface Jobs {
  agent: Ended;
  verify: Ended | null;
  publish: Ended;
}

/** The three steps in a row, each handed what the workflow would hand it. */
export const runJobs = async (
  world: ActionWorld,
  assignment: Assignment,
  options: { node?: string; env?: Record<string, string> } = {},
): Promise<Jobs> => {
  const given = JSON.stringify(assignment);
  const run = (inputs: Record<string, string>) =>
    world.start({ ...options, inputs: { ...inputs, assignment: given } }).ended;
  const agent = await run({ step: 'agent' });
  const returned = { bundle: agent.outputs.file ?? '', 'bundle-sha256': agent.outputs.sha256 ?? '' };
  const verify = agent.outputs.head ? await run({ step: 'verify', ...returned }) : null;
  const publish = await run({
    step: 'publish',
    token: 'ghs_of-the-publishing-job',
    ...returned,
    verification: verify?.outputs.file ?? '/nowhere/verification.json',
    'verification-sha256': verify?.outputs.sha256 ?? '',
  });
  return { agent, verify, publish };
};
