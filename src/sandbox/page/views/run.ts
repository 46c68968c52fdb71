import { html } from 'hono/html';
import type { Local } from '../../local.ts';
import type { Login } from '../cookies.ts';
import { renderMarkdown } from '../markdown/render.ts';
import { back, type Sheet } from './code.ts';
import { logView } from './log.ts';
import { runButtons } from './machinery.ts';
import { durationText, type Html, outcomeMark, outcomePill, pill, plural, timeView } from './words.ts';

type Github = Local['github'];
type Job = ReturnType<Github['jobs']>[number];
type Step = Job['steps'][number];
type Note = Job['annotations'][number];
type Run = ReturnType<Github['runs']>[number];

export const jobAnchor = (id: number): string => `job-${id}`;

const timeOf = ({ status, conclusion, durationMs }: Job | Step): string =>
  status === 'completed' && conclusion !== 'skipped' ? durationText(durationMs) : '';

const levels: Record<Note['annotation_level'], [Parameters<typeof pill>[0], string]> = {
  failure: ['bad', 'error'],
  warning: ['busy', 'warning'],
  notice: ['calm', 'notice'],
};

const noteView = (note: Note): Html => {
  const place = note.path === '.github' ? '' : `${note.path}:${note.start_line}`;
  return html`<li>${pill(...levels[note.annotation_level])} ${note.title ? html`<strong>${note.title}</strong> ` : ''}<span class="breaks">${note.message}</span>${place === '' ? '' : html` <code class="breaks">${place}</code>`}</li>`;
};

const stepView = (job: Job, step: Step): Html => {
  const id = `${jobAnchor(job.id)}-step-${step.number}`;
  const head = html`${outcomeMark(step)} <span class="breaks grows">${step.name}</span> <span class="quiet end">${timeOf(step)}</span>`;
  if (step.log.length === 0) return html`<li><p class="line flat">${head}</p></li>`;
  const open = step.conclusion === 'failure' || step.status === 'in_progress';
  return html`<li><details id="${id}" ${open ? 'open data-open' : ''}><summary><span class="line">${head}</span></summary>${logView(step.log)}</details></li>`;
};

const summariesOf = (job: Job): Html[] =>
  job.steps.flatMap(({ summary }) =>
    summary === null ? [] : html`<div class="prose summary">${renderMarkdown(summary)}</div>`,
  );

const jobView = (job: Job): Html => html`
<section class="card" id="${jobAnchor(job.id)}"><header class="head">
<h2>${job.name}</h2>
<p class="line">${outcomePill(job)} <span class="quiet">${[timeOf(job), job.runner ?? ''].filter(Boolean).join(' · ')}</span></p></header>
${job.annotations.length === 0 ? '' : html`<ul class="notes">${job.annotations.map(noteView)}</ul>`}
${summariesOf(job)}
${job.steps.length === 0 ? '' : html`<ol class="run-steps">${job.steps.map((step) => stepView(job, step))}</ol>`}
</section>`;

const overview = (jobs: readonly Job[]): Html =>
  jobs.length === 0
    ? html``
    : html`<ul class="rows jobs">${jobs.map(
        (job) =>
          html`<li><a href="#${jobAnchor(job.id)}">${outcomePill(job)} <strong class="breaks">${job.name}</strong> <span class="quiet end">${timeOf(job)}</span></a></li>`,
      )}</ul>`;

const sizeText = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`;

const artifactsView = (local: Local, id: number): Html => {
  const artifacts = local.github.artifacts(local.repository, id);
  if (artifacts.length === 0) return html``;
  return html`<section class="card side"><h2>Artifacts</h2><ul class="rows">${artifacts.map(
    ({ name, size, digest, files }) =>
      html`<li class="line"><strong class="breaks">${name}</strong> <span class="quiet">${plural(files?.length ?? 0, 'file')}, ${sizeText(size)}</span> <code class="quiet end">sha256 ${digest.slice(0, 12)}…</code></li>`,
  )}</ul></section>`;
};

const problemsView = (problems: string[]): Html =>
  problems.length === 0
    ? html``
    : html`<p>This run could not start. Correct the workflow file, then start it anew.</p>
<ul class="notes">${problems.map((problem) => html`<li>${pill('bad', 'error')} <span class="breaks">${problem}</span></li>`)}</ul>`;

const attemptsView = (look: { repository: string; run: Run; shown: number }): Html => {
  const last = look.run.run_attempt ?? 1;
  if (last === 1) return html``;
  const links = Array.from({ length: last }, (_, at) => at + 1).map((number) =>
    number === look.shown
      ? html`<strong aria-current="page">${number}</strong>`
      : html`<a href="/${look.repository}/actions/runs/${look.run.id}/attempts/${number}">${number}</a>`,
  );
  return html`<p class="line quiet">Attempt ${links}</p>`;
};

/** A run's page: its jobs, each with steps, logs, annotations and summaries. The last attempt unless one is named. */
export const runSheet = (
  local: Local,
  look: { id: number; attempt: number | null; person: Login },
): Sheet | null => {
  const { github, repository } = local;
  const run = github.runs(repository).find(({ id }) => id === look.id);
  const shown = look.attempt ?? run?.run_attempt ?? 1;
  if (!run || shown < 1 || shown > (run.run_attempt ?? 1)) return null;
  const jobs = github.jobs(repository, run.id, shown);
  return {
    title: run.display_title,
    body: html`${back(`#run-${run.id}`)}<div class="column"><section class="card"><header class="head">
<p class="line">${outcomePill(run)} <span class="quiet">${run.name ?? 'Run'} #${run.run_number} · ${timeView(run.run_started_at ?? run.created_at)} · <a href="${github.url}/${repository}/actions/runs/${run.id}">whole log</a></span></p>
<h1 class="breaks">${run.display_title}</h1>${attemptsView({ repository, run, shown })}<div class="line">${runButtons(run, look.person)}</div></header>
${problemsView(github.runProblems(repository, run.id))}${overview(jobs)}</section>
${jobs.map(jobView)}${artifactsView(local, run.id)}</div>`,
  };
};
