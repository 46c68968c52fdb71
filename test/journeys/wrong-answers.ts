import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';

const recordings = join(import.meta.dirname, '../recordings/wrong');

/** Wrong answers, each with the phase that gives it and a second turn that repairs it. */
export const wrongAnswers = [
  { name: 'no-recommendation', phase: 'grill', turns: 2, says: 'recommended' },
  { name: 'invented-evidence', phase: 'grill', turns: 2, says: 'src/layout.js' },
  { name: 'stacked-questions', phase: 'grill', turns: 2, says: 'more than one thing' },
  { name: 'cyclic-tree', phase: 'grill', turns: 2, says: 'root-escape' },
  { name: 'dropped-decision', phase: 'propose', turns: 3, says: 'sync-warnings' },
  { name: 'unarchivable-delta', phase: 'propose', turns: 3, says: 'archive' },
] as const;
export type WrongAnswer = (typeof wrongAnswers)[number];

const recordingSchema = z.looseObject({ answer: z.unknown() });

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [relative(folder, join(entry.parentPath, entry.name))] : [],
  );

/** What a turn answers, once more and with nothing done about it. */
const unchanged = (text: string, phase: WrongAnswer['phase']): string => {
  const recording = recordingSchema.parse(JSON.parse(text));
  return JSON.stringify(phase === 'propose' ? { steps: [], answer: recording.answer } : recording);
};

/** Lays the recordings of one wrong answer into `into`, for a ticket; `stubborn` agents give the same answer in every turn. */
export const layWrong = (
  wrong: WrongAnswer,
  options: { into: string; key: string; stubborn: boolean },
): void => {
  const { into, key, stubborn } = options;
  rmSync(into, { recursive: true, force: true });
  cpSync(join(recordings, wrong.name), into, { recursive: true });
  for (const path of filesIn(into)) {
    const text = readFileSync(join(into, path), 'utf8');
    writeFileSync(join(into, path), text.replaceAll('@KEY@', key));
  }
  if (!stubborn) return;
  const place = (turn: number): string => join(into, wrong.phase, '1', String(turn), 'recording.json');
  const first = readFileSync(place(1), 'utf8');
  for (let turn = 2; turn <= wrong.turns; turn += 1) {
    if (!existsSync(place(turn))) mkdirSync(dirname(place(turn)), { recursive: true });
    writeFileSync(place(turn), unchanged(first, wrong.phase));
  }
};
