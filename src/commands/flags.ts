import { distance } from 'fastest-levenshtein';

export interface ReadFlags<Name extends string> {
  /** What is no flag, words joined by one space. */
  rest: string;
  flags: Partial<Record<Name, string>>;
  /** Names that take no value, and were given. */
  switches: string[];
  /** The last thing wrong with the flags; those read are still given. */
  problem: string | null;
}

/** Reads `--name value` and `--name=value` out of a command line, and `--name` alone where it is one of `switches`. */
export const readFlags = <Name extends string>(
  args: string,
  { names, switches = [] }: { names: readonly Name[]; switches?: readonly string[] },
): ReadFlags<Name> => {
  const words = args.split(/\s+/).filter((word) => word !== '');
  const read: ReadFlags<Name> = { rest: '', flags: {}, switches: [], problem: null };
  const rest: string[] = [];
  while (words.length > 0) {
    const word = words.shift() ?? '';
    const flag = flagPattern.exec(word);
    if (flag?.[1])
      read.problem =
        takeFlag(read, { names, switches, words, name: flag[1], value: flag[2] }) ?? read.problem;
    else rest.push(word);
  }
  return { ...read, rest: rest.join(' ') };
};

/** Phones turn `--` into a long dash. */
const flagPattern = /^(?:--|[–—])([A-Za-z][^=]*)(?:=(.*))?$/;

const takeFlag = <Name extends string>(
  read: ReadFlags<Name>,
  from: {
    names: readonly Name[];
    switches: readonly string[];
    words: string[];
    name: string;
    value: string | undefined;
  },
): string | null => {
  if (from.switches.includes(from.name)) return takeSwitch(read.switches, from);
  const name = from.names.find((known) => known === from.name);
  if (!name) return unknown(from.name, [...from.names, ...from.switches]);
  const value = from.value ?? (from.words[0]?.startsWith('--') ? undefined : from.words.shift());
  if (!value) return `\`--${name}\` needs a value.`;
  if (read.flags[name] !== undefined) return `\`--${name}\` is given twice.`;
  read.flags[name] = value;
  return null;
};

const takeSwitch = (
  given: string[],
  { name, value }: { name: string; value: string | undefined },
): string | null => {
  if (value !== undefined) return `\`--${name}\` takes no value.`;
  if (!given.includes(name)) given.push(name);
  return null;
};

const unknown = (name: string, names: readonly string[]): string => {
  const near = names.find((known) => distance(known, name) <= 2);
  const hint = near
    ? `Did you mean \`--${near}\`?`
    : `Known are ${listed(names.map((known) => `\`--${known}\``))}.`;
  return `\`--${name.replaceAll('`', "'").slice(0, 40)}\` is not known. ${hint}`;
};

const listed = (names: string[]): string =>
  names.length < 3 ? names.join(' and ') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
