import type { Feature, Rewritten } from '../core/feature.ts';
import { currentDelegation, type Item } from '../core/item.ts';
import { bullets, code, fenced, inline, link, paragraphs } from './markdown.ts';
import { branchLink, commitLink } from './places.ts';

const pullName = (item: Item): string =>
  item.pull ? link(`Pull request #${item.pull.number}`, item.pull.url) : 'The pull request';

const hand = (by: string | null): string => (by === null ? '' : ` by ${inline(by, 60)}`);

const lostText = (item: Item, { lost }: Rewritten): string | null => {
  if (lost.length === 0) return null;
  const lines = lost.slice(0, 40).map((number) => {
    const state = item.delegations.find((one) => one.number === number)?.state;
    return `delegation ${number}${state?.name === 'accepted' ? ` (${commitLink(item, state.mergeSha)}, accepted by ${inline(state.by, 60)})` : ''}`;
  });
  return paragraphs(
    'Accepted merges that are no longer in the branch; what they brought may be gone, or stand in other commits:',
    bullets(lines),
  );
};

const restoreRewritten = (branch: string, { from }: Rewritten): string =>
  fenced(`git fetch origin ${from}\ngit push --force origin ${from}:refs/heads/${branch}`, {
    max: 600,
    info: 'sh',
  });

const restoreDeleted = (branch: string, sha: string): string =>
  fenced(`git fetch origin ${sha}\ngit push origin ${sha}:refs/heads/${branch}`, { max: 600, info: 'sh' });

const whatNow = (item: Item): string => {
  if (item.stage.name === 'polishing' || item.stage.name === 'handed-over')
    return 'The new head is reviewed as it is.';
  return currentDelegation(item) === null
    ? 'The new head is what goes on from here.'
    : 'What was made on the old head is not merged onto the new one: `/iterate` has it done again there.';
};

/** A force push to the feature branch: who, from where to where, what is not in it any more and the way back. */
export const rewrittenText = (item: Item, reply: { to: string; rewritten: Rewritten }): string => {
  const { from, to, by } = reply.rewritten;
  const branch = item.feature?.branch ?? '';
  return paragraphs(
    `${inline(reply.to, 60)}: ${branchLink(item, branch)} was force-pushed${hand(by)} from ${commitLink(item, from)} to ${commitLink(item, to)}.`,
    lostText(item, reply.rewritten),
    `${whatNow(item)} Nothing is lost; to bring the old head back:`,
    restoreRewritten(branch, reply.rewritten),
  );
};

export const branchDeletedText = (
  item: Item,
  reply: { to: string; sha: string; by: string | null },
): string => {
  const branch = item.feature?.branch ?? '';
  return paragraphs(
    `${inline(reply.to, 60)}: the branch ${code(branch)} was deleted${hand(reply.by)}, and GitHub closes its pull request with it. It was at ${commitLink(item, reply.sha)}; nothing else was deleted.`,
    `To go on, restore it with the button in ${pullName(item)} or by`,
    restoreDeleted(branch, reply.sha),
    'and reopen the pull request. `/delegate` goes on in a new one.',
  );
};

export const retargetedText = (
  item: Item,
  reply: { to: string; from: string; base: string; by: string | null },
): string => {
  const usual = item.repository.defaultBranch;
  const then =
    reply.base === usual
      ? 'The ticket is done once it is merged there.'
      : `The ticket is done once it is merged there, whether or not that reaches ${code(usual)}; it will say so. Edit the base on GitHub to send it back.`;
  return `${inline(reply.to, 60)}: ${pullName(item)} goes to ${code(reply.base)} now, not to ${code(reply.from)} any more${reply.by === null ? '' : ` (${inline(reply.by, 60)} changed it)`}. The next review compares with ${code(reply.base)}; what was reviewed stays reviewed. ${then}`;
};

const featureLine = (item: Item, { branch, rewritten, deleted }: Feature): string | null => {
  if (deleted)
    return `⚠️ The branch ${code(branch)} was deleted${hand(deleted.by)} at ${commitLink(item, deleted.sha)}: restore it on the pull request or with ${code(`git push origin ${deleted.sha}:refs/heads/${branch}`, 300)}.`;
  if (!rewritten) return null;
  const { from, to, by, lost } = rewritten;
  const gone =
    lost.length === 0
      ? ''
      : ` Not in it any more: the ${lost.length === 1 ? 'merge' : 'merges'} of delegation ${lost.slice(0, 40).join(', ')}.`;
  return `⚠️ ${branchLink(item, branch)} was force-pushed${hand(by)} from ${commitLink(item, from)} to ${commitLink(item, to)}.${gone} The old head: ${code(`git push --force origin ${from}:refs/heads/${branch}`, 300)}.`;
};

/** What the tracker shows against what is so here; null while the two agree. */
const trackerLine = ({ tracked, stage, pull, repository }: Item): string | null => {
  if (!tracked || stage.name === 'cancelled') return null;
  const { name, type, reached } = tracked;
  const shown = `Linear shows **${inline(name, 60)}**`;
  if (stage.name === 'done')
    return type === 'completed' || reached !== 'completed'
      ? null
      : `${shown} although this is merged: it was moved there afterwards and is left there.`;
  if (type === 'canceled' || type === 'duplicate')
    return `${shown}, and the work goes on here: \`/cancel\` stops it.`;
  if (type !== 'completed') return null;
  const why =
    pull?.state === 'merged'
      ? 'sections are open'
      : pull
        ? 'the pull request is not merged'
        : `nothing is merged into ${code(repository.defaultBranch)} yet`;
  return `${shown}; ${why}. Throughline did not move it and does not move it back: do so there, or \`/cancel\` where nothing more is wanted.`;
};

/** For the status: what happened to branch, base and ticket outside of here. */
export const fateLines = (item: Item): (string | null)[] => [
  item.feature && item.stage.name !== 'done' ? featureLine(item, item.feature) : null,
  trackerLine(item),
];

/** `into release` where that is not the default branch. */
export const baseText = ({ pull, repository }: Item): string =>
  pull?.base === undefined || pull.base === repository.defaultBranch ? '' : ` into ${code(pull.base)}`;
