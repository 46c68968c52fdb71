import type { NamedThing } from '../named-things.ts';

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The same option as shells, manifests and code spell it. */
export const spellings = (name: string): string[] => {
  if (!/^[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)+$/u.test(name)) return [name];
  const parts = name.split('-');
  const camel = parts
    .map((part, index) => (index === 0 ? part : part.charAt(0).toUpperCase() + part.slice(1)))
    .join('');
  return [
    name,
    parts.join('_'),
    parts.join('_').toUpperCase(),
    camel,
    camel.charAt(0).toUpperCase() + camel.slice(1),
  ];
};

/** Any of these as a whole word; `$name` is one too. */
export const wholeWords = (names: string[]): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}_])(?:${names.map(escapeRegExp).join('|')})(?![\\p{L}\\p{N}_$])`, 'u');

/** What a quotation says for certain, between placeholders and dots. */
export const fragmentsOf = (text: string): string[] =>
  text
    .split(/<[^<>]*>|\{+[^{}]*\}+|\$\w+|%[-\d.]*[a-z]|\[[^[\]]*\]|\.{3}|…|\bN\b|\bX\b|\b\d+\b/i)
    .map((piece) => piece.replace(/\s+/g, ' ').trim())
    .filter((piece) => piece.split(' ').length >= 2 || piece === text.trim());

/** A slip of the pen is in one half of a name: the other half finds what was meant. */
const halves = (name: string): string[] => {
  const middle = Math.ceil(name.length / 2);
  return [name.slice(0, Math.max(4, middle)), name.slice(middle)].filter((half) => half.length >= 4);
};

const longestWord = (text: string): string[] =>
  (text.match(/[\p{L}\p{N}_]{5,}/gu) ?? []).sort((one, other) => other.length - one.length).slice(0, 1);

/** What is looked for to judge one thing; halves of its name find what is nearest to it. */
export const wordsToLookUp = (thing: NamedThing): string[] => {
  if (thing.kind === 'identifier')
    return [...spellings(thing.name), ...(thing.sure ? halves(thing.name) : [])];
  if (thing.kind === 'text') return [...fragmentsOf(thing.name), ...longestWord(thing.name)];
  return [];
};
