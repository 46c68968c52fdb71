import type { Assignment, DelegateAssignment } from '../../../../src/contracts/assignment.ts';
import type { EvidenceFile } from '../../../../src/contracts/evidence.ts';
import type { JobRun, WorkflowRun } from '../../../../src/sandbox/actions/run.ts';
import type { CanaryName } from './canaries.ts';
import type { Script } from './drop-box.ts';
import { type Beginning, unconfined } from './gate.ts';
import type { Left } from './left.ts';

export interface RunOptions {
  /** False: the runner has no isolation to offer; `agent`: only in that job. */
  confined: boolean | 'agent';
  /** What `runner.isolation` asks for; `required` where there is isolation, `preferred` where there is none. */
  isolation?: 'required' | 'preferred';
  /** What the probe runs as the agent, and later in a verification command. */
  agent?: readonly Script[];
  verify?: readonly Script[];
  /** The agent's command line itself, instead of the probe. */
  command?: string;
  assignment?: Partial<DelegateAssignment>;
  /** Called before a step of the action starts, while it waits. */
  before?: Partial<Record<'agent' | 'verify' | 'publish', (step: Beginning) => Promise<void>>>;
  /** Milliseconds for one script of the probe; 15 s when absent. */
  patience?: number;
  /** More variables for the scripts. */
  env?: Record<string, string>;
  /** Seen by nobody but the scripts of this run; a new one when absent. */
  id?: string;
}

export interface Ended {
  id: string;
  run: WorkflowRun;
  jobs: readonly JobRun[];
  /** Messages of failure annotations, and why a run could not start. */
  problems: string;
  evidence: EvidenceFile | null;
  /** As published; empty when it was not. */
  transcript: string;
  /** What a script printed. */
  said: (where: string, name: string) => string;
  left: Left[];
  /** Canaries in what left; the drop box included when the run was confined. */
  out: CanaryName[];
  /** `<where>-<case>` of scripts whose mark lies where they may not write. */
  wrote: string[];
}

const agentName = (confined: RunOptions['confined']): string => {
  if (confined === true) return 'probe';
  return confined === false ? unconfined : `${unconfined}-verify`;
};

/** Every run has a gateway before it, to a provider whose key is a canary. */
const modelsAt = (url: string): Assignment['models'] => ({
  chain: [
    {
      ...{ provider: 'openai', model: 'echo', api: 'openai-chat', url, header: 'authorization' },
      ...{ headers: {}, silenceSeconds: 20, price: null },
    },
  ],
  budget: { requests: 1000, tokens: 10_000_000, cost: null },
  ...{ paths: [], direct: [] },
});

export const assignmentFor = (
  options: RunOptions & { id: string },
  on: { repository: string; base: string; box: string; model: string },
): Assignment => {
  const { id, confined } = options;
  const { repository, base } = on;
  return {
    id,
    phase: 'delegate',
    ...{ delegation: 1, attempt: 1 },
    ticket: { key: 'PER-1', title: 'Take notes', url: 'https://linear.example/PER-1' },
    repository,
    ...{ change: 'notes', sections: ['1'], base, recordedBase: base },
    codeBranch: `throughline/notes/${id}-1`,
    agent: {
      name: agentName(confined),
      kind: 'command',
      command: options.command ?? `node probe.mjs '${on.box}' '${id}' agent`,
    },
    models: modelsAt(on.model),
    notes: [],
    verify: { setup: [], commands: ['sh check.sh'] },
    limits: { agentSeconds: 90, stallSeconds: 90, verifySeconds: 90 },
    runner: {
      isolation: options.isolation ?? (confined === true ? 'required' : 'preferred'),
      keepHours: 24,
    },
    protectedPaths: [],
    ...options.assignment,
  };
};
