const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Words that stand before a name where it is made, in the languages that have any. */
const keywords = [
  ...[
    'async',
    'class',
    'const',
    'def',
    'defp',
    'defmodule',
    'enum',
    'extension',
    'fn',
    'fun',
    'func',
    'function',
  ],
  ...['interface', 'let', 'macro', 'macro_rules!', 'mod', 'module', 'namespace', 'object', 'package', 'proc'],
  ...[
    'protocol',
    'record',
    'static',
    'struct',
    'sub',
    'trait',
    'type',
    'typedef',
    'union',
    'val',
    'var',
    'view',
  ],
].map(escaped);

/** Longer lines are generated, and nothing to search through. */
const maxLength = 400;

/**
 * Whether a line looks like the place where a name is made rather than used: a keyword before it (`def name`,
 * `func (r *T) name`, `static int name(`), or a value given to it at the start of the line.
 */
export const definitionPattern = (name: string): ((line: string) => boolean) => {
  const word = escaped(name);
  const declared = new RegExp(
    `(?:^|[\\s({;])(?:${keywords.join('|')})\\*?\\s+(?:\\([^()]{0,80}\\)\\s*|[\\w<>?]{1,40}\\.|[\\w<>[\\],.?:&*]{1,60}\\s+){0,3}${word}(?![\\w$])`,
  );
  const method = new RegExp(
    `^\\s*(?:(?:public|private|protected|internal|override|final|abstract|virtual|inline|export)\\s+){1,4}(?:[\\w<>[\\],.?]{1,60}\\s+){0,2}${word}\\s*[(=:;{<]`,
  );
  const assigned = new RegExp(
    `^(?:\\s{0,4}|module\\.exports\\.|exports\\.)${word}\\s*(?::[^=:]{1,60})?(?:=(?![=>])|:=)`,
  );
  return (line) => {
    const start = line.slice(0, maxLength);
    return declared.test(start) || method.test(start) || assigned.test(start);
  };
};
