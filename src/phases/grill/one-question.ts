/** What stands in code, quotes, links and addresses is spoken about, not asked. */
const withoutQuoted = (text: string): string =>
  text
    .replace(/`[^`]*`/g, ' x ')
    .replace(/[“"][^”"\n]{0,200}[”"]/g, ' x ')
    .replace(/\bhttps?:\/\/\S+/g, ' x ');

const interrogative = '(?:what|which|how|where|who|whom|whose|why|whether)';
const auxiliary = '(?:should|shall|do|does|is|are|will|can|could|would|must|may|happens?|has|have|to|if)';
const verb = '(?:should|shall|do|does|is|are|will|can|could|would|must|may)';
const more = '(?:additionally|furthermore|besides|secondly|on top of that)';
/** `…, which is …` says more of what was named, and `what is in them` is a name itself. */
const noQuestion = '(?!what\\s+(?:is|are)\\s+\\w+\\s+(?:it|them)\\s+\\w)';
const stacked = [
  // a second question behind the first, with or without a mark of its own
  new RegExp(
    `(?:[,;]\\s+(?!(?:which|who|whose|where)\\s+${auxiliary}\\b)|\\band\\s+)(?:and\\s+)?(?:also\\s+)?${noQuestion}${interrogative}\\s+(?:\\w+\\s+)?${auxiliary}\\b`,
    'i',
  ),
  new RegExp(`\\bif\\s+(?:so|yes|not),?\\s+(?:${interrogative}|${verb})\\b`, 'i'),
  /\band\s+(?:also\s+)?(?:should|shall|must)\s+(?:we|it|they|the|this|that)\b/i,
  new RegExp(`\\band\\s+(?:also\\s+)?${verb}\\s+(?:we|it|they|there)\\b`, 'i'),
  new RegExp(`[.?]\\s*(?:and\\s+)?(?:also|${more})\\b[^?]*\\?`, 'i'),
  new RegExp(`[,;]\\s*(?:and\\s+)?${more}\\b[^?]*\\?`, 'i'),
  new RegExp(`[,;]\\s*(?:and\\s+)?also,?\\s+(?:${interrogative}|${verb})\\b[^?]*\\?`, 'i'),
];

const listed = [
  /(?:^|\n)[ \t]*(?:\d{1,2}[.)]|[-*•]|\(?[a-z]\))[ \t]+\S/g,
  // `(1) or (2)` are answers
  /(?:^|(?<!\bor)\s)\(?(?:\d|[a-f]|i{1,3}|iv)\)\s+\S/g,
];

/** Runs of marks that end a question; not those inside of words and expressions. */
const questionMarks = (text: string): number =>
  [...text.matchAll(/[?？][?？!！]*/gu)].filter(
    ({ 0: run, index }) =>
      run.includes('？') ||
      /^(?:$|[\s)\]*_.,;（\p{Lo}])/u.test(text.slice(index + run.length, index + run.length + 2)),
  ).length;

/** Whether more than one thing is asked at once. */
export const isStacked = (question: string): boolean => {
  const text = withoutQuoted(question);
  if (questionMarks(text) > 1) return true;
  if (listed.some((pattern) => (text.match(pattern) ?? []).length > 1)) return true;
  // what stands before the question only leads to it
  const opening = new RegExp(
    `^[^?]*?\\b(?:${interrogative}|should|shall|do|does|is|are|can|may|must)\\b`,
    'i',
  );
  const first = opening.exec(text);
  const rest = first ? text.slice(first.index + first[0].length) : '';
  return stacked.some((pattern) => pattern.test(rest));
};
