import { html } from 'hono/html';
import type { Thread } from '../../github/state.ts';
import { type Local, people } from '../../local.ts';
import { type Login, logins } from '../cookies.ts';
import { renderMarkdown } from '../markdown/render.ts';
import { waiting } from '../waits.ts';
import { machineryView } from './machinery.ts';
import {
  foldedThreadView,
  type PullLook,
  type ThreadLook,
  threadAnchor,
  threadPill,
  threadView,
} from './thread.ts';
import { otherTicketView, ticketAnchor, ticketView } from './ticket.ts';
import { type Html, personName } from './words.ts';

const pullsOf = (local: Local): Map<number, PullLook> =>
  new Map(
    local.github
      .pulls(local.repository)
      .map(({ number, head, base, merge_commit_sha: mergeSha }) => [
        number,
        { headBranch: head.ref, headSha: head.sha, baseBranch: base.ref, mergeSha },
      ]),
  );

/** The open pull request is what people look for; then the newest of what is left. */
const byWeight = (one: Thread, other: Thread): number => {
  const weight = ({ issue }: Thread): number =>
    (issue.pull_request ? 2 : 0) + (issue.state === 'open' ? 1 : 0);
  return weight(other) - weight(one) || other.issue.number - one.issue.number;
};

const threadsOf = (local: Local, person: Login): ThreadLook[] => {
  const { github, repository } = local;
  const pulls = pullsOf(local);
  return github
    .threads(repository)
    .map(({ number }) => github.thread(repository, number))
    .sort(byWeight)
    .map((thread) => ({ repository, thread, pull: pulls.get(thread.issue.number) ?? null, person }));
};

const waitsView = (local: Local): Html => {
  const { text, asks } = waiting(local);
  return html`<section class="waits" aria-label="What the App waits for">
<div class="prose">${renderMarkdown(text)}</div>
${asks.length > 0 ? html`<p class="line">${asks.map(({ anchor, label }) => html`<a class="button primary" href="#${anchor}">${label}</a>`)}</p>` : ''}
</section>`;
};

const roles: Record<Login, string> = { [people.writer]: 'writes', [people.reader]: 'reads only' };

const personSwitch = (person: Login): Html => html`<form class="switch" method="post" action="/person">
<span class="quiet" id="act-as">Act as</span>
<span role="group" aria-labelledby="act-as">${logins.map(
  (login) =>
    html`<button name="as" value="${login}" aria-pressed="${String(login === person)}">${personName(login)} <small>${roles[login]}</small></button>`,
)}</span></form>`;

const navigation = (
  local: Local,
  first: ThreadLook | undefined,
): Html => html`<nav aria-label="Parts of this page">
<a href="#${ticketAnchor(local.ticketKey)}">${local.ticketKey}</a>
${first ? html`<a href="#${threadAnchor(first.thread.issue)}">#${first.thread.issue.number} ${threadPill(first.thread.issue)}</a>` : ''}
<a href="#checks">Checks</a><a href="#runs">Runs</a><a href="#deliveries">Webhooks</a>
</nav>`;

const noThread = (): Html => html`<section class="card empty"><h2>No pull request yet</h2>
<p class="quiet">The App opens one as a draft when the first scope is confirmed on the ticket. Until then people talk there.</p></section>`;

export const frontView = (local: Local, person: Login): { title: string; body: Html } => {
  const ticket = local.linear.issue(local.ticketKey);
  const all = local.linear.issues();
  const [first, ...others] = threadsOf(local, person);
  const body = html`
<header class="top"><p class="brand">Throughline <span>sandbox</span></p>
<p class="quiet where">${local.repository} · ${local.change}</p>
${personSwitch(person)}</header>
${navigation(local, first)}
${waitsView(local)}
<div class="columns"><div class="column">
${ticket ? ticketView(ticket, { open: first === undefined, startLabel: local.startLabel, all }) : ''}
${first ? threadView(first) : noThread()}
${others.map(foldedThreadView)}
${all.filter(({ key }) => key !== local.ticketKey).map((other) => otherTicketView(other, all))}
</div><div class="column aside">${machineryView(local, person)}</div></div>`;
  return { title: ticket ? `${ticket.key} · ${ticket.state.name}` : local.ticketKey, body };
};

export const startingView = (): { title: string; body: Html } => ({
  title: 'Starting',
  body: html`<section class="card empty"><h1>The sandbox is starting</h1>
<p class="quiet">A GitHub, a Linear and the App come up on this machine. This page fills itself when they are there.</p></section>`,
});
