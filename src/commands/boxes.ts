import type { Command } from '../core/event.ts';

/** What each box means when it is ticked. */
const meanings = {
  confirm: { name: 'confirm' },
  accept: { name: 'accept' },
  /** No notes: the failed checks are sent instead. */
  iterate: { name: 'iterate', notes: '' },
  reject: { name: 'reject', why: 'ticked in the findings block' },
  'drop-rest': { name: 'finish' },
  continue: { name: 'continue' },
  'choose-1': { name: 'choose', direction: 1 },
  'choose-2': { name: 'choose', direction: 2 },
  'choose-3': { name: 'choose', direction: 3 },
  'none-of-these': { name: 'explore', hint: '' },
  /** By place, which is told from an option that happens to say `2`. */
  'option-1': { name: 'confirm', option: '#1' },
  'option-2': { name: 'confirm', option: '#2' },
  'option-3': { name: 'confirm', option: '#3' },
  'option-4': { name: 'confirm', option: '#4' },
  'option-5': { name: 'confirm', option: '#5' },
  'option-6': { name: 'confirm', option: '#6' },
  think: { name: 'think', hint: '' },
  defer: { name: 'defer' },
  back: { name: 'back' },
  'accept-assumptions': { name: 'confirm' },
  cancel: { name: 'cancel' },
  'go-on': { name: 'explore', hint: 'Plan it all the same.' },
} as const satisfies Record<string, Command>;

export type BoxName = keyof typeof meanings;

export interface Box {
  command: BoxName;
  /** Decision it belongs to: `d2`, `d2a1`, `unfinished-merge`, `explore-2`, `q-duplicate-anchors-3`. */
  decision: string;
}

export interface Tick extends Box {
  /** What to run. */
  means: Command;
}

export type Ticks =
  | { state: 'none' }
  | { state: 'ticked'; tick: Tick }
  /** More than one at once: which was meant is not ours to guess. */
  | { state: 'several'; ticks: Tick[] }
  /** Something beside our boxes changed: then no tick counts. */
  | { state: 'edited-otherwise' };

const boxPattern = /^([ \t]*- \[)([ xX])(\] .*<!-- box:([a-z]+(?:-[a-z0-9]+)*):([a-z0-9-]+) -->)$/;

/** One line of a comment of ours that a person can tick. `label` is Markdown on one line. */
export const renderBox = (box: Box & { label: string }): string =>
  `- [ ] ${box.label.replace(/\s+/g, ' ').trim()} <!-- box:${box.command}:${box.decision} -->`;

/** Whether people are asked something in this comment. */
export const hasBox = (body: string): boolean => linesOf(body).some((line) => boxPattern.test(line));

export const boxCommand = (name: BoxName): Command => meanings[name];

/**
 * Which boxes an edit of a comment of ours has ticked. Counts only when the two bodies differ in nothing but our
 * boxes; line ends aside, because GitHub sends `\r\n` once a comment was edited in the browser.
 */
export const readTicks = (before: string, after: string): Ticks => {
  const old = linesOf(before);
  const now = linesOf(after);
  if (old.length !== now.length) return { state: 'edited-otherwise' };
  const ticks: Tick[] = [];
  for (const [index, line] of now.entries()) {
    if (line === old[index]) continue;
    const change = readChange(old[index] ?? '', line);
    if (change === null) return { state: 'edited-otherwise' };
    if (change.ticked) ticks.push(change.tick);
  }
  const [tick, ...more] = ticks;
  if (!tick) return { state: 'none' };
  return more.length === 0 ? { state: 'ticked', tick } : { state: 'several', ticks };
};

const linesOf = (body: string): string[] => body.replace(/\r\n?/g, '\n').trimEnd().split('\n');

const readChange = (before: string, after: string): { tick: Tick; ticked: boolean } | null => {
  const old = boxPattern.exec(before);
  const now = boxPattern.exec(after);
  const sameButTheMark = old && now && old[1] === now[1] && old[3] === now[3];
  if (!sameButTheMark || !isBoxName(now[4])) return null;
  const tick = { command: now[4], decision: now[5] ?? '', means: boxCommand(now[4]) };
  return { tick, ticked: old[2] === ' ' && now[2] !== ' ' };
};

const isBoxName = (name: string | undefined): name is BoxName =>
  name !== undefined && Object.hasOwn(meanings, name);
