import type { CommitInfo } from '../ports/git.ts';
import type { Evidence } from './evidence.ts';

/**
 * Who answers for each commit of the range: the attempt that brought it, a delegate's or a person's. What no head claims
 * belongs to the next one that is there; what a person rewrote is the person's.
 */
export const madeBy = ({
  range,
  heads,
}: Pick<Evidence, 'range' | 'heads'>): ((sha: string) => string | null) => {
  const owners = new Map<string, string | null>();
  const known = heads.filter(({ head }) => range.commits.some(({ sha }) => sha === head));
  let at = 0;
  for (const { sha } of range.commits) {
    owners.set(sha, (known[at] ?? known.at(-1))?.by ?? null);
    if (known[at]?.head === sha) at += 1;
  }
  return (sha) => owners.get(sha) ?? null;
};

export const delegatesCommits = (evidence: Evidence): CommitInfo[] => {
  const by = madeBy(evidence);
  return evidence.range.commits.filter(({ sha }) => by(sha) === null);
};
