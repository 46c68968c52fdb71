import { isOfCode, saysOutside } from './scope-words.ts';
import { meaningOf } from './vocabulary.ts';
import { namesIn, significantWords, tellingWords } from './words.ts';

/** Forbids something, of the change or of the program. */
const forbids =
  /\b(?:(?:shall|must|should|will|may|is|are|do|does|can)(?:\s+not|n['’]t)|cannot|never|no longer)\s+(?:to\s+)?(?:also\s+)?(?:be\s+)?([\p{L}-]+)/iu;
const unsure =
  /\b(?:not|never|no|without|missing|lacks?|fails?|should|must|needs?|ought|has\s+to|have\s+to|still|remains?|only)\b|n['’]t\b/i;

/** It happened to the thing itself, which does not do it: `Client` lost `close()`. */
const happened =
  /([^\s]+)\s+(?:(?:was|were|is|are|has|have|had|been|got|now)\s+){0,3}(?:lost|renamed|removed|deleted|rewritten|replaced|modified|altered|gone)\b/giu;
const takenFrom = /\b(?:removed|removes|deleted|deletes|lost|dropped|drops)\b.{1,80}?\bfrom\s+(.*)/giu;

const isOfQuote = (quote: string, words: string): boolean => {
  const [names, told] = [namesIn(quote), tellingWords(quote)];
  return (
    [...namesIn(words)].some((name) => names.has(name)) ||
    tellingWords(words).some((word) => told.includes(word))
  );
};

/** The quote forbids to change a thing, and the title says that this thing has been changed. */
const isChanged = (quote: string, title: string): boolean =>
  [...title.matchAll(happened), ...title.matchAll(takenFrom)].some(([, thing = '']) =>
    isOfQuote(quote, thing),
  );

const changing = /^(?:modif|chang|touch|edit|alter|extend|break|updat)/;

/**
 * Whether a finding says that what the quote forbids is done: then the change does not leave it out, it demands it. `title`
 * of the finding.
 */
export const isBroken = (quote: string, title: string): boolean => {
  const verb = forbids.exec(quote.replace(/[`*]/g, ''))?.[1]?.toLowerCase();
  if (verb === undefined) return false;
  if (changing.test(verb) && isChanged(quote, title)) return true;
  if (isOfCode(quote) || saysOutside(quote)) return false;
  const meant = meaningOf(verb);
  return meant !== null && !unsure.test(title) && significantWords(title).includes(meant);
};
