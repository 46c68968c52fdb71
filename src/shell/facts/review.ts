import { prepareEvidence, tasksPath } from '../../checks/evidence.ts';
import { type Manifest, manifestPaths } from '../../checks/flags.ts';
import { review } from '../../checks/review.ts';
import type { Configuration } from '../../contracts/configuration.ts';
import type { EvidenceFile } from '../../contracts/evidence.ts';
import type { Review } from '../../contracts/review.ts';
import { assignmentOf } from '../../core/assignment.ts';
import type { Attempt } from '../../core/attempt.ts';
import { currentDelegation, type Item } from '../../core/item.ts';
import type { GitReader } from '../../ports/git.ts';

interface Returned {
  reader: GitReader;
  item: Item;
  attempt: Attempt;
  evidence: EvidenceFile;
  answer: string | null;
  configuration: Configuration;
}

/** Computes the review from git itself: what the run says of itself is compared, never believed. */
export const reviewReturned = async (returned: Returned): Promise<Review> => {
  const { reader, item, attempt, evidence, answer, configuration } = returned;
  const delegation = currentDelegation(item);
  const recordedBase = delegation?.recordedBase;
  const head = evidence.head;
  if (!delegation || !recordedBase || head === null) throw new Error('there is nothing to review');
  const refs = [`refs/heads/${attempt.codeBranch}`];
  const feature = item.feature ? `refs/heads/${item.feature.branch}` : null;
  // somebody may have deleted it meanwhile; the base is behind the code branch all the same
  if (feature && (await reader.refSha(feature))) refs.push(feature);
  const range = await reader.range({ refs, base: recordedBase, head });
  const attemptRange =
    attempt.base === recordedBase ? range : await reader.range({ refs, base: attempt.base, head });
  const path = tasksPath(item.change ?? '');
  const tasksText = {
    base: await reader.readFile({ commit: recordedBase, path }),
    head: await reader.readFile({ commit: head, path }),
  };
  const manifests: Manifest[] = [];
  for (const one of new Set(manifestPaths(range.files)))
    manifests.push({
      path: one,
      base: await reader.readFile({ commit: recordedBase, path: one }),
      head: await reader.readFile({ commit: head, path: one }),
    });
  const assignment = assignmentOf({ item, delegation, attempt, recordedBase, configuration });
  return review(
    prepareEvidence({
      assignment,
      answerText: answer,
      file: evidence,
      range,
      attemptRange,
      tasksText,
      manifests,
      configuration,
    }),
  );
};
