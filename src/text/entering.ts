import { bullets, code, inline, paragraphs } from './markdown.ts';

/** Answers to people whose request led to no item. */

const delegateAgain = 'then write `/delegate` again';

export const noTicketKey = (login: string): string =>
  `${inline(login, 60)}: this issue names no ticket. Put the ticket's key (like \`PER-206\`) into the title or the description, ${delegateAgain}.`;

export const unknownTicket = (login: string, keys: string[]): string => {
  const named = keys.slice(0, 5).map((key) => code(key, 40));
  return `${inline(login, 60)}: the tracker knows no ticket ${named.join(', ')}. Correct the key in the title or the description, or see that Throughline's Linear key belongs to that workspace, ${delegateAgain}.`;
};

export const ticketElsewhere = (login: string, key: string): string =>
  `${inline(login, 60)}: ticket ${code(key, 40)} is not this repository's: another repository works on it, or its team is not the \`tracker.team\` of \`.github/throughline.yml\` here. Name a ticket of this repository's team in the title or the description, ${delegateAgain}.`;

export const noRepository = (teamKey: string): string =>
  `No repository takes tickets of team ${code(teamKey, 40)}. Set \`tracker.team\` to ${code(teamKey, 40)} in \`.github/throughline.yml\` on the default branch of the repository that is meant, see that the App is installed there, ${delegateAgain}.`;

export const ambiguousRepository = (fullNames: string[]): string =>
  paragraphs(
    'Several repositories take tickets like this one:',
    bullets(fullNames.slice(0, 20).map((name) => code(name))),
    `Give each a \`tracker.label\` of its own in \`.github/throughline.yml\`, put one of these labels on the ticket, ${delegateAgain}.`,
  );
