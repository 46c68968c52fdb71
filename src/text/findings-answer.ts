import { evidenceRef } from '../contracts/assignment.ts';
import { type Attempt, isJudged } from '../core/attempt.ts';
import type { Delegation, Home, Item } from '../core/item.ts';
import { choices } from './choices.ts';
import { bullets, code, inline, link, paragraphs } from './markdown.ts';
import { attemptStatus, branchLink, commitLink } from './places.ts';
import { worktreeCell } from './run-place.ts';

export type ReturnedAttempt = Attempt & { outcome: Extract<Attempt['outcome'], { state: 'returned' }> };

/** An attempt that is back, as its findings are shown. */
export interface Finding {
  item: Item;
  delegation: Delegation;
  attempt: ReturnedAttempt;
  on: Home['on'];
}

const iterating = (later: Attempt): string => {
  const next = later.outcome.state === 'failed' ? '`/retry` starts another one.' : 'Nothing to do now.';
  const what = later.pushedBy === undefined ? 'Iterate' : `Commits of ${inline(later.pushedBy, 60)}`;
  return `**${what}:** attempt ${later.number} — ${attemptStatus(later)}. ${next}`;
};

/** Everything that is still there, and how to go on with it. */
const rejected = ({ item, attempt }: Finding, { by, why }: { by: string; why: string }): string => {
  const { evidenceUrl } = attempt.outcome;
  const fetch = code(`git fetch origin ${evidenceRef(attempt.assignmentId)}`, 300);
  return paragraphs(
    `**Rejected** by ${inline(by, 60)}: ${inline(why, 400)}`,
    'Nothing was deleted:',
    bullets([
      `branch: ${branchLink(item, attempt.codeBranch)}`,
      `prompt, answer, verification output and transcript: ${link('evidence', evidenceUrl)}, or ${fetch}`,
      `worktree: ${worktreeCell(attempt)}`,
    ]),
    'Push to that branch and what you changed is reviewed again; `/iterate <notes>` tries again from here, `/delegate` starts anew.',
  );
};

/** What became of it, once it is decided; null while it is open. */
export const decided = (finding: Finding): string | null => {
  const { item, delegation, attempt } = finding;
  const { state } = delegation;
  const later = delegation.attempts.filter((one) => one.number > attempt.number).at(-1);
  switch (state.name) {
    case 'merging':
      return `**Accepted** by ${inline(state.by, 60)}. Merging now.`;
    case 'accepted':
      return `**Accepted** by ${inline(state.by, 60)}, merged as ${commitLink(item, state.mergeSha)}.`;
    case 'rejected':
      return rejected(finding, state);
    case 'withdrawn':
      return `Taken back by ${inline(state.by, 60)}. Nothing was deleted. \`/delegate\` starts anew.`;
    case 'running':
    case 'proposed':
    case 'returned':
      return later ? iterating(later) : null;
  }
};

const decisionOf = ({ item, delegation, attempt }: Finding): string | null =>
  item.decision?.id === `d${delegation.number}a${attempt.number}` ? item.decision.id : null;

export const asked = (finding: Finding): string => {
  const decision = decisionOf(finding);
  if (decision === null && finding.item.paused && !isJudged(finding.attempt))
    return 'Paused: it is judged, and you are asked, after `/resume`.';
  if (decision === null)
    return isJudged(finding.attempt)
      ? 'Nothing is asked of you now.'
      : 'The reviewer did not come to its end: `/retry` asks it again. `/iterate <notes>` and `/reject <why>` decide without it.';
  const unusable = finding.attempt.outcome.review.judgement === 'unusable';
  return paragraphs(
    choices({
      on: finding.on,
      decision,
      choices: [
        {
          command: 'accept',
          typed: '/accept',
          label: '**Accept** — merge into the feature branch with `--no-ff`',
        },
        {
          command: 'iterate',
          typed: '/iterate <notes>',
          label: '**Iterate** — another attempt, the failed checks go into its prompt',
        },
        { command: 'reject', typed: '/reject <why>', label: '**Reject** — stop here, nothing is deleted' },
      ],
    }),
    `To add words of your own: \`/iterate <notes>\`, \`/reject <why>\`.${unusable ? ' `/retry` asks the reviewer alone again.' : ''}`,
  );
};
