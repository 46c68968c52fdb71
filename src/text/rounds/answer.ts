import type { Citation } from '../../contracts/rounds/triage.ts';
import type { Item } from '../../core/item.ts';
import type { Decided, Finding } from '../../core/rounds/round.ts';
import { code, inline, link, shortSha } from '../markdown.ts';
import { commitLink } from '../places.ts';
import { said } from './said.ts';
import { isUnanswered, priorityNames } from './words.ts';

const longestQuote = 500;
const longestReason = 1_500;

const quote = (text: string): string => `(“${said(text, longestQuote)}”)`;

/** Where the words stand that an answer rests on, and the words. */
const citationText = (cites: Citation): string => {
  switch (cites.of) {
    case 'task':
      return `task ${inline(cites.id, 20)} ${quote(cites.quote)}`;
    case 'decision':
      return cites.id === null
        ? `the design ${quote(cites.quote)}`
        : `the recorded decision ${code(cites.id, 100)} ${quote(cites.quote)}`;
    case 'document':
      return `${code(cites.path, 200)} ${quote(cites.quote)}`;
    case 'code':
      return `${code(`${cites.path}:${cites.line}`, 200)} ${quote(cites.quote)}`;
  }
};

const outOfScope = (cites: Citation | null): string =>
  cites === null ? '' : ` Out of scope per ${citationText(cites)}.`;

const restsOn = (cites: Citation | null): string => {
  if (cites === null) return '';
  return cites.of === 'code'
    ? ` The code was there before: ${citationText(cites)}.`
    : ` Per ${citationText(cites)}.`;
};

/** A reason of somebody's, behind a sentence of ours; ends as it ended. */
const because = (reason: string): string => {
  const words = said(reason, longestReason);
  return words === '' ? '' : ` ${words}`;
};

/** More words follow it. */
const sentence = (words: string): string => (words === '' || /[.!?…]$/.test(words) ? words : `${words}.`);

/** By the triage nobody is named: the comment is its word. */
const correctedBy = ({ by }: Decided): string =>
  by === 'triage' || by === 'throughline' ? '' : ` (decided by ${inline(by, 60)})`;

export interface Wording {
  /** What was done or will be, in few words; Markdown. */
  head: string;
  /** The same where there is little room. */
  brief: string;
  /** Why, with what it rests on; begins with a blank where it is not empty. */
  why: string;
}

/** Said where the diff of the fix has one, and named where it is known which. */
const testText = (tests: readonly string[] | undefined): string => {
  if (tests === undefined) return '';
  const named = tests.slice(0, 3).map((name) => code(name, 160));
  return ` + regression test${tests.length > 1 ? 's' : ''}${named.length === 0 ? '' : ` (${named.join(', ')})`}`;
};

const doneWording = (item: Item, { decided, answer }: Finding): Wording | null => {
  if (answer === null) return null;
  switch (answer.kind) {
    case 'fixed':
      return {
        head: `fixed in ${commitLink(item, answer.sha)}${testText(answer.tests)}`,
        brief: `fixed in ${code(shortSha(answer.sha))}`,
        why: because(answer.reason),
      };
    case 'acknowledged':
      return {
        head:
          answer.sha === null
            ? 'acknowledged, no action'
            : `acknowledged, no behavioural change — fixed in ${commitLink(item, answer.sha)} by adding an inline rationale comment`,
        brief: 'acknowledged',
        why: `${restsOn(answer.cites)}${because(answer.reason)}`,
      };
    case 'filed': {
      const priority = decided?.to === 'file' ? ` (${priorityNames[decided.priority]})` : '';
      const ticket = link(inline(answer.key, 40), answer.url);
      return {
        head: `filed as ${ticket}${priority}`,
        brief: `filed as ${ticket}`,
        why: `${outOfScope(answer.cites)}${because(answer.reason)}`,
      };
    }
  }
};

const plannedWording = (decided: Decided): Wording => {
  switch (decided.to) {
    case 'fix': {
      const test = decided.behavioural ? ', with a regression test' : '';
      return {
        head: `to be fixed in this round${test}`,
        brief: 'to be fixed',
        why: `${sentence(because(decided.task))}${because(decided.reason)}`,
      };
    }
    case 'acknowledge':
      return {
        head: `to be acknowledged${decided.rationale === null ? '' : ', with an inline rationale comment'}`,
        brief: 'to be acknowledged',
        why: `${restsOn(decided.cites)}${because(decided.reason)}`,
      };
    case 'file': {
      const blocks = decided.blocks === null ? '' : `, blocks ${inline(decided.blocks, 40)}`;
      return {
        head: `to be filed (${priorityNames[decided.priority]}${blocks})`,
        brief: 'to be filed',
        why: `${outOfScope(decided.cites)}${because(decided.reason)}`,
      };
    }
  }
};

/** What became of a finding, or is about to; null where nobody has decided yet. */
export const wordingOf = (item: Item, finding: Finding): Wording | null => {
  const { decided } = finding;
  const done = isUnanswered(finding) ? null : doneWording(item, finding);
  if (done) return decided ? { ...done, head: `${done.head}${correctedBy(decided)}` } : done;
  if (!decided) return null;
  if (finding.fixRejected)
    return {
      head: `its fix was rejected: say what becomes of it, ${code(`/triage ${finding.id} ack <why>`)}, ${code(`/triage ${finding.id} file`)} or ${code(`/triage ${finding.id} fix`)}`,
      ...{ brief: 'its fix was rejected', why: '' },
    };
  const planned = plannedWording(decided);
  return { ...planned, head: `${planned.head}${correctedBy(decided)}` };
};

/** For one that came back: the answer that did not hold. Its decision is not kept. */
export const earlierWording = (item: Item, finding: Finding): string | null => {
  const answer = finding.earlier?.at(-1) ?? (finding.state === 'reopened' ? finding.answer : null);
  return doneWording(item, { ...finding, decided: null, answer })?.head ?? null;
};

/** `acknowledged, no action. The code was there before: …`: one sentence of ours, then the reason. `planned`: a colon. */
export const decisionText = (item: Item, finding: Finding): string => {
  const wording = wordingOf(item, finding);
  if (!wording) return 'none yet';
  const isDone = !isUnanswered(finding) && finding.answer !== null;
  if (wording.why === '') return `${wording.head}.`;
  return `${wording.head}${isDone ? '.' : ':'}${wording.why}`;
};
