import { endOfLine } from './extent.ts';
import type { CasePattern } from './language.ts';
import type { Masked } from './mask.ts';
import type { Reading } from './part.ts';

/** Name of a case and where it stands; null where there is none, and so no case. */
export const nameOf = (
  at: Reading,
  pattern: CasePattern,
  match: RegExpExecArray,
): { name: string; at: number } | null => {
  const { masked } = at;
  const behind = match.index + match[0].length;
  if (pattern.name) {
    const search = new RegExp(pattern.name.source, 'g');
    search.lastIndex = behind;
    const found = search.exec(masked.code.slice(0, behind + 2_000));
    return found?.[1] === undefined
      ? null
      : { name: found[1].replaceAll('`', ''), at: found.index + found[0].indexOf(found[1]) };
  }
  const name = match.groups?.name;
  if (name !== undefined)
    return { name: masked.bare.slice(behind - name.length, behind).trim() || name, at: behind - name.length };
  if (pattern.quoted) return { name: stringAt(masked, behind), at: behind };
  const open = argumentsAt(at, behind);
  return open === null ? null : { name: argumentAt(at, open), at: match.index };
};

/** The bracket of the call itself: `it.each([…])('name', …)` has another before it. */
export const argumentsAt = (
  { masked, brackets }: Pick<Reading, 'masked' | 'brackets'>,
  from: number,
): number | null => {
  const { code } = masked;
  let at = from;
  if (code.charAt(at) === '<') at = code.indexOf('(', at);
  if (code.charAt(at) === '`') at = skipTemplate(code, at);
  if (code.charAt(at) !== '(') return null;
  const next = brackets.get(at) ?? code.length;
  const after = /^\s*(?=\()/.exec(code.slice(next, next + 200));
  return after ? next + after[0].length : at;
};

const skipTemplate = (code: string, at: number): number => {
  const close = code.indexOf('`', at + 1);
  if (close < 0) return code.length;
  return close + 1 + (/^\s*/.exec(code.slice(close + 1, close + 200))?.[0].length ?? 0);
};

const argumentAt = ({ masked, brackets }: Reading, open: number): string => {
  const { code, bare } = masked;
  const first = open + 1 + (/^\s*/.exec(code.slice(open + 1, open + 400))?.[0].length ?? 0);
  if (/["'`]/.test(code.charAt(first))) return stringAt(masked, first);
  const end = Math.min((brackets.get(open) ?? code.length) - 1, open + 300);
  for (let at = first; at < end; at += 1) {
    if (code.charAt(at) === ',') {
      const rest = bare.slice(first, at).trim();
      // gtest names a test by two arguments
      const second = /^\s*(\w+)\s*\)/.exec(code.slice(at + 1, end + 1));
      return second?.[1] === undefined ? rest : `${rest}.${second[1]}`;
    }
    at = Math.max(at, (brackets.get(at) ?? at + 1) - 1);
  }
  return bare.slice(first, end).trim();
};

const stringAt = ({ code, bare }: Masked, at: number): string => {
  const close = code.indexOf(code.charAt(at), at + 1);
  return bare.slice(at + 1, close < 0 ? endOfLine(code, at) : close);
};
