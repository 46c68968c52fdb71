import { join } from 'node:path';
import type { AgentReport } from '../../contracts/evidence.ts';
import type { TranscriptEntry } from '../../contracts/transcript.ts';
import { makeRepository } from '../base.ts';
import { commitFiles, evidenceMessage, writeBundle } from '../bundle.ts';
import { digestOf } from '../digest.ts';
import { type Folders, makeFolders } from '../folders.ts';
import { openKept } from '../kept/kept.ts';
import { prepare } from '../prompt/prepare.ts';
import { isolationFor, RunRefused, refuseReRun, type StepOptions } from '../run.ts';
import type { GitPlace } from '../run-git.ts';
import { type KnownSecrets, knownSecrets } from '../secrets/known.ts';
import { redactText } from '../secrets/scan.ts';
import { makeWorktree } from '../worktree.ts';
import { type ReadAnswer, readAnswer } from './answer.ts';
import { type Equipment, equip } from './equip.ts';
import { readInstructions } from './instructions.ts';
import { type Results, reportOf } from './report.ts';
import { createSigns } from './signs.ts';
import { takeWork } from './take.ts';
import { type Working, work } from './work.ts';

export interface AgentStepOptions extends StepOptions {
  /** Checkout that holds the base commits. */
  source: string;
  /** Text of the prompt's template. */
  template: string;
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
  if (assignment.phase !== 'delegate')
    throw new RunRefused(`The runner cannot do \`${assignment.phase}\` yet: this release delegates only.`);
  const folders = await makeFolders(options.workDir, assignment.id);
  const place: GitPlace = { cwd: folders.outbox, path: options.path, signal: options.signal };
  // First of all: a run that notes that it goes on is not swept by another.
  const kept = await openKept({ ...options, folders });
  let equipment: Equipment | null = null;
  try {
    const isolation = await isolationFor(options, { scratch: folders.own, job: 'agent' });
    await makeWorktree(options, folders);
    await makeRepository(place, { assignment, source: { folder: options.source } });
    const prepared = await prepare({ assignment, place }, { folders, template: options.template });
    const instructions = await readInstructions({ assignment, place });
    const known = knownSecrets([...options.secrets, ...options.keys.values()]);
    const signs = createSigns();
    equipment = await equip({ ...options, known, onSign: signs.touch });
    const working = { options, folders, isolation, prepared, instructions, equipment, signs, kept, known };
    return await handOn(options, { place, folders, results: await workAndTake(place, working) });
  } finally {
    await equipment?.gateway?.close();
    await kept.end();
    log('the agent and everything it started have ended');
  }
};

const workAndTake = async (place: GitPlace, working: StepWorking): Promise<Results> => {
  const { options, folders, prepared, known, kept, isolation, equipment } = working;
  const { assignment, run, environment } = options;
  const { ran, collected } = await work(working);
  const answer = await readAnswer(prepared.answerPath, { known, lastWords: ran.lastWords });
  const taken = await takeWork({ place, folders, collected, base: assignment.base, known });
  const about = { assignment, run, environment, isolation, prepared, kept, equipment, known };
  return { ...about, ran, collected, answer, taken };
};

interface StepWorking extends Working {
  options: AgentStepOptions;
  known: KnownSecrets;
}

const handOn = async (
  { assignment, log }: AgentStepOptions,
  { place, folders, results }: { place: GitPlace; folders: Folders; results: Results },
): Promise<AgentStepOutcome> => {
  const { prepared, answer, taken, ran, known } = results;
  const report = reportOf(results);
  for (const remark of report.remarks) log(remark);
  const agent = await commitFiles(place, {
    message: evidenceMessage(assignment),
    files: {
      'agent.json': `${JSON.stringify(report, null, 2)}\n`,
      'prompt.md': prepared.prompt,
      'answer.json': 'bytes' in answer ? answer.bytes : null,
      'transcript.log': await redactText(ran.transcript, known),
      'transcript.jsonl': ran.entries.length === 0 ? null : await redactText(asLines(ran.entries), known),
    },
  });
  const bundle = join(folders.out, 'assignment.bundle');
  await writeBundle(place, { file: bundle, agent, code: taken.head, base: assignment.base });
  return { bundle, sha256: await digestOf(bundle), report, answer };
};

const asLines = (entries: TranscriptEntry[]): string =>
  entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
