import type { Local } from '../local.ts';
import { askedOn } from '../person.ts';
import { isApp } from './views/words.ts';

export interface Ask {
  /** Id of the comment on the page. */
  anchor: string;
  label: string;
}

export interface Waiting {
  /** Markdown. */
  text: string;
  asks: Ask[];
}

interface Note {
  body: string;
  at: string;
}

const isStatus = ({ body }: Note): boolean => /^Stage: \*\*/m.test(body);

const appNotes = (local: Local): Note[] => {
  const { github, linear, repository, ticketKey } = local;
  const onTicket = (linear.issue(ticketKey)?.comments ?? [])
    .filter(isApp)
    .map(({ body, createdAt, editedAt }) => ({ body, at: editedAt ?? createdAt }));
  const onGithub = github.threads(repository).flatMap(({ number }) =>
    github
      .thread(repository, number)
      .comments.filter(({ user }) => user.type === 'Bot')
      .map(({ body, updated_at: at }) => ({ body, at })),
  );
  return [...onTicket, ...onGithub];
};

/** What stands below the stage and the table of sections: the limit, the pause, what is waited for. */
const lastWords = (body: string): string =>
  body
    .slice(body.search(/^Stage: \*\*/m))
    .split(/\n{2,}/)
    .slice(1)
    .filter((part) => !part.startsWith('|'))
    .join('\n\n');

const statusText = (local: Local): string | null => {
  const newest = appNotes(local)
    .filter(isStatus)
    .reduce<Note | null>(
      (best, note) => (best && Date.parse(best.at) > Date.parse(note.at) ? best : note),
      null,
    );
  return newest && lastWords(newest.body);
};

const beforeStatus = (local: Local): string =>
  local.linear.issue(local.ticketKey)?.labels.includes(local.startLabel)
    ? `The App was told of ${local.ticketKey} and has not answered yet.`
    : `Nothing is under way. Give ${local.ticketKey} the label \`${local.startLabel}\`: the App takes it up from there.`;

const words: Record<string, string> = {
  confirm: 'Confirm',
  accept: 'Accept',
  iterate: 'Iterate',
  reject: 'Reject',
  'drop-rest': 'Drop the rest',
  continue: 'Go on',
  'accept-assumptions': 'Accept the assumptions',
  'go-on': 'Plan it',
};

/** One word for a group of boxes: what is in each stands in the comment. */
const groups: [RegExp, string][] = [
  [/^(?:choose-\d|none-of-these)$/, 'Choose a direction'],
  [/^(?:option-\d|think|defer|back)$/, 'Answer'],
];

const wordFor = (command: string): string =>
  words[command] ?? groups.find(([pattern]) => pattern.test(command))?.[1] ?? command;

const listed = (names: string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;

const asksOf = (local: Local): Ask[] => {
  const open = askedOn(local).filter(
    ({ number }) => local.github.thread(local.repository, number).issue.state === 'open',
  );
  const comments = new Map(open.map((asked) => [asked.comment.id, asked.number]));
  return [...comments].map(([id, number]) => {
    const names = open.filter(({ comment }) => comment.id === id).map(({ command }) => wordFor(command));
    return { anchor: `issuecomment-${id}`, label: `${listed([...new Set(names)])} in #${number}` };
  });
};

/** On tickets there are no boxes: what can be answered lists what to type. */
const ticketAsks = ({ linear, ticketKey }: Local): Ask[] =>
  (linear.issue(ticketKey)?.comments ?? [])
    .filter((comment) => isApp(comment) && /^- `\/\w/m.test(comment.body))
    .map(({ id }) => ({ anchor: `comment-${id.slice(0, 8)}`, label: `Answer on ${ticketKey}` }));

/** What the App waits for now, in its own words, and the comments in which it can be answered. */
export const waiting = (local: Local): Waiting => ({
  text: statusText(local) ?? beforeStatus(local),
  asks: [...ticketAsks(local), ...asksOf(local)],
});
