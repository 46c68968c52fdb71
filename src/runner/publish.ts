import { evidenceRef } from '../contracts/assignment.ts';
import { type EvidenceFile, evidenceFileSchema } from '../contracts/evidence.ts';
import { runnerIdentity } from './commit.ts';
import { pushNew } from './remote.ts';
import { type Run, RunRefused } from './run.ts';
import { runGit, runGitLine } from './run-git.ts';

export interface Evidence {
  file: EvidenceFile;
  prompt: string;
  answer: Buffer | null;
  transcript: string;
  remarks: string[];
}

/** Where evidence goes when the remote refuses refs of our own: an ordinary branch. */
export const fallbackRef = (assignmentId: string): string =>
  `refs/heads/throughline/assignments/${assignmentId}`;

/** Code first: evidence that names a branch nobody can fetch would be a lie. */
export const publish = async (run: Run, evidence: Evidence): Promise<{ ref: string; sha: string }> => {
  await publishCode(run, evidence.file.head);
  const sha = await commitEvidence(run, evidence);
  const own = evidenceRef(run.assignment.id);
  const first = await pushNew(run, { sha, ref: own });
  if (first.state === 'pushed') return { ref: own, sha };
  if (first.state === 'exists') throw alreadyThere(own, first.sha);
  run.log(`${own} was refused (${first.reason}); publishing to a branch instead`);
  const branch = fallbackRef(run.assignment.id);
  const second = await pushNew(run, { sha, ref: branch });
  if (second.state === 'pushed') return { ref: branch, sha };
  if (second.state === 'exists') throw alreadyThere(branch, second.sha);
  throw new RunRefused(
    `The repository refused the evidence: ${second.reason}. Check the token's \`contents: write\`.`,
  );
};

const publishCode = async (run: Run, head: string | null): Promise<void> => {
  if (head === null) return;
  const ref = `refs/heads/${run.assignment.codeBranch}`;
  const pushed = await pushNew(run, { sha: head, ref });
  if (pushed.state === 'exists') throw alreadyThere(ref, pushed.sha);
  if (pushed.state === 'refused') {
    throw new RunRefused(
      `The repository refused ${ref}: ${pushed.reason}. Check its branch rules and the token's \`contents: write\`.`,
    );
  }
};

/** Nothing is ever overwritten; the way on is another name, which another attempt has. */
export const alreadyThere = (ref: string, sha: string): RunRefused =>
  new RunRefused(
    `${ref} exists already, at ${sha}, and is left as it is: ask for a new attempt with /retry.`,
  );

/** A commit without parents: evidence is no part of the code's history. */
const commitEvidence = async (run: Run, evidence: Evidence): Promise<string> => {
  const cwd = run.folders.outbox;
  const file = evidenceFileSchema.parse(evidence.file);
  const contents: [string, string | Buffer | null][] = [
    ['answer.json', evidence.answer],
    ['evidence.json', `${JSON.stringify(file, null, 2)}\n`],
    ['prompt.md', evidence.prompt],
    ['remarks.txt', evidence.remarks.length === 0 ? null : `${evidence.remarks.join('\n')}\n`],
    ['transcript.log', evidence.transcript],
  ];
  const entries: string[] = [];
  for (const [name, content] of contents) {
    if (content === null) continue;
    const blob = await runGitLine(run, ['hash-object', '-w', '--stdin'], { cwd, input: content });
    entries.push(`100644 blob ${blob}\t${name}\n`);
  }
  const tree = (await runGit(run, ['mktree'], { cwd, input: entries.join('') })).trim();
  const { ticket, attempt, id } = run.assignment;
  const message = `${ticket.key}: evidence of attempt ${attempt}\n\nAssignment ${id}\n`;
  return runGitLine(run, ['commit-tree', tree, '-F', '-'], {
    cwd,
    input: message,
    variables: runnerIdentity,
  });
};
