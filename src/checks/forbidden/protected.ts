import { wholeWords } from '../../openspec/claims/words.ts';
import { indexPaths } from '../../openspec/path-index.ts';
import { type Definition, declarer, definitionsOf } from '../code/definitions.ts';
import type { ChangedText, Evidence } from '../evidence.ts';
import { type Finding, flagged, problem } from '../finding.ts';
import { isSpec } from '../found.ts';
import { isDocument, isTestPath } from '../paths.ts';
import type { Rule } from './rules.ts';

interface Defined {
  text: ChangedText;
  base: Definition[];
  head: Definition[];
}

const isPlain = ({ how }: Definition): boolean => how === 'keyword' || how === 'method';

const definedIn = (texts: ChangedText[], name: string): Defined[] =>
  texts.flatMap((text) => {
    const { file } = text;
    const base =
      text.base === null ? [] : definitionsOf({ name, path: file.oldPath ?? file.path, text: text.base });
    if (base.length === 0) return [];
    return [
      {
        text,
        base,
        head: text.head === null ? [] : definitionsOf({ name, path: file.path, text: text.head }),
      },
    ];
  });

/** Where it is declared plainly, keys and assignments of the same name are others; tests and documents only when nothing else has it. */
const relevant = (rule: Rule, evidence: Evidence): ChangedText[] => {
  const index = indexPaths(evidence.trees.base);
  const places = new Set(rule.places.flatMap((path) => index.resolve(path)));
  const texts = evidence.texts.filter(({ file }) => !isSpec(file.path) && !isDocument(file.path));
  // "speed up `a.ts` without changing `x`": what the sentence is about need not hold `x`
  const placed = evidence.found.base.hits.some(
    ({ path, text }) => places.has(path) && text.includes(rule.name),
  );
  if (placed || (places.size > 0 && !evidence.found.base.complete))
    return texts.filter(({ file }) => places.has(file.oldPath ?? file.path));
  const source = texts.filter(({ file }) => !isTestPath(file.path));
  return declaredInSource(rule, evidence) ? source : texts;
};

const declaredInSource = (rule: Rule, { found }: Evidence): boolean => {
  const declares = declarer(rule.name);
  return found.base.hits.some(
    ({ path, text }) => !isTestPath(path) && !isDocument(path) && !isSpec(path) && declares(text) !== null,
  );
};

const declaredPlainly = (rule: Rule, { found }: Evidence): boolean => {
  const declares = declarer(rule.name);
  return found.base.hits.some(
    ({ path, text }) =>
      !isTestPath(path) &&
      !isDocument(path) &&
      !isSpec(path) &&
      ['keyword', 'method'].includes(declares(text) ?? ''),
  );
};

const found = (rule: Rule, text: string, place?: Finding['place']): Finding =>
  rule.soft ? flagged(text) : problem(text, place);

const changedHere = (
  rule: Rule,
  { text, base, head }: Defined,
  movedTo: (body: string) => string | null,
): Finding[] => {
  const { file } = text;
  const left = head.map(({ shape }) => shape);
  const name = `\`${rule.name}\``;
  return base.flatMap((definition): Finding[] => {
    const at = left.indexOf(definition.shape);
    if (at >= 0) {
      left.splice(at, 1);
      return [];
    }
    const other = movedTo(definition.shape);
    if (other !== null)
      return [
        flagged(
          `${name} moved from \`${file.oldPath ?? file.path}\` to \`${other}\` as it is: ${rule.because}`,
        ),
      ];
    const now = head.find((one) => !base.some(({ shape }) => shape === one.shape)) ?? head[0];
    if (!now) {
      return [
        found(
          rule,
          `${name}, at the base in \`${file.oldPath ?? file.path}:${definition.line}\`, is no longer there: ${rule.because} Bring it back as it was.`,
        ),
      ];
    }
    const place = { path: file.path, line: now.line };
    return [
      found(
        rule,
        `${name} was changed (\`${file.path}:${now.line}\`): ${rule.because} Take the change back.`,
        place,
      ),
    ];
  });
};

const signatureChanged = (rule: Rule, { text, base, head }: Defined): Finding[] => {
  const now = new Set(head.map(({ signature }) => signature));
  return base
    .filter(({ signature }) => !now.has(signature))
    .map((definition) => {
      const line = head[0]?.line;
      const place = line === undefined ? undefined : { path: text.file.path, line };
      return found(
        rule,
        `\`${rule.name}\` is no longer called as \`${definition.signature.slice(0, 160)}\`: ${rule.because} Take the change back.`,
        place,
      );
    });
};

/** A name that nothing declares is guarded where it stands: no line that holds it may go or change. */
const linesChanged = (rule: Rule, texts: ChangedText[]): Finding[] => {
  const pattern = wholeWords([rule.name]);
  return texts.flatMap(({ file, hunks }) =>
    hunks.flatMap(({ removed, added }) => {
      const kept = new Set(added.map(({ text }) => text.trim()));
      return removed
        .filter(
          ({ text }) =>
            text.includes(rule.name) && pattern.test(text.slice(0, 2_000)) && !kept.has(text.trim()),
        )
        .map(({ number }) => {
          const line = added[0]?.number;
          const place =
            line === undefined || file.status === 'deleted' ? undefined : { path: file.path, line };
          return found(
            rule,
            `A line with \`${rule.name}\` was changed or removed (\`${file.oldPath ?? file.path}:${number}\` at the base): ${rule.because} Take the change back.`,
            place,
          );
        });
    }),
  );
};

const goneFindings = (rule: Rule, defined: Defined[], evidence: Evidence): Finding[] => {
  const declares = declarer(rule.name);
  const stillThere =
    defined.some(({ head }) => head.length > 0) ||
    evidence.found.head.hits.some(
      ({ path, text }) => !isSpec(path) && !isDocument(path) && declares(text) !== null,
    );
  const [first] = defined;
  if (stillThere || !first) return [];
  const place = `${first.text.file.oldPath ?? first.text.file.path}:${first.base[0]?.line ?? 1}`;
  return [
    found(
      rule,
      `\`${rule.name}\`, at the base in \`${place}\`, was removed or renamed: ${rule.because} Bring it back.`,
    ),
  ];
};

/** `Cart.total`: whether a file that does not know `Cart` means the same `total`, nobody can compute. */
const asFor = (rule: Rule, { text: { file, base } }: Defined): Rule => {
  const { owner } = rule;
  if (owner === null) return rule;
  const known =
    (file.oldPath ?? file.path).toLowerCase().includes(owner.toLowerCase()) || (base ?? '').includes(owner);
  return known ? rule : { ...rule, soft: true };
};

/** Identifiers whose definition may not change, or may not go. */
export const guardedIdentifier = (rule: Rule, evidence: Evidence): Finding[] => {
  const texts = relevant(rule, evidence);
  const plainly = declaredPlainly(rule, evidence);
  const all = definedIn(texts, rule.name);
  const defined = plainly ? all.filter(({ base }) => base.some(isPlain)) : all;
  if (rule.what === 'kept') return goneFindings(rule, defined, evidence);
  if (defined.length > 0) {
    if (rule.what === 'signature') return defined.flatMap((one) => signatureChanged(asFor(rule, one), one));
    const bodies = new Map(
      evidence.texts.flatMap(({ file, head }) =>
        head === null || isTestPath(file.path)
          ? []
          : definitionsOf({ name: rule.name, path: file.path, text: head }).map(
              ({ shape }) => [shape, file.path] as const,
            ),
      ),
    );
    return defined.flatMap((one) =>
      changedHere(asFor(rule, one), one, (body) => {
        const path = bodies.get(body);
        return path === undefined || path === one.text.file.path ? null : path;
      }),
    );
  }
  const declared = declaredInSource(rule, evidence) || !evidence.found.base.complete;
  return declared || rule.what === 'signature' ? [] : linesChanged(rule, texts);
};
