import { html } from 'hono/html';
import type { Thread } from '../../github/state.ts';
import { people } from '../../local.ts';
import type { Login } from '../cookies.ts';
import { bodyVersion } from '../markdown/set-box.ts';
import { type CommentLook, commentForm, commentView } from './comment.ts';
import { type Html, personName, pill, plural, type Tone } from './words.ts';

type Comment = Thread['comments'][number];

const reactionsOf = ({ reacted }: Comment): CommentLook['reactions'] =>
  [...new Set(reacted.map(({ content }) => content))].map((content) => ({
    content,
    by: reacted.filter((one) => one.content === content).map(({ user }) => user?.login ?? 'somebody'),
  }));

/** Boxes of the App's own comments can be ticked, as everywhere on GitHub by whoever may write. */
const lookOf = (comment: Comment, person: Login): CommentLook => ({
  anchor: `issuecomment-${comment.id}`,
  author: comment.user.login,
  app: comment.user.type === 'Bot',
  createdAt: comment.created_at,
  edited: comment.updated_at !== comment.created_at,
  body: comment.body,
  reactions: reactionsOf(comment),
  ...(comment.user.type === 'Bot'
    ? {
        boxes: {
          action: `/comments/${comment.id}/box`,
          fields: { as: person, version: bodyVersion(comment.body) },
        },
      }
    : {}),
});

const stateOf = (issue: Thread['issue']): { tone: Tone; text: string } => {
  if (issue.pull_request?.merged_at) return { tone: 'merged', text: 'merged' };
  if (issue.state === 'closed') return { tone: 'bad', text: 'closed' };
  return issue.draft ? { tone: 'calm', text: 'draft' } : { tone: 'good', text: 'open' };
};

export const threadPill = (issue: Thread['issue']): Html => {
  const { tone, text } = stateOf(issue);
  return pill(tone, text);
};

export const threadAnchor = (issue: Thread['issue']): string =>
  `${issue.pull_request ? 'pull' : 'issue'}-${issue.number}`;

const asPerson = (person: Login): Html => html`<input type="hidden" name="as" value="${person}">`;

/** A draft can be tried as well: GitHub's own refusal says more than a button that is not there. */
const pullButtons = (issue: Thread['issue'], person: Login): Html | null => {
  if (issue.pull_request?.merged_at) return null;
  const path = `/pulls/${issue.number}`;
  const as = html`<small>as ${personName(person)}</small>`;
  if (issue.state === 'closed')
    return html`<form class="buttons" method="post" action="${path}/state">${asPerson(person)}
<button name="state" value="open">Reopen ${as}</button></form>`;
  return html`<div class="buttons">
<form method="post" action="${path}/merge">${asPerson(person)}
<button class="${issue.draft ? '' : 'primary'}" name="method" value="merge">Merge commit ${as}</button>
<button name="method" value="squash">Squash ${as}</button></form>
<form method="post" action="${path}/state">${asPerson(person)}
<button class="danger" name="state" value="closed">Close ${as}</button></form>
</div>`;
};

export interface PullLook {
  headBranch: string;
  headSha: string;
  baseBranch: string;
  mergeSha: string | null;
}

const branches = (repository: string, pull: PullLook): Html => html`<p class="branches">
<a href="/${repository}/tree/${pull.headBranch}"><code>${pull.headBranch}</code></a>
<span aria-label="into">→</span> <a href="/${repository}/tree/${pull.baseBranch}"><code>${pull.baseBranch}</code></a>
<span class="quiet">·</span> <a href="/${repository}/compare/${pull.baseBranch}...${pull.headSha}">changes</a>
${pull.mergeSha === null ? '' : html`<span class="quiet">·</span> merged as <a href="/${repository}/commit/${pull.mergeSha}"><code>${pull.mergeSha.slice(0, 7)}</code></a>`}
</p>`;

const opening = ({ issue }: Thread): CommentLook[] =>
  issue.body
    ? [
        {
          anchor: `opening-${issue.number}`,
          author: issue.user?.login ?? 'ghost',
          app: issue.user?.type === 'Bot',
          createdAt: issue.created_at,
          edited: false,
          body: issue.body,
          reactions: [],
        },
      ]
    : [];

const conversation = (thread: Thread, person: Login): Html => html`
${opening(thread).map(commentView)}
<h3 class="count">${plural(thread.comments.length, 'comment')}</h3>
${thread.comments.map((comment) => commentView(lookOf(comment, person)))}
${commentForm({
  id: `write-${thread.issue.number}`,
  action: `/threads/${thread.issue.number}/comments`,
  placeholder: 'A comment, or a command: /accept, /iterate what to change, /status, /help',
  writers: [
    { as: people.writer, name: personName(people.writer), role: 'writes' },
    { as: people.reader, name: personName(people.reader), role: 'reads only' },
  ],
})}`;

export interface ThreadLook {
  repository: string;
  thread: Thread;
  pull: PullLook | null;
  person: Login;
}

/** The thread in the middle of things. */
export const threadView = ({ repository, thread, pull, person }: ThreadLook): Html => html`
<section class="card" id="${threadAnchor(thread.issue)}">
<header class="head">
<p class="kind">${pull ? 'Pull request' : 'Issue'} <span class="quiet">GitHub</span> ${threadPill(thread.issue)}</p>
<h2><span class="key">#${thread.issue.number}</span> ${thread.issue.title}</h2>
${pull ? branches(repository, pull) : ''}
</header>
${conversation(thread, person)}
${pull ? pullButtons(thread.issue, person) : ''}
</section>`;

/** Any other thread, folded. */
export const foldedThreadView = (look: ThreadLook): Html => html`
<details class="card folded" id="${threadAnchor(look.thread.issue)}">
<summary><span class="key">#${look.thread.issue.number}</span> ${look.thread.issue.title} ${threadPill(look.thread.issue)}</summary>
${look.pull ? branches(look.repository, look.pull) : ''}
${conversation(look.thread, look.person)}
${look.pull ? pullButtons(look.thread.issue, look.person) : ''}
</details>`;
