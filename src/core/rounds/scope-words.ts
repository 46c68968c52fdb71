const ofChange =
  '(?:changes?|releases?|prs?|pulls?|pull\\s+requests?|tickets?|issues?|versions?|phases?|sections?|tasks?|work|iterations?|milestones?|commits?|proposals?|efforts?|scope|stor(?:y|ies)|plans?)';
/** `this change`, `the first release`. */
const theChange = `(?:(?:this|the|that|our|its|an?|current|first|next|later)\\s+){0,3}${ofChange}\\b`;
const not = "(?:\\s+not|n['’]t)\\s+(?:to\\s+)?(?:also\\s+)?";

/** What is done to code, and hardly by a program. */
const worked =
  '(?:touch|refactor|fix|implement|migrat|cover|handl|address|reformat|upgrad|port|redesign|rework)\\w*';
/** What programs do as well: who is not to do it makes the difference. */
const changed =
  '(?:modif|chang|edit|includ|alter|extend|renam|mov|remov|delet|rewrit|rewrot|replac|updat|add|convert)\\w*';
const us = `(?:^|[.;:!?,(—–]|\\b(?:we|${theChange}|this|it|please|but|and)(?=\\s))[\\s"'“‘*_-]*`;

const forbidding = [
  // SHALL NOT be deleted: a requirement. SHALL NOT be touched: not here
  `\\b(?:shall|must)${not}(?:be(?:ing)?\\s+)?${worked}\\b`,
  `\\b(?:should|will|is|are)${not}be(?:ing)?\\s+(?:${worked}|${changed})\\b`,
  `\\b(?:is|are)${not}(?:${worked}|${changed})\\b`,
  `\\b(?:should|will|do|does)${not}${worked}\\b`,
  `${us}(?:(?:should|will|do|does)${not}|never\\s+)${changed}\\b`,
  `\\b(?:we|this|${theChange})\\s+(?:shall|must)${not}${changed}\\b`,
  `\\b(?:shall|must)${not}(?:modify|change|alter|extend)\\s+(?:the\\s+)?\``,
  `\\b(?:shall|must|will|do|does)${not}change\\W*$`,
  '\\bwithout\\s+(?:chang|modif|touch)ing\\b',
  '\\bnot\\s+(?:be\\s+)?(?:touched|changed|modified)\\b',
].map((pattern) => new RegExp(pattern, 'i'));

/** Said of code that nobody is to touch, which a finding about that code does not break. */
const ofCode = /\bnot\s+be\s+(?:modified|changed|touched|edited|altered|extended|refactored|updated)\b/i;

const follows =
  '(?=\\s*(?:$|[^\\s\\p{L}\\p{N}])|\\s+(?:to|for|of|on|and|or|but|that|which|because|since|as|once|with|by|per|not)\\b)';
const followUp = [
  // a label
  '(?:^|[.;:(—–]\\s*|\\*\\*|\\b(?:possible|planned)\\s+)[\\s"\'“‘*_-]*follow-?\\s?ups?\\W{0,4}[:—–]',
  `\\b(?:is|are|be|becomes?|as|in|for|to|until|via|by|need|needs|deserves?|gets?|file[sd]?|filing)\\s+(?:(?:an?|the|its|their|our|another|own|separate|later|future|possible|planned)\\s+){0,3}follow-?\\s?ups?\\b${follows}`,
  `\\bfollow-?\\s?up\\s+${ofChange}\\b`,
  "\\b(?:we|will|we['’]ll)\\s+follow[- ]up\\b|\\bfollowed[- ]up\\s+(?:in|on|by|with|later|separately|elsewhere)\\b",
].map((pattern) => new RegExp(pattern, 'iu'));

const outside = [
  /\b(?:out\s+of|outside(?:\s+of)?|beyond|not\s+in|not\s+within)\s+(?:the\s+|our\s+)?(?:\w+\s+)?scope\b/i,
  /\bout-of-scope\b|\bnon-?\s?goals?\b|\bnot\s+a\s+goal\b/i,
  /(?:\bnot|n['’]t|\bno)\s+(?:a\s+)?part\s+of\b/i,
  ...followUp,
  /\b(?:in|for|to|until|till|at)\s+(?:a|an|some|the|another)?\s*(?:later|future|separate|next|subsequent|different|other|another)\s+(?:change|release|pr|pull|ticket|issue|version|phase|section|task|work|iteration|milestone|commit|proposal|effort|date)\b/i,
  /\b(?:a|an|another|its|their)\s+(?:own|separate|later|future|different|other|another)\s+(?:change|release|pr|pull|ticket|issue|version|proposal|effort)\b|\banother\s+(?:change|ticket|issue|release)\b/i,
  /\b(?:done|handled|added|fixed|addressed|covered|implemented|comes?|follows?|left|kept|saved|revisited|tackled|migrated|until|for)\s+later\b|\blater\s+(?:change|release|version|ticket|phase|pr)s?\b|^\W*later\b/i,
  /\b(?:handled|done|addressed|fixed|tracked|filed|solved|migrated|covered)\s+(?:separately|elsewhere)\b/i,
  /\bno\s+(?:\w+\s+){0,2}changes?\s+(?:to|for|in|of)\b/i,
  /\b(?:existing|current|present)\s+behaviou?r\s+(?:\w+\s+)?(?:kept|preserved|retained)\b/i,
  /\bfuture\s+(?:work|change|release|ticket|version)s?\b/i,
  /(?<!\b(?:shall|must)\s)(?:\bnot|n['’]t)\s+(?:yet\s+)?(?:be\s+)?(?:planned|intended|required|needed|covered|included|supported|addressed|attempted|in\s+this\s+(?:change|release|ticket|pr))\b/i,
  /\bknown\s+limitations?\b/i,
];

/** Programs leave things out and unchanged too: then it says of what, or when. */
const ofWhat = `(?!\\s+(?:of|from|in|by)\\s+(?!${theChange}))`;
const outsideAlways = [
  /\b(?:stays?|remains?|keeps?|kept|left|leaves?|leaving)\b[^.\n]{0,80}\b(?:as\s+(?:it\s+is|they\s+are|is|before|today)|unchanged|untouched|alone|intact|the\s+same)\b/i,
  /\b(?:stays?|remains?|keeps?|kept)\s+(?:\w+\s){0,2}[\p{L}]+-only\b/iu,
  /\b(?:unchanged|untouched|as-is)\b/i,
  new RegExp(`\\b(?:left|leaves?|leaving)\\b[^.\\n]{0,80}\\bout\\b${ofWhat}`, 'i'),
  new RegExp(`\\b(?:is|are|be|being|stays?|remains?|explicitly|deliberately)\\s+excluded\\b${ofWhat}`, 'i'),
  new RegExp(`\\bexcluded\\s+from\\s+${theChange}|^\\W*excluded\\W{0,4}:|\\bexcluding\\b`, 'i'),
  new RegExp(`\\b${theChange}\\s+excludes\\b|\\bexcludes\\b.{0,120}\\bfrom\\s+${theChange}`, 'i'),
  /\bdefer(?:red|s)?\b|\bpostpone[ds]?\b/i,
];
const condition = new RegExp(
  `\\b(?:after|when|whenever|if|unless|while|during|once|until)\\s+(?!${theChange})(?!now\\b|then\\b|later\\b|further\\b|[A-Z]*-?\\d)`,
  'i',
);
const ofUs = new RegExp(`\\b(?:we|this\\s+${ofChange})\\b`, 'i');
const isAlways = (sentence: string): boolean => ofUs.test(sentence) || !condition.test(sentence);

const back =
  /(?:\bnot|n['’]t|\bno\s+longer)\s+(?:an?\s+)?(?:out\s+of\s+scope|follow|defer|exclud|non-?goal)/i;

const isSpec = (path: string): boolean => /(?:^|\/)specs?\//.test(path);

const sentencesOf = (text: string): string[] => text.split(/(?<=[.;!?])\s+/);

const any = (patterns: readonly RegExp[], text: string): boolean =>
  patterns.some((pattern) => pattern.test(text));

/** Whether these words say so whatever they are about. */
export const saysOutside = (text: string): boolean =>
  any(outside, text) ||
  sentencesOf(text).some((sentence) => isAlways(sentence) && any(outsideAlways, sentence));

export const isOfCode = (text: string): boolean =>
  sentencesOf(text).some((sentence) => isAlways(sentence) && ofCode.test(sentence));

/**
 * A SHALL NOT says how the program behaves: it leaves nothing out unless it is about changing code. Specs say nothing of
 * who is to do what, tasks do.
 */
export const saysLeftOut = (text: string, path: string): boolean => {
  if (back.test(text)) return false;
  if (saysOutside(text) || isOfCode(text)) return true;
  return (
    !isSpec(path) && sentencesOf(text).some((sentence) => isAlways(sentence) && any(forbidding, sentence))
  );
};
