import type { Item } from '../core/item.ts';
import { code, fenced, folded, inline, paragraphs, quoted } from './markdown.ts';

type On = 'github' | 'linear';

/** What says what is to be done: the change, or tasks that were written from the ticket. */
export const planCell = ({ change, authored }: Item): string => {
  if (change !== null) return code(change);
  return authored
    ? `none: the tasks were written from the ticket, as ${inline(authored.by, 60)} asked`
    : 'none';
};

/** As the contract has it: whole, so that nobody confirms what he could not read. */
const mostTasks = 30_000;

/** All of them, whatever the scope is: they stand nowhere else. In a fence, as their boxes are not for people to tick. */
const tasksFolded = (tasks: string, on: On): string =>
  folded(
    'The tasks, as the agent will be given them',
    fenced(tasks, { max: mostTasks, info: 'markdown' }),
    on,
  );

/** Where tasks were written from the ticket: what they come to, and the tasks. `ask`: nobody has confirmed them yet. */
export const authoredText = ({ authored }: Item, { on, ask }: { on: On; ask: boolean }): string | null =>
  authored
    ? paragraphs(
        quoted(authored.summary),
        tasksFolded(authored.tasks, on),
        ask
          ? 'Written by an agent from the ticket alone; read them before you confirm. Something is wrong or missing: edit the ticket, then `/delegate --from-ticket` has them written anew.'
          : null,
      )
    : null;
