import { type Case, sourceOf, type Tests } from './cases.ts';
import type { Finding, Findings } from './finding.ts';
import { assertingCall, perhapsAsserting } from './language.ts';
import type { TestFile } from './read.ts';

/** How much a case can notice. */
interface Strength {
  /** Assertions that can fail. */
  real: number;
  /** Assertions that hold whatever happens. */
  hollow: number;
  /** Statements at all. */
  empty: boolean;
  /** Assertions whose failure is caught and forgotten. */
  swallowed: number;
  /** Assertions that anything but nothing fulfils. */
  vague: number;
}

const vague =
  /\.(?:toEqual|toStrictEqual)\(expect\.any(?:thing)?\(|\.(?:toBeDefined|toBeTruthy|not\.toBeNull|not\.toBeUndefined|not\.toThrow)\(|\bassert\b[^\n]{0,200}\bis not None\b|\bassert(?:IsNotNone|NotNil|NotNull)\b|\b(?:assert|require)\.(?:NotNil|NotEmpty)\(|\.to\.(?:exist|be\.ok)\b/g;

/** Functions of the changed files, and whether they assert: by name. */
type Helpers = ReadonlyMap<string, boolean>;

const count = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length;

export const helpersIn = (files: readonly TestFile[]): Helpers => {
  const known = new Map<string, boolean>();
  for (const { helpers, masked, language } of files)
    for (const { name, start, end } of helpers) {
      const code = masked.code.slice(start + name.length, end);
      known.set(name, (known.get(name) ?? false) || count(code, language.assertions) > 0);
    }
  return known;
};

/** Returns that nothing stands before, at the depth of the case itself: what follows never runs. */
const leaves: Record<string, RegExp> = {
  indent:
    /^[ \t]+(?:return[ \t]*(?:None)?[ \t]*$|if (?:True|1|not False):[ \t]*return\b|if (?:True|1):\s*\n[ \t]+return\b)/m,
  brace:
    /(?:^|[;{}\n])[ \t]*(?:return[ \t]*;|return[ \t]*(?=\n)|if[ \t]*\(?(?:true|!0|1)\)?[ \t]*\{?\s*return\b)/,
};

const reachable = ({ file, part }: Case): { code: string; bare: string } => {
  const { code, bare } = file.masked;
  const [start, end] = [part.own, part.end];
  const pattern = file.language.name === 'Python' ? leaves.indent : leaves.brace;
  const text = code.slice(start, end);
  const body = Math.max(0, text.search(/[{:]|=>/));
  const found = pattern?.exec(text.slice(body));
  if (!found || !isAtTop(text, body, body + found.index, file.language.name === 'Python'))
    return { code: text, bare: bare.slice(start, end) };
  const cut = body + found.index;
  return { code: text.slice(0, cut), bare: bare.slice(start, start + cut) };
};

/** Within no deeper block than the case's own. */
const isAtTop = (text: string, body: number, at: number, indented: boolean): boolean => {
  if (indented) {
    const indent = /\n([ \t]*)\S/.exec(text.slice(body))?.[1]?.length ?? 0;
    return (/^\n?([ \t]*)/.exec(text.slice(at))?.[1]?.length ?? 0) <= indent;
  }
  const before = text.slice(0, at + 1);
  return count(before, /\{/g) - count(before, /\}/g) <= 1;
};

/** `other`: the same case on the other side; what both call was no assertion before, and is none now. */
export const strengthOf = (one: Case, helpers: Helpers, other: Case | null = null): Strength => {
  const { language } = one.file;
  const { code, bare } = reachable(one);
  const called = callsIn(code, { one, helpers, other });
  const { masked } = one.file;
  // `#[should_panic]` and `@Test(expected = …)` stand above it
  const above = count(masked.code.slice(one.part.start, one.part.own), language.assertions);
  const all = count(code, language.assertions) + called + above;
  const hollow = Math.min(all, count(bare, language.tautologies));
  return {
    real: all - hollow,
    hollow,
    empty: isEmpty(one),
    swallowed: swallowedIn(one),
    vague: count(code, vague),
  };
};

/** Calls of helpers: those known to assert, and those that are called as if they did and are defined elsewhere. */
const callsIn = (
  code: string,
  { one: { part, file }, helpers, other }: { one: Case; helpers: Helpers; other: Case | null },
): number => {
  const names = [...code.matchAll(/(?<![\w$])([\w$]+)\s*(?=\()/g)].map((match) => match[1] ?? '');
  const own = names.filter((name) => name !== part.name && helpers.get(name) === true).length;
  const rest = code.replace(file.language.assertions, (found) => ' '.repeat(found.length));
  const known = other === null ? '' : sourceOf(other);
  const elsewhere = [
    ...[...rest.matchAll(assertingCall)].map((match) => match[0]),
    ...[...rest.matchAll(perhapsAsserting)].map((match) => match[0]).filter((name) => !known.includes(name)),
  ];
  return own + elsewhere.filter((name) => !helpers.has(name)).length;
};

const isEmpty = ({ file, part }: Case): boolean => {
  const text = file.masked.code.slice(part.own, part.end);
  if (file.language.name === 'Python')
    return /:\s*(?:(?:pass|\.\.\.|return)\s*|(?:"""|"|')\s*(?:"""|"|')\s*)*$/.test(
      text.slice(text.indexOf(')')),
    );
  return /(?:=>|\)|\bdo)[^{}()]*\{\s*\}\s*[),;\s]*$|\bdo(?:[ \t]*\|[^|\n]*\|)?\s*end\s*$/.test(
    text.slice(-400),
  );
};

/** `expect(…).rejects.toThrow().catch(() => {})` */
const forgotten =
  /(?<![\w$.])expect\([^;\n]{0,400}\.catch\(\s*(?:\(\s*\w*\s*\)|\w+)\s*=>\s*(?:\{\s*\}|null|undefined|void 0)\s*\)/g;

/** `try { … } catch {}` and its like around assertions. */
const swallowedIn = ({ file, part }: Case): number => {
  const { code } = file.masked;
  const text = code.slice(part.own, part.end);
  if (file.language.name === 'Python')
    return (
      count(text, /^([ \t]*)except\b[^\n]*:[ \t]*(?:\n\1[ \t]+)?(?:pass|\.\.\.|return)\b/gm) +
      count(text, /\bsuppress\([ \t]*(?:AssertionError|Exception|BaseException)\b/g)
    );
  if (file.language.name === 'Ruby')
    return count(text, /^[ \t]*rescue\b[^\n]*\n[ \t]*(?:nil[ \t]*\n[ \t]*)?end\b/gm);
  let swallowed = file.language.name === 'JavaScript' ? count(text, forgotten) : 0;
  for (const { 0: word, index } of text.matchAll(/\btry\s*(?=\{)|\bdo\s*(?=\{)/g)) {
    const open = part.own + index + word.length;
    const close = file.brackets.get(open) ?? open;
    const tried = code.slice(open, close);
    if (count(tried, file.language.assertions) === 0) continue;
    if (
      /^\s*catch\s*(?:\([^)]*\)|[^{\n]{0,80})?\s*\{\s*(?:return;?\s*)?\}/.test(code.slice(close, close + 400))
    )
      swallowed += 1;
  }
  return swallowed;
};

const remedies = {
  emptied: 'Put the assertions back, or say in `notes` why there is nothing to assert.',
  hollow: 'Assert what the code does.',
  swallowed: 'Let the assertion fail where it fails.',
};

const finding = (one: Case, what: { text: string; remedy: string; unsure?: true }): Finding => {
  const { file, part } = one;
  return {
    ...what,
    text: `\`${file.path}:${part.line}\`: “${part.name.slice(0, 160)}” ${what.text}`,
    path: file.path,
    line: part.line,
    test: part.name,
    source: sourceOf(one),
  };
};

/** With what stands above it. */
const wholeOf = ({ file, part }: Case): string => file.masked.bare.slice(part.start, part.end);

/** Tests that are there and notice nothing. */
export const findEmptied = (tests: Tests): Findings => {
  const before = helpersIn(tests.base);
  const after = helpersIn(tests.head);
  const changed = tests.pairs.filter(({ base, head }) => wholeOf(base) !== wholeOf(head));
  // The same text can still have lost what its helpers assert.
  const helped = [...before].some(([name, asserts]) => asserts && after.get(name) === false);
  const looked = helped ? tests.pairs : changed;
  return {
    findings: [
      ...looked.flatMap(({ base, head }) =>
        weakened(head, { was: strengthOf(base, before, head), is: strengthOf(head, after, base) }),
      ),
      ...tests.added.flatMap((one) => hollowFrom(one, strengthOf(one, after))),
      ...idleHelpers(tests),
    ],
    notes: [],
  };
};

/** Functions for tests of other files: they asserted, do so no more, and call nobody who could. */
const idleHelpers = (tests: Tests): Finding[] => {
  const before = new Map(
    tests.base.filter(({ cases }) => cases.length === 0).map((file) => [file.path, file]),
  );
  return tests.head.flatMap((file) => {
    const was = before.get(file.path);
    if (was === undefined) return [];
    const asserted = new Set(was.helpers.filter((one) => asserts(was, one)).map(({ name }) => name));
    return file.helpers
      .filter((one) => asserted.has(one.name) && isIdle(file, one))
      .map((part) =>
        finding(
          { file, part },
          { text: 'asserts nothing any more, whichever tests rely on it.', remedy: remedies.emptied },
        ),
      );
  });
};

const bodyOf = ({ masked }: TestFile, { name, start, end }: TestFile['helpers'][number]): string => {
  const text = masked.code.slice(start, end);
  return text.slice(text.indexOf(name) + name.length);
};

const asserts = (file: TestFile, helper: TestFile['helpers'][number]): boolean =>
  count(bodyOf(file, helper), file.language.assertions) > 0;

const isIdle = (file: TestFile, helper: TestFile['helpers'][number]): boolean => {
  const body = bodyOf(file, helper);
  return (
    count(body, file.language.assertions) === 0 &&
    count(body.slice(body.indexOf(')') + 1), /[\w$]\s*!?\(|\b(?:raise|throw)\b/g) === 0
  );
};

const assertions = (count: number): string => `${count} ${count === 1 ? 'assertion' : 'assertions'}`;

const forgets = (one: Case): Finding =>
  finding(one, {
    text: 'catches the failure of its own assertions and forgets it.',
    remedy: remedies.swallowed,
  });

const weakened = (one: Case, { was, is }: { was: Strength; is: Strength }): Finding[] => {
  if (is.swallowed > was.swallowed) return [forgets(one)];
  if (was.real > 0 && is.real === 0) {
    const now = is.hollow > 0 ? 'asserts only what always holds' : 'asserts nothing any more';
    return [finding(one, { text: `${now}, and had ${assertions(was.real)}.`, remedy: remedies.emptied })];
  }
  if (!was.empty && is.empty)
    return [finding(one, { text: 'has nothing in it any more.', remedy: remedies.emptied })];
  if (is.vague > was.vague && is.real - is.vague < was.real - was.vague)
    return [
      finding(one, {
        text: 'asserts that something is there, and asserted what it is.',
        remedy: remedies.emptied,
        unsure: true,
      }),
    ];
  const text = `has ${assertions(is.real)}, and had ${was.real}.`;
  return was.real >= 3 && is.real * 2 < was.real
    ? [finding(one, { text, remedy: remedies.emptied, unsure: true })]
    : [];
};

const hollowFrom = (one: Case, is: Strength): Finding[] => {
  if (is.swallowed > 0) return [forgets(one)];
  if (is.real > 0) return [];
  if (is.hollow > 0)
    return [finding(one, { text: 'is new and asserts only what always holds.', remedy: remedies.hollow })];
  return is.empty ? [finding(one, { text: 'is new and has nothing in it.', remedy: remedies.hollow })] : [];
};
