import { html } from 'hono/html';
import type { BoxForm } from '../markdown/boxes.ts';
import { renderMarkdown } from '../markdown/render.ts';
import { type Html, timeView } from './words.ts';

export interface CommentLook {
  /** Id on the page. */
  anchor: string;
  author: string;
  app: boolean;
  createdAt: string;
  edited: boolean;
  /** Markdown. */
  body: string;
  boxes?: BoxForm;
  reactions: { content: string; by: string[] }[];
}

const emoji: Record<string, string> = {
  '+1': '👍',
  '-1': '👎',
  laugh: '😄',
  confused: '😕',
  heart: '❤️',
  hooray: '🎉',
  rocket: '🚀',
  eyes: '👀',
};

const reaction = ({ content, by }: CommentLook['reactions'][number]): Html =>
  html`<li title="${by.join(', ')}">${emoji[content] ?? content} <span>${by.join(', ')}</span></li>`;

export const commentView = (look: CommentLook): Html => html`
<article class="comment${look.app ? ' app' : ''}" id="${look.anchor}">
<header>
<span class="avatar" aria-hidden="true">${look.author.charAt(0).toUpperCase()}</span>
<strong>${look.author.replace(/\[bot\]$/, '')}</strong>${look.app ? html` <span class="tag">App</span>` : ''}
<a class="when" href="#${look.anchor}">${timeView(look.createdAt)}${look.edited ? ' · edited' : ''}</a>
</header>
<div class="prose">${renderMarkdown(look.body, look.boxes)}</div>
${look.reactions.length > 0 ? html`<ul class="reactions">${look.reactions.map(reaction)}</ul>` : ''}
</article>`;

export interface Writer {
  as: string;
  name: string;
  /** What this person may do there. */
  role: string;
}

/** A text field with one button for each person who can write there. */
export const commentForm = (form: {
  id: string;
  action: string;
  placeholder: string;
  writers: Writer[];
}): Html => html`
<form class="write" method="post" action="${form.action}">
<label class="hidden" for="${form.id}">Comment</label>
<textarea id="${form.id}" name="body" rows="3" required maxlength="65536" placeholder="${form.placeholder}"></textarea>
<div class="buttons">
${form.writers.map(
  ({ as, name, role }, index) =>
    html`<button name="as" value="${as}" class="${index === 0 ? 'primary' : ''}">Comment as ${name} <small>${role}</small></button>`,
)}
</div>
</form>`;
