import type { Item } from '../../core/item.ts';
import type { Reply } from '../../core/reply.ts';
import { priorities } from '../../core/rounds/round.ts';
import { bullets, code, inline, line, link, paragraphs } from '../markdown.ts';
import { ticketLink } from '../places.ts';

type Of<K extends Reply['kind']> = Extract<Reply, { kind: K }>;

/** Lines to copy; in a thread the title is its own. */
export const followUpPriority = ({ to, title, ofThread = false }: Of<'follow-up-priority'>): string =>
  paragraphs(
    `${inline(to, 60)}: with which priority is ${ofThread ? `“${inline(title, 160)}” filed` : 'that filed'}? Reply with one of these lines:`,
    bullets(
      priorities
        .filter((one) => one !== 'none')
        .map((one) => code(`/follow-up ${ofThread ? '' : `${title} `}--priority ${one}`, 300)),
    ),
    'Nothing is filed without one.',
  );

export const followUpFiled = ({ to, title, key, url, before }: Of<'follow-up-filed'>, item: Item): string => {
  const name = inline(to, 60);
  const ticket = key === null ? null : url === null ? code(key, 40) : link(inline(key, 40), url);
  if (ticket === null) return `${name}: that ticket is being filed already; its key is posted here.`;
  return before
    ? `${name}: nothing was filed, because that is tracked already: ${ticket}. Say there what is missing.`
    : `${name}: filed as ${ticket}: ${inline(title, 160)}. It is related to ${ticketLink(item)}.`;
};

export const followUpNeedless = ({ to, finding, key, url }: Of<'follow-up-needless'>): string => {
  const ticket = link(inline(key, 40), url);
  return `${inline(to, 60)}: ${ticket} was being filed for ${inline(finding, 10)} when you decided otherwise. Your word stands: close ${ticket} if nobody needs it.`;
};

const againText = ({ finding }: Of<'follow-up-refused'>, { stage }: Item): string => {
  if (finding === null) return 'The same `/follow-up` again files it.';
  if (stage.name === 'done' || stage.name === 'cancelled')
    return '`/follow-up <title> --priority <priority>` files it all the same.';
  return `It is asked for again once the fixes are merged; \`/triage ${inline(finding, 10)} file\` asks for it then too.`;
};

export const followUpRefused = (reply: Of<'follow-up-refused'>, item: Item): string => {
  const what = reply.finding === null ? `“${line(reply.title ?? '', 200)}”` : inline(reply.finding, 10);
  return `${inline(reply.to, 60)}: ${what} could not be filed as a ticket: ${line(reply.detail)} ${line(reply.remedy)} ${againText(reply, item)}`;
};
