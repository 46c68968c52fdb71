import { evidenceRef } from '../../contracts/assignment.ts';
import type { Configuration } from '../../contracts/configuration.ts';
import { type EvidenceFile, evidenceFileSchema } from '../../contracts/evidence.ts';
import { reviewBranch } from '../../core/assignment.ts';
import type { Attempt, AttemptAgent, AttemptRun, RefusedCalls, RunFailure } from '../../core/attempt.ts';
import type { Item } from '../../core/item.ts';
import type { GitReader } from '../../ports/git.ts';
import type { WorkflowRun } from '../../ports/workflow-runs.ts';
import { capText } from '../../text/sanitize.ts';

export interface EvidencePlace {
  ref: string;
  sha: string;
}

export const evidenceAt = async (reader: GitReader, id: string): Promise<EvidencePlace | null> => {
  // the branch namespace is the fallback of runners whose custom ref was refused
  for (const ref of [evidenceRef(id), `refs/heads/throughline/assignments/${id}`]) {
    const sha = await reader.refSha(ref);
    if (sha) return { ref, sha };
  }
  return null;
};

/** The evidence, or why there is none to speak of. */
export const readEvidence = async (reader: GitReader, at: EvidencePlace): Promise<EvidenceFile | string> => {
  const text = await reader.readFile({ commit: at.sha, path: 'evidence.json', ref: at.ref });
  if (text === null) return 'its evidence has no evidence.json of at most 1 MiB';
  try {
    const parsed = evidenceFileSchema.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    return `its evidence.json is not valid: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`;
  } catch {
    return 'its evidence.json is not JSON';
  }
};

export interface Mismatch {
  failure: RunFailure;
  detail: string;
}

const mismatch = (what: string, { expected, found }: { expected: string; found: string }): Mismatch => ({
  failure: 'mismatch',
  detail: `Its evidence does not fit: expected ${what} ${expected}, found ${found}.`,
});

/** The first thing in which the evidence is not about this run of this attempt. */
export const evidenceMismatch = (options: {
  evidence: EvidenceFile;
  item: Item;
  attempt: Attempt;
  run: WorkflowRun;
}): Mismatch | null => {
  const { evidence, item, attempt, run } = options;
  // a person's commits are on a branch of theirs, and the run that reviews them has its own name
  const branch =
    attempt.pushedBy === undefined ? attempt.codeBranch : reviewBranch(item, attempt.assignmentId);
  const pairs: [string, string, string][] = [
    ['assignment', attempt.assignmentId, evidence.assignment],
    ['attempt', String(attempt.number), String(evidence.attempt)],
    ['base commit', attempt.base, evidence.base],
    ['branch', branch, evidence.codeBranch],
  ];
  if (evidence.run.id !== run.id || evidence.run.attempt !== run.attempt)
    return {
      failure: 'duplicate',
      detail: `The evidence was written by run ${evidence.run.id}, attempt ${evidence.run.attempt}; expected run ${run.id}, attempt ${run.attempt}, which was dispatched.`,
    };
  const wrong = pairs.find(([, expected, found]) => expected !== found);
  return wrong ? mismatch(wrong[0], { expected: wrong[1], found: wrong[2] }) : null;
};

/** What the assignment demanded counts; for attempts of earlier releases the configuration of now. */
export const isolationMismatch = (options: {
  evidence: EvidenceFile;
  attempt: Attempt;
  configuration: Configuration | null;
}): Mismatch | null => {
  const { evidence, attempt, configuration } = options;
  const wanted = attempt.terms?.isolation ?? configuration?.runner.isolation ?? 'required';
  if (wanted === 'preferred' || evidence.isolation === 'user+pid') return null;
  return {
    failure: 'mismatch',
    detail: `Expected isolation user+pid, because \`runner.isolation\` is \`required\`, found none: ${evidence.isolationGap ?? 'no reason is given'}. Give the run a machine that has it, or set \`runner.isolation: preferred\`.`,
  };
};

const shownCalls = 3;

const refusedCalls = (calls: EvidenceFile['agent']['denied']): RefusedCalls => ({
  count: calls.length,
  first: calls.slice(0, shownCalls).map(({ tool, detail }) => capText(`${tool}: ${detail}`, 160)),
});

const agentOf = ({ agent }: EvidenceFile): AttemptAgent => {
  const { kind, version, model, ended, stopped, problem } = agent;
  const { denied, invalid } = agent;
  return {
    kind,
    version,
    model,
    ended,
    stopped,
    problem: problem === null ? null : capText(problem, 600),
    denied: refusedCalls(denied),
    invalid: refusedCalls(invalid),
  };
};

export const ranOf = (evidence: EvidenceFile): AttemptRun => ({
  isolation: evidence.isolation,
  isolationGap: evidence.isolationGap,
  ...evidence.runner,
  remarks: evidence.remarks,
  agent: agentOf(evidence),
  usage: evidence.usage,
  direct: evidence.direct,
});

export const withheldText = ({ withheld }: EvidenceFile): string | null =>
  withheld === null ? null : `The agent's commits were kept in the runner: ${withheld.detail}`;

export const emptyHanded = ({ agent }: EvidenceFile): string => {
  if (agent.timedOut) return 'The agent was ended at its time limit and had changed nothing.';
  if (agent.exitCode === 0) return 'The agent ended well and changed nothing.';
  return `The agent ended with exit code ${agent.exitCode ?? 'none'} and changed nothing.`;
};
