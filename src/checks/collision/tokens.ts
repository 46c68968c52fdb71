/** Names in lines of code and prose, and how one name is part of another. */

const identifier = /[\p{L}_$][\p{L}\p{N}_$]*/gu;
const hyphenated = /[\p{L}\p{N}_$]+(?:-[\p{L}\p{N}_$]+)+/gu;
const longestLine = 2_000;

export const identifiersIn = (line: string): string[] => line.slice(0, longestLine).match(identifier) ?? [];
/** `x-user-id` too, whole. */
export const tokensIn = (line: string): string[] => [
  ...identifiersIn(line),
  ...(line.includes('-') ? (line.slice(0, longestLine).match(hyphenated) ?? []) : []),
];

/** Words that names are put together from without a sign between them: `username`, `filepath`, `idmap`. */
const commonParts = new Set(
  `s es ed er ers ing name names id ids list map set key keys type types count data info file files path paths url item items
  size index node group table row col field text string line log dir base sub super un re pre non is has get my new old to by
  all any max min num no db io ui api err fn cb ctx req res tmp auto multi meta self ln f fn v w n sync async`.split(
    /\s+/,
  ),
);

/** `Invoice` in `InvoicesController`. */
const plural = /^e?s(?=\p{Lu}|\p{N}|[_$-])/u;

const isBoundary = (before: string, after: string): boolean => {
  if (before === '' || after === '') return true;
  if (!/[\p{L}\p{N}]/u.test(before) || !/[\p{L}\p{N}]/u.test(after)) return true;
  if (/\p{Ll}|\p{N}/u.test(before) && /\p{Lu}/u.test(after)) return true;
  return /\p{N}/u.test(before) !== /\p{N}/u.test(after);
};

export type Part = 'none' | 'inside' | 'word';

/** How `part` stands in `whole`: not at all, as one of its words, or in the middle of one (`id` in `width`). */
export const partOf = (part: string, whole: string): Part => {
  let how: Part = 'none';
  for (let at = whole.indexOf(part); at >= 0; at = whole.indexOf(part, at + 1)) {
    const [left, right] = [whole.slice(0, at), whole.slice(at + part.length)];
    const bounded = isBoundary(left.slice(-1), part.charAt(0)) && isBoundary(part.slice(-1), right.charAt(0));
    const common =
      (isBoundary(left.slice(-1), part.charAt(0)) || commonParts.has(left.toLowerCase())) &&
      (isBoundary(part.slice(-1), right.charAt(0)) ||
        commonParts.has(right.toLowerCase()) ||
        plural.test(right));
    if (bounded || common) how = how === 'inside' ? how : 'word';
    else how = 'inside';
  }
  return how;
};

/** What a token was before the new name came into it; itself apart. */
export const originsOf = (token: string, { from, to }: { from: string; to: string }): string[] => {
  const origins: string[] = [];
  for (let at = token.indexOf(to); at >= 0; at = token.indexOf(to, at + 1)) {
    origins.push(token.slice(0, at) + from + token.slice(at + to.length));
  }
  if (origins.length > 1) origins.push(token.split(to).join(from));
  return origins;
};
