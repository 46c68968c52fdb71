import { dirname, join } from 'node:path';
import { type AgentReport, agentReportSchema } from '../../contracts/evidence.ts';
import type { RunProgram } from '../../ports/agent.ts';
import { capMiddle } from '../../text/sanitize.ts';
import { makeRepository } from '../base.ts';
import { commitFiles, evidenceMessage, writeBundle } from '../bundle.ts';
import { digestOf } from '../digest.ts';
import { type Folders, lentFolders, makeFolders } from '../folders.ts';
import { type Isolation, lend, reclaim } from '../isolation/isolation.ts';
import { createRunProgram } from '../isolation/run-program.ts';
import { type Kept, openKept } from '../kept/kept.ts';
import { type Prepared, prepare } from '../prompt/prepare.ts';
import { gapOf, isolationFor, RunRefused, refuseReRun, type StepOptions } from '../run.ts';
import type { GitPlace } from '../run-git.ts';
import { type KnownSecrets, knownSecrets } from '../secrets/known.ts';
import { redactText } from '../secrets/scan.ts';
import { makeWorktree } from '../worktree.ts';
import { type AgentRan, runAgent } from './agent.ts';
import { type ReadAnswer, readAnswer } from './answer.ts';
import { collectApart } from './apart.ts';
import { type Collected, collectWork } from './collect.ts';
import type { AgentSide } from './side.ts';
import { type Taken, takeWork } from './take.ts';

export interface AgentStepOptions extends StepOptions {
  /** Checkout that holds the base commits. */
  source: string;
  /** Text of the prompt's template. */
  template: string;
  /** This very program, to be started as the second user; null has everything done from here. */
  self: readonly [string, ...string[]] | null;
  /** Folder of recordings, for agents of kind `replay`. */
  recordings: string | null;
  environment: AgentReport['runner']['environment'];
  /** Assignments of this repository whose worktrees stay here. */
  keep: string[];
}

export interface AgentStepOutcome {
  /** File for the next jobs, and its SHA-256. */
  bundle: string;
  sha256: string;
  report: AgentReport;
  answer: ReadAnswer;
}

/** From assignment to bundle. Resolves whatever the agent did; throws `RunRefused` when there is nothing to hand on. */
export const runAgentStep = async (options: AgentStepOptions): Promise<AgentStepOutcome> => {
  refuseReRun(options);
  const { assignment, log } = options;
  if (assignment.phase !== 'delegate')
    throw new RunRefused(`The runner cannot do \`${assignment.phase}\` yet: this release delegates only.`);
  const folders = await makeFolders(options.workDir, assignment.id);
  const place: GitPlace = { cwd: folders.outbox, path: options.path, signal: options.signal };
  // First of all: a run that notes that it goes on is not swept by another.
  const kept = await openKept({ ...options, folders });
  try {
    const isolation = await isolationFor(options, { scratch: folders.own, job: 'agent' });
    await makeWorktree(options, folders);
    await makeRepository(place, { assignment, source: { folder: options.source } });
    const prepared = await prepare({ assignment, place }, { folders, template: options.template });
    const working: Working = { options, folders, isolation, prepared, kept };
    return await handOn(place, await workAndTake(place, working));
  } finally {
    await kept.end();
    log('the agent and everything it started have ended');
  }
};

const workAndTake = async (place: GitPlace, working: Working): Promise<Results> => {
  const { options, folders, prepared } = working;
  const known = knownSecrets(options.secrets);
  const worked = await work(working);
  const answer = await readAnswer(prepared.answerPath, known);
  const { base } = options.assignment;
  const taken = await takeWork({ place, folders, collected: worked.collected, base, known });
  return { ...working, ...worked, known, answer, taken };
};

interface Working {
  options: AgentStepOptions;
  folders: Folders;
  isolation: Isolation;
  prepared: Prepared;
  kept: Kept;
}

interface Worked {
  ran: AgentRan;
  collected: Collected;
}

interface Results extends Working, Worked {
  known: KnownSecrets;
  answer: ReadAnswer;
  taken: Taken;
}

/** The part that belongs to the second user: its folders are its own until this is over. */
const work = async ({ options, folders, isolation, prepared, kept }: Working): Promise<Worked> => {
  const { assignment, path, log } = options;
  const lent = lentFolders(folders);
  const run: RunProgram = createRunProgram({
    isolation,
    writable: lent,
    readable: [
      ...(options.self ? [dirname(options.self.at(-1) ?? '')] : []),
      ...(options.recordings ? [options.recordings] : []),
    ],
    hidden: options.hidden,
  });
  const side: AgentSide = { run, folders, path, signal: AbortSignal.any([options.signal, kept.signal]) };
  await lend(isolation, lent);
  const started = performance.now();
  try {
    log(`agent: ${assignment.agent.name}, at most ${assignment.limits.agentSeconds} s`);
    const ran = await runAgent(side, {
      assignment,
      prepared,
      replay: replayOf(options),
      onOutput: kept.show,
    }).catch((error: unknown) => endedByHand(error, { options, kept, started }));
    log(`agent: ${ran.record.timedOut ? 'ended at the limit' : `ended with ${ran.record.exitCode}`}`);
    const after: AgentSide = { ...side, signal: options.signal };
    const collected = options.self
      ? await collectApart(after, { assignment, program: [...options.self, 'collect'] })
      : await collectWork(after, assignment);
    return { ran, collected };
  } finally {
    await reclaim(isolation, lent);
  }
};

const replayOf = ({ self, recordings }: AgentStepOptions): readonly [string, ...string[]] | null =>
  self && recordings !== null ? [...self, 'replay', recordings] : null;

const endedByHand = async (
  error: unknown,
  { options, kept, started }: { options: AgentStepOptions; kept: Kept; started: number },
): Promise<AgentRan> => {
  if (options.signal.aborted || !kept.killed()) throw error;
  const { name } = options.assignment.agent;
  const durationMs = Math.round(performance.now() - started);
  return {
    record: { name, exitCode: null, timedOut: false, durationMs },
    transcript: capMiddle(await kept.shown(), 1024 * 1024),
  };
};

const handOn = async (place: GitPlace, results: Results): Promise<AgentStepOutcome> => {
  const { options, folders, prepared, answer, taken, ran, known } = results;
  const { assignment, log } = options;
  const report = withoutSecrets(agentReportSchema.parse(reportOf(results)), known);
  for (const remark of report.remarks) log(remark);
  const transcript = await redactText(ran.transcript, known);
  const agent = await commitFiles(place, {
    message: evidenceMessage(assignment),
    files: {
      'agent.json': `${JSON.stringify(report, null, 2)}\n`,
      'prompt.md': prepared.prompt,
      'answer.json': 'bytes' in answer ? answer.bytes : null,
      'transcript.log': transcript,
    },
  });
  const bundle = join(folders.out, 'assignment.bundle');
  await writeBundle(place, { file: bundle, agent, code: taken.head, base: assignment.base });
  return { bundle, sha256: await digestOf(bundle), report, answer };
};

/** Names of branches and files are the agent's choice, and stand in what a report says of them. */
const withoutSecrets = (report: AgentReport, known: KnownSecrets): AgentReport => {
  const clean = (text: string): string => known.redact(text).slice(0, 1000);
  const { withheld } = report;
  return {
    ...report,
    withheld: withheld && { ...withheld, detail: clean(withheld.detail) },
    remarks: report.remarks.map(clean),
  };
};

const reportOf = (results: Results): AgentReport => {
  const { options, isolation, taken, ran, collected, kept } = results;
  const { assignment } = options;
  return {
    assignment: assignment.id,
    attempt: assignment.attempt,
    run: options.run,
    base: assignment.base,
    head: taken.head,
    codeBranch: assignment.codeBranch,
    isolation: isolation.kind,
    isolationGap: gapOf(isolation),
    agent: ran.record,
    leftoversCommitted: collected.leftoversCommitted,
    withheld: taken.withheld,
    runner: { environment: options.environment, ...kept.names },
    remarks: remarksOf(results),
  };
};

const remarksOf = ({ options, collected, taken, answer, ran, prepared, kept }: Results): string[] => {
  const { assignment } = options;
  const { plan } = prepared;
  const nothing = collected.head === assignment.base && !taken.withheld;
  return [
    ...(ran.record.timedOut
      ? [`The agent was ended after ${assignment.limits.agentSeconds} s, its limit.`]
      : []),
    ...(kept.killed() && ran.record.exitCode === null
      ? ['Somebody ended the agent by killing its tmux session.']
      : []),
    ...collected.remarks,
    ...taken.remarks,
    ...(taken.withheld ? [`The commits stay in the runner. ${taken.withheld.detail}`] : []),
    ...(nothing ? ['The agent changed nothing, so there was nothing to verify.'] : []),
    ...('problem' in answer ? [answer.problem] : []),
    ...(plan.setup.length + plan.commands.length === 0
      ? [`No verification command was found: they come from ${plan.source}.`]
      : []),
  ];
};
