import { type Forbidding, forbiddingsIn } from '../../openspec/named/guards.ts';
import { sentencesOf } from '../../openspec/named/tokens.ts';
import { codeSpan } from './capped.ts';

const strict = /\b(?:SHALL|MUST) NOT\b/;
/** As people write it in tasks: `do not touch x`, `x must not be changed`, `leave x as it is`, `x stays untouched`. */
const plain =
  /\b(?:(?:do not|don['’]t|never|without) (?:modify|modifying|touch|touching|chang(?:e|ing)|edit|editing|renam(?:e|ing)|remov(?:e|ing)|delet(?:e|ing))\b|(?:must|shall|may|should) not be (?:modified|touched|changed|edited|renamed|removed|deleted)\b|(?:leave|keep)s? (?:[^.;`]|`[^`]*`){1,80}\b(?:untouched|unchanged|as (?:it is|is|they are)|alone)\b|(?:stays?|remains?|is left|are left) (?:untouched|unchanged|as (?:it is|they are))\b|(?:is|are) out of scope\b)/i;

export const strictly = (sentence: string): boolean => strict.test(sentence);

/** Sentences that forbid something, whole, in order, each once. */
export const forbiddingSentences = (markdown: string): string[] => {
  const sentences = blocksOf(markdown)
    .flatMap((block) => block.split(/(?<=[.!?])\s+(?=[`"*_A-Z])/))
    .map((sentence) => sentence.trim().replace(/^\d+(?:\.\d+)+\s+/, ''))
    .filter((sentence) => strict.test(sentence) || plain.test(sentence));
  return [...new Set(sentences)];
};

/** Paragraphs and list items on one line each, without their markers: a sentence may be wrapped, never spread over items. */
const blocksOf = (markdown: string): string[] => {
  const blocks: string[] = [];
  let open = '';
  const close = (): void => {
    if (open !== '') blocks.push(open);
    open = '';
  };
  for (const line of markdown.split(/\r?\n/)) {
    const item = /^\s*(?:[-*+]|\d+[.)])\s+(?:\[.?\]\s+)?(.*)$/.exec(line);
    const heading = /^#{1,6}\s/.test(line);
    if (item || heading || line.trim() === '') close();
    if (!heading) open = `${open} ${(item?.[1] ?? line).trim()}`.trim();
  }
  close();
  return blocks;
};

const meaning: Record<Forbidding['what'], string> = {
  modified: 'not to be changed in any way',
  kept: 'has to stay, under this name',
  signature: 'has to be called as it is now',
  used: 'no new code may use it',
  logged: 'no new code may print or log it',
};

/** A file or identifier that is kept from something, and how that is said to the delegate. */
export interface Guarded {
  name: string;
  /** It is a path, and nothing of it may change. */
  file: boolean;
  line: string;
}

/** Read by the same rules that judge afterwards whether one was touched; each once. */
export const guardedIn = (sentences: string[]): Guarded[] => {
  const found = sentences
    .flatMap(sentencesOf)
    .flatMap(forbiddingsIn)
    .map((forbidding): Guarded => {
      const { name, what, places, by, excepted } = forbidding;
      const where = places.length === 0 ? '' : ` in ${places.map(codeSpan).join(', ')}`;
      const whose = by === null ? '' : ` in ${codeSpan(by.text)}`;
      const but = excepted ? '; the sentence below has an exception' : '';
      return {
        name: name.name,
        file: what === 'modified' && (name.kind === 'path' || name.kind === 'line'),
        line: `${codeSpan(name.text)}${where}: ${meaning[what]}${whose}${but}`,
      };
    });
  return [...new Map(found.map((one) => [one.line, one])).values()];
};
