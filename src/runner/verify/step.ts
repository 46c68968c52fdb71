import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  Assignment,
  DelegateAssignment,
  PlanningAssignment,
  ReviewAssignment,
} from '../../contracts/assignment.ts';
import { type VerificationReport, verificationReportSchema } from '../../contracts/evidence.ts';
import { makeRepository } from '../base.ts';
import { readBundle } from '../bundle.ts';
import { digestOf, requireDigest } from '../digest.ts';
import { type Folders, makeFolders } from '../folders.ts';
import { type Isolation, lend, reclaim } from '../isolation/isolation.ts';
import { createRunProgram } from '../isolation/run-program.ts';
import { checkChange } from '../openspec/check.ts';
import type { OpenspecProgram } from '../openspec/program.ts';
import { type Measured, planFor } from '../prompt/prepare.ts';
import { gapOf, isolationFor, RunRefused, refuseReRun, type StepOptions } from '../run.ts';
import { type GitPlace, runGit } from '../run-git.ts';
import { together } from '../together.ts';
import { runCommands } from './commands.ts';
import { commitToVerify } from './commit.ts';
import { openspecResults, returnedChange } from './openspec.ts';

export interface VerifyStepOptions extends StepOptions {
  /** Checkout that holds the base commits. */
  source: string;
  bundle: string;
  /** What job `agent` gave as its output. */
  sha256: string;
  /** OpenSpec's CLI. */
  openspec: OpenspecProgram;
}

export interface VerifyStepOutcome {
  /** File for job `publish`, and its SHA-256. */
  file: string;
  sha256: string;
  report: VerificationReport;
}

/**
 * Runs the base's verification commands on the returned head, or OpenSpec's where what returned is a change. A failing
 * command is a result, not an error.
 */
export const runVerifyStep = async (options: VerifyStepOptions): Promise<VerifyStepOutcome> => {
  refuseReRun(options);
  const { assignment, path, signal } = options;
  await requireDigest(options.bundle, { sha256: options.sha256, job: 'agent' });
  const folders = await makeFolders(options.workDir, `${assignment.id}.verify`);
  const place: GitPlace = { cwd: folders.outbox, path, signal };
  const [{ code, agent }, isolation] = await together(
    makeRepository(place, { assignment, source: { folder: options.source } }).then(() =>
      readBundle(place, options.bundle, folders.own),
    ),
    isolationFor(options, { scratch: folders.own, job: 'verify' }),
  );
  const head = commitToVerify(assignment, code);
  if (head === null || assignment.phase === 'rounds' || assignment.phase === 'triage')
    throw new RunRefused('Job `agent` handed on no commit, so there is nothing to verify.');
  const at: Verifying = { options, place, folders, isolation, head, agent };
  const { source, results } =
    assignment.phase === 'delegate' || assignment.phase === 'review'
      ? await runPlan(at, assignment)
      : await runOpenspec(at, assignment);
  const report = verificationReportSchema.parse({
    assignment: assignment.id,
    run: options.run,
    head,
    isolation: isolation.kind,
    isolationGap: gapOf(isolation),
    source,
    results,
  });
  const file = join(folders.out, 'verification.json');
  await mkdir(folders.out, { recursive: true });
  await writeFile(file, `${JSON.stringify(report, null, 2)}\n`);
  return { file, sha256: await digestOf(file), report };
};

interface Verifying {
  options: VerifyStepOptions;
  place: GitPlace;
  folders: Folders;
  isolation: Isolation;
  head: string;
  /** Commit of the agent's files. */
  agent: string;
}

type Verified = Pick<VerificationReport, 'source' | 'results'>;

const runPlan = async (
  { options, place, folders, isolation, head }: Verifying,
  assignment: DelegateAssignment | ReviewAssignment,
): Promise<Verified> => {
  const [plan] = await together(
    planFor({ assignment: measuredBy(assignment), place }),
    checkOut(place, { head, folders, refs: refsOf(assignment) }),
  );
  const lent = [folders.worktree, folders.home, folders.temporary];
  await lend(isolation, lent);
  try {
    const run = createRunProgram({ isolation, writable: lent, readable: [], hidden: options.hidden });
    return { source: plan.source, results: await runCommands({ options, folders, run, plan }) };
  } finally {
    await reclaim(isolation, lent);
  }
};

const runOpenspec = async (at: Verifying, assignment: PlanningAssignment): Promise<Verified> => {
  const { options, place, folders, isolation, head, agent } = at;
  const { hidden, path, signal, openspec: program, log } = options;
  const change = await returnedChange(place, { assignment, agent });
  const checking = { place, commit: head, folders, isolation, program, hidden, path, signal };
  const found = change === null ? null : { change, checked: await checkChange({ ...checking, change }) };
  const results = await openspecResults({ found, secrets: options.secrets });
  for (const { passed, command } of results) log(`verify: ${passed ? 'passed' : 'failed'}: ${command}`);
  return { source: "OpenSpec's own CLI", results };
};

const measuredBy = (assignment: DelegateAssignment | ReviewAssignment): Measured => {
  if (assignment.phase === 'delegate') return assignment;
  const { recordedBase, inputs } = assignment;
  const { change, tasks, sections, verify } = inputs;
  return {
    ...{ recordedBase, change, sections, verify: verify ?? { setup: [], commands: [] } },
    ...(tasks === undefined ? {} : { tasks }),
  };
};

/** Where our repository has what the work is compared with, and the work. */
const refsOf = ({ phase }: Assignment): [base: string, head: string] =>
  phase === 'review'
    ? ['refs/throughline/recorded-base', 'refs/throughline/base']
    : ['refs/throughline/base', 'refs/returned/code'];

/** A repository of its own: commands may ask git, and cannot reach ours. */
const checkOut = async (
  place: GitPlace,
  { head, folders, refs }: { head: string; folders: Folders; refs: [base: string, head: string] },
): Promise<void> => {
  const { worktree } = folders;
  const there: GitPlace = { ...place, cwd: worktree };
  await runGit(there, ['init', '--quiet', '.']);
  const fetched = [`${refs[0]}:refs/heads/base`, `${refs[1]}:refs/throughline/head`];
  await runGit(there, ['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', folders.outbox, ...fetched]);
  await runGit(there, ['checkout', '--quiet', '--detach', '--force', head]);
};
