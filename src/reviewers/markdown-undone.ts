import type { Word } from './reader.ts';

type Cause = Extract<Word, { state: 'not-reviewed' }>['cause'];

const begins = '(?:^|[.!?:;,–—]\\s+|\\s-\\s)[^\\p{L}\\p{N}]{0,12}';
const review = '(?:(?:the|this|my|our|code|pr|pull request|automated|ai) ){0,3}review';
const ends =
  '(?=[^\\p{L}\\p{N}]*$|[*_`]{0,3}(?:\\s*[.,:;!?(–—]|\\s+-\\s|\\s+(?:because|due|since|as|for|after|at|by|when|here)\\b))';
const phrase = (words: string): RegExp => new RegExp(`${begins}(?:${words})${ends}`, 'iu');

const skipped = phrase(
  `${review}[*_]{0,2} (?:(?:was|is|has been|got) )?(?:skipped|disabled|not run|not performed)|skipp(?:ed|ing) (?:(?:the|this|code|pr|pull request) ){0,3}review`,
);
const amount = '\\d[\\d,.]{0,8}';
const first = `(?:the )?first ${amount} (?:(?:of|out of) (?:the |all )?${amount} )?(?:changed )?(?:files?|lines?)`;
const looked = '(?:reviewed|read|saw|seen|covered|processed|examined|checked|got|received)';
const few = '(?:\\d{1,5}|one|two|three|four|five|some|several|many|most)';
/** Left out by somebody's wish. */
const meant = '(?! (?:because|since|as) they (?:are|were) (?:generated|vendored|binary|ignored|excluded))';
const tooLong = '(?:was|is|were|are|has been|had to be|got)';

/** It says how far it came. */
const cut = [
  new RegExp(`\\bonly ${first} (?:of (?:the|this) diff )?(?:(?:was|were|are|could be) )?${looked}\\b`, 'i'),
  new RegExp(
    `\\b(?:i|we|reviewer|review|model) (?:have |has )?(?:only ${looked}|${looked} only) ${first}`,
    'i',
  ),
  new RegExp(
    `\\b${few} (?:of the )?(?:changed )?files? [^.]{0,60}(?:\\bnot|n['’]t) (?:be |been )?reviewed\\b${meant}`,
    'i',
  ),
  new RegExp(
    `\\b${few} (?:of the )?(?:changed )?files? (?:could not|couldn['’]t|cannot|can['’]t) be (?:read|reviewed)\\b`,
    'i',
  ),
  phrase(
    `(?:the |this )?(?:diff|patch|pull request) ${tooLong} (?:truncated|cut off|cut short|too (?:large|long|big))`,
  ),
  phrase(
    '(?:the |my )?(?:input|context|prompt) (?:was|has been|had to be|got) (?:truncated|cut off|cut short|too (?:large|long))',
  ),
  /\b(?:diff|patch|pull request|input|context) (?:was|is|were) too (?:large|long|big) (?:to (?:be )?(?:fully |completely )?(?:review|read|fit)|for (?:one|a single|my|the) (?:review|context|model))/i,
  /\b(?:i|we|the model|the reviewer|the review) (?:have |has )?(?:ran|run) out of (?:context|tokens|time)\b/i,
  new RegExp(`${begins}ran out of (?:context|tokens|time)\\b`, 'iu'),
];
/** What was reviewed, if anything, was not all of it. */
const undone = [
  ...cut,
  phrase(
    `${review}[*_]{0,2} (?:(?:was|is|has been|remains) )?(?:only )?(?:incomplete|partial|truncated|aborted|cancell?ed|interrupted|cut short|cut off|timed out|failed|stopped|not (?:complete|completed|finished)|did not (?:run|finish|complete)|could not be (?:completed|finished))`,
  ),
  phrase('(?:this is )?(?:an? )?(?:incomplete|partial|truncated|aborted) review'),
  /\b(?:could not|couldn['’]t|unable to|failed to) (?:complete|finish) (?:the |this |my )?review\b/i,
  /\b(?:could not|couldn['’]t|unable to|not able to) review (?:all|the rest|the remaining|the diff|the changes|(?:this|the) pull request)\b/i,
  /\bonly \d{1,5} (?:of|out of) (?:the |all )?\d{1,5} (?:changed )?files (?:(?:was|were|are|is) )?(?:reviewed|read|processed|covered)\b/i,
  /\breviewed only \d{1,5} (?:of|out of) (?:the |all )?\d{1,5}\b/i,
  /^[^\p{L}\p{N}]{0,20}(?:(?:api|model) )?(?:rate|usage|quota|token|context) limit (?:(?:was|is|has been) )?(?:reached|exceeded|hit)[^\p{L}\p{N}]{0,20}$/iu,
];

/** The line that says that there is no review, or only of a part, in words that stand for themselves; null without one. */
export const saysUndone = (lines: string[]): { cause: Cause; line: string } | null => {
  for (const line of lines) {
    const read = line.slice(0, 1_000);
    const isSkipped = skipped.test(read);
    if (!isSkipped && !undone.some((words) => words.test(read))) continue;
    const limited = /\b(?:limit|quota)\b/i.test(read);
    return { cause: limited ? 'limited' : isSkipped ? 'skipped' : 'died', line };
  }
  return null;
};
