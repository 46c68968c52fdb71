import type { Assignment } from '../../contracts/assignment.ts';
import { capMiddle } from '../../text/sanitize.ts';
import { fenced } from './template.ts';

/** Of one note; its beginning and its end stay, for what failed stands at the end of an output. */
const mostOfNote = 12 * 1024;
const mostNotes = 30;

/** What people and checks said of earlier attempts, failing lines included, as text that is nobody's markup. */
export const notesOf = ({
  phase,
  attempt,
  notes,
}: Pick<Assignment, 'phase' | 'attempt' | 'notes'>): string => {
  if (notes.length === 0 && (attempt === 1 || phase !== 'delegate'))
    return attempt === 1 ? 'None: this is the first attempt.' : 'Nothing was noted.';
  // The latest tell how things stand.
  const shown = notes.slice(-mostNotes).map((note) => fenced(capMiddle(note, mostOfNote), 'text'));
  const earlier = notes.length - shown.length;
  const said = [...(earlier > 0 ? [`… and ${earlier} earlier ones.`] : []), ...shown].join('\n\n');
  const where =
    phase === 'delegate'
      ? ' The checkout starts where the attempt before ended: keep what is right, repair what is named here.'
      : '';
  const lead = `This is attempt ${attempt}.${where} What people and checks said of it, oldest first:`;
  return `${lead}\n\n${said === '' ? 'Nothing was noted.' : said}`;
};
