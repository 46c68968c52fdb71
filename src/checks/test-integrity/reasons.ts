import { namedPaths } from '../../openspec/named-paths.ts';
import type { Evidence } from '../evidence.ts';
import { hitsOf, isSpec, wholeWord } from '../found.ts';
import { madeBy } from '../made-by.ts';
import { normalizePath, scopeMatcher } from '../scope.ts';
import { tasksOf } from '../tasks.ts';
import type { Finding } from './finding.ts';

/** As an order: “skipped links are counted” asks for nothing to be skipped. */
const orders =
  /\b(?:remove|delete|drop|replace|retire|rewrite|disable|skip|consolidate|merge|move|migrate|fold|get rid of)\b/i;
const takesAway = /\b(?:remove|delete|drop|retire|get rid of)\b/i;
const asksElse = /\b(?:add|cover|extend|write|keep|ensure|implement|make sure)\b/i;
const forbids = /\b(?:not|never|without|don['’]t|no)\b/i;

/** A sentence of a task that has something taken away or replaced. */
interface Order {
  task: string;
  /** Behind the verb. */
  object: string;
  takesAway: boolean;
}

const sentencesOf = (text: string): string[] =>
  text.split(/\n|(?<=[.;!?])\s+/).filter((one) => one.trim() !== '');

/** From the tasks at the base: what a delegate writes there is no reason. */
const ordersIn = (evidence: Evidence): Order[] => {
  const { base } = evidence.tasks;
  if (!base) return [];
  return tasksOf(base.parsed, evidence.assignment.sections).flatMap((task) =>
    sentencesOf(`${task.text}\n${task.detail}`.slice(0, 20_000)).flatMap((sentence) => {
      const verb = orders.exec(sentence);
      if (verb === null) return [];
      const before = sentence.slice(0, verb.index);
      if (asksElse.test(before) || forbids.test(before)) return [];
      return [{ task: task.id, object: sentence.slice(verb.index), takesAway: takesAway.test(verb[0]) }];
    }),
  );
};

const quotedIn = (text: string): string[] =>
  [...text.matchAll(/[`“"]([^`“”"\n]{3,120})[`”"]/g)].map((match) => (match[1] ?? '').replace(/\(\)$/, ''));

const isIdentifier = (name: string): boolean =>
  /^[A-Za-z_$][\w$.-]*$/.test(name) && !/\.[a-z]{1,4}$/.test(name);

/** Names that tasks take away: whether they are gone has to be looked up. */
export const withdrawnNames = (evidence: Evidence): string[] => [
  ...new Set(
    ordersIn(evidence)
      .filter((order) => order.takesAway)
      .flatMap(({ object }) => quotedIn(object))
      .filter(isIdentifier),
  ),
];

/** What the tasks of these sections have done to tests. */
export const taskReasons = (evidence: Evidence): ((finding: Finding) => string | null) => {
  const there = new Set(evidence.trees.head);
  const gone = new Set(
    withdrawnNames(evidence).filter(
      (name) => !hitsOf(evidence.found.head, name).some(({ path }) => !isSpec(path)),
    ),
  );
  const asked = ordersIn(evidence).map(({ task, object }) => {
    const paths = namedPaths(object).map(normalizePath).filter(Boolean);
    const removed = scopeMatcher(paths.filter((path) => !there.has(path)));
    return {
      task,
      isNamed: (path: string) =>
        paths.some((one) => path === one || path.startsWith(`${one}/`)) || removed(path),
      names: quotedIn(object),
    };
  });
  return (finding) => {
    const found = asked.find(
      ({ isNamed, names }) => isNamed(finding.path) || names.some((name) => isAbout(finding, name, gone)),
    );
    return found === undefined ? null : `task ${found.task} asks for it`;
  };
};

/** The test itself, or what it tests and is gone. */
const isAbout = ({ test, source }: Finding, name: string, gone: ReadonlySet<string>): boolean =>
  (test !== null && (test === name || test.split('.').at(-1) === name)) ||
  (gone.has(name) && wholeWord(name).test(source));

/** What the delegate, or the person whose commits these are, says of its own accord. */
export const statedTexts = (evidence: Evidence): string[] => {
  const { answer, range } = evidence;
  const by = madeBy(evidence);
  return [
    ...(answer.state === 'valid' ? [answer.value.notes] : []),
    ...range.commits.filter(({ sha }) => by(sha) !== null).map(({ message }) => message),
  ];
};

/** Shorter is a name and no reason. */
const shortestReason = 15;

/** The sentence that names the test or its file; null where there is none. */
export const statedReason = ({ path, test }: Finding, texts: readonly string[]): string | null => {
  const file = path.split('/').at(-1) ?? path;
  const own = test === null ? [] : [test, test.split('.').at(-1) ?? test];
  const names = [path, file, ...own.filter((name) => name.length >= 4)];
  for (const text of texts)
    for (const sentence of text.slice(0, 20_000).split(/\n|(?<=[.!?])\s+/)) {
      const name = names.find((one) => sentence.includes(one));
      if (name !== undefined && sentence.trim().length - name.length >= shortestReason)
        return sentence.trim();
    }
  return null;
};
