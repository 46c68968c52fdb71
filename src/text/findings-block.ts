import { checkTitles } from '../checks/titles.ts';
import { evidenceRef } from '../contracts/assignment.ts';
import type { CheckResult, Review } from '../contracts/review.ts';
import { type Attempt, isJudged } from '../core/attempt.ts';
import type { Delegation, Home, Item } from '../core/item.ts';
import { refusedCallLines, versionOf } from './agent-lines.ts';
import { asked, decided, type Finding, type ReturnedAttempt } from './findings-answer.ts';
import { bullets, code, fenced, folded, inline, line, link, paragraphs, table } from './markdown.ts';
import { agentName, attemptStatus, blockHome, compareUrl, isBeingJudged, partName } from './places.ts';
import { isolationLine, keptLine, remarksOf } from './run-place.ts';
import { attemptUsage, type Spending, spendingText } from './usage.ts';

const isReturned = (attempt: Attempt): attempt is ReturnedAttempt => attempt.outcome.state === 'returned';

const verdictWords = (result: CheckResult): string => {
  switch (result.verdict) {
    case 'pass':
      return '✅ pass';
    case 'fail':
      return '❌ fail';
    case 'n/a':
      return '➖ n/a';
    case 'missing':
      return '⚪ no verdict';
  }
};

export const checksTable = (review: Review): string =>
  table(
    ['#', 'check', 'looks for', 'verdict'],
    review.checks.map((result, index) => [
      String(index + 1),
      `\`${result.id}\``,
      checkTitles[result.id],
      verdictWords(result),
    ]),
  );

/**
 * GitHub cuts comments at 65,536 characters, and what people have to answer stands last: every part has its share,
 * in characters.
 */
const share = { failing: 10_000, others: 6_000, outputs: 20_000 };
const mostOutputs = 20;
const mostTasks = 20;
const mostAttempts = 10;

const evidenceOf = (results: CheckResult[], budget: number): string => {
  const lines = results.flatMap((result) => [
    `- \`${result.id}\``,
    ...result.evidence.map((text) => `  - ${line(text)}`),
  ]);
  let used = 0;
  const kept = lines.filter((text) => {
    used += text.length + 1;
    return used <= budget;
  });
  const cut = lines.length - kept.length;
  return [...kept, ...(cut > 0 ? [`- ${cut} more lines are in the evidence`] : [])].join('\n');
};

const needsAttention = ({ verdict }: CheckResult): boolean => verdict === 'fail' || verdict === 'missing';

export const failingEvidence = (review: Review): string =>
  evidenceOf(review.checks.filter(needsAttention), share.failing);

const otherEvidence = (review: Review): string =>
  evidenceOf(
    review.checks.filter((result) => result.verdict === 'pass' || result.verdict === 'n/a'),
    share.others,
  );

export const verificationOutputs = (review: Review, on: Home['on']): string => {
  const { verification } = review;
  const first = [
    ...verification.filter((one) => !one.passed),
    ...verification.filter((one) => one.passed),
  ].slice(0, mostOutputs);
  const max = Math.max(400, Math.floor(share.outputs / Math.max(1, first.length)));
  const parts = verification
    .filter((one) => first.includes(one))
    .map((one) =>
      folded(
        `${one.passed ? '✅' : '❌'} ${one.command}`,
        fenced(one.output.trim() === '' ? '(no output)' : one.output, { max, info: 'text' }),
        on,
      ),
    );
  const rest = verification.length - first.length;
  return paragraphs(...parts, rest > 0 ? `${rest} more outputs are in the evidence.` : null);
};

const diffStat = (review: Review): string =>
  `${review.files} file${review.files === 1 ? '' : 's'}, +${review.additions} −${review.deletions}`;

export const reasonsLine = (review: Review): string =>
  `**Recommendation: ${review.recommendation}.** ${review.reasons.map((reason) => line(reason)).join(' ')}`;

interface Showing extends Finding {
  spending?: Spending | undefined;
}

const earlierLine = (attempt: Attempt): string => {
  if (!isReturned(attempt)) return `Attempt ${attempt.number}: ${attemptStatus(attempt)}`;
  const { review, evidenceUrl } = attempt.outcome;
  const failed = review.checks.filter(needsAttention).map((result) => `\`${result.id}\``);
  return `Attempt ${attempt.number}: ${review.recommendation} recommended${failed.length > 0 ? `, failed ${failed.join(', ')}` : ''} (${link('evidence', evidenceUrl)})`;
};

const manualList = (review: Review): string | null =>
  review.manualTasks.length === 0
    ? null
    : `Left to a person:\n\n${bullets(review.manualTasks.slice(0, mostTasks).map((task) => inline(task, 300)))}`;

const mostFlags = 25;

/** What no check fails for and a person has to see all the same. */
export const flagsList = (review: Review): string | null => {
  const flags = review.flags ?? [];
  if (flags.length === 0) return null;
  return `**Look at these yourself** — they can make checks pass that should not:\n\n${bullets(flags.slice(0, mostFlags).map((flag) => line(flag)))}`;
};

/** While it waits for a decision also what ticket and month have used; afterwards it is not edited for that any more. */
const usedLine = ({ item, delegation, attempt, spending }: Showing): string | null => {
  const used = attemptUsage(attempt, delegation);
  if (used === null) return null;
  const open = item.decision?.id === `d${delegation.number}a${attempt.number}`;
  const total = open ? spendingText(item, spending) : null;
  return `Used: this attempt ${used}${total === null ? '' : ` · ${total}`}`;
};

const madeBy = ({ delegation, attempt }: Showing): string => {
  if (attempt.pushedBy !== undefined) return `commits of ${inline(attempt.pushedBy, 60)}`;
  const version = versionOf(attempt);
  return `by ${agentName(delegation)}${version === null ? '' : ` (${version})`}`;
};

/** Where the judgement can be read: another run with evidence of its own. */
const judgedBy = ({ judging }: Attempt): string => {
  const run = judging?.at(-1);
  if (run?.outcome.state !== 'answered') return '';
  return ` · judged by ${code(run.agent.name, 60)} (${link('run', run.outcome.url)}, ${link('evidence', run.outcome.evidenceUrl)})`;
};

const shown = (showing: Showing): string => {
  const { item, delegation, attempt, on } = showing;
  const { review, url, evidenceUrl } = attempt.outcome;
  const compare = link('diff', compareUrl(item, review));
  const failing = failingEvidence(review);
  const others = otherEvidence(review);
  const earlier = delegation.attempts.filter((one) => one.number < attempt.number);
  return paragraphs(
    `### Findings of delegation ${delegation.number}, attempt ${attempt.number}: ${partName(delegation)}`,
    `Status: **${attemptStatus(attempt)}** · ${madeBy(showing)} · ${diffStat(review)} · ${compare} · ${link('run', url)} · ${link('evidence', evidenceUrl)}${judgedBy(attempt)}`,
    usedLine(showing),
    isJudged(attempt) ? reasonsLine(review) : null,
    review.summary === undefined ? null : `The reviewer: ${line(review.summary, 1_500)}`,
    checksTable(review),
    failing === '' ? null : `What has to be repaired:\n\n${failing}`,
    flagsList(review),
    isolationLine(attempt),
    bullets(refusedCallLines(attempt)),
    manualList(review),
    review.verification.length === 0 ? null : verificationOutputs(review, on),
    others === '' ? null : folded('What the other checks looked at', others, on),
    remarksOf(attempt, on),
    earlier.length > 0
      ? folded(
          `Earlier attempts (${earlier.length})`,
          bullets(earlier.slice(-mostAttempts).map(earlierLine)),
          on,
        )
      : null,
    `Prompt and transcript: ${code(`git fetch origin ${evidenceRef(attempt.assignmentId)}`, 300)}`,
    keptLine(delegation, attempt),
    decided(showing) ?? asked(showing),
  );
};

/** The deep review as people read it; after the decision the same comment says who decided what. */
export const findingsBlock = (item: Item, delegation: Delegation, spending?: Spending): string => {
  // while the newest is being judged the one before it stays, and says so
  const attempt = delegation.attempts
    .filter(isReturned)
    .filter((one) => !isBeingJudged(item, one))
    .at(-1);
  const { on } = blockHome(item, 'findings', delegation);
  if (attempt) return shown({ item, delegation, attempt, on, spending });
  const last = delegation.attempts.at(-1);
  return paragraphs(
    `### Findings of delegation ${delegation.number}: ${partName(delegation)}`,
    last ? `Attempt ${last.number}: ${attemptStatus(last)}.` : 'No attempt was started yet.',
    'The review is posted here when an attempt is back.',
  );
};
