import type { SearchHit } from '../../ports/git.ts';
import { binder, declarer } from '../code/definitions.ts';
import type { ChangedText, Evidence } from '../evidence.ts';
import { type Finding, flagged, problem } from '../finding.ts';
import { hitsOf } from '../found.ts';
import { isDocument, isTestPath } from '../paths.ts';
import { importOf, isImport, isInternalImport } from './imports.ts';
import { isOwn, namedByTasks, type Rename } from './renames.ts';
import { originsOf, partOf, tokensIn } from './tokens.ts';

/** A longer name that changed along with the renamed one. */
export interface Altered {
  rename: Rename;
  from: string;
  to: string;
  how: 'inside' | 'word';
  path: string;
  line: number;
}

/** Longer names that are in what a file lost, and with the new name in them in what it got. */
export const alteredIn = (evidence: Evidence, renames: Rename[]): Altered[] => {
  if (renames.length === 0) return [];
  const found = new Map<string, Altered>();
  for (const text of evidence.texts.filter(({ file }) => isOwn(file.path))) {
    const lost = new Set(text.hunks.flatMap(({ removed }) => removed.flatMap((line) => tokensIn(line.text))));
    for (const [token, line] of lost.size > 0 ? gained(text, lost) : []) {
      for (const one of alterations(token, { lost, renames })) {
        const key = `${one.from}\0${one.to}`;
        if (!found.has(key)) found.set(key, { ...one, path: text.file.path, line });
      }
    }
  }
  return [...found.values()];
};

/** Names that a file's new lines have and its old ones had not, with the first line of each. */
const gained = ({ hunks }: ChangedText, lost: ReadonlySet<string>): Map<string, number> => {
  const first = new Map<string, number>();
  for (const { number, text } of hunks.flatMap(({ added }) => added)) {
    for (const token of tokensIn(text)) if (!lost.has(token) && !first.has(token)) first.set(token, number);
  }
  return first;
};

const alterations = (
  token: string,
  { lost, renames }: { lost: ReadonlySet<string>; renames: Rename[] },
): Omit<Altered, 'path' | 'line'>[] =>
  renames.flatMap((rename) => {
    if (token === rename.to || !token.includes(rename.to)) return [];
    // `link` → `baselink`: what begins as the new name may come of the old one in two ways
    const origin = originsOf(token, rename).find(
      (one) => one !== rename.from && one !== token && lost.has(one),
    );
    if (origin === undefined) return [];
    const how = partOf(rename.from, origin);
    return how === 'none' ? [] : [{ rename, from: origin, to: token, how }];
  });

/** `import { x as name }` */
const asAnother = (name: string): RegExp =>
  new RegExp(`\\bas\\s+${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w$])`);

type State = 'renamed too' | 'used elsewhere' | 'declared nowhere';

/** What became of the longer name: both names can be there by right, or the new one alone. */
const stateOf = (altered: Altered, { found, texts, trees }: Evidence): State => {
  const { from, to } = altered;
  const folders = new Set(trees.head.flatMap((path) => path.split('/').slice(0, -1)));
  const heads = new Map(texts.map(({ file, head }) => [file.path, head]));
  // what is imported from this repository is declared there, or nowhere
  const declares = (hit: SearchHit, name: string, binds: (line: string) => boolean): boolean => {
    const text = importOf(hit, heads.get(hit.path) ?? null);
    if (text !== null && isInternalImport({ ...hit, text }, folders)) return asAnother(name).test(text);
    // a member of an enumeration stands alone on its line
    return text !== null || binds(hit.text) || hit.text.trim().replace(/,$/, '') === name;
  };
  const isCode = ({ path }: { path: string }): boolean => isOwn(path) && !isDocument(path);
  const [old, now] = [hitsOf(found.head, from).filter(isCode), hitsOf(found.head, to).filter(isCode)];
  const [bindsOld, bindsNow] = [binder(from), binder(to)];
  const declaredOld = old.some((hit) => declares(hit, from, bindsOld));
  const declaredNow = now.some((hit) => declares(hit, to, bindsNow));
  // what is only imported under the new name is declared under the old one
  const bound = now.filter(({ text }) => bindsNow(text));
  const importedOnly =
    bound.length > 0 && bound.every(isImport) && old.some((hit) => !isImport(hit) && bindsOld(hit.text));
  if (importedOnly) return 'used elsewhere';
  if (declaredOld && declaredNow) return 'renamed too';
  if (old.some(({ text }) => !text.includes(to))) return 'used elsewhere';
  return declaredNow || from.includes('-') ? 'renamed too' : 'declared nowhere';
};

const told = ({ from, to, path, line, rename }: Altered, why: string): string =>
  `\`${from}\` became \`${to}\` in \`${path}:${line}\` when \`${rename.from}\` became \`${rename.to}\`: ${why}`;

const isProse = ({ path, from }: Altered): boolean => isDocument(path) && /^\p{L}?\p{Ll}*$/u.test(from);

/** Whether the longer name had a declaration of its own. */
const isForOthers = ({ from }: Altered, { found }: Evidence): boolean => {
  const declares = declarer(from);
  if (/^[A-Z][A-Z0-9]*_[A-Z0-9_]+$/.test(from)) return true;
  return hitsOf(found.base, from).some(
    ({ path, text }) =>
      isOwn(path) && !isTestPath(path) && ['keyword', 'method'].includes(declares(text) ?? ''),
  );
};

const judge = (
  altered: Altered,
  { evidence, named }: { evidence: Evidence; named: ReadonlySet<string> },
): Finding[] => {
  const { from, to, path, line, how, rename } = altered;
  if (named.has(from) || named.has(to)) return [];
  const place = { path, line };
  if (how === 'inside') {
    return [problem(told(altered, `only a part of the word was meant. Write \`${from}\` again.`), place)];
  }
  // two names that changed places on a few lines are no rename
  if (isProse(altered) || (rename.by === 'diff' && rename.declaredIn.length === 0)) return [];
  const state = stateOf(altered, evidence);
  if (state === 'used elsewhere') {
    return [
      problem(
        told(altered, `it is another name, which is still \`${from}\` elsewhere. Write \`${from}\` again.`),
        place,
      ),
    ];
  }
  if (state === 'renamed too' && rename.by === 'task' && !isDocument(path) && isForOthers(altered, evidence))
    return [flagged(told(altered, 'no task asks for that. Look whether it was meant.'))];
  if (state === 'renamed too' || isDocument(path)) return [];
  if (!evidence.found.head.complete)
    return [flagged(told(altered, `whether \`${to}\` is declared could not be looked up.`))];
  return [problem(told(altered, `no \`${to}\` is declared. Write \`${from}\` again.`), place)];
};

export const alteredFindings = (evidence: Evidence, renames: Rename[]): Finding[] => {
  const named = namedByTasks(evidence);
  return alteredIn(evidence, renames).flatMap((altered) => judge(altered, { evidence, named }));
};
