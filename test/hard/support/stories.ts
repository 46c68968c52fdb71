import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgeGit, judgePlan, readItem } from '../../../src/sandbox/judge.ts';
import { type Local, people } from '../../../src/sandbox/local.ts';
import { askedOn, tick, typeOnGithub, until } from '../../../src/sandbox/person.ts';
import { playStory } from '../../../src/sandbox/play.ts';
import { story } from '../../../src/sandbox/story/index.ts';
import { summarize } from '../../../src/sandbox/summary.ts';
import type { Evidence } from './compare.ts';
import { evidenceOf, withoutIds } from './evidence.ts';
import { idle } from './idle.ts';
import type { HardWorld } from './world.ts';

/** An App that dies at every step takes long for one. */
const withinMs = 600_000;

export const look = <T>(local: Local, what: string, found: () => T | null | undefined | false): Promise<T> =>
  until(local, { what, withinMs, look: () => found() || null });

const commentsOn = (local: Local): string[] =>
  local.github
    .threads(local.repository)
    .flatMap(({ number }) => local.github.thread(local.repository, number).comments)
    .map(({ body }) => body);

/** The status comment is the last thing to follow. */
export const showsStage = (local: Local, stage: string): Promise<true> =>
  look(local, `the status comment to say ${stage}`, () =>
    commentsOn(local).some(
      (body) => body.includes('throughline:status') && body.includes(`Stage: **${stage}**`),
    ),
  ).then(() => true);

/** A story that stands still says what the App did last. */
export const explained = async <T>(world: HardWorld, story: Promise<T>): Promise<T> => {
  try {
    return await Promise.race([story, world.supervisor.failed]);
  } catch (error) {
    const lines = readFileSync(join(world.local.folder, 'app.log'), 'utf8').trim().split('\n').slice(-25);
    const why = error instanceof Error ? error.message : 'the story broke off';
    throw new Error([why, ...lines.map((line) => line.slice(0, 300))].join('\n'));
  }
};

export const finish = async (world: HardWorld): Promise<Evidence> => {
  const { local, supervisor, armoury } = world;
  // what is asked to end while it dies has not ended as asked
  armoury.disarm();
  await idle(local);
  await supervisor.stop();
  return evidenceOf(local, { key: local.ticketKey, change: local.change });
};

const whole = async (world: HardWorld): Promise<Evidence> => {
  const { local } = world;
  const groups = story.groups.map((group) => `${group[0]}-${group.at(-1)}`.replace(/^(\d+)-\1$/, '$1'));
  const play = playStory(local, {
    groups: groups.join(', '),
    iterateNotes: 'The failing test is right: repeated headings count up from -1.',
    withinMs,
    tell: () => undefined,
  });
  const ending = await play;
  await showsStage(local, 'done');
  const evidence = await finish(world);
  const item = await readItem(local);
  const problems = ending.ok ? await judgeGit({ local, item, runTests: true }) : [];
  const verdict = ending.ok ? await judgePlan(local, item) : null;
  const summary = summarize({ local, ending, item, verdict, problems, elapsedMs: 0 });
  const { requests: _, elapsedMs: __, ...rest } = summary;
  if (!rest.ok) throw new Error(`the story did not end as it must: ${(rest.problems ?? []).join('; ')}`);
  return { ...evidence, texts: { ...evidence.texts, summary: withoutIds(JSON.stringify(rest, null, 1)) } };
};

/** PER-206 from Todo to Done; throws where the story did not end as it must. */
export const playWhole = (world: HardWorld): Promise<Evidence> => explained(world, whole(world));

interface Interrupted {
  /** Called when `/cancel` was typed. */
  onceCancelled?: () => Promise<void>;
}

/** A ticket is filed from an issue and takes in another one; no work begins. */
const takeIn = async (local: Local): Promise<void> => {
  const { github, linear, repository } = local;
  const { key } = linear.createIssue({ team: 'PER', by: 'Ada', title: 'To be taken in' });
  const title = 'Not tracked yet';
  const { number } = github.openIssueAs(people.writer, { repository, title, body: 'Written here.' });
  const commentId = typeOnGithub(local, { number, body: `/absorb ${key}` });
  await look(local, 'the ticket to be told', () =>
    linear.issue(key)?.comments.some(({ body }) => body.startsWith('Taken in by')),
  );
  await look(local, '🚀 on /absorb', () =>
    github
      .thread(repository, number)
      .comments.find(({ id }) => id === commentId)
      ?.reacted.some(({ content }) => content === 'rocket'),
  );
};

/** Begun by a label on a GitHub issue, confirmed by its box, cancelled while its agent works. */
export const playCancelled = (world: HardWorld, options: Interrupted = {}): Promise<Evidence> =>
  explained(world, cancelled(world, options));

const cancelled = async (world: HardWorld, options: Interrupted): Promise<Evidence> => {
  const { local } = world;
  const { github, repository } = local;
  const title = `${local.ticketKey} on GitHub`;
  const { number } = github.openIssueAs(people.writer, { repository, title, body: 'Begun here.' });
  github.labelAs(people.writer, { repository, number, label: 'phase:delegate' });
  tick(local, await look(local, 'the scope', () => askedOn(local).find((one) => one.command === 'confirm')));
  await look(local, 'the agent to work', () =>
    github.runs(repository).some((run) => run.status === 'in_progress'),
  );
  const pull = await look(local, 'the pull request', () => github.pulls(repository)[0]);
  await showsStage(local, 'delegating');
  const commentId = typeOnGithub(local, { number: pull.number, body: '/cancel' });
  await options.onceCancelled?.();
  await look(local, 'the run to be cancelled', () => github.runs(repository)[0]?.conclusion === 'cancelled');
  await look(local, '🚀 on /cancel', () =>
    github
      .thread(repository, pull.number)
      .comments.find(({ id }) => id === commentId)
      ?.reacted.some(({ content }) => content === 'rocket'),
  );
  await showsStage(local, 'cancelled');
  await takeIn(local);
  return finish(world);
};
