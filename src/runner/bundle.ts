import { join } from 'node:path';
import type { Assignment } from '../contracts/assignment.ts';
import { runnerIdentity } from './base.ts';
import { RunRefused } from './run.ts';
import { askRunGit, complaintOf, type GitPlace, type RunGitOptions, runGit, runGitLine } from './run-git.ts';

/** What job `agent` hands on is one git bundle with these refs; git itself checks what comes out of it. */
const agentRef = 'refs/throughline/agent';
const codeRef = 'refs/throughline/code';

/** Files of one commit without parents: evidence is no part of the code's history. Null contents are left out. */
export const commitFiles = async (
  place: GitPlace,
  options: { files: Record<string, string | Buffer | null>; message: string },
): Promise<string> => {
  const files = Object.entries(options.files).sort(([a], [b]) => (a < b ? -1 : 1));
  const entries = await Promise.all(
    files.map(async ([name, content]) => {
      if (content === null) return '';
      const blob = await runGitLine(place, ['hash-object', '-w', '--stdin'], { input: content });
      return `100644 blob ${blob}\t${name}\n`;
    }),
  );
  const tree = (await runGit(place, ['mktree'], { input: entries.join('') })).trim();
  return runGitLine(place, ['commit-tree', tree, '-F', '-'], {
    input: options.message,
    variables: runnerIdentity,
  });
};

export const evidenceMessage = ({ ticket, attempt, id }: Assignment): string =>
  `${ticket.key}: evidence of attempt ${attempt}\n\nAssignment ${id}\n`;

/** Writes the bundle; `agent` is a commit of files, `code` (already at `refs/throughline/code`) builds on `base`. */
export const writeBundle = async (
  place: GitPlace,
  options: { file: string; agent: string; code: string | null; base: string },
): Promise<void> => {
  await runGit(place, ['update-ref', agentRef, options.agent]);
  const code = options.code === null ? [] : [codeRef, `^${options.base}`];
  await runGit(place, ['bundle', 'create', '--quiet', options.file, agentRef, ...code]);
};

export interface ReadBundle {
  /** Commit that holds the agent's files. */
  agent: string;
  code: string | null;
}

/** Takes a bundle into a repository that holds the base; every object is checked before anything uses it. */
export const readBundle = async (place: GitPlace, file: string, scratch: string): Promise<ReadBundle> => {
  const refs = refsIn(await must(place, ['bundle', 'list-heads', file]));
  const strange = [...refs.keys()].filter((ref) => ref !== agentRef && ref !== codeRef);
  const agent = refs.get(agentRef);
  if (agent === undefined || strange.length > 0)
    throw new RunRefused(
      `The bundle of job \`agent\` has other contents than it may have: ${strange.join(', ').slice(0, 300) || 'nothing of the agent'}.`,
    );
  const code = refs.get(codeRef) ?? null;
  const fetched = ['refs/throughline/agent:refs/returned/agent', 'refs/throughline/code:refs/returned/code'];
  const wanted = code === null ? fetched.slice(0, 1) : fetched;
  await must(place, ['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', file, ...wanted]);
  await checkObjects(place, { tips: code === null ? [agent] : [agent, code], scratch });
  return { agent, code };
};

const refsIn = (listed: string): Map<string, string> => {
  const lines = listed.split('\n').filter(Boolean);
  return new Map(lines.map((line): [string, string] => [line.slice(41), line.slice(0, 40)]));
};

/** `git fetch` from a bundle does not run fsck; packing the new objects again and indexing them strictly does. */
const checkObjects = async (place: GitPlace, options: { tips: string[]; scratch: string }): Promise<void> => {
  const input = [...options.tips, '^refs/throughline/base', '^refs/throughline/recorded-base'].join('\n');
  const name = join(options.scratch, 'check');
  const hash = await must(place, ['pack-objects', '--revs', '-q', name], { input: `${input}\n` });
  await must(place, ['index-pack', '--strict', '-o', `${name}.checked.idx`, `${name}-${hash.trim()}.pack`]);
  for (const tip of options.tips) await must(place, ['cat-file', '-e', `${tip}^{commit}`]);
};

const must = async (place: GitPlace, args: string[], options: RunGitOptions = {}): Promise<string> => {
  const answer = await askRunGit(place, args, options);
  if (answer.exitCode === 0) return answer.stdout.toString('utf8');
  place.signal.throwIfAborted();
  throw new RunRefused(
    `Git refuses the bundle of job \`agent\`: ${complaintOf(answer)}. Nothing of it is used; look into the run before /retry.`,
  );
};
