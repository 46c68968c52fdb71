import { commitIdentity } from '../contracts/assignment.ts';
import type { CommitInfo, CommitRange } from '../ports/git.ts';
import { type Check, listed, plural, verdictOf } from './check.ts';
import type { Evidence } from './evidence.ts';
import { newlyExecutable, protectedTouches } from './protected-paths.ts';
import { checkTitles } from './titles.ts';

const short = (sha: string): string => sha.slice(0, 7);

const notLinear = (range: CommitRange): string[] => {
  const problems: string[] = [];
  if (!range.descends)
    problems.push(`${short(range.head)} does not descend from the recorded base ${short(range.base)}.`);
  const merges = range.commits
    .filter((commit) => commit.parents.length !== 1)
    .map((commit) => short(commit.sha));
  if (merges.length > 0) problems.push(`Not linear: ${listed(merges)} do not have exactly one parent.`);
  let at = range.base;
  for (const commit of range.commits) {
    if (commit.parents.length === 1 && commit.parents[0] !== at) {
      problems.push(`Not linear: ${short(commit.sha)} does not follow ${short(at)}.`);
    }
    at = commit.sha;
  }
  if (at !== range.head)
    problems.push(`The commits end at ${short(at)}, not at the head ${short(range.head)}.`);
  return problems;
};

const strangeEnds = ({ assignment, file, range, attemptRange }: Evidence): string[] => {
  const problems: string[] = [];
  if (range.base !== assignment.recordedBase) {
    problems.push(
      `Compared with ${short(range.base)}, but the recorded base is ${short(assignment.recordedBase)}.`,
    );
  }
  if (attemptRange.base !== assignment.base || attemptRange.head !== range.head || !attemptRange.descends) {
    problems.push(
      `The branch does not continue from ${short(assignment.base)}, where this attempt had to start.`,
    );
  }
  if (file.head !== range.head) {
    problems.push(
      `The run returned head ${file.head === null ? 'none' : short(file.head)}, the branch is at ${short(range.head)}.`,
    );
  }
  if (file.codeBranch !== assignment.codeBranch)
    problems.push('The run wrote to another branch than the assigned one.');
  if (range.commits.length === 0) problems.push('Nothing was committed.');
  return problems;
};

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** `PER-20` is not in `PER-206`, `XPER-20` or `PER-20-1`. */
export const namesTicket = (message: string, key: string): boolean =>
  new RegExp(`(?<![\\p{L}\\p{N}_-])${escapeRegExp(key)}(?![\\p{L}\\p{N}_]|-[\\p{L}\\p{N}])`, 'iu').test(
    message,
  );

const withoutTicket = (commits: CommitInfo[], key: string): string[] =>
  commits.filter((commit) => !namesTicket(commit.message, key)).map((commit) => short(commit.sha));

/**
 * A later attempt cannot reword what it starts from, so only its own commits are held to the ticket key;
 * those before were judged with their own attempt and are shown.
 */
const ticketFindings = (evidence: Evidence): { problems: string[]; notes: string[] } => {
  const { key } = evidence.assignment.ticket;
  const own = new Set(evidence.attemptRange.commits.map((commit) => commit.sha));
  const mine = withoutTicket(evidence.attemptRange.commits, key);
  const earlier = withoutTicket(
    evidence.range.commits.filter((commit) => !own.has(commit.sha)),
    key,
  );
  return {
    problems:
      mine.length > 0 ? [`Commits that do not name ${key}: ${listed(mine)}. Name it in each message.`] : [],
    notes:
      earlier.length > 0 ? [`Commits of earlier attempts that do not name ${key}: ${listed(earlier)}.`] : [],
  };
};

/**
 * Who a commit says wrote it is up to whoever makes it, and GitHub shows that person's face beside it. A run commits
 * under one identity, so another one is a forgery; nothing anywhere rests on a right one.
 */
const forgedAuthors = (commits: CommitInfo[]): string[] => {
  const forged = commits.flatMap(({ sha, authorName, authorEmail, committerEmail }) => {
    const claims = [
      ...(authorEmail === commitIdentity.email ? [] : [`by ${authorName} <${authorEmail}>`]),
      ...(committerEmail === commitIdentity.email ? [] : [`committed by <${committerEmail}>`]),
    ];
    return claims.length === 0 ? [] : [`${short(sha)} ${claims.join(', ')}`];
  });
  if (forged.length === 0) return [];
  return [
    `Commits under another name than the run's <${commitIdentity.email}>: ${listed(forged)}. Leave author and committer as git is set up in the worktree.`,
  ];
};

const protectedProblems = (evidence: Evidence): string[] => {
  const globs = [...evidence.configuration.protected, ...evidence.assignment.protectedPaths];
  const touches = protectedTouches(evidence.range.files, globs);
  if (touches.length === 0) return [];
  const shown = touches.slice(0, 20).map((touch) => `\`${touch.path}\` (${touch.why})`);
  const rest = touches.length > 20 ? ` and ${touches.length - 20} more` : '';
  return [
    `Protected paths need a person: ${shown.join(', ')}${rest}. Take the change back, or make it yourself.`,
  ];
};

export const commitProvenance: Check = {
  id: 'commit-provenance',
  title: checkTitles['commit-provenance'],
  run: (evidence) => {
    const { range } = evidence;
    const ticket = ticketFindings(evidence);
    const executable = newlyExecutable(range.files);
    return verdictOf(
      [
        ...strangeEnds(evidence),
        ...notLinear(range),
        ...ticket.problems,
        ...forgedAuthors(range.commits),
        ...protectedProblems(evidence),
      ],
      [
        `${plural(range.commits.length, 'commit')} on ${short(range.base)}.`,
        ...ticket.notes,
        ...(executable.length > 0 ? [`Became executable: ${listed(executable)}.`] : []),
      ],
    );
  },
};
