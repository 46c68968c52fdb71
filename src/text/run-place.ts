import { sessionName } from '../contracts/assignment.ts';
import type { Attempt } from '../core/attempt.ts';
import type { Delegation, Home } from '../core/item.ts';
import { bullets, code, fenced, folded, inline } from './markdown.ts';

/** One word for a shell, whatever a branch or folder is called: people copy these lines. */
const shellWord = (text: string): string =>
  /^[\w./@:-]+$/.test(text) && !text.startsWith('-') ? text : `'${text.replaceAll("'", "'\\''")}'`;

const isSelfHosted = (attempt: Attempt): boolean =>
  attempt.ran?.environment === 'self-hosted' ||
  (attempt.terms?.labels ?? []).some((label) => label.toLowerCase() === 'self-hosted');

const isOver = (attempt: Attempt): boolean =>
  attempt.outcome.state === 'returned' || attempt.outcome.state === 'failed';

/** For the `Worktree` row of the dispatch block. */
export const worktreeCell = (attempt: Attempt): string => {
  if (!isSelfHosted(attempt))
    return isOver(attempt) ? "gone with the runner's machine" : "on the runner's machine, gone with it";
  const folder = attempt.ran?.worktree ?? `throughline/${attempt.assignmentId}/worktree`;
  return attempt.ran?.worktree ? code(folder) : `${code(folder)} in the runner's work folder`;
};

const command = (text: string): string => fenced(text, { max: 1000, info: 'sh' });

const terminal = (attempt: Attempt): string => {
  const session = attempt.ran?.tmux ?? sessionName(attempt.assignmentId);
  const lines = [
    `tmux -L throughline attach -t ${shellWord(session)}        # attach`,
    '# detach: Ctrl-b d',
    `tmux -L throughline kill-session -t ${shellWord(session)}  # kill`,
  ];
  return `On the runner's machine, as its user, where tmux is installed:\n\n${command(lines.join('\n'))}`;
};

/** How to look over the agent's shoulder, or to get its worktree back. */
export const placeLines = (attempt: Attempt): string | null => {
  if (isSelfHosted(attempt)) return isOver(attempt) && !attempt.ran?.tmux ? null : terminal(attempt);
  if (attempt.outcome.state !== 'returned') return null;
  const branch = shellWord(attempt.codeBranch);
  const folder = shellWord(`../${attempt.codeBranch.split('/').slice(1).join('-')}`);
  return `To have the worktree here:\n\n${command(`git fetch origin ${branch} && git worktree add ${folder} FETCH_HEAD`)}`;
};

const looksOn = ['running', 'returned', 'rejected'];

/** What a self-hosted runner still holds of an attempt, as long as it is asked to; null where nothing is left. */
export const keptLine = (delegation: Delegation, attempt: Attempt): string | null => {
  const { ran, terms } = attempt;
  if (!ran || (!ran.worktree && !ran.tmux) || !looksOn.includes(delegation.state.name)) return null;
  const what = [
    ...(ran.worktree ? [`worktree ${code(ran.worktree)}`] : []),
    ...(ran.tmux ? [`terminal ${code(`tmux -L throughline attach -t ${shellWord(ran.tmux)}`)}`] : []),
  ];
  const until = terms ? ` for ${terms.keepHours} hours at most, or` : '';
  return `Kept on the runner's machine${until} until \`/cancel\`: ${what.join(', ')}.`;
};

/** The gateway keeps keys in a process of the runner's own user. */
export const keyWithinReach = 'The agent could have read the key of its model.';

/** Said in plain words wherever it was missing. */
export const isolationLine = (attempt: Attempt): string | null =>
  attempt.ran?.isolation === 'none'
    ? `⚠️ Agent and verification ran without isolation, with the rights of the runner's own user: ${inline(attempt.ran.isolationGap ?? 'no reason is given', 300)}${attempt.ran.usage ? ` ${keyWithinReach}` : ''}`
    : null;

const mostRemarks = 20;

export const remarksOf = (attempt: Attempt, on: Home['on']): string | null => {
  const remarks = attempt.ran?.remarks ?? [];
  if (remarks.length === 0) return null;
  const shown = remarks.slice(0, mostRemarks).map((remark) => inline(remark, 300));
  const rest = remarks.length - shown.length;
  return folded(
    `Remarks of the run (${remarks.length})`,
    bullets([...shown, ...(rest > 0 ? [`${rest} more are in the evidence`] : [])]),
    on,
  );
};
