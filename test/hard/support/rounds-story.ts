import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Local, people } from '../../../src/sandbox/local.ts';
import { askedOn, heardOnTicket, tick, typeOnGithub, typeOnTicket } from '../../../src/sandbox/person.ts';
import type { Evidence } from './compare.ts';
import { idle } from './idle.ts';
import { demand, roundsProject } from './rounds-project.ts';
import { explained, finish, look, showsStage } from './stories.ts';
import { type HardOptions, type HardWorld, startWorld } from './world.ts';

/** A short project, on which reviews of the pull request come after one delegation. */
export const startRounds = async (options: Pick<HardOptions, 'armed'> = {}): Promise<HardWorld> => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-rounds-'));
  const { stage, recordings } = await roundsProject(folder);
  const world = await startWorld({ ...options, recordings, stage: async () => stage });
  return {
    ...world,
    close: async () => {
      await world.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** Delegated whole, and judged: its findings wait for a person. */
const upToAccept = async (local: Local) => {
  local.linear.labelAs({ user: 'Ada', issue: local.ticketKey, label: 'phase:delegate' });
  await look(local, 'the scope', () =>
    local.linear.issue(local.ticketKey)?.comments.some(({ body }) => body.includes('### Scope of')),
  );
  const typed = typeOnTicket(local, '/delegate 1-3');
  await look(local, '/delegate to be heard', () => heardOnTicket(local, typed));
  typeOnTicket(local, '/confirm');
  return look(local, 'the review', () => askedOn(local).find((one) => one.command === 'accept'));
};

/** The base has not moved, and a person asks for something in a conversation: it is filed, and said there. */
const askForMore = async (local: Local, number: number): Promise<void> => {
  const { github, repository } = local;
  typeOnGithub(local, { number, body: '/update' });
  const talked = () => github.thread(repository, number).comments.map(({ body }) => body);
  await look(local, 'the answer to /update', () =>
    talked().some((body) => body.includes('nothing to merge')),
  );
  await idle(local);
  const ada = github.reviewerOn(people.writer, repository);
  await ada.review({
    ...{ number, event: 'REQUEST_CHANGES', body: 'See inline comments' },
    comments: [{ path: demand.path, line: 1, side: 'RIGHT', body: demand.body }],
  });
  await look(local, 'the answer in the conversation', () =>
    github.conversations(repository, number).some(({ comments }) => comments.length === 2),
  );
  await showsStage(local, 'handed over');
  await idle(local);
};

const rounds = async (world: HardWorld, arm: readonly string[]): Promise<Evidence> => {
  const { local } = world;
  const { github, repository } = local;
  const review = await upToAccept(local);
  tick(local, review);
  await look(local, 'the first review', () =>
    github.runs(repository).some((run) => run.inputs.assignment?.includes('"phase":"rounds"')),
  );
  // not before: what a person did is redelivered six times, and a dozen deaths in a row are more than that
  world.armoury.arm(arm);
  const pull = await look(local, 'the hand-over', () => {
    const { number } = review;
    const handedOver = github
      .thread(repository, number)
      .comments.some(({ body }) => body.includes(':handed-over'));
    return handedOver ? github.pulls(repository).find((one) => one.number === number) : null;
  });
  await showsStage(local, 'handed over');
  await idle(local);
  await askForMore(local, pull.number);
  await github.mergePullAs(people.writer, { repository, number: pull.number });
  await showsStage(local, 'done');
  return finish(world);
};

/** From its one delegation over two rounds to Done; `arm`: failpoints to die at from the first review on. */
export const playRounds = (world: HardWorld, arm: readonly string[] = []): Promise<Evidence> =>
  explained(world, rounds(world, arm));
