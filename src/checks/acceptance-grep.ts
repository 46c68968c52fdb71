import { type NamedThing, namedThings } from '../openspec/named-things.ts';
import { answerFindings, answerWords } from './acceptance/answer.ts';
import { type Asked, expectIdentifier, expectKept, expectPath, expectText } from './acceptance/expected.ts';
import { type Lookup, lookupOf, wordsFor } from './acceptance/lookup.ts';
import { goneIdentifier, gonePath, goneText } from './acceptance/removed.ts';
import { type Check, plural } from './check.ts';
import type { Evidence } from './evidence.ts';
import { type Finding, verdictFrom } from './finding.ts';
import { allTasks } from './tasks.ts';
import { checkTitles } from './titles.ts';

/** From tasks.md at the base: what a delegate writes there takes nothing back. */
const thingsOf = ({ tasks, assignment }: Evidence): NamedThing[] =>
  tasks.base === null
    ? []
    : namedThings(tasks.base.parsed, assignment.sections).filter((thing) => !thing.manual);

const isPath = ({ kind }: NamedThing): boolean => kind === 'path' || kind === 'line';

const nameOf = (thing: NamedThing): string =>
  `${isPath(thing) ? 'path' : thing.kind}\0${thing.name.replace(/\/+$/, '')}`;

const asksFor = (thing: NamedThing, lookup: Lookup, asked: Asked): Finding[] => {
  if (isPath(thing)) return expectPath(asked, lookup);
  if (thing.kind === 'identifier')
    return thing.intent === 'create' ? expectIdentifier(asked, lookup) : expectKept(asked, lookup);
  return thing.kind === 'text' && thing.intent === 'create' ? expectText(asked, lookup) : [];
};

const doesAway = (thing: NamedThing, lookup: Lookup, asked: Asked): Finding[] => {
  if (isPath(thing)) return gonePath(asked, lookup);
  if (thing.kind === 'identifier') return goneIdentifier(asked, lookup);
  return thing.kind === 'text' ? goneText(asked, lookup) : [];
};

const byIntent = (asked: Asked, lookup: Lookup): Finding[] => {
  const { thing } = asked;
  switch (thing.intent) {
    case 'create':
    case 'change':
      return asksFor(thing, lookup, asked);
    case 'remove':
    case 'rename':
      return doesAway(thing, lookup, asked);
    case 'forbid':
    case 'mention':
      return [];
  }
};

/** What is made in one task and removed in another is judged by the last word on it. */
const lastWords = (things: NamedThing[]): NamedThing[] => {
  const made = new Map<string, number>();
  const gone = new Map<string, number>();
  for (const [index, thing] of things.entries()) {
    if (thing.intent === 'create') made.set(nameOf(thing), index);
    if (thing.intent === 'remove' || thing.intent === 'rename') gone.set(nameOf(thing), index);
  }
  return things.filter((thing) => {
    const [last, first] = [gone.get(nameOf(thing)), made.get(nameOf(thing))];
    if (thing.intent === 'create' || thing.intent === 'change')
      return last === undefined || (first ?? -1) > last;
    return first === undefined || first < (last ?? -1);
  });
};

const tickedIn = (tasks: Evidence['tasks']['head']): Set<string> =>
  new Set((tasks === null ? [] : allTasks(tasks.parsed)).filter(({ ticked }) => ticked).map(({ id }) => id));

const askedOf = (evidence: Evidence, things: NamedThing[], lookup: Lookup): Asked[] => {
  const bySentence = new Map<number, NamedThing[]>();
  for (const thing of things)
    bySentence.set(thing.sentence, [...(bySentence.get(thing.sentence) ?? []), thing]);
  const files = new Map<string, Set<string>>();
  for (const thing of things.filter(isPath)) {
    const known = files.get(thing.source.task) ?? new Set();
    for (const path of [...lookup.base.resolve(thing.name), ...lookup.head.resolve(thing.name)])
      known.add(path);
    files.set(thing.source.task, known);
  }
  const [before, now] = [tickedIn(evidence.tasks.base), tickedIn(evidence.tasks.head)];
  const changed = new Set(evidence.range.files.flatMap(({ path, oldPath }) => [path, oldPath ?? path]));
  const seen = new Set<string>();
  return lastWords(things).flatMap((thing): Asked[] => {
    const key = `${nameOf(thing)}\0${thing.intent}`;
    if (thing.intent !== 'mention' && seen.has(key)) return [];
    seen.add(key);
    const company = (bySentence.get(thing.sentence) ?? []).filter((other) => other !== thing);
    const { task } = thing.source;
    const own = files.get(task) ?? new Set();
    const untouched = now.has(task) && !before.has(task) && ![...own].some((path) => changed.has(path));
    return [{ thing, company, files: own, ticked: now.has(task), untouched }];
  });
};

const looked = (things: NamedThing[], evidence: Evidence): string[] => {
  const asked = things.filter(({ intent }) => intent !== 'mention');
  const names = new Set(asked.map(nameOf)).size;
  const mentions = new Set(things.filter(({ intent }) => intent === 'mention').map(nameOf)).size;
  const tasks = new Set(things.map(({ source }) => source.task)).size;
  return [
    names > 0
      ? `${plural(names, 'name')} of ${plural(tasks, 'task')} looked up in the tree at the head, besides ${plural(mentions, 'mention')}.`
      : 'The tasks name nothing that has to be there.',
    ...(evidence.answer.state === 'valid'
      ? ['What the answer says was held against both trees and job verify.']
      : []),
  ];
};

export const acceptanceGrep: Check = {
  id: 'acceptance-grep',
  title: checkTitles['acceptance-grep'],
  words: (evidence) => [
    ...thingsOf(evidence)
      .filter(({ intent }) => intent !== 'mention')
      .flatMap(wordsFor),
    ...answerWords(evidence),
  ],
  run: (evidence) => {
    const things = thingsOf(evidence);
    if (things.length === 0 && evidence.answer.state !== 'valid') {
      return { verdict: 'n/a', evidence: ['The tasks name nothing, and there is no answer.'] };
    }
    const lookup = lookupOf(evidence);
    const findings = [
      ...askedOf(evidence, things, lookup).flatMap((asked) => byIntent(asked, lookup)),
      ...answerFindings(evidence, lookup),
    ];
    return verdictFrom(findings, looked(things, evidence));
  },
};
