import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Local, startLocal } from '../../../src/sandbox/local.ts';
import { commentsOn, converse, pullOf, reply, tickBox, wait, withoutMark } from '../support.ts';
import { writeTally } from './project.ts';
import { type Act, type Phase, type Script, type Scripts, startScripts } from './script.ts';
import { usually } from './words.ts';

/** A ticket whose one section is accepted: its pull request is reviewed. */
export interface Reviewed {
  key: string;
  change: string;
  pull: number;
  next: (phase: Phase, ...scripts: (Act | Script)[]) => void;
  told: (phase: Phase) => string[];
  asked: (phase: Phase, times: number) => Promise<void>;
  release: (phase: Phase, act: Act) => Promise<void>;
  /** Ada writes on the pull request, or somebody else does; gives the answer. */
  say: (body: string, login?: string) => Promise<string>;
  /** Waits until the status comment says so. */
  shows: (text: string | RegExp) => Promise<string>;
  status: () => string;
  /** Waits until the comment of a round says so. */
  round: (number: number, text: string | RegExp) => Promise<string>;
  /** The newest check of the bot on the head. */
  check: () => { conclusion: string | null; title: string; summary: string } | null;
  head: () => string;
  /** Comments of the App on the pull request, as people read them. */
  said: () => string[];
  /** Assignments of this ticket so far, by phase, oldest first. */
  runs: () => string[];
}

export interface Tally {
  local: Local;
  scripts: Scripts;
  /** The ticket of a change, brought to its rounds; `before` scripts its agents first. */
  reviewed: (change: string, before?: (ticket: Pick<Reviewed, 'next' | 'key'>) => void) => Promise<Reviewed>;
  stop: () => Promise<void>;
}

const statusOf = (local: Local, pull: number): string => withoutMark(reply(local, pull, 'status') ?? '');

const has = (body: string, text: string | RegExp): boolean =>
  typeof text === 'string' ? body.includes(text) : text.test(body);

const viewOf = (
  world: { local: Local; scripts: Scripts },
  { key, change, pull }: { key: string; change: string; pull: number },
): Reviewed => {
  const { local, scripts } = world;
  const head = () => pullOf(local, pull).head.sha;
  return {
    ...{ key, change, pull, head },
    next: (phase, ...more) => scripts.next(key, phase, ...more),
    told: (phase) => scripts.told(key, phase),
    asked: (phase, times) => scripts.asked(key, phase, times),
    release: (phase, act) => scripts.release(key, phase, act),
    say: async (body, login) =>
      (await converse(local, { number: pull, body, ...(login ? { login } : {}) })).said,
    status: () => statusOf(local, pull),
    shows: (text) =>
      wait(local, `the status of ${key} to show ${text}`, () =>
        has(statusOf(local, pull), text) ? statusOf(local, pull) : null,
      ),
    round: (number, text) =>
      wait(local, `round ${number} of ${key} to show ${text}`, () => {
        const body = withoutMark(reply(local, pull, `round-${number} `) ?? '');
        return body !== '' && has(body, text) ? body : null;
      }),
    check: () => {
      const check = local.github
        .checks(local.repository, head())
        .filter(({ name }) => name === 'throughline / bot review')
        .at(-1);
      if (!check) return null;
      return {
        conclusion: check.conclusion,
        title: check.output.title ?? '',
        summary: check.output.summary ?? '',
      };
    },
    said: () =>
      commentsOn(local, pull)
        .filter(({ user }) => user.login === 'throughline[bot]')
        .map(({ body }) => withoutMark(body)),
    runs: () =>
      local.github
        .runs(local.repository)
        .flatMap(({ inputs }) =>
          inputs.assignment?.includes(`"${key}"`) ? [JSON.parse(inputs.assignment).phase] : [],
        )
        .toReversed(),
  };
};

/** A local world on a small Perl project, with one ticket per change and our own bot as its reviewer. */
export const startTally = async (options: { changes: string[]; more?: object }): Promise<Tally> => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-rounds-'));
  const into = join(folder, 'project');
  const keys = new Map(options.changes.map((change, index) => [change, `PER-${206 + index}`]));
  const changeOf = (key: string): string => [...keys].find(([, one]) => one === key)?.[0] ?? '';
  const scripts = await startScripts((key, phase, prompt) => usually(changeOf(key), phase, prompt));
  writeTally({ into, control: scripts.url, changes: keys, ...(options.more ? { more: options.more } : {}) });
  const titled = (change: string) => ({
    title: `Count lines for ${change}`,
    description: 'A text has lines.',
  });
  const [first = ''] = options.changes;
  const local = await startLocal({
    folder,
    stage: { source: { folder: into }, change: first },
    ticket: titled(first),
    webUrl: () => 'http://127.0.0.1:1',
  });
  for (const [change, key] of [...keys].slice(1))
    local.linear.createIssue({
      ...{ team: 'PER', by: 'Ada', number: Number(key.split('-')[1]), state: 'Todo' },
      ...titled(change),
    });
  return {
    local,
    scripts,
    reviewed: async (change, before) => {
      const key = keys.get(change) ?? change;
      before?.({ key, next: (phase, ...more) => scripts.next(key, phase, ...more) });
      const pull = await accepted(local, key);
      return viewOf({ local, scripts }, { key, change, pull });
    },
    stop: async () => {
      await local.stop();
      await scripts.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** Delegated, and accepted by its person. */
const accepted = async (local: Local, key: string): Promise<number> => {
  const say = (body: string) => local.linear.commentAs({ user: 'Ada', issue: key, body });
  const told = (): string =>
    local.linear
      .issue(key)
      ?.comments.flatMap(({ body }) => [body])
      .join('\n') ?? '';
  say('/delegate all');
  await wait(local, `${key} to be planned`, () => told().includes('confirm the scope') || null);
  say('/confirm');
  const pull = await wait(
    local,
    `the pull request of ${key}`,
    () => local.github.pulls(local.repository).find(({ title }) => title.startsWith(`${key}: `))?.number,
  );
  await wait(local, `${key} to be decided`, () => {
    if (statusOf(local, pull).includes('Blocked:')) throw new Error(statusOf(local, pull));
    return statusOf(local, pull).includes('Stage: **deciding**') || null;
  });
  await tickBox(local, { number: pull, command: 'accept' });
  return pull;
};
