import type { Evidence } from './evidence.ts';

const forbids =
  /\b(?:not|never|no|neither|nor|avoid|without|instead of|rather than|except|forbidden|must not|shall not|don['’]t|do not|out of scope)\b/i;

/** Lines of the ticket's title, of the tasks and of the documents of the change; none that forbid something. */
export const askedLines = ({ assignment, tasks, documents }: Evidence): string[] =>
  [assignment.ticket.title, tasks.base?.text ?? '', ...documents.map(({ text }) => text)]
    .flatMap((text) => text.split('\n'))
    .filter((line) => !forbids.test(line));
