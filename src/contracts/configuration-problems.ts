import { distance } from 'fastest-levenshtein';
import type { z } from 'zod';
import { type Path, quote } from './configuration-document.ts';
import { describeType, schemaAt, settings } from './configuration-shape.ts';

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
    default:
      return [{ path, text: wrongValue(path, valueAt(value, path)) }];
  }
};

const unknownKey = (path: Path, key: string): string => {
  const siblings = Object.keys(schemaAt(path)?.properties ?? {});
  const near = nearest(key, siblings);
  const elsewhere = settings().find((setting) => setting.key.split('.').at(-1) === key)?.key;
  const meant = near === null ? elsewhere : [...path, near].join('.');
  const hint = meant
    ? `; did you mean \`${meant}\`?`
    : `; known here: ${siblings.map((name) => `\`${name}\``).join(', ')}`;
  return `${dotted([...path, key])} is not a setting${hint}`;
};

const wrongValue = (path: Path, value: unknown): string => {
  const schema = schemaAt(path);
  const name = dotted(path);
  if (value === undefined) return `${name} is missing${schema?.description ? `: ${schema.description}` : ''}`;
  if (value === '') return `${name} is empty`;
  const near = typeof value === 'string' ? nearest(value, (schema?.enum ?? []).map(String)) : null;
  if (near !== null) return `${name} is ${shown(value)}; did you mean \`${near}\`?`;
  return `${name} must be ${schema ? describeType(schema) : 'something else'}, not ${shown(value)}`;
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
    .sort((a, b) => a.off - b.off);
  return ranked[0]?.name ?? null;
};
