import { distance } from 'fastest-levenshtein';

export interface ReadFlags<Name extends string> {
  /** What is no flag, words joined by one space. */
  rest: string;
  flags: Partial<Record<Name, string>>;
  /** The last thing wrong with the flags; those read are still given. */
  problem: string | null;
}

/** Reads `--name value` and `--name=value` out of a command line. */
export const readFlags = <Name extends string>(args: string, names: readonly Name[]): ReadFlags<Name> => {
  const words = args.split(/\s+/).filter((word) => word !== '');
  const read: ReadFlags<Name> = { rest: '', flags: {}, problem: null };
  const rest: string[] = [];
  while (words.length > 0) {
    const word = words.shift() ?? '';
    const flag = flagPattern.exec(word);
    if (flag?.[1])
      read.problem = takeFlag(read, { names, words, name: flag[1], value: flag[2] }) ?? read.problem;
    else rest.push(word);
  }
  return { ...read, rest: rest.join(' ') };
};

/** Phones turn `--` into a long dash. */
const flagPattern = /^(?:--|[–—])([A-Za-z][^=]*)(?:=(.*))?$/;

const takeFlag = <Name extends string>(
  read: ReadFlags<Name>,
  from: { names: readonly Name[]; words: string[]; name: string; value: string | undefined },
): string | null => {
  const name = from.names.find((known) => known === from.name);
  if (!name) return unknown(from.name, from.names);
  const value = from.value ?? (from.words[0]?.startsWith('--') ? undefined : from.words.shift());
  if (!value) return `\`--${name}\` needs a value.`;
  if (read.flags[name] !== undefined) return `\`--${name}\` is given twice.`;
  read.flags[name] = value;
  return null;
};

const unknown = (name: string, names: readonly string[]): string => {
  const near = names.find((known) => distance(known, name) <= 2);
  const hint = near
    ? `Did you mean \`--${near}\`?`
    : `Known are ${names.map((known) => `\`--${known}\``).join(' and ')}.`;
  return `\`--${name.replaceAll('`', "'").slice(0, 40)}\` is not known. ${hint}`;
};
