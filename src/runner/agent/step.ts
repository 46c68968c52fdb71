import { join } from 'node:path';
import type { Claim } from '../../contracts/claims.ts';
import type { AgentReport } from '../../contracts/evidence.ts';
import type { TranscriptEntry } from '../../contracts/transcript.ts';
import { makeRepository } from '../base.ts';
import { commitFiles, evidenceMessage, writeBundle } from '../bundle.ts';
import { checkClaims } from '../claims/check.ts';
import { notStartedReport } from '../claims/not-started.ts';
import { digestOf } from '../digest.ts';
import { type Folders, makeFolders } from '../folders.ts';
import type { Isolation } from '../isolation/isolation.ts';
import { openKept } from '../kept/kept.ts';
import { checkChange } from '../openspec/check.ts';
import type { OpenspecProgram } from '../openspec/program.ts';
import { planningTask } from '../planning/task.ts';
import { loadTemplate, type Templates } from '../prompt/load-template.ts';
import { delegateTask } from '../prompt/prepare.ts';
import { isolationFor, refuseReRun, type StepOptions } from '../run.ts';
import type { GitPlace } from '../run-git.ts';
import { type KnownSecrets, knownSecrets } from '../secrets/known.ts';
import { redactText } from '../secrets/redact.ts';
import { together } from '../together.ts';
import { makeWorktree } from '../worktree.ts';
import type { ReadAnswer } from './answer.ts';
import { type Equipment, equip } from './equip.ts';
import { readInstructions } from './instructions.ts';
import { type Results, reportOf } from './report.ts';
import { createSigns } from './signs.ts';
import type { Task } from './task.ts';
import { takeTurns } from './turns.ts';

export interface AgentStepOptions extends StepOptions {
  /** Checkout that holds the base commits. */
  source: string;
  /** Texts of this release's prompts. */
  templates: Templates;
  /** OpenSpec's CLI. */
  openspec: OpenspecProgram;
  /** This very program, to be started as the second user; null has everything done from here. */
  self: readonly [string, ...string[]] | null;
  /** Keys of the models' providers. */
  keys: ReadonlyMap<string, string>;
  /** Folder in which the agents' CLIs are kept from run to run, and the npm registry they come from. */
  clis: string;
  registry: string;
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
  const folders = await makeFolders(options.workDir, assignment.id);
  const place: GitPlace = { cwd: folders.outbox, path: options.path, signal: options.signal };
  // First of all: a run that notes that it goes on is not swept by another.
  const kept = await openKept({ ...options, folders });
  let equipment: Equipment | null = null;
  try {
    await makeRepository(place, { assignment, source: { folder: options.source }, prompts: true });
    const known = knownSecrets([...options.secrets, ...options.keys.values()]);
    const checked = await checkClaims({ assignment, place, log });
    if (checked.stop !== null) {
      kept.show(Buffer.from(`${checked.stop}\n`));
      return await handOnStopped(options, { place, folders, known, claims: checked.kept });
    }
    const [isolation] = await together(
      isolationFor(options, { scratch: folders.own, job: 'agent' }),
      makeWorktree(options, folders),
    );
    const task = await taskOf(options, { place, folders, isolation, known, claims: checked.claims });
    // A delegate's prompt has them, and gives them their rank.
    const instructions =
      assignment.phase === 'delegate' ? null : await readInstructions({ assignment, place });
    const signs = createSigns();
    equipment = await equip({ ...options, known, onSign: signs.touch });
    const working = { options, folders, isolation, instructions, equipment, signs, kept };
    const turned = await takeTurns({ ...working, task, place, known });
    // What it used is counted up to here.
    await equipment.gateway?.close();
    const { run, environment } = options;
    const about = { assignment, run, environment, isolation, task, kept, equipment, known };
    const results: Results = { ...about, ...turned, claims: checked.kept };
    return await handOnResults(options, { place, folders, results });
  } finally {
    await equipment?.gateway?.close();
    await kept.end();
    if (equipment) log('the agent and everything it started have ended');
  }
};

const taskOf = async (
  options: AgentStepOptions,
  at: { place: GitPlace; folders: Folders; isolation: Isolation; known: KnownSecrets; claims: Claim[] },
): Promise<Task> => {
  const { assignment, templates } = options;
  const { place, known, claims } = at;
  const template = await loadTemplate({ assignment, place }, templates);
  if (assignment.phase === 'delegate') return delegateTask({ assignment, place }, { template, claims });
  const { hidden, path, signal, openspec: program } = options;
  const checking = { ...at, program, hidden, path, signal };
  const openspec = (what: { commit: string; change: string }) => checkChange({ ...checking, ...what });
  return planningTask({ assignment, place, known, openspec }, template);
};

const handOnResults = async (
  options: AgentStepOptions,
  { place, folders, results }: { place: GitPlace; folders: Folders; results: Results },
): Promise<AgentStepOutcome> => {
  const { prompt, answer, taken, ran, known } = results;
  const report = reportOf(results);
  return handOn(options, {
    ...{ place, folders, report, answer, code: taken.head },
    files: {
      'prompt.md': prompt,
      'answer.json': 'bytes' in answer ? answer.bytes : null,
      'transcript.log': await redactText(ran.transcript, known),
      'transcript.jsonl': ran.entries.length === 0 ? null : await redactText(asLines(ran.entries), known),
    },
  });
};

/** The run did its part: what was found is handed on like any result, and publishing goes its usual way. */
const handOnStopped = async (
  options: AgentStepOptions,
  {
    place,
    folders,
    known,
    claims,
  }: { place: GitPlace; folders: Folders; known: KnownSecrets; claims: Claim[] },
): Promise<AgentStepOutcome> => {
  const { assignment, run, environment } = options;
  const report = notStartedReport({ assignment, run, environment, claims, known });
  const answer: ReadAnswer = { state: 'missing', problem: 'No agent was started that could have answered.' };
  return handOn(options, { place, folders, report, answer, code: null, files: {} });
};

interface HandingOn {
  place: GitPlace;
  folders: Folders;
  report: AgentReport;
  answer: ReadAnswer;
  /** Head of the code branch. */
  code: string | null;
  /** What is published beside the report. */
  files: Record<string, string | Buffer | null>;
}

const handOn = async (
  { assignment, log }: AgentStepOptions,
  { place, folders, report, answer, code, files }: HandingOn,
): Promise<AgentStepOutcome> => {
  for (const remark of report.remarks) log(remark);
  const agent = await commitFiles(place, {
    message: evidenceMessage(assignment),
    files: { 'agent.json': `${JSON.stringify(report, null, 2)}\n`, ...files },
  });
  const bundle = join(folders.out, 'assignment.bundle');
  await writeBundle(place, { file: bundle, agent, code, base: assignment.base });
  return { bundle, sha256: await digestOf(bundle), report, answer };
};

const asLines = (entries: TranscriptEntry[]): string =>
  entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
