import type { Reply } from '../core/reply.ts';
import { code, inline, link, shortSha } from './markdown.ts';

interface Ours {
  ticket: { key: string; title: string; url: string };
}

const ours = (item: Ours): string => link(inline(item.ticket.key, 40), item.ticket.url);

const person = (login: string): string => inline(login, 60);

/** On a ticket that was taken in. */
export const absorbedText = (item: Ours, by: string): string =>
  `Taken in by ${ours(item)} ${inline(item.ticket.title, 160)}, said ${person(by)}: what this ticket says is planned there, and one merge closes both.`;

/** On a ticket that was taken in, once the work is merged. `pull`: the pull request that was. */
export const absorbedDone = (
  item: Ours & { repository: { url: string } },
  pull: { number: number; url: string; mergeSha: string | null } | null,
): string => {
  const sha = pull?.mergeSha
    ? ` as ${link(code(shortSha(pull.mergeSha)), `${item.repository.url.replace(/\/+$/, '')}/commit/${pull.mergeSha}`)} (\`${pull.mergeSha}\`)`
    : '';
  const by = pull ? ` by ${link(`pull request #${pull.number}`, pull.url)}` : '';
  return `Done with ${ours(item)}: merged${sha}${by}.`;
};

type Of<K extends Reply['kind']> = Extract<Reply, { kind: K }>;

export const absorbedReply = (reply: Of<'absorbed'>, item: Ours): string =>
  `${person(reply.to)}: ${ours(item)} took in ${link(inline(reply.key, 40), reply.url)} ${inline(reply.title, 160)}. What it says is told to the agents from the next planning step on, and one merge closes both.`;

const whyNot = ({ asked, why }: Of<'absorb-refused'>, item: Ours): string => {
  const key = code(asked, 40);
  switch (why.why) {
    case 'unknown':
      return `the tracker knows no ticket ${key}. Correct the key and write \`/absorb <key>\` again`;
    case 'already':
      return `${ours(item)} took it in already`;
    case 'merged':
      return `the pull request of ${ours(item)} is merged. What is left of ${key} needs work of its own: \`/explore\` on it`;
    case 'itself':
      return 'a ticket cannot take in itself. Name another one';
    case 'elsewhere':
      return `it belongs to another team, whose tickets are not closed from here. Ask for it to be moved to this team, or name another one`;
    case 'under-way':
      return `work on it is under way. \`/cancel\` it there, then write \`/absorb ${asked}\` again`;
    case 'closed':
      return 'it is closed already. Reopen it if it is to be part of this';
    case 'taken-in':
      return `${code(why.by, 40)} took it in. \`/cancel\` there sets it free`;
    case 'takes-this-in':
      return `${ours(item)} itself was taken in by ${code(why.by, 40)}. Write it there`;
  }
};

export const absorbRefused = (reply: Of<'absorb-refused'>, item: Ours): string =>
  `${person(reply.to)}: ${code(reply.asked, 40)} was not taken in: ${whyNot(reply, item)}.`;
