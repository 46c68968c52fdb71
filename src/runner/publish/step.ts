import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { evidenceRef } from '../../contracts/assignment.ts';
import {
  type AgentReport,
  agentReportSchema,
  type EvidenceFile,
  evidenceFileSchema,
  type VerificationReport,
  verificationReportSchema,
} from '../../contracts/evidence.ts';
import { textAt } from '../at-commit.ts';
import { evidenceRefs, fallbackRef, makeRepository } from '../base.ts';
import { commitFiles, evidenceMessage, type ReadBundle, readBundle } from '../bundle.ts';
import { requireDigest } from '../digest.ts';
import { makeFolders } from '../folders.ts';
import { type Pushing, pushNew, remoteRefs } from '../push.ts';
import { type Remote, RunRefused, refuseReRun, type StepOptions } from '../run.ts';
import { askRunGit, type GitPlace } from '../run-git.ts';
import { commitToVerify } from '../verify/commit.ts';

/** A file another job handed on, and the digest that job gave as its output. */
export interface HandedOn {
  file: string;
  sha256: string;
}

export interface PublishStepOptions extends Omit<StepOptions, 'findIsolation' | 'hidden'> {
  remote: Remote;
  bundle: HandedOn;
  /** null when job `verify` did not report. */
  verification: HandedOn | null;
}

export interface PublishStepOutcome {
  evidence: { ref: string; sha: string };
  file: EvidenceFile;
}

/** Puts what came back where the App fetches it: code branch and evidence, each created and never overwritten. */
export const runPublishStep = async (options: PublishStepOptions): Promise<PublishStepOutcome> => {
  refuseReRun(options);
  const { assignment, remote, path, signal, log } = options;
  await requireDigest(options.bundle.file, { sha256: options.bundle.sha256, job: 'agent' });
  if (options.verification)
    await requireDigest(options.verification.file, { sha256: options.verification.sha256, job: 'verify' });
  const folders = await makeFolders(options.workDir, `${assignment.id}.publish`);
  const place: GitPlace = { cwd: folders.outbox, path, signal };
  const pushing: Pushing = { place, remote, log };
  await makeRepository(place, { assignment, source: { remote } });
  await refuseEarlier(pushing, options);
  const returned = await readBundle(place, options.bundle.file, folders.own);
  const file = await evidenceOf(place, { options, returned });
  if (returned.code !== null) await pushCode(pushing, { options, code: returned.code });
  return { evidence: await pushEvidence(pushing, { options, returned, file }), file };
};

/** Nothing is ever overwritten; the way on is another name, which another attempt has. */
const alreadyThere = (ref: string, sha: string): RunRefused =>
  new RunRefused(
    `${ref} exists already, at ${sha}, and is left as it is: ask for a new attempt with /retry.`,
  );

const refuseEarlier = async (pushing: Pushing, { assignment }: PublishStepOptions): Promise<void> => {
  const refs = [...evidenceRefs(assignment.id), `refs/heads/${assignment.codeBranch}`];
  for (const [ref, sha] of await remoteRefs(pushing, refs)) throw alreadyThere(ref, sha);
};

interface Returned {
  options: PublishStepOptions;
  returned: ReadBundle;
}

/** The reports as far as they fit this assignment, this run and the commits in the bundle. */
const evidenceOf = async (place: GitPlace, { options, returned }: Returned): Promise<EvidenceFile> => {
  const agent = parseReport(agentReportSchema, await textAt(place, returned.agent, 'agent.json'), 'agent');
  const problem = mismatchOf(agent, { options, returned });
  if (problem)
    throw new RunRefused(`The report of job \`agent\` does not fit: ${problem}. Nothing is published.`);
  const verified = await verificationOf(options, returned);
  const expected = commitToVerify(options.assignment, returned.code) !== null;
  return evidenceFileSchema.parse({
    ...agent,
    isolation: verified && verified.isolation === 'none' ? 'none' : agent.isolation,
    isolationGap: agent.isolationGap ?? verified?.isolationGap ?? null,
    verification: expected ? (verified?.results ?? null) : [],
    remarks:
      expected && !verified
        ? [...agent.remarks, 'Job `verify` did not report, so nothing is known of the verification commands.']
        : agent.remarks,
  });
};

const parseReport = <T>(schema: z.ZodType<T>, text: string | null, job: string): T => {
  try {
    return schema.parse(JSON.parse(text ?? ''));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : 'it is not JSON';
    throw new RunRefused(
      `The report of job \`${job}\` cannot be read: ${why.replace(/\s+/g, ' ').slice(0, 300)}`,
    );
  }
};

const mismatchOf = (report: AgentReport, { options, returned }: Returned): string | null => {
  const { assignment, run } = options;
  if (report.assignment !== assignment.id || report.attempt !== assignment.attempt)
    return 'it is of another assignment';
  if (report.run.id !== run.id || report.run.attempt !== run.attempt) return 'it is of another run';
  if (report.base !== assignment.base) return 'it starts at another base';
  if (report.codeBranch !== assignment.codeBranch) return 'it names another branch';
  if (report.head !== returned.code) return 'it names another head than the bundle holds';
  return null;
};

const verificationOf = async (
  { verification, assignment, run }: PublishStepOptions,
  { code }: ReadBundle,
): Promise<VerificationReport | null> => {
  const head = commitToVerify(assignment, code);
  if (verification === null || head === null) return null;
  const report = parseReport(verificationReportSchema, await readFile(verification.file, 'utf8'), 'verify');
  const sameRun = report.run.id === run.id && report.run.attempt === run.attempt;
  const fits = report.assignment === assignment.id && sameRun && report.head === head;
  if (fits) return report;
  throw new RunRefused(
    'The report of job `verify` is of another assignment, run or head. Nothing is published.',
  );
};

/** Code first: evidence that names a branch nobody can fetch would be a lie. */
const pushCode = async (
  pushing: Pushing,
  { options, code }: { options: PublishStepOptions; code: string },
): Promise<void> => {
  const ref = `refs/heads/${options.assignment.codeBranch}`;
  const pushed = await pushNew(pushing, { sha: code, ref });
  if (pushed.state === 'exists') throw alreadyThere(ref, pushed.sha);
  if (pushed.state === 'pushed') return;
  throw new RunRefused(
    `The repository refused ${ref}: ${pushed.reason}. Check its branch rules and the job's \`contents: write\`.`,
  );
};

const pushEvidence = async (
  pushing: Pushing,
  { options, returned, file }: Returned & { file: EvidenceFile },
): Promise<{ ref: string; sha: string }> => {
  const { place, log } = pushing;
  const { assignment } = options;
  const read = (path: string) => textAt(place, returned.agent, path);
  const [answer, ...texts] = await Promise.all([
    // as it came, whatever bytes these are
    askRunGit(place, ['cat-file', 'blob', `${returned.agent}:answer.json`]),
    ...['prompt.md', 'transcript.log', 'transcript.jsonl'].map(async (name) => [name, await read(name)]),
  ]);
  const sha = await commitFiles(place, {
    message: evidenceMessage(assignment),
    files: {
      'answer.json': answer.exitCode === 0 ? answer.stdout : null,
      'evidence.json': `${JSON.stringify(file, null, 2)}\n`,
      ...Object.fromEntries(texts),
    },
  });
  const own = evidenceRef(assignment.id);
  const first = await pushNew(pushing, { sha, ref: own });
  if (first.state === 'pushed') return { ref: own, sha };
  if (first.state === 'exists') throw alreadyThere(own, first.sha);
  log(`${own} was refused (${first.reason}); publishing to a branch instead`);
  const branch = fallbackRef(assignment.id);
  const second = await pushNew(pushing, { sha, ref: branch });
  if (second.state === 'pushed') return { ref: branch, sha };
  if (second.state === 'exists') throw alreadyThere(branch, second.sha);
  throw new RunRefused(
    `The repository refused the evidence: ${second.reason}. Check the job's \`contents: write\`.`,
  );
};
