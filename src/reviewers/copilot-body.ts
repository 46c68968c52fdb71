import { type Found, finding } from './found.ts';
import { readPlace } from './place.ts';
import { fencedLines, firstSentence, oneLine } from './words.ts';

const counts = [
  /generated (no|\d{1,4})(?: new)? comments?/i,
  /comments generated:[\s*]{0,4}(\d{1,4}|none|no)\b/i,
  /\*\*findings:\*\*\s*(\d{1,4}|none|no)\b/i,
];

/** How many comments it says it wrote; null where it does not say. */
export const promisedBy = (body: string): number | null => {
  for (const count of counts) {
    const written = count.exec(body)?.[1];
    if (written !== undefined) return Number(written) || 0;
  }
  return null;
};

/** Files it looked at; null where it does not say. */
export const filesReviewed = (body: string): { read: number; all: number } | null => {
  const match =
    /reviewed (\d{1,5}) out of (\d{1,5}) changed files?/i.exec(body) ??
    /files reviewed:[\s*]{0,4}(\d{1,5})\s*\/\s*(\d{1,5})/i.exec(body);
  return match ? { read: Number(match[1]), all: Number(match[2]) } : null;
};

const listHead = /^\s*(?:<summary>|<details>\s*<summary>|#{1,6}\s)\s*files not reviewed\b/i;
const listEnd = /^\s*(?:<\/details>|#{1,6}\s|<details>|<summary>)/i;
const listed = /^\s*[*-]\s+\*\*`?([^*\n]{1,500}?)`?\*\*\s*:\s*(\S.*)$/;
/** It never reviews such files; any other reason is that it did not come to it. */
const unsupported = /not supported|unsupported|generated file/i;

/** Files that it names as left out, with its reason. */
const leftOutIn = (body: string): { path: string; why: string }[] => {
  const found: { path: string; why: string }[] = [];
  let within = false;
  for (const { line, fenced } of fencedLines(body)) {
    if (fenced) continue;
    const file = within ? listed.exec(line) : null;
    if (listHead.test(line)) within = true;
    else if (listEnd.test(line)) within = false;
    else if (file) found.push({ path: file[1] ?? '', why: file[2] ?? '' });
  }
  return found;
};

/** What it says of files that it left out. `partial`: not all of them are named as ones that it never reviews. */
export const filesLeftOut = (body: string): { said: string; partial: boolean } | null => {
  const files = filesReviewed(body);
  if (!files || files.read >= files.all) return null;
  const listedFiles = leftOutIn(body);
  const beyond = listedFiles.filter(({ why }) => unsupported.test(why)).length;
  const names = listedFiles
    .slice(0, 10)
    .map(({ path, why }) => `${oneLine(path, 200)} (${oneLine(why, 100)})`);
  return {
    said: `It reviewed ${files.read} of ${files.all} changed files${names.length === 0 ? '' : `, and left out ${names.join(', ')}`}.`,
    partial: beyond < files.all - files.read,
  };
};

const held = /suppressed comments|comments suppressed|previously missed/i;
const headed = /^\s*(?:<summary>|#{1,6}\s|<details>\s*<summary>)/i;
const ends = /^\s*(?:<\/details>|#{1,6}\s|[-*]\s+\*\*(?:files reviewed|comments generated|review effort))/i;
const anchor = /^\s*\*\*`?([^*`\n]{1,500}?)`?:?\*\*:?\s*$/;

/**
 * What it was not sure of, and folded away: `**path:line**`, then its words and a piece of the code, which is left
 * out. Their heading has changed over time, and so has the fold around them.
 */
export const heldBack = (body: string, url: string): Found[] => {
  const found: { anchor: string; lines: string[] }[] = [];
  let within = false;
  for (const { line, fenced } of fencedLines(body)) {
    if (fenced) continue;
    if (headed.test(line) && held.test(line)) within = true;
    else if (ends.test(line)) within = false;
    else if (within) {
      const at = anchor.exec(line)?.[1];
      if (at !== undefined && readPlace(at, url)) found.push({ anchor: at, lines: [] });
      else found.at(-1)?.lines.push(line.replace(/^\s*[*-]\s+/, ''));
    }
  }
  return found.map(({ anchor: at, lines }) => {
    const detail = lines.join('\n').replace(/^\s*\[nitpick\]\s*/i, '');
    return finding({
      severity: 'note',
      title: firstSentence(detail),
      place: readPlace(at, url),
      detail,
      url,
    });
  });
};
