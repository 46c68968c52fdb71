import { commitIdentity } from '../contracts/assignment.ts';
import type { CommitInfo, CommitRange } from '../ports/git.ts';
import { type Check, listed, plural, verdictOf } from './check.ts';
import type { Evidence } from './evidence.ts';
import { delegatesCommits } from './made-by.ts';
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

/** What the run says it had before it; a person's commits were its base, and it made none. */
const strangeReport = ({ assignment, file, range, pushedBy }: Evidence): string[] => {
  const returned = pushedBy === null ? file.head : file.base;
  const problems: string[] = [];
  if (returned !== range.head) {
    problems.push(
      `The run returned head ${returned === null ? 'none' : short(returned)}, the branch is at ${short(range.head)}.`,
    );
  }
  if (pushedBy === null && file.codeBranch !== assignment.codeBranch)
    problems.push('The run wrote to another branch than the assigned one.');
  return problems;
};

const strangeEnds = (evidence: Evidence): string[] => {
  const { assignment, range, attemptRange } = evidence;
  const problems = strangeReport(evidence);
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
  const delegates = new Set(delegatesCommits(evidence).map(({ sha }) => sha));
  const own = evidence.attemptRange.commits.filter(({ sha }) => delegates.has(sha));
  const mine = withoutTicket(evidence.pushedBy === null ? own : [], key);
  const counted = new Set(evidence.pushedBy === null ? own.map(({ sha }) => sha) : []);
  const earlier = withoutTicket(
    evidence.range.commits.filter(({ sha }) => !counted.has(sha)),
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
  const delegates = new Set(delegatesCommits(evidence).flatMap(({ paths }) => paths));
  const onlyDelegates = evidence.heads.every(({ by }) => by === null);
  // what a person alone changed, a person answers for
  const touches = protectedTouches(evidence.range.files, globs).filter(
    ({ path }) => onlyDelegates || delegates.has(path),
  );
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
    const people = [...new Set(evidence.heads.flatMap(({ by }) => by ?? []))];
    const problems = [
      ...strangeEnds(evidence),
      ...notLinear(range),
      ...ticket.problems,
      ...forgedAuthors(delegatesCommits(evidence)),
      ...protectedProblems(evidence),
    ];
    return verdictOf(problems, [
      `${plural(range.commits.length, 'commit')} on ${short(range.base)}.`,
      ...(people.length > 0 ? [`Some are of ${people.join(', ')}, who answers for them.`] : []),
      ...ticket.notes,
      ...(executable.length > 0 ? [`Became executable: ${listed(executable)}.`] : []),
    ]);
  },
};
