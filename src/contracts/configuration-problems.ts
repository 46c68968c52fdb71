import { distance } from 'fastest-levenshtein';
import type { z } from 'zod';
import { type Path, quote } from './configuration-document.ts';
import { choicesOf, describeType, schemaAt, settings } from './configuration-shape.ts';

type Issue = z.core.$ZodIssue;

export interface Finding {
  path: Path;
  text: string;
}

/** One refusal of the schema as sentences for a person. `value` is the whole file's data. */
export const wordIssue = (issue: Issue, value: unknown): Finding[] => {
  const path = issue.path.filter((step) => typeof step !== 'symbol');
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ path: [...path, key], text: unknownKey(path, key) }));
    case 'invalid_key':
      return [
        { path, text: `${dotted(path)} is not a name: lower-case letters, digits and \`-\`, a letter first` },
      ];
    case 'invalid_format':
      return [{ path, text: wrongFormat(path, valueAt(value, path), issue.message) }];
    default:
      return [{ path, text: wrongValue(path, valueAt(value, path)) }];
  }
};

/** The schema says what is expected, as the end of a sentence. */
const wrongFormat = (path: Path, value: unknown, what: string): string =>
  value === '' ? `${dotted(path)} is empty` : `${dotted(path)} is ${shown(value)}, which ${what}`;

const unknownKey = (path: Path, key: string): string => {
  const words = fixedKeys(path);
  const siblings = words ?? Object.keys(schemaAt(path)?.properties ?? {});
  const near = nearest(key, siblings);
  const known = siblings.map((name) => `\`${name}\``).join(', ');
  if (words) {
    const meant = near === null ? '' : `; did you mean \`${[...path, near].join('.')}\`?`;
    return `${dotted([...path, key])} is not a setting; there are ${known}${meant}`;
  }
  const elsewhere = settings().find((setting) => setting.key.split('.').at(-1) === key)?.key;
  const meant = near === null ? elsewhere : [...path, near].join('.');
  const hint = meant ? `; did you mean \`${meant}\`?` : `; known here: ${known}`;
  return `${dotted([...path, key])} is not a setting${hint}`;
};

/** Words out of which the keys of a map are to be taken, as phases are; null for names of one's own. */
const fixedKeys = (path: Path): string[] | null => {
  const names = schemaAt(path)?.propertyNames;
  return typeof names === 'object' ? (choicesOf(names)?.map(String) ?? null) : null;
};

const wrongValue = (path: Path, value: unknown): string => {
  const schema = schemaAt(path);
  const name = dotted(path);
  if (value === undefined) return `${name} is missing${schema?.description ? `: ${schema.description}` : ''}`;
  if (value === '') return `${name} is empty`;
  const near =
    typeof value === 'string' ? nearest(value, (schema ? (choicesOf(schema) ?? []) : []).map(String)) : null;
  if (near !== null) return `${name} is ${shown(value)}; did you mean \`${near}\`?`;
  const quoted =
    schema?.type === 'string' && ['number', 'boolean'].includes(typeof value)
      ? `: write it in quotes, \`'${String(value)}'\``
      : '';
  return `${name} must be ${schema ? describeType(schema) : 'something else'}, not ${shown(value)}${quoted}`;
};

/** `review.without[0]`, `agents.allowed.opencode` */
const dotted = (path: Path): string => {
  const text = path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index > 0 ? '.' : ''}${step}`))
    .join('');
  return text === '' ? 'the file' : quote(text);
};

const shown = (value: unknown): string => {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a map' : quote(String(value));
};

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (inner, step) =>
      typeof inner === 'object' && inner !== null
        ? Object.entries(inner).find(([key]) => key === String(step))?.[1]
        : undefined,
    value,
  );

export const nearest = (word: string, known: string[]): string | null => {
  const asked = word.toLowerCase();
  const ranked = known
    .map((name) => ({ name, off: name.startsWith(asked) && asked.length >= 3 ? 1 : distance(name, asked) }))
    .filter(({ name, off }) => off <= Math.max(name.length < 4 ? 1 : 2, Math.floor(name.length / 3)))
    .sort((a, b) => a.off - b.off || a.name.length - b.name.length);
  return ranked[0]?.name ?? null;
};
