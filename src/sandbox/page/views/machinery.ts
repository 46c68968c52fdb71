import { html } from 'hono/html';
import type { Local } from '../../local.ts';
import type { Login } from '../cookies.ts';
import { renderMarkdown } from '../markdown/render.ts';
import { type Html, outcomePill, personName, pill, plural, timeView } from './words.ts';

type Check = ReturnType<Local['github']['checks']>[number];
type Run = ReturnType<Local['github']['runs']>[number];

const MOST_CHECKS = 12;
const MOST_RUNS = 12;
const MOST_DELIVERIES = 20;

const nothing = (text: string): Html => html`<p class="quiet">${text}</p>`;

const checkRow = (repository: string, check: Check): Html => html`
<li class="row" id="check-${check.id}">
<p class="line">${outcomePill(check)} <strong>${check.name}</strong></p>
<p class="quiet">${check.output.title ?? 'no title'} · <a href="/${repository}/commit/${check.head_sha}"><code>${check.head_sha.slice(0, 7)}</code></a></p>
${check.output.summary ? html`<details><summary>Summary</summary><div class="prose">${renderMarkdown(check.output.summary)}${check.output.text ? renderMarkdown(check.output.text) : ''}</div></details>` : ''}
</li>`;

const checksView = (local: Local): Html => {
  // The jobs of runs are check runs too; they are on their runs' pages.
  const checks = local.github
    .checks(local.repository)
    .filter(({ app }) => app.slug !== 'github-actions')
    .toReversed();
  return html`<section class="card side" id="checks"><h2>Checks</h2>
${checks.length === 0 ? nothing('None yet: the first comes with the first delegation.') : html`<ul class="rows">${checks.slice(0, MOST_CHECKS).map((check) => checkRow(local.repository, check))}</ul>`}
</section>`;
};

type Steering = 'cancel' | 'rerun' | 'rerun-failed-jobs';
const steeringLabels: Record<Steering, string> = {
  cancel: 'Cancel',
  rerun: 'Re-run',
  'rerun-failed-jobs': 'Re-run failed jobs',
};

/** What a person may do about a run: nothing about one that never began. */
const steeringOf = ({ status, conclusion }: Run): Steering[] => {
  if (status !== 'completed') return ['cancel'];
  if (conclusion === 'startup_failure') return [];
  return conclusion === 'failure' ? ['rerun', 'rerun-failed-jobs'] : ['rerun'];
};

export const runButtons = (run: Run, person: Login): Html =>
  html`${steeringOf(run).map(
    (action) =>
      html`<form method="post" action="/runs/${run.id}/${action}"><button class="small" name="as" value="${person}">${steeringLabels[action]} <small>as ${personName(person)}</small></button></form>`,
  )}`;

const runRow = (look: { repository: string; run: Run; person: Login }): Html => {
  const { repository, run, person } = look;
  return html`<li class="row" id="run-${run.id}">
<p class="line">${outcomePill(run)} <strong>${run.name ?? 'run'} #${run.run_number}</strong> <span class="quiet">attempt ${run.run_attempt}</span></p>
<p class="quiet breaks">${run.display_title} · ${timeView(run.run_started_at ?? run.created_at)}</p>
<div class="line"><a class="button small" href="/${repository}/actions/runs/${run.id}">Jobs and logs</a> ${runButtons(run, person)}</div>
</li>`;
};

const runsView = (local: Local, person: Login): Html => {
  const runs = local.github.runs(local.repository);
  const { repository } = local;
  return html`<section class="card side" id="runs"><h2>Runs</h2>
${runs.length === 0 ? nothing('None yet: a confirmed delegation starts one.') : html`<ul class="rows">${runs.slice(0, MOST_RUNS).map((run) => runRow({ repository, run, person }))}</ul>`}
</section>`;
};

interface Sent {
  name: string;
  at: Date | string | null;
  ok: boolean;
  answer: string;
  again: boolean;
  action: string;
}

const githubSent = (local: Local): Sent[] =>
  local.github
    .deliveries(local.appId)
    .slice(-MOST_DELIVERIES)
    .toReversed()
    .map((delivery) => ({
      name: [delivery.event, delivery.action].filter(Boolean).join('.'),
      at: delivery.deliveredAt,
      ok: delivery.statusCode >= 200 && delivery.statusCode < 300,
      answer: delivery.statusCode === 0 ? delivery.status : String(delivery.statusCode),
      again: delivery.redelivery,
      action: `/deliveries/github/${delivery.id}`,
    }));

const linearSent = (local: Local): Sent[] =>
  local.linear
    .deliveries()
    .slice(-MOST_DELIVERIES)
    .toReversed()
    .map(({ id, event, state, attempts }) => ({
      name: event,
      at: attempts.at(-1)?.at ?? null,
      ok: state === 'delivered',
      answer: attempts.length === 0 ? state : String(attempts.at(-1)?.status ?? 'no answer'),
      again: attempts.length > 1,
      action: `/deliveries/linear/${id}`,
    }));

const sentRow = (sent: Sent): Html => html`<li class="row sent">
${pill(sent.ok ? 'good' : 'bad', sent.answer)}
<p class="breaks">${sent.name}${sent.again ? html` <span class="quiet">again</span>` : ''}
${sent.at === null ? '' : html`<span class="quiet below">${timeView(sent.at)}</span>`}</p>
<form method="post" action="${sent.action}"><button class="small">Redeliver</button></form>
</li>`;

const sentList = (title: string, all: Sent[]): Html => {
  const failed = all.filter(({ ok }) => !ok).length;
  const count =
    failed > 0
      ? `${plural(all.length, 'delivery').replace(/ys$/, 'ies')}, ${failed} failed`
      : `${all.length}`;
  return html`<details id="sent-${title.toLowerCase()}"><summary>${title} <span class="quiet">${count}</span></summary>
${all.length === 0 ? nothing('None yet.') : html`<ul class="rows">${all.map(sentRow)}</ul>`}</details>`;
};

const deliveriesView = (
  local: Local,
): Html => html`<section class="card side" id="deliveries"><h2>Webhooks</h2>
<p class="quiet">The last ${MOST_DELIVERIES} of each, newest first.</p>
${sentList('GitHub', githubSent(local))}${sentList('Linear', linearSent(local))}
</section>`;

/** Checks, runs and webhooks. */
export const machineryView = (local: Local, person: Login): Html =>
  html`${checksView(local)}${runsView(local, person)}${deliveriesView(local)}`;
