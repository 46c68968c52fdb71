import { type Assignment, evidenceRef } from '../contracts/assignment.ts';
import type { VerificationResult } from '../contracts/evidence.ts';
import { type AgentStep, runAgent } from './agent.ts';
import { type ReadAnswer, readAnswer } from './answer.ts';
import { collectWork, type Work } from './commit.ts';
import { makeFolders } from './folders.ts';
import { type Prepared, prepare } from './prepare.ts';
import { alreadyThere, fallbackRef, publish } from './publish.ts';
import { redact } from './redact.ts';
import { remoteRefs } from './remote.ts';
import { type Remote, type Run, RunRefused } from './run.ts';
import { verify } from './verify.ts';
import { makeWorktree } from './worktree.ts';

export interface RunOptions {
  assignment: Assignment;
  remote: Remote;
  /** Folder of this run's files; kept afterwards, for people. */
  workDir: string;
  run: { id: number; attempt: number };
  /** Folder of recordings, for agents of kind `replay`. */
  recordings?: string | undefined;
  /** Search path of git, the agent and the verification commands. */
  path?: string | undefined;
  log: (line: string) => void;
  signal: AbortSignal;
}

export type RunOutcome =
  | {
      state: 'published';
      evidence: { ref: string; sha: string };
      head: string | null;
      answer: ReadAnswer['state'];
      verification: VerificationResult[];
      remarks: string[];
    }
  /** An earlier run of this assignment did it; nothing was run. */
  | { state: 'already-published'; evidence: { ref: string; sha: string } };

/**
 * One assignment from prompt to evidence. Resolves once the evidence is published, whatever the agent did; throws
 * `RunRefused` or a git failure when there is nothing to show.
 */
export const runAssignment = async (options: RunOptions): Promise<RunOutcome> => {
  const { assignment, remote, log, signal, path } = options;
  if (assignment.phase !== 'delegate') {
    throw new RunRefused(`The runner cannot do \`${assignment.phase}\` yet: this release delegates only.`);
  }
  const name = `${assignment.id}.${options.run.id}-${options.run.attempt}`;
  const run: Run = {
    assignment,
    remote,
    path,
    log,
    signal,
    folders: await makeFolders(options.workDir, name),
  };
  const earlier = await lookForEarlier(run);
  if (earlier) {
    log(`${earlier.ref} is there already; an assignment runs once, so nothing was run`);
    return { state: 'already-published', evidence: earlier };
  }
  await makeWorktree(run);
  const prepared = await prepare(run);
  log(`agent: ${assignment.agent.name}, at most ${assignment.limits.agentSeconds} s`);
  const agent = await runAgent(run, { prepared, recordings: options.recordings });
  log(`agent: ${agent.record.timedOut ? 'ended at the limit' : `ended with ${agent.record.exitCode}`}`);
  const work = await collectWork(run);
  const answer = await readAnswer(prepared.answerPath, remote.token);
  const verification = work.head === null ? [] : await verify(run, { head: work.head, plan: prepared.plan });
  return finish(run, { options, prepared, agent, work, answer, verification });
};

interface Results {
  options: RunOptions;
  prepared: Prepared;
  agent: AgentStep;
  work: Work;
  answer: ReadAnswer;
  verification: VerificationResult[];
}

const finish = async (run: Run, results: Results): Promise<RunOutcome> => {
  const { work, answer, agent, prepared, options } = results;
  const { assignment } = run;
  const remarks = remarksOf(results);
  for (const remark of remarks) run.log(remark);
  const safe = redact(run.remote.token);
  const verification = results.verification.map((result) => ({ ...result, output: safe(result.output) }));
  const evidence = await publish(run, {
    file: {
      assignment: assignment.id,
      attempt: assignment.attempt,
      run: options.run,
      base: assignment.base,
      head: work.head,
      codeBranch: assignment.codeBranch,
      isolation: 'none',
      agent: agent.record,
      leftoversCommitted: work.leftoversCommitted,
      verification,
    },
    prompt: prepared.prompt,
    answer: 'bytes' in answer ? answer.bytes : null,
    transcript: [safe(agent.transcript), ...remarks.map((remark) => `[runner] ${remark}`), ''].join('\n'),
    remarks,
  });
  return { state: 'published', evidence, head: work.head, answer: answer.state, verification, remarks };
};

const remarksOf = ({ work, answer, prepared, agent, options }: Results): string[] => {
  const { agentSeconds } = options.assignment.limits;
  const commands = prepared.plan.setup.length + prepared.plan.commands.length;
  return [
    ...(agent.record.timedOut ? [`The agent was ended after ${agentSeconds} s, its limit.`] : []),
    ...work.remarks,
    ...(work.head === null ? ['The agent changed nothing, so there was nothing to verify.'] : []),
    ...('problem' in answer ? [answer.problem] : []),
    ...(commands === 0 ? [`No verification command was found: they come from ${prepared.plan.source}.`] : []),
  ];
};

/** A run costs money and must not happen twice: asked before anything is fetched. */
const lookForEarlier = async (run: Run): Promise<{ ref: string; sha: string } | null> => {
  const { id, codeBranch } = run.assignment;
  const own = evidenceRef(id);
  const branch = `refs/heads/${codeBranch}`;
  const there = await remoteRefs(run, [own, fallbackRef(id), branch]);
  for (const ref of [own, fallbackRef(id)]) {
    const sha = there.get(ref);
    if (sha !== undefined) return { ref, sha };
  }
  const code = there.get(branch);
  if (code !== undefined) throw alreadyThere(branch, code);
  return null;
};
