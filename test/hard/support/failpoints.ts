import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { oneShotKinds, projectionNames } from '../../../src/core/effect.ts';

const around = (name: string): string[] => [`before:${name}`, `after:${name}`];

/** Every place where the App can be stopped: around each write the types know, the shell's own, and between intake and answer. */
export const failpoints: readonly string[] = [
  'accept:stored',
  ...around('create-ticket'),
  ...around('create-item'),
  ...around('commit'),
  ...around('configuration-check'),
  ...oneShotKinds.flatMap(around),
  'between:create-branch',
  // none between the note that a dispatch begins and the dispatch: who dies there leaves a run that may be lost, and `/retry`
  'between:dispatch-ref',
  'between:dispatch',
  'between:merge-delegation',
  'between:create-follow-up',
  'between:github-comment',
  'between:linear-comment',
  ...projectionNames.flatMap((name) => around(`project:${name}`)),
];

/** The folder the crashing App reads. */
export interface Armoury {
  folder: string;
  arm(names: readonly string[]): void;
  disarm(): void;
  fired(): string[];
  /** Failpoints some process came by. */
  reached(): string[];
}

export const createArmoury = (folder: string): Armoury => {
  for (const name of ['armed', 'fired']) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'reached'), '');
  return {
    folder,
    arm: (names) => {
      for (const name of names) writeFileSync(join(folder, 'armed', name), '');
    },
    disarm: () => {
      // the folder stays: the App looks into it at every failpoint
      for (const name of readdirSync(join(folder, 'armed')))
        rmSync(join(folder, 'armed', name), { force: true });
    },
    fired: () => readdirSync(join(folder, 'fired')),
    reached: () => [
      ...new Set(
        readFileSync(join(folder, 'reached'), 'utf8')
          .split('\n')
          .filter((line) => line !== ''),
      ),
    ],
  };
};
