import type { Assignment } from '../../contracts/assignment.ts';
import { fenced } from './template.ts';

/** What people and checks said of earlier attempts, as text that is nobody's markup. */
export const notesOf = ({
  phase,
  attempt,
  notes,
}: Pick<Assignment, 'phase' | 'attempt' | 'notes'>): string => {
  if (notes.length === 0 && (attempt === 1 || phase !== 'delegate'))
    return attempt === 1 ? 'None: this is the first attempt.' : 'Nothing was noted.';
  const said = notes.map((note) => fenced(note, 'text')).join('\n\n');
  const where = phase === 'delegate' ? ' The checkout starts where the attempt before ended.' : '';
  const lead = `This is attempt ${attempt}.${where} What people and checks said of it, oldest first:`;
  return `${lead}\n\n${said === '' ? 'Nothing was noted.' : said}`;
};
