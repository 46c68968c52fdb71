import { randomUUID } from 'node:crypto';
import type { Permissions } from '../../github/model.ts';
import { issueToken } from '../../github/tokens.ts';
import { type Json, textsOf } from '../expressions/evaluate.ts';
import type { JobRun } from '../run.ts';
import type { PreparedJob } from '../workflow/prepare.ts';
import { pickSecrets } from '../workflow/secret-names.ts';
import { githubContext } from './contexts.ts';
import type { Frame } from './frame.ts';
import type { Machine } from './machines.ts';
import { createMasks } from './masks.ts';
import type { JobRoom } from './room.ts';

export type StepsJob = Extract<PreparedJob, { kind: 'steps' }>;

const architectures: Record<string, string> = { x64: 'X64', arm64: 'ARM64', arm: 'ARM', ia32: 'X86' };
const systems: Record<string, string> = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' };

const runnerContext = (frame: Frame, machine: Machine): Record<string, Json> => ({
  name: machine.name,
  os: systems[process.platform] ?? process.platform,
  arch: architectures[process.arch] ?? process.arch,
  temp: machine.temp,
  tool_cache: machine.toolCache,
  environment: frame.options.machine.environment,
});

export interface Setting {
  plan: StepsJob;
  job: JobRun;
  machine: Machine;
  /** Contexts known before the machine was. */
  contexts: Record<string, Json>;
  cancelled: AbortSignal;
}

/** A token that may do what the job may, and nothing more. */
function tokenFor({ world, run }: Frame, permissions: Permissions): string {
  const principal = { kind: 'run', runId: run.id, repositoryId: run.repository.id, permissions } as const;
  return issueToken(world, { principal, expiresAt: null });
}

/** Throws where an `env` of workflow or job cannot be evaluated. */
export function createRoom(frame: Frame, { plan, job, machine, contexts, cancelled }: Setting): JobRoom {
  const { world, run, options } = frame;
  const token = tokenFor(frame, plan.granted);
  const runtimeToken = frame.artifacts.issue(run);
  frame.runtimeTokens.push(runtimeToken);
  const secrets = pickSecrets(frame.secrets, plan.secretNames);
  const masks = createMasks([token, runtimeToken, ...Object.values(secrets)]);
  const all: Record<string, Json> = {
    ...contexts,
    github: { ...githubContext(world, run), job: plan.id, token, workspace: machine.workspace },
    secrets: { ...secrets, GITHUB_TOKEN: token },
    runner: runnerContext(frame, machine),
  };
  const scope = { contexts: all };
  const outer = textsOf(frame.workflow.plan.env, scope);
  const env = { ...outer, ...textsOf(plan.env, { contexts: { ...all, env: outer } }) };
  return {
    ...{ world, options, run, job, machine, masks, token, runtimeToken, contexts: all, env, cancelled },
    tracking: `github_${randomUUID()}`,
    paths: [],
    steps: {},
    failed: false,
    stopped: frame.stopped,
    after: [],
  };
}
