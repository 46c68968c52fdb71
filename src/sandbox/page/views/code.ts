import { html } from 'hono/html';
import type { Html } from './words.ts';

export interface Sheet {
  title: string;
  body: Html;
}

/** Every sheet begins with the way back. */
export const back = (anchor = ''): Html =>
  html`<p class="back"><a href="/${anchor}">← Back to the ticket</a></p>`;

const kinds: [RegExp, string][] = [
  [/^(?:diff --git|index |--- |\+\+\+ |new file|deleted file|similarity|rename )/, 'meta'],
  [/^@@/, 'hunk'],
  [/^\+/, 'add'],
  [/^-/, 'del'],
];

const diffLine = (line: string): Html => {
  const kind = kinds.find(([pattern]) => pattern.test(line))?.[1];
  const text = `${line}\n`;
  return kind ? html`<span class="${kind}">${text}</span>` : html`${text}`;
};

export const diffSheet = (look: { title: string; about: string; text: string }): Sheet => ({
  title: look.title,
  body: html`${back()}<section class="card"><header class="head"><h1>${look.title}</h1>
<p class="quiet breaks">${look.about}</p></header>
<pre class="code">${look.text === '' ? 'Nothing differs.' : look.text.split('\n').map(diffLine)}</pre></section>`,
});

const commitRow = (repository: string, line: string): Html => {
  const [sha = '', author = '', subject = ''] = line.split('\t');
  return html`<li class="row"><p class="line"><a href="/${repository}/commit/${sha}"><code>${sha.slice(0, 7)}</code></a> <span class="breaks">${subject}</span> <span class="quiet end">${author}</span></p></li>`;
};

export const treeSheet = (look: {
  repository: string;
  branch: string;
  commits: string;
  files: string;
}): Sheet => ({
  title: look.branch,
  body: html`${back()}<section class="card"><header class="head"><h1 class="breaks">${look.branch}</h1></header>
<h2>Last commits</h2><ul class="rows">${look.commits
    .split('\n')
    .filter(Boolean)
    .map((line) => commitRow(look.repository, line))}</ul>
<h2>Files</h2><pre class="code">${look.files}</pre></section>`,
});

/** Each line is found as on GitHub: `#L12`. */
export const fileSheet = (look: { path: string; about: string; text: string }): Sheet => ({
  title: look.path,
  body: html`${back()}<section class="card"><header class="head"><h1 class="breaks">${look.path}</h1>
<p class="quiet breaks">${look.about}</p></header>
<pre class="code numbered">${look.text
    .replace(/\n$/, '')
    .split('\n')
    .map(
      (line, index) => html`<span class="numbered-line" id="L${index + 1}">${`${line}\n`}</span>`,
    )}</pre></section>`,
});

export const missingSheet = (what: string): Sheet => ({
  title: 'Not here',
  body: html`${back()}<section class="card empty"><h1>Not here</h1><p class="quiet">${what}</p></section>`,
});
