import { folderOf, stemOf } from '../../openspec/path-index.ts';
import type { SearchHit } from '../../ports/git.ts';
import { isCommentLine } from '../code/comments.ts';
import { binder, declarer } from '../code/definitions.ts';
import type { Evidence } from '../evidence.ts';
import { type Finding, flagged, noted, problem } from '../finding.ts';
import { isDocument } from '../paths.ts';
import { byName, isOnPurpose } from './hits.ts';
import { isImport, isInternalImport } from './imports.ts';
import type { Rename } from './renames.ts';

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const isShaped = (name: string): boolean => /_|[\p{Ll}\p{N}]\p{Lu}|^\p{Lu}\p{Ll}+\p{Lu}/u.test(name);

const globally =
  /^\s*(?:[\w<>[\],]+\s+){0,4}(?:def|function\*?|fn|func|fun|class|interface|type|enum|struct|trait|module|macro_rules!|record|object|#define)\s/;

/** Local variables come and go; what others can name has a declaration of its own, or stands at the left margin. */
const isForOthers = (name: string): ((hit: SearchHit) => boolean) => {
  const declares = declarer(name);
  return ({ path, text }) => {
    if (isDocument(path)) return false;
    const how = declares(text);
    if (how === null) return false;
    return how === 'method' || globally.test(text) || !/^\s/.test(text);
  };
};

type Use = 'problem' | 'flag' | 'note' | null;

const literals = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`/g;

interface Old {
  name: string;
  shaped: boolean;
  /** Objects and modules it was called on where the diff renamed it, and those named as the file that declared it. */
  owners: ReadonlySet<string>;
  folders: ReadonlySet<string>;
  /** Of files that declared it as a type, where it can be nothing else. */
  endings: ReadonlySet<string>;
}

const inDocument = (text: string, { name, shaped }: Old): Use => {
  const spans = text.match(/`[^`]+`/g) ?? [];
  const exact = new RegExp(`^\`(?:[\\w.]+[.#:])?${escapeRegExp(name)}(?:\\(.*\\))?\`$`, 'u');
  if (spans.some((span) => exact.test(span)))
    return shaped || spans.some((span) => /\(/.test(span)) ? 'problem' : null;
  const within = spans.some((span) =>
    new RegExp(`(?<![\\p{L}\\p{N}_$-])${escapeRegExp(name)}(?![\\p{L}\\p{N}_$-])`, 'u').test(span),
  );
  return within && shaped ? 'problem' : null;
};

const typed = /\b(?:class|interface|struct|enum|type|trait|record|protocol)\s/;

/** `Invoice one;` where `class Invoice` was. */
const isTypeOf = ({ name, endings }: Old, { path }: SearchHit, bare: string): boolean =>
  /^\p{Lu}\p{Ll}/u.test(name) &&
  endings.has(endingOf(path)) &&
  new RegExp(`(?<![\\p{L}\\p{N}_$.-])${escapeRegExp(name)}(?![\\p{L}\\p{N}_$:=-])`, 'u').test(
    bare.replace(/\/\/.*$/, ''),
  );

const endingOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1);

/** A common word may be another's; of what may be the same thing (`cart.calc()` beside `src/Cart.java`) a person is told. */
const commonWord = (
  old: Old,
  { hit, bare, owner }: { hit: SearchHit; bare: string; owner: string | undefined },
): Use => {
  if (owner === undefined) return isTypeOf(old, hit, bare) ? 'flag' : null;
  return old.owners.has(owner.toLowerCase()) && !selves.includes(owner) ? 'flag' : null;
};

const inCode = (hit: SearchHit, old: Old): Use => {
  const { name, shaped, owners, folders } = old;
  if (isImport(hit)) return isInternalImport(hit, folders) ? 'problem' : null;
  const word = escapeRegExp(name);
  const bare = hit.text.replace(literals, ' ');
  const owner = new RegExp(
    `([\\p{L}_$][\\p{L}\\p{N}_$]*)(?:\\([^()]{0,80}\\))?(?:\\?\\.|\\.|::|->|#)${word}(?![\\p{L}\\p{N}_$])`,
    'u',
  ).exec(hit.text)?.[1];
  if (!shaped) return commonWord(old, { hit, bare, owner });
  if (owner !== undefined) return owners.has(owner.toLowerCase()) ? 'problem' : 'flag';
  // `name:` and `name=` give a value to something of another's
  if (new RegExp(`(?<![\\p{L}\\p{N}_$])${word}(?:\\s*:(?!:)|\\s*=(?![=>]))`, 'u').test(bare)) return 'flag';
  return 'problem';
};

const useOf = (hit: SearchHit, old: Old): Use => {
  if (isDocument(hit.path)) return inDocument(hit.text, old);
  if (isCommentLine(hit.path, hit.text)) return old.shaped ? 'note' : null;
  return inCode(hit, old);
};

/** Files that give values to names which are declared elsewhere. */
const givesValues = /\.(?:auto\.)?tfvars$/;

const selves = ['this', 'self', 'cls', 'super', 'static'];

/** What stands before the name on lines where it was renamed. */
const ownersIn = ({ texts }: Evidence, name: string): string[] => {
  const pattern = new RegExp(
    `([\\p{L}_$][\\p{L}\\p{N}_$]*)(?:\\?\\.|\\.|::|->)${escapeRegExp(name)}(?![\\p{L}\\p{N}_$])`,
    'gu',
  );
  return texts.flatMap(({ hunks }) =>
    hunks.flatMap(({ removed }) =>
      removed.flatMap(({ text }) =>
        text.includes(name)
          ? [...text.slice(0, 2_000).matchAll(pattern)].map((match) => (match[1] ?? '').toLowerCase())
          : [],
      ),
    ),
  );
};

const oldOf = (evidence: Evidence, { from }: Rename, declared: SearchHit[]): Old => ({
  name: from,
  shaped: isShaped(from),
  owners: new Set([
    ...selves,
    ...declared.flatMap(({ path }) => [
      stemOf(path).toLowerCase(),
      folderOf(path).split('/').at(-1)?.toLowerCase() ?? '',
    ]),
    ...ownersIn(evidence, from),
  ]),
  endings: new Set(declared.filter(({ text }) => typed.test(text)).map(({ path }) => endingOf(path))),
  folders: new Set(evidence.trees.head.flatMap((path) => path.split('/').slice(0, -1))),
});

/** What only became private can go on under its old name by rules that no line shows. */
const softened = (use: Use, hit: SearchHit, { from, to }: Rename): Use =>
  use === 'problem' && to === `_${from}` && !isImport(hit) ? 'flag' : use;

interface Both {
  base: SearchHit[];
  head: SearchHit[];
}

const shownUses = 5;

const findingsFor = (rename: Rename, { base, head }: Both, evidence: Evidence): Finding[] => {
  const declared = base.filter(isForOthers(rename.from));
  if (declared.length === 0 || (rename.by === 'diff' && rename.declaredIn.length === 0)) return [];
  const binds = binder(rename.from);
  const old = oldOf(evidence, rename, declared);
  const outside = (hit: SearchHit): boolean => isImport(hit) && !isInternalImport(hit, old.folders);
  // another symbol of the name is somebody else's
  if (
    head.some(
      (hit) =>
        !isDocument(hit.path) &&
        !isCommentLine(hit.path, hit.text) &&
        (outside(hit) || (!isImport(hit) && !givesValues.test(hit.path) && binds(hit.text))),
    )
  )
    return [];
  const uses = head
    .filter((hit) => !isOnPurpose(hit, rename.to))
    .map((hit) => ({ hit, use: softened(useOf(hit, old), hit, rename) }));
  const of = (use: Use): SearchHit[] => uses.filter((one) => one.use === use).map(({ hit }) => hit);
  const at = ({ path, line }: SearchHit): string => `\`${path}:${line}\``;
  const named = `\`${rename.from}\` became \`${rename.to}\` and is declared no more`;
  const [problems, flags, notes] = [of('problem'), of('flag'), of('note')];
  return [
    ...problems
      .slice(0, shownUses)
      .map((hit) =>
        problem(
          `${named}; ${at(hit)} still names it: \`${hit.text.trim().slice(0, 120)}\`. Rename it there too.`,
          hit,
        ),
      ),
    ...(problems.length > shownUses
      ? [problem(`${named}; ${problems.length - shownUses} more lines name it.`)]
      : []),
    ...(flags.length > 0
      ? [
          flagged(
            `${named}; ${flags.slice(0, 3).map(at).join(', ')} may still mean it${flags.length > 3 ? `, and ${flags.length - 3} more lines` : ''}.`,
          ),
        ]
      : []),
    ...(notes.length > 0
      ? [noted(`Comments still say \`${rename.from}\`: ${notes.slice(0, 3).map(at).join(', ')}.`)]
      : []),
  ];
};

/** Uses of names that were renamed and are declared no more. */
export const leftBehind = (evidence: Evidence, renames: Rename[]): Finding[] => {
  if (!evidence.found.head.complete || !evidence.found.base.complete) return [];
  const names = renames.map(({ from }) => from);
  const [base, head] = [byName(evidence.found.base, names), byName(evidence.found.head, names)];
  return renames.flatMap((rename) =>
    findingsFor(rename, { base: base.get(rename.from) ?? [], head: head.get(rename.from) ?? [] }, evidence),
  );
};
