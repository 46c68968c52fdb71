import { spellings, wholeWords } from '../../openspec/claims/words.ts';
import { indexPaths, stemOf } from '../../openspec/path-index.ts';
import { type AddedLine, addedLines } from '../added-lines.ts';
import { codeLines } from '../code/comments.ts';
import { definitionsOf } from '../code/definitions.ts';
import type { Evidence } from '../evidence.ts';
import { type Finding, flagged, problem } from '../finding.ts';
import { isSpec } from '../found.ts';
import { isDocument, isLockfile } from '../paths.ts';
import type { Rule } from './rules.ts';

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const imports = /\b(?:import|require|from|include|use|using|load|source)\b/;
const logs =
  /\b(?:log\w*|print\w*|console|fmt|puts|echo|warn\w*|debug|info|error|trace|write(?:ln)?!?|println!?|eprintln!?|stdout|stderr)\b/i;
const literals = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g;

/** Lines that the rule is about: of the files, or the functions, it is forbidden to. */
const within = (rule: Rule, evidence: Evidence): ((line: AddedLine) => boolean) => {
  const { by, places } = rule;
  const paths = [...places, ...(by && (by.kind === 'path' || by.kind === 'line') ? [by.name] : [])];
  if (paths.length > 0) {
    const index = indexPaths(evidence.trees.head);
    const files = new Set(paths.flatMap((path) => index.resolve(path)));
    return ({ path }) => files.has(path);
  }
  if (by?.kind !== 'identifier') return () => true;
  const spans = evidence.texts.flatMap(({ file, head }) =>
    head === null
      ? []
      : definitionsOf({ name: by.name, path: file.path, text: head }).map(({ from, to }) => ({
          path: file.path,
          from,
          to,
        })),
  );
  return ({ path, line }) => spans.some((span) => span.path === path && span.from <= line && line <= span.to);
};

const holder = (rule: Rule): ((code: string) => boolean) => {
  if (rule.kind === 'path') {
    const stem = escapeRegExp(stemOf(rule.name));
    const specifier = new RegExp(`[/"'.\\s]${stem}(?:\\.\\w+)?["';\\s]|[/"'.\\s]${stem}(?:\\.\\w+)?$`);
    return (code) => imports.test(code) && specifier.test(code);
  }
  if (rule.kind === 'text') return (code) => code.includes(rule.name);
  const pattern = wholeWords(spellings(rule.name));
  const asString = rule.name.includes('-');
  return (code) => {
    if (!pattern.test(code)) return false;
    if (rule.what === 'logged') return logs.test(code);
    // named in a message it is not used
    return asString || imports.test(code) || pattern.test(code.replace(literals, ' '));
  };
};

/** New code that holds what the rule bans; comments, documentation and what was there before apart. */
export const bannedUses = (rule: Rule, evidence: Evidence): Finding[] => {
  const inScope = within(rule, evidence);
  const holds = holder(rule);
  const code = new Map<string, string[]>();
  const headOf = new Map(evidence.texts.map(({ file, head }) => [file.path, head]));
  const codeOf = ({ path, line, text }: AddedLine): string => {
    const head = headOf.get(path);
    if (typeof head !== 'string') return text;
    const lines = code.get(path) ?? codeLines(path, head);
    code.set(path, lines);
    return lines[line - 1] ?? '';
  };
  const before = alreadyThere(evidence, holds);
  return addedLines(evidence.texts)
    .filter((line) => !isDocument(line.path) && !isSpec(line.path) && !isLockfile(line.path))
    .filter(
      (line) =>
        line.text.length > 1 && holds(line.text) && inScope(line) && !before.has(`${line.path}:${line.line}`),
    )
    .filter((line) => holds(codeOf(line)))
    .map(({ path, line }) => {
      const does = rule.what === 'logged' ? 'is printed' : 'is used';
      const text = `\`${rule.name}\` ${does} in \`${path}:${line}\`: ${rule.because} Do it without.`;
      return rule.soft ? flagged(text) : problem(text, { path, line });
    });
};

/** Added lines whose hunk had the name before: it was edited around, not brought in. */
const alreadyThere = ({ texts }: Evidence, holds: (code: string) => boolean): Set<string> =>
  new Set(
    texts.flatMap(({ file, hunks }) =>
      hunks
        .filter(({ removed }) => removed.some(({ text }) => holds(text.slice(0, 1_000))))
        .flatMap(({ added }) => added.map(({ number }) => `${file.path}:${number}`)),
    ),
  );
