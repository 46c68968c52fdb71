import type { Citation, OpenFinding } from '../../contracts/rounds/triage.ts';
import { readTasks, type Task } from '../../openspec/tasks.ts';
import { code, inline } from '../../text/markdown.ts';
import { isAbout, isAnsweredBy, type Told } from './about.ts';
import { isBroken } from './broken.ts';
import { isTellingLine } from './fingerprint.ts';
import { isLeftOut } from './left-out.ts';
import { isNear, isTellingQuote, isWhole, linesWith, stands } from './quotes.ts';

/** What an answer may rest on. */
export interface ChangeWords {
  /** tasks.md, or what was authored in its place; null where there is none. */
  tasks: string | null;
  /** Its other documents: proposal.md, design.md, specs. */
  documents: readonly { path: string; text: string }[];
  /** The decision log. */
  decisions: readonly { id: string; answer: string; why: string }[];
  /** A file as it was before the change; null where there was none. */
  code: (path: string) => string | null;
  /** The same file at the head that was reviewed. */
  codeNow: (path: string) => string | null;
}

/** `line`: at the head that was reviewed. */
type Placed = Told & Pick<OpenFinding, 'line'>;

type CitationOf<Of extends Citation['of']> = Extract<Citation, { of: Of }>;

/** A place of the change where the words of a citation stand, and what stands around them. */
type Found = { problem: string } | { problem: null; path: string; text: string };

const shown = (quote: string): string => code(quote, 120);

const samePath = (one: string, other: string): boolean => {
  const [left, right] = [one.replace(/^\.\//, ''), other.replace(/^\.\//, '')];
  return left === right || left.endsWith(`/${right}`) || right.endsWith(`/${left}`);
};

const isDesign = ({ path }: { path: string }): boolean => /(?:^|\/)design\.md$/.test(path);

const list = (names: readonly string[]): string =>
  names.length === 0
    ? 'none'
    : `${names
        .slice(0, 20)
        .map((name) => inline(name, 80))
        .join(', ')}${names.length > 20 ? ', …' : ''}`;

const tooShort = (quote: string): Found => ({
  problem: `${shown(quote)} is too short to show anything: quote at least three words that follow each other, or one identifier`,
});

const textOf = ({ text, detail }: Task): string => `${text}\n${detail}`;

const inTask = ({ id, quote }: CitationOf<'task'>, { tasks }: ChangeWords): Found => {
  if (tasks === null) return { problem: `it cites task ${id}, and there are no tasks` };
  const all = readTasks(tasks).sections.flatMap((section) => section.tasks);
  const same = all.filter((task) => task.id === id);
  if (same.length === 0)
    return { problem: `there is no task ${id} (there is ${list(all.map((task) => task.id))})` };
  const holds = same.find((task) => stands(textOf(task), quote));
  if (holds === undefined) return { problem: `task ${id} does not say ${shown(quote)}: quote its own words` };
  return { problem: null, path: 'tasks.md', text: textOf(holds) };
};

const inDocument = ({ path, quote }: CitationOf<'document'>, { documents }: ChangeWords): Found => {
  const document =
    documents.find((one) => one.path === path) ?? documents.find((one) => samePath(one.path, path));
  if (document === undefined)
    return {
      problem: `${code(path)} is no document of the change (there is ${list(documents.map((one) => one.path))})`,
    };
  if (!stands(document.text, quote))
    return { problem: `${code(path)} does not say ${shown(quote)}: quote its own words` };
  return { problem: null, ...document };
};

/** A decision by its id and words of its answer, or words of design.md. */
const inDecision = ({ id, quote }: CitationOf<'decision'>, { decisions, documents }: ChangeWords): Found => {
  const design = documents.filter(isDesign).find(({ text }) => isTellingQuote(quote) && stands(text, quote));
  const decision = decisions.find((one) => one.id === id);
  const said = decision === undefined ? [] : [decision.answer, decision.why];
  if (said.some((text) => isWhole(text, quote) || (isTellingQuote(quote) && stands(text, quote))))
    return { problem: null, path: 'decision', text: said.join('\n') };
  if (design !== undefined) return { problem: null, ...design };
  if (decision !== undefined)
    return {
      problem: `decision ${inline(decision.id)} does not say ${shown(quote)}: quote its answer, ${shown(decision.answer)}`,
    };
  const there = list(decisions.map((one) => one.id));
  return {
    problem:
      id === null
        ? `design.md does not say ${shown(quote)}: quote its own words, or name a recorded decision (there is ${there})`
        : `there is no decision ${inline(id)} (there is ${there})`,
  };
};

const inCode = ({ path, line, quote }: CitationOf<'code'>, change: ChangeWords): Found => {
  const text = change.code(path);
  if (text === null) return { problem: `${code(path)} was not there before the change` };
  const lines = linesWith(text, quote);
  const [first] = lines;
  if (first === undefined)
    return { problem: `${code(path)} did not say ${shown(quote)} before the change: quote the line itself` };
  if (!isNear(lines, line))
    return { problem: `${shown(quote)} stands in line ${first} of ${code(path)}, not in line ${line}` };
  return { problem: null, path, text };
};

/** Where the reviewed head has the cited code: the change may have moved its file to the finding's. */
const pathNow = (finding: Placed, { path }: CitationOf<'code'>, change: ChangeWords): string =>
  change.codeNow(path) === null ? (finding.path ?? path) : path;

/** At the finding's place, and on a line that this change did not bring. */
const isItsPlace = (finding: Placed, cites: CitationOf<'code'>, change: ChangeWords): boolean => {
  const path = pathNow(finding, cites, change);
  if (finding.line === null || finding.path === null || !samePath(path, finding.path)) return false;
  const now = change.codeNow(path) ?? '';
  const own = now.split(/\r\n?|\n/)[finding.line - 1] ?? '';
  const isNew = isTellingLine(own) && !stands(change.code(cites.path) ?? '', own);
  return !isNew && isNear(linesWith(now, cites.quote), finding.line);
};

/** What this change took away answers nothing. */
const goneProblem = (finding: Placed, cites: CitationOf<'code'>, change: ChangeWords): string | null =>
  stands(change.codeNow(pathNow(finding, cites, change)) ?? '', cites.quote)
    ? null
    : `${shown(cites.quote)} stands in ${code(cites.path)} no more: cite what is as it was before the change`;

const found = (cites: Citation, change: ChangeWords): Found => {
  if (cites.of === 'decision') return inDecision(cites, change);
  if (!isTellingQuote(cites.quote)) return tooShort(cites.quote);
  switch (cites.of) {
    case 'task':
      return inTask(cites, change);
    case 'document':
      return inDocument(cites, change);
    case 'code':
      return inCode(cites, change);
  }
};

/** Why a finding cannot be acknowledged with this citation, half a sentence; null when it can. */
export const acknowledgeProblem = (finding: Placed, cites: Citation, change: ChangeWords): string | null => {
  if (cites.of === 'task' || (cites.of === 'document' && !isDesign(cites)))
    return `it cites ${cites.of === 'task' ? `task ${cites.id}` : code(cites.path)}: cite a recorded decision, words of design.md, or code that was there before the change`;
  const place = found(cites, change);
  if (place.problem !== null) return place.problem;
  if (cites.of === 'code') {
    const gone = goneProblem(finding, cites, change);
    if (gone !== null) return gone;
    if (isItsPlace(finding, cites, change)) return null;
  }
  return isAnsweredBy(finding, cites, place)
    ? null
    : `${shown(cites.quote)} has nothing to do with the finding: cite the decision that it contradicts or the code that it is about, or fix it`;
};

/** Why a finding cannot be filed with this citation, half a sentence; null when it can. */
export const fileProblem = (finding: Told, cites: Citation, change: ChangeWords): string | null => {
  if (cites.of === 'code')
    return 'it cites code, which leaves nothing out: cite a task or words of the change that do';
  const place = found(cites, change);
  if (place.problem !== null) return place.problem;
  if (!isLeftOut(cites.quote, place))
    return `${shown(cites.quote)} does not say that anything is left out: quote the words that do (“SHALL NOT be modified”, “out of scope”, “follow-up”), or fix it`;
  if (isBroken(cites.quote, finding.title))
    return `${shown(cites.quote)} forbids just what the finding says happens: that is to be fixed`;
  return isAbout(finding, cites, place)
    ? null
    : `${shown(cites.quote)} has nothing to do with the finding: cite what leaves this one out, or fix it`;
};
