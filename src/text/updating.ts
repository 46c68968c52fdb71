import type { Item } from '../core/item.ts';
import type { Reply } from '../core/reply.ts';
import { targetOf, updateBarred } from '../core/updating.ts';
import { bullets, code, fenced, inline, line, paragraphs } from './markdown.ts';
import { commitLink } from './places.ts';

type NotUpdated = Extract<Reply, { kind: 'not-updated' }>;

const name = (login: string): string => inline(login, 60);

const mostPaths = 20;

/** The same by hand; a merge, because a rebase would take the accepted merges apart. */
const byHand = (item: Item): string => {
  const base = targetOf(item);
  const branch = item.feature?.branch ?? '';
  const commands = [
    'git fetch origin',
    `git switch ${branch}`,
    'git pull --ff-only',
    `git merge origin/${base}`,
    '# resolve what conflicts, git add it, git commit',
    `git push origin ${branch}`,
  ];
  return fenced(commands.join('\n'), { max: 2000, info: 'sh' });
};

const then = 'Merge it by hand and push; the new head is taken up like any other:';

const conflictText = (reply: NotUpdated, item: Item): string => {
  const shown = reply.paths.slice(0, mostPaths).map((path) => code(path, 200));
  const left = reply.paths.length - shown.length;
  return paragraphs(
    `${name(reply.to)}: ${code(targetOf(item))} (${commitLink(item, reply.base)}) conflicts with ${code(item.feature?.branch ?? '')}. Nothing was changed.`,
    shown.length === 0
      ? null
      : paragraphs('Both sides changed:', bullets([...shown, ...(left > 0 ? [`${left} more`] : [])])),
    then,
    byHand(item),
  );
};

/** Why `/update` wrote nothing, and what is to be done. */
export const notUpdated = (reply: NotUpdated, item: Item): string => {
  const base = code(targetOf(item));
  const branch = code(item.feature?.branch ?? '');
  switch (reply.why) {
    case 'conflict':
      return conflictText(reply, item);
    case 'up-to-date':
      return `${name(reply.to)}: nothing to merge: ${branch} contains ${base} up to ${commitLink(item, reply.base)} already.`;
    case 'under-way':
      return `${name(reply.to)}: ${base} was not merged in, because a delegation began meanwhile, and its merge needs ${branch} where it is. Write \`/update\` once it is decided.`;
    case 'missing':
      return `${name(reply.to)}: ${base} was not merged in: GitHub does not find ${branch} or ${commitLink(item, reply.base)}. Restore the branch, then write \`/update\` again.`;
  }
};

/** GitHub said no. */
export const updateRefused = (reply: Extract<Reply, { kind: 'update-refused' }>, item: Item): string =>
  paragraphs(
    `${name(reply.to)}: ${code(targetOf(item))} was not merged into ${code(item.feature?.branch ?? '')}: ${line(reply.detail).replace(/\.$/, '')}. What would help: ${line(reply.remedy).replace(/\.$/, '')}. Then write \`/update\` again.`,
    `Or it is done by hand. ${then}`,
    byHand(item),
  );

/** How the feature branch stands to the branch that the pull request goes to, where that is known. */
export const baseLine = (item: Item): string | null => {
  if (item.baseMoved === undefined || item.pull?.state === 'merged' || item.stage.name === 'done')
    return null;
  const base = code(targetOf(item));
  if (item.update) return `${base} is being merged into the feature branch.`;
  const when = updateBarred(item) === null ? '' : ' once the delegation under way is decided';
  return `${base} has moved: \`/update\` merges it into the feature branch${when}.`;
};

/** Why a head of the pull request is not reviewed yet, with what would have it reviewed; null while nothing holds it back. */
export const heldText = ({ pull, quiet, stage }: Item): string | null => {
  if (stage.name !== 'polishing' && stage.name !== 'handed-over') return null;
  if (pull?.state !== 'open') return null;
  if (pull.draftedBy !== undefined)
    return `Made a draft by ${name(pull.draftedBy)}: mark it ready to have it reviewed, or \`/review\` has this head reviewed as it is.`;
  if (stage.name === 'handed-over') return null;
  if (pull.fork)
    return 'The pull request comes from another repository: it is reviewed once somebody with write permission writes `/review`.';
  return quiet
    ? 'New commits are there. They are reviewed once nothing more is pushed for a while; `/review` starts at once.'
    : null;
};
