import type { Context, Hono } from 'hono';
import type { Local } from '../local.ts';
import { personOf } from './cookies.ts';
import {
  findBranch,
  findCommit,
  listCommits,
  listFiles,
  showCommit,
  showFile,
  showRange,
} from './look-up.ts';
import { diffSheet, fileSheet, missingSheet, type Sheet, treeSheet } from './views/code.ts';
import { jobAnchor, runSheet } from './views/run.ts';
import { threadAnchor } from './views/thread.ts';
import { ticketAnchor } from './views/ticket.ts';

export interface Addressed {
  find: () => Local | null;
  show: (c: Context, sheet: Sheet, status?: 404) => Response | Promise<Response>;
}

const param = (c: Context, name: string): string => c.req.param(name) ?? '';

interface Place {
  c: Context;
  local: Local;
  /** `owner/name` as the local GitHub writes it. */
  repository: string;
  gitDir: string;
}

type Answer = (place: Place) => Promise<Sheet | string | null>;

const placeOf = (c: Context, local: Local): Place | null => {
  const asked = `${param(c, 'owner')}/${param(c, 'repo')}`.toLowerCase();
  const known = local.github.repositories().find(({ full_name: name }) => name.toLowerCase() === asked);
  return known
    ? { c, local, repository: known.full_name, gitDir: local.github.gitDir(known.full_name) }
    : null;
};

const nothing = 'Nothing on this machine has this address. It may belong to a world that was stopped.';

/** A sheet is shown, text is where to go on to, null is not there. */
const answers =
  ({ find, show }: Addressed, answer: Answer) =>
  async (c: Context) => {
    const local = find();
    const place = local && placeOf(c, local);
    const result = place ? await answer(place) : null;
    if (result === null) return show(c, missingSheet(nothing), 404);
    return typeof result === 'string' ? c.redirect(result, 302) : show(c, result);
  };

/** Threads and checks of the one repository that the page shows. */
const thread: Answer = async ({ c, local, repository }) => {
  const wanted = Number(param(c, 'number'));
  const found = local.github.threads(repository).find(({ number }) => number === wanted);
  return found && repository === local.repository ? `/#${threadAnchor(found)}` : null;
};

const check: Answer = async ({ c, local, repository }) => {
  const id = Number(param(c, 'id'));
  const found = local.github.checks(repository).find((each) => each.id === id);
  if (!found) return null;
  // A job's check run is shown on its run's page.
  return found.app.slug === 'github-actions' ? new URL(found.details_url).pathname : `/#check-${id}`;
};

const run: Answer = async ({ c, local, repository }) => {
  if (repository !== local.repository) return null;
  const attempt = param(c, 'attempt') === '' ? null : Number(param(c, 'attempt'));
  return runSheet(local, { id: Number(param(c, 'id')), attempt, person: personOf(c) });
};

const job: Answer = async ({ c, repository }) =>
  `/${repository}/actions/runs/${param(c, 'id')}#${jobAnchor(Number(param(c, 'job')))}`;

const commit: Answer = async ({ c, gitDir, repository }) => {
  const sha = await findCommit(gitDir, param(c, 'sha'));
  if (sha === null) return null;
  const text = await showCommit(gitDir, sha);
  return diffSheet({ title: `Commit ${sha.slice(0, 7)}`, about: repository, text });
};

const commitOrBranch = async (gitDir: string, name: string): Promise<string | null> =>
  (await findCommit(gitDir, name)) ?? findBranch(gitDir, name);

const compare: Answer = async ({ c, gitDir, repository }) => {
  const [base = '', head = '', ...more] = param(c, 'range').split('...');
  if (more.length > 0) return null;
  const from = await commitOrBranch(gitDir, base);
  const to = await commitOrBranch(gitDir, head);
  if (from === null || to === null) return null;
  const text = await showRange(gitDir, { base: from, head: to });
  const short = (name: string): string => (/^[0-9a-f]{40}$/.test(name) ? name.slice(0, 7) : name);
  return diffSheet({ title: `${short(base)} … ${short(head)}`, about: repository, text });
};

const tree: Answer = async ({ c, gitDir, repository }) => {
  const branch = param(c, 'branch');
  const sha = await findBranch(gitDir, branch);
  if (sha === null) return null;
  const [commits, files] = [await listCommits(gitDir, sha), await listFiles(gitDir, sha)];
  return treeSheet({ repository, branch, commits, files });
};

/** Branches have slashes, as paths have: the shortest one that is there counts, as nobody has two of which one begins the other. */
const blob: Answer = async ({ c, gitDir, repository }) => {
  const parts = param(c, 'rest').split('/');
  for (let end = 1; end < parts.length; end += 1) {
    const [name, path] = [parts.slice(0, end).join('/'), parts.slice(end).join('/')];
    const sha = await commitOrBranch(gitDir, name);
    if (sha === null) continue;
    const text = await showFile(gitDir, { sha, path });
    return text === null ? null : fileSheet({ path, about: `${repository} at ${sha.slice(0, 7)}`, text });
  }
  return null;
};

/** The addresses that the local GitHub and the local Linear give out for their pages. */
export const addressRoutes = (app: Hono, addressed: Addressed): void => {
  const at = (path: string, answer: Answer): void => {
    app.get(`/:owner/:repo${path}`, answers(addressed, answer));
  };
  app.get('/:organization/issue/:key', (c) => {
    const ticket = addressed.find()?.linear.issue(param(c, 'key'));
    return ticket
      ? c.redirect(`/#${ticketAnchor(ticket.key)}`, 302)
      : addressed.show(c, missingSheet(nothing), 404);
  });
  at('', async ({ repository, local }) => (repository === local.repository ? '/' : null));
  at('/pull/:number{\\d+}', thread);
  at('/issues/:number{\\d+}', thread);
  at('/runs/:id{\\d+}', check);
  at('/actions/runs/:id{\\d+}', run);
  at('/actions/runs/:id{\\d+}/attempts/:attempt{\\d+}', run);
  at('/actions/runs/:id{\\d+}/job/:job{\\d+}', job);
  at('/commit/:sha', commit);
  at('/compare/:range{.+}', compare);
  at('/tree/:branch{.+}', tree);
  at('/blob/:rest{.+}', blob);
  app.notFound((c) => addressed.show(c, missingSheet(nothing), 404));
};
