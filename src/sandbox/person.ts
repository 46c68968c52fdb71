import type { Local } from './local.ts';
import { people } from './local.ts';

export interface Asked {
  /** What the box does, and the decision it belongs to. */
  command: string;
  decision: string;
  comment: { id: number; body: string };
  number: number;
}

const boxPattern = /^- \[ \] .*<!-- box:([a-z0-9-]+):([a-z0-9-]+) -->$/gm;

/** Boxes of the App's comments that wait for somebody, oldest first. */
export const askedOn = (local: Local): Asked[] => {
  const { github, repository } = local;
  return github.threads(repository).flatMap(({ number }) =>
    github
      .thread(repository, number)
      .comments.filter((comment) => comment.user.login === 'throughline[bot]')
      .flatMap((comment) =>
        [...comment.body.matchAll(boxPattern)].map((match) => ({
          command: match[1] ?? '',
          decision: match[2] ?? '',
          comment: { id: comment.id, body: comment.body },
          number,
        })),
      ),
  );
};

/** Ticks one box as the browser does: the whole body goes back with one mark changed. */
export const tick = (local: Local, asked: Asked, login: string = people.writer): void => {
  const before = local.github
    .thread(local.repository, asked.number)
    .comments.find((comment) => comment.id === asked.comment.id)?.body;
  if (before === undefined) throw new Error('that comment is gone');
  const line = before
    .split('\n')
    .find((one) => one.includes(`<!-- box:${asked.command}:${asked.decision} -->`));
  if (!line) throw new Error(`no box ${asked.command} of ${asked.decision} there`);
  const body = before.replace(line, line.replace('- [ ]', '- [x]'));
  local.github.editCommentAs(login, { repository: local.repository, id: asked.comment.id, body });
};

export const typeOnGithub = (
  local: Local,
  options: { number: number; body: string; login?: string },
): number =>
  local.github.commentAs(options.login ?? people.writer, {
    repository: local.repository,
    number: options.number,
    body: options.body,
  }).id;

export const typeOnTicket = (local: Local, body: string, user = 'Ada'): string =>
  local.linear.commentAs({ user, issue: local.ticketKey, body }).id;

/** Whether Linear's webhook about this comment was taken. */
export const heardOnTicket = (local: Local, commentId: string): true | null =>
  local.linear
    .deliveries()
    .some((delivery) => delivery.state === 'delivered' && delivery.body.includes(`"id":"${commentId}"`)) ||
  null;

/** Resolves with the first value `look` gives; looks again after every change of the local world. Rejects when the time is up. */
export const until = async <T>(
  local: Local,
  options: { what: string; withinMs: number; look: () => T | null },
): Promise<T> => {
  const { look, withinMs, what } = options;
  return new Promise<T>((resolve, reject) => {
    const stops: (() => void)[] = [];
    const finish = (settle: () => void): void => {
      for (const stop of stops) stop();
      settle();
    };
    const timer = setTimeout(
      () => finish(() => reject(new Error(`waited ${Math.round(withinMs / 1000)} s for ${what}`))),
      withinMs,
    );
    stops.push(() => clearTimeout(timer));
    const check = (): void => {
      try {
        const value = look();
        if (value !== null) finish(() => resolve(value));
      } catch (error) {
        finish(() => reject(error));
      }
    };
    stops.push(local.github.onChange(check), local.linear.onChange(check));
    check();
  });
};
