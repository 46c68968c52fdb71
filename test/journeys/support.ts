import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { type Local, people, startLocal } from '../../src/sandbox/local.ts';
import { type Asked, askedOn, tick, typeOnGithub, until } from '../../src/sandbox/person.ts';
import { ownUuid } from '../../src/shell/say.ts';
import { startOrders } from './orders.ts';
import { type ProjectOptions, writeProject } from './project.ts';

const withinMs = 60_000;

/** What people see of one ticket, and what they do with it. */
export interface TicketView {
  key: string;
  change: string;
  /** Names of the states it was in. */
  history: () => string[];
  /** Waits until it is in this state; gives the states it was in. */
  reaches: (state: string) => Promise<string[]>;
  /** Ada writes on the ticket in Linear, or somebody else does. */
  say: (body: string, user?: string) => { id: string };
  label: () => void;
  /** The reply to a comment on the ticket; with its mark taken off. */
  answer: (comment: { id: string }) => Promise<string>;
  /** Bodies of the App's comments on the ticket. */
  told: () => string[];
  /** Number of its pull request, once there is one; the newest. */
  pull: () => Promise<number>;
  status: () => string;
  /** Waits until the status comment, wherever it is, says so. */
  shows: (text: string | RegExp) => Promise<string>;
}

export interface Journey {
  local: Local;
  ticket: (change: string) => TicketView;
  /** Address of the agent's orders, for further configurations. */
  control: string;
  /** What the agent does with a change from now on: `work`, `wait`, `wrong`, `blocked`, `nothing`, `crash`. */
  order: (change: string, what: string) => void;
  /** A clone of the repository (or of another one) that pushes as Ada. */
  clone: (repository?: string) => Promise<Clone>;
  /** One more repository, on which the App is installed: the journey as it is seen from there. */
  addRepository: (name: string, project: Pick<ProjectOptions, 'changes' | 'configuration'>) => Promise<Local>;
  stop: () => Promise<void>;
}

export interface Clone {
  /** Its output, trimmed. */
  git: (...args: string[]) => Promise<string>;
  write: (path: string, text: string) => void;
  /** Commits all and pushes to a branch; gives the commit. */
  push: (branch: string, message: string) => Promise<string>;
}

interface JourneyOptions {
  /** One ticket per change, PER-206 for the first, then counting up. */
  tickets: string[];
  /** Changes whose proposals name other keys than their ticket's. */
  changes?: Record<string, string[]>;
  /** Secrets of the repository's workflows. */
  secrets?: Record<string, string>;
  /** Given the address of the agent's orders; null: none. */
  configuration?: (control: string) => string | null;
  /** File beside this one that the agent is; the scribe when absent. */
  agent?: string;
  /** Another entry of the App, and what it is started with. */
  app?: { entry: string; extra: Record<string, string> };
}

export const wait = <T>(local: Local, what: string, look: () => T | null | undefined): Promise<T> =>
  until(local, { what, withinMs, look: () => look() ?? null }).catch((error: Error) => {
    throw new Error(`${error.message}\n${lastOf(local).join('\n')}`);
  });

/** What the App logged last at `info` and above, for whoever wonders why a test waited in vain. */
const lastOf = (local: Local): string[] =>
  readFileSync(join(local.folder, 'app.log'), 'utf8')
    .split('\n')
    .filter((line) => /"level":[3-6]0/.test(line) && !line.includes('delivery accepted'))
    .slice(-25)
    .map((line) => line.slice(0, 400));

export const commentsOn = (local: Local, number: number) =>
  local.github.thread(local.repository, number).comments;

export const pullOf = (local: Local, number: number) => {
  const pull = local.github.pulls(local.repository).find((one) => one.number === number);
  if (!pull) throw new Error(`no pull request ${number}`);
  return pull;
};

/** The App's comment with this mark (or with a mark that starts so), on a thread. */
export const reply = (local: Local, number: number, tagPart: string): string | null =>
  commentsOn(local, number).find(
    (comment) =>
      comment.user.login === 'throughline[bot]' && comment.body.startsWith(`<!-- throughline:${tagPart}`),
  )?.body ?? null;

/** A comment of ours that is there, as a person reads it. */
export const shown = async (local: Local, number: number, tagPart: string): Promise<string> =>
  withoutMark(await wait(local, `the comment ${tagPart}`, () => reply(local, number, tagPart)));

/** The App's notice of this kind on a thread, once it is there. */
export const notice = (local: Local, options: { number: number; kind: string }): Promise<string> =>
  wait(local, `the notice ${options.kind}`, () => {
    const pattern = new RegExp(`^<!-- throughline:notice:.*:${options.kind} -->`);
    return commentsOn(local, options.number).find((comment) => pattern.test(comment.body))?.body;
  });

/** Writes on GitHub and waits for what the App answers: its reply and its reactions. */
export const converse = async (
  local: Local,
  options: { number: number; body: string; login?: string },
): Promise<{ id: number; said: string; reactions: string[] }> => {
  const id = typeOnGithub(local, options);
  const reacted = () => reactionsOn(local, options.number, id);
  await wait(local, `an answer to ${JSON.stringify(options.body)}`, () =>
    reacted().includes('rocket') || reacted().includes('confused') ? true : null,
  );
  return { id, said: reply(local, options.number, `reply:comment:${id}:`) ?? '', reactions: reacted() };
};

export const reactionsOn = (local: Local, number: number, id: number): string[] =>
  commentsOn(local, number)
    .find((comment) => comment.id === id)
    ?.reacted.map((reaction) => reaction.content) ?? [];

/** The box that waits, once it is there. */
export const box = (local: Local, options: { number: number; command: string; decision?: string }) =>
  wait(local, `the box ${options.command}`, () =>
    askedOn(local).find(
      (asked) =>
        asked.number === options.number &&
        asked.command === options.command &&
        (options.decision === undefined || asked.decision === options.decision),
    ),
  );

export const tickBox = async (
  local: Local,
  options: { number: number; command: string; decision?: string },
): Promise<Asked> => {
  const asked = await box(local, options);
  tick(local, asked);
  return asked;
};

/** As a person reads it. */
export const withoutMark = (body: string): string => body.replace(/<!--.*?-->\n?/gs, '');

const viewOf = (local: Local, options: { key: string; change: string }): TicketView => {
  const { key, change } = options;
  const look = () => {
    const issue = local.linear.issue(key);
    if (!issue) throw new Error(`no ticket ${key}`);
    return issue;
  };
  const pulls = () =>
    local.github.pulls(local.repository).filter((pull) => pull.title.startsWith(`${key}: `));
  const statuses = () => [
    ...look()
      .comments.filter((comment) => comment.author === 'Throughline')
      .map((comment) => comment.body)
      .filter((body) => /^(<!--.*?-->\n)?### \[/.test(body)),
    ...pulls().map((pull) => reply(local, pull.number, 'status') ?? ''),
  ];
  const status = (): string => withoutMark(statuses().findLast((body) => body !== '') ?? '');
  return {
    key,
    change,
    status,
    history: () => look().history,
    reaches: (state) =>
      wait(local, `${key} to be ${state}`, () => (look().state.name === state ? look().history : null)),
    say: (body, user = 'Ada') => local.linear.commentAs({ user, issue: key, body }),
    label: () => local.linear.labelAs({ user: 'Ada', issue: key, label: 'phase:delegate' }),
    answer: ({ id }) => {
      const tag = `reply:linear-comment:${id}:0`;
      const own = [tag, `${tag}:not-permitted`].map((one) => ownUuid('comment', look().id, one));
      return wait(local, `an answer on ${key}`, () => {
        const said = look().comments.find((comment) => own.includes(comment.id))?.body;
        return said === undefined ? null : withoutMark(said);
      });
    },
    told: () =>
      look()
        .comments.filter((comment) => comment.author === 'Throughline')
        .map((comment) => withoutMark(comment.body)),
    pull: () => wait(local, `the pull request of ${key}`, () => pulls().at(-1)?.number),
    shows: (text) =>
      wait(local, `the status of ${key} to show ${text}`, () =>
        (typeof text === 'string' ? status().includes(text) : text.test(status())) ? status() : null,
      ),
  };
};

const gitVariables = {
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@acme.test',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@acme.test',
};

/** Git over HTTP, as a person has it. Never synchronous: the server answers in this very process. */
export const cloneFor = async (local: Local, folder: string): Promise<Clone> => {
  const url = new URL(`${local.github.url}/${local.repository}.git`);
  url.username = 'x-access-token';
  url.password = local.github.createUserToken(people.writer);
  const run = async (cwd: string, args: string[]): Promise<string> =>
    (await execa('git', args, { cwd, env: gitVariables, stdin: 'ignore', timeout: 20_000 })).stdout.trim();
  await run(local.folder, ['clone', '--quiet', url.href, folder]);
  const git = (...args: string[]): Promise<string> => run(folder, args);
  return {
    git,
    write: (path, text) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    },
    push: async (branch, message) => {
      await git('add', '--all');
      await git('commit', '--quiet', '--allow-empty', '-m', message);
      await git('push', '--quiet', 'origin', `HEAD:refs/heads/${branch}`);
      return git('rev-parse', 'HEAD');
    },
  };
};

/** A local world on a tiny project, with one ticket per change; a delegation in it takes about a second. */
export const startJourney = async (options: JourneyOptions): Promise<Journey> => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-journey-'));
  const orders = await startOrders();
  const control = orders.url;
  const keys = new Map(options.tickets.map((change, index) => [change, `PER-${206 + index}`]));
  const own = Object.fromEntries([...keys].map(([change, key]) => [change, [key]]));
  const into = join(folder, 'project');
  const configuration = options.configuration?.(control);
  writeProject({
    into,
    control,
    agent: options.agent,
    changes: { ...own, ...options.changes },
    ...(configuration === undefined ? {} : { configuration }),
  });
  const titled = (change: string) => ({
    title: `Keep notes of ${change}`,
    description: 'One file per section.',
  });
  const first = options.tickets[0] ?? 'alpha';
  const local = await startLocal({
    folder,
    stage: { source: { folder: into }, change: first },
    ticket: titled(first),
    webUrl: () => 'http://127.0.0.1:1',
    secrets: options.secrets,
    ...(options.app ? { appEntry: options.app.entry, appExtra: options.app.extra } : {}),
  });
  for (const [change, key] of [...keys].slice(1))
    local.linear.createIssue({
      team: 'PER',
      by: 'Ada',
      number: Number(key.split('-')[1]),
      state: 'Todo',
      ...titled(change),
    });
  let clones = 0;
  return {
    local,
    ticket: (change) => viewOf(local, { change, key: keys.get(change) ?? change }),
    control,
    order: orders.give,
    clone: (repository = local.repository) =>
      cloneFor({ ...local, repository }, join(folder, `clone-${++clones}`)),
    addRepository: async (name, project) => {
      const from = join(folder, `project-${name}`);
      const repository = `acme/${name}`;
      writeProject({ into: from, control, ...project });
      await local.github.createRepository({ fullName: repository, from: { folder: from } });
      local.github.addUser({ login: people.writer, roles: { [repository]: 'admin' } });
      local.github.installApp({ appId: local.appId, repositories: [repository] });
      return { ...local, repository };
    },
    stop: async () => {
      await local.stop();
      await orders.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** Labelled, confirmed for these sections, and its pull request open. */
export const begin = async (journey: Journey, change: string, sections = 'all'): Promise<number> => {
  const ticket = journey.ticket(change);
  ticket.say(`/delegate ${sections}`);
  await ticket.shows('planned');
  ticket.say('/confirm');
  return ticket.pull();
};

/** The first section accepted, the others open. */
export const firstAccepted = async (journey: Journey, change: string): Promise<number> => {
  const pull = await begin(journey, change, '1');
  await tickBox(journey.local, { number: pull, command: 'accept' });
  await journey.ticket(change).shows('confirm the scope');
  return pull;
};
