import { html } from 'hono/html';
import type { LocalLinear } from '../../linear/start.ts';
import { type Local, people } from '../../local.ts';
import { renderMarkdown } from '../markdown/render.ts';
import { commentForm, commentView } from './comment.ts';
import { type Html, isApp, pill, plural, type Tone } from './words.ts';

type Ticket = NonNullable<ReturnType<LocalLinear['issue']>>;

interface TicketLook extends Pick<Local, 'startLabel'> {
  /** Every ticket there is. */
  all: Ticket[];
  /** Nothing else is where people talk. */
  open: boolean;
}

/** Id of a ticket's part of the page; a comment of it is found as in Linear's own addresses. */
export const ticketAnchor = (key: string): string => `ticket-${key}`;

const step = (name: string, index: number, all: string[]): Html => {
  const now = index === all.length - 1;
  return html`<li${now ? html` class="now" aria-current="step"` : ''}>${name}</li>`;
};

/** The App takes the label away once it has taken the ticket up; later it is not what people are here for. */
const labelForm = (ticket: Ticket, { open, startLabel }: TicketLook): Html | null =>
  ticket.labels.includes(startLabel) || ['completed', 'canceled'].includes(ticket.state.type)
    ? null
    : html`<form method="post" action="/tickets/${encodeURIComponent(ticket.key)}/label">
<button class="${open ? 'primary' : ''}">Add the label ${startLabel} <small>as Ada</small></button></form>`;

const attachments = (ticket: Ticket): Html | null =>
  ticket.attachments.length === 0
    ? null
    : html`<ul class="links">${ticket.attachments.map(({ url, title }) =>
        // Only web addresses become links: an attachment's address is text that somebody sent.
        /^https?:\/\//i.test(url) ? html`<li><a href="${url}">${title}</a></li>` : html`<li>${title}</li>`,
      )}</ul>`;

const words: Record<string, { to: string; from: string }> = {
  related: { to: 'related to', from: 'related to' },
  blocks: { to: 'blocks', from: 'blocked by' },
  duplicate: { to: 'duplicate of', from: 'duplicated by' },
};

interface Relation {
  how: string;
  key: string;
}

/** Linear shows a relation on both of its tickets, and keeps it with one. */
const relationsOf = (ticket: Ticket, all: Ticket[]): Relation[] => [
  ...ticket.relations.map(({ type, key }) => ({ how: words[type]?.to ?? type, key })),
  ...all.flatMap((other) =>
    other.relations
      .filter(({ key }) => key === ticket.key)
      .map(({ type }) => ({ how: words[type]?.from ?? type, key: other.key })),
  ),
];

const relations = (found: Relation[]): Html | null =>
  found.length === 0
    ? null
    : html`<p class="line">${found.map(({ how, key }) => html`<a class="pill calm relation" href="#${ticketAnchor(key)}">${how} ${key}</a>`)}</p>`;

const priorities = ['No priority', 'Urgent', 'High', 'Medium', 'Low'];

const stateTones: Record<string, Tone> = { completed: 'good', canceled: 'bad', started: 'busy' };

/** Any other ticket, folded: one that was taken in, one that comes later, one that a finding became. */
export const otherTicketView = (ticket: Ticket, all: Ticket[]): Html => html`
<details class="card folded" id="${ticketAnchor(ticket.key)}">
<summary><span class="key">${ticket.key}</span> ${ticket.title} ${pill(stateTones[ticket.state.type] ?? 'calm', ticket.state.name)}</summary>
<p class="line"><span class="quiet">Priority</span> ${pill(ticket.priority === 1 ? 'bad' : 'calm', priorities[ticket.priority] ?? 'No priority')}</p>
${relations(relationsOf(ticket, all))}
<div class="prose">${renderMarkdown(ticket.description)}</div>
${attachments(ticket)}
${ticket.comments.length === 0 ? '' : html`<h3 class="count">${plural(ticket.comments.length, 'comment')}</h3>`}
${ticket.comments.map(commentOf)}
</details>`;

const commentOf = (comment: Ticket['comments'][number]): Html =>
  commentView({
    anchor: `comment-${comment.id.slice(0, 8)}`,
    author: comment.author,
    app: isApp(comment),
    createdAt: comment.createdAt,
    edited: comment.editedAt !== null,
    body: comment.body,
    reactions: [],
  });

/** Once there is a pull request people talk there, and the ticket takes less room. */
export const ticketView = (ticket: Ticket, look: TicketLook): Html => {
  const shown = look.open ? html` open data-open` : '';
  return html`
<section class="card" id="${ticketAnchor(ticket.key)}">
<header class="head">
<p class="kind">Ticket <span class="quiet">Linear</span></p>
<h2><span class="key">${ticket.key}</span> ${ticket.title}</h2>
<ol class="steps" aria-label="States of the ticket">${ticket.history.map(step)}</ol>
<p class="labels">${ticket.labels.map((label) => pill('calm', label))}</p>
</header>
<details class="description"${shown}><summary>Description</summary>
<div class="prose">${renderMarkdown(ticket.description)}</div></details>
${attachments(ticket)}${relations(relationsOf(ticket, look.all))}${labelForm(ticket, look)}
<details class="talk"${shown}><summary>${plural(ticket.comments.length, 'comment')}</summary>
${ticket.comments.map(commentOf)}
${commentForm({
  id: `write-${ticket.key}`,
  action: `/tickets/${encodeURIComponent(ticket.key)}/comments`,
  placeholder:
    'A comment, or a command: /choose 1, /confirm, /override in your own words, /delegate, /status',
  writers: [
    { as: 'Ada', name: 'Ada', role: 'writes on GitHub' },
    { as: people.unmapped, name: people.unmapped, role: 'Linear only' },
  ],
})}
</details>
</section>`;
};
