import type { Diff } from '../planning/diff.ts';
import { bullets } from './markdown.ts';
import { fenced } from './template.ts';

const shownFiles = 200;

/** One line per file. */
export const filesText = ({ files }: Diff): string => {
  const shown = files.slice(0, shownFiles);
  const rest = files.length - shown.length;
  return bullets([...shown, ...(rest > 0 ? [`and ${rest} more`] : [])], 'Nothing was changed.');
};

/** The patch, and how to read what did not fit. */
export const diffText = ({ patch, left }: Diff, recordedBase: string): string => {
  const command = `git diff ${recordedBase}..HEAD`;
  const lead =
    left.length === 0
      ? `All of it, as \`${command}\` gives it; lines of more than 1,000 characters are cut.`
      : [
          `As much of \`${command}\` as fits here. Not shown, and to be read in the checkout all the same${left.length > shownFiles ? ` (${left.length} files, the first ${shownFiles} by name)` : ''}:`,
          bullets(left.slice(0, shownFiles), ''),
        ].join('\n\n');
  return `${lead}\n\n${fenced(patch === '' ? '(empty)' : patch, 'diff')}`;
};
