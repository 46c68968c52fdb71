import { newConfigurationUrl } from './configuration-help.ts';
import { bullets, code, inline, line, link, paragraphs, shortSha } from './markdown.ts';
import { plainLine, sanitize } from './sanitize.ts';

/** Answers to people whose request led to no item, and the ticket that is filed where there was none. */

/** What a person wrote or set; `name` null: the ticket was given to the App. */
export type Asked =
  | { by: 'command'; name: 'explore' | 'delegate' | 'absorb' }
  | { by: 'label'; name: string | null };

const again = (asked: Asked): string => {
  if (asked.by === 'command') return `then write \`/${asked.name}\` again`;
  return asked.name === null ? 'then write `/explore`' : `then set the label ${code(asked.name, 40)} again`;
};

const person = (login: string): string => inline(login, 60);

export const noTicketKey = (login: string, asked: Asked): string =>
  `${person(login)}: this pull request names no ticket. Put the ticket's key (like \`PER-206\`) into the title or the description, ${again(asked)}.`;

export const unknownTicket = (login: string, keys: string[], asked: Asked): string => {
  const named = keys.slice(0, 5).map((key) => code(key, 40));
  return `${person(login)}: the tracker knows no ticket ${named.join(', ')}. Correct the key in the title or the description, or see that Throughline's Linear key belongs to that workspace, ${again(asked)}. To have a new ticket filed, name none.`;
};

export const ticketElsewhere = (login: string, key: string, asked: Asked): string =>
  `${person(login)}: ticket ${code(key, 40)} is not this repository's: another repository works on it, or its team is not the \`tracker.team\` of \`.github/throughline.yml\` here. Name a ticket of this repository's team in the title or the description, ${again(asked)}.`;

export const otherRepository = (login: string, fullName: string, asked: Asked): string =>
  `${person(login)}: an issue of ${code(fullName)} is worked on in ${code(fullName)}, so \`[repo=…]\` can name no other one here. Leave it out and ${again(asked).replace(/^then /, '')}, or write it on the ticket in Linear.`;

interface Absorber {
  ticket: { key: string; url: string };
}

export const absorbedElsewhere = (login: string, key: string, taker: Absorber): string =>
  `${person(login)}: ${code(key, 40)} was taken in by ${link(inline(taker.ticket.key, 40), taker.ticket.url)}: one merge closes both, and what is asked is answered there. \`/cancel\` there sets it free.`;

/** The question which ticket an issue means. `boxes` renders the choices. */
export const whichTicket = (question: {
  login: string;
  tickets: { key: string; title: string; url: string }[];
  boxes: (candidates: { key: string; label: string }[]) => string;
}): string => {
  const candidates = question.tickets.slice(0, 10).map(({ key, title, url }) => ({
    key,
    label: `${link(`**${inline(key, 40)}**`, url)} ${inline(title, 120)}`,
  }));
  return paragraphs(
    `${person(question.login)}: this issue names several tickets. Tick the one that it is about; the others are left alone.`,
    question.boxes(candidates),
  );
};

export const ticketChosen = (login: string, ticket: { key: string; url: string }): string =>
  `This issue is about ${link(inline(ticket.key, 40), ticket.url)}, said ${person(login)}.`;

export const ticketNotChosen = (login: string, key: string): string =>
  `${person(login)}: ${code(key, 40)} cannot be taken up from here any more. Name the ticket that is meant in the title of this issue, then write \`/explore\`.`;

/** Where a ticket could belong, when that is not clear. */
type Unplaced =
  | { state: 'none' }
  | { state: 'asked-otherwise'; asked: string[]; takers: string[] }
  | { state: 'several'; takers: string[] };

/** People cannot tick boxes of others' comments in Linear: a line to copy for each. */
const replies = (asked: Asked, takers: string[]): string => {
  const delegates = asked.name === 'delegate' || asked.name === 'phase:delegate';
  const command = delegates ? 'delegate' : 'explore';
  return bullets(takers.slice(0, 20).map((name) => code(`/${command} [repo=${name}]`)));
};

export const placeText = (unplaced: { place: Unplaced; team: string; asked: Asked }): string => {
  const { place, asked } = unplaced;
  const team = code(unplaced.team, 40);
  if (place.state === 'none')
    return `No repository takes tickets of team ${team}. Set \`tracker.team\` to ${team} in \`.github/throughline.yml\` on the default branch of the repository that is meant, see that the App is installed there, ${again(asked)}.`;
  if (place.state === 'asked-otherwise')
    return paragraphs(
      `${place.asked
        .slice(0, 5)
        .map((name) => code(`[repo=${name}]`))
        .join(
          ', ',
        )}: ${place.asked.length > 1 ? 'one ticket is worked on in one repository' : `that repository does not take tickets of team ${team}, or the App is not installed there`}. Reply with one of these lines:`,
      replies(asked, place.takers),
    );
  const what =
    place.takers.length > 1
      ? 'Several repositories take tickets like this one. Reply with the line of the one that is meant:'
      : `One repository takes tickets of team ${team}, with a label that this one does not have. If it is meant, reply:`;
  return paragraphs(
    what,
    replies(asked, place.takers),
    'To be asked no more: write `[repo=owner/name]` into the description, or give each repository a `tracker.label` of its own.',
  );
};

type CannotFile =
  | { is: 'no-configuration' }
  | { is: 'broken'; problems: string[] }
  | { is: 'no-team'; key: string };

/** Why no ticket is filed from an issue that names none. */
export const cannotFile = (refusal: {
  login: string;
  asked: Asked;
  repository: { fullName: string; defaultBranch: string; url: string };
  why: CannotFile;
}): string => {
  const { login, asked, repository, why } = refusal;
  const branch = code(repository.defaultBranch);
  const begin = `${person(login)}: this issue names no ticket, and none can be filed:`;
  if (why.is === 'no-configuration') {
    const { defaultBranch, url: repositoryUrl } = repository;
    const url = newConfigurationUrl({ repositoryUrl, branch: defaultBranch, ticketKey: '' });
    return `${begin} there is no \`.github/throughline.yml\` on ${branch} of ${code(repository.fullName)} that names a team. ${link('Create it', url)}, name your team's key and your agent, ${again(asked)}.`;
  }
  if (why.is === 'broken')
    return paragraphs(
      `${begin} \`.github/throughline.yml\` on ${branch} cannot be used:`,
      bullets(why.problems.slice(0, 20).map((problem) => line(problem, 300))),
      `Correct it on ${branch}, ${again(asked)}.`,
    );
  return `${begin} Linear shows no team ${code(why.key, 40)}. Correct \`tracker.team\` in \`.github/throughline.yml\`, or give the account behind Throughline's Linear key access to that team, ${again(asked)}.`;
};

/** What the code at a commit says to the paths that an issue names. `unread`: how many more were not looked up. */
export interface Claims {
  sha: string;
  there: string[];
  missing: string[];
  unread: number;
}

/** Linear takes 255 characters. */
export const filedTitle = (source: { title: string; issue: number; fullName: string }): string =>
  plainLine(source.title, 200) || `Issue ${source.issue} of ${source.fullName}`;

const paths = (found: string[]): string => found.map((path) => code(path, 200)).join(', ');

/** What of a text's claims was found in the code. */
export const verified = (claims: Claims | null, repositoryUrl: string): string => {
  if (!claims) return 'Not verified: the repository has no commit on its default branch yet.';
  const at = `Verified at ${link(code(shortSha(claims.sha)), `${repositoryUrl}/commit/${claims.sha}`)}`;
  const { there, missing, unread } = claims;
  if (there.length + missing.length === 0) return `${at}: it names no path that could be looked up.`;
  const parts = [
    ...(there.length > 0 ? [`there: ${paths(there)}`] : []),
    ...(missing.length > 0 ? [`**not there**: ${paths(missing)}`] : []),
    ...(unread > 0 ? [`${unread} more not looked up`] : []),
  ];
  return `${at}: ${parts.join('; ')}.`;
};

/** What a code block that nobody ended would swallow stands below it. */
const withFenceEnded = (text: string): string => {
  let open = '';
  for (const [, fence = ''] of text.matchAll(/^ {0,3}(`{3,}|~{3,})/gm)) {
    if (open === '') open = fence;
    else if (fence[0] === open[0] && fence.length >= open.length) open = '';
  }
  return open === '' ? text : `${text}\n${open}`;
};

/** What the ticket says: the issue's own words, what was checked of them, and where they come from. */
export const filedDescription = (filed: {
  text: { body: string; url: string };
  issue: number;
  by: string;
  repository: { fullName: string; url: string };
  claims: Claims | null;
}): string => {
  const { text, issue, by, repository, claims } = filed;
  const source = link(code(`${repository.fullName}#${issue}`), text.url);
  return paragraphs(
    withFenceEnded(sanitize(text.body, 20_000).trim()) || 'The issue has no description.',
    '---',
    verified(claims, repository.url.replace(/\/+$/, '')),
    `Filed by Throughline from ${source}, because ${person(by)} asked there.`,
  );
};

interface Ours {
  ticket: { key: string; title: string; url: string };
}

const ours = (item: Ours): string => link(inline(item.ticket.key, 40), item.ticket.url);

/** On the GitHub issue: which ticket it belongs to. */
export const recordedText = (item: Ours, filed: boolean): string =>
  filed
    ? `Filed as ${ours(item)}, with what the code says to the paths that this issue names. The two are linked; what is decided is written there as well.`
    : `This issue belongs to ${ours(item)}, and is linked there. It is under way; commands are answered here as well.`;
