import { html } from 'hono/html';
import type { Local } from '../../local.ts';
import type { Login } from '../cookies.ts';
import { runButton } from './machinery.ts';
import { type Html, outcomePill, timeView } from './words.ts';

export interface Sheet {
  title: string;
  body: Html;
}

const back = (anchor = ''): Html => html`<p class="back"><a href="/${anchor}">← Back to the ticket</a></p>`;

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

export const runSheet = (local: Local, id: number, person: Login): Sheet | null => {
  const run = local.github.runs(local.repository).find((each) => each.id === id);
  if (!run) return null;
  const log = local.github.runLog(local.repository, id);
  return {
    title: `${run.name ?? 'Run'} #${run.run_number}`,
    body: html`${back(`#run-${id}`)}<section class="card" data-follow><header class="head">
<p class="kind">${outcomePill(run)} <span class="quiet">attempt ${run.run_attempt} · ${timeView(run.run_started_at ?? run.created_at)}</span></p>
<h1>${run.name ?? 'Run'} #${run.run_number}</h1><p class="quiet breaks">${run.display_title}</p>${runButton(run, person)}</header>
<pre class="code log">${log.length === 0 ? 'No line yet.' : log.join('\n')}</pre></section>`,
  };
};

export const missingSheet = (what: string): Sheet => ({
  title: 'Not here',
  body: html`${back()}<section class="card empty"><h1>Not here</h1><p class="quiet">${what}</p></section>`,
});
