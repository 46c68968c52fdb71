import { tasksFile } from '../support.ts';
import { type Change, type commits, edit } from './delegation.ts';

export const verified =
  (change: Record<string, unknown>): Change =>
  (delegation) => ({
    ...delegation,
    file: {
      ...delegation.file,
      verification: (delegation.file.verification ?? []).map((one) => ({ ...one, ...change })),
    },
  });

export const reported =
  (change: object): Change =>
  (delegation) => ({ ...delegation, file: { ...delegation.file, ...change } });

export const answered =
  (answer: Record<string, unknown> | string | null): Change =>
  (delegation) => ({
    ...delegation,
    answer:
      typeof answer === 'object' && answer !== null && typeof delegation.answer === 'object'
        ? { ...delegation.answer, ...answer }
        : answer,
  });

export const committed =
  (...list: Parameters<typeof commits>): Change =>
  (delegation) => ({ ...delegation, commits: list });

export const task = (from: string, to: string): Change => edit(tasksFile, from, to);
