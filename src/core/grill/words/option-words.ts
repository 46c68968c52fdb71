import type { Option, Question } from '../../../contracts/planning/grill.ts';
import { plain } from './plain.ts';

const leading =
  /^(?:yes|yeah|yep|ok|okay|sure|ja|oui|si|sim|tak|да|please|bitte|i'd|i would|i'll|i will|i|we|let's|lets|go(?:ing)? with|go for|going for|go|take|choose|pick|use|prefer|want|vote for|confirm|the|das|die|der|la|le|el|il|o|de|ich nehme|nimm|nehme|je prends|prends|option|opcion|opzione|opcao|optie|opcj[ae]|variante?|variant|вариант|choice|answer|antwort|number|nummer|numero|nr\.?|no\.(?= ?\d)|with|for)(?![\p{L}\p{N}'])[ ,.:;!]*/u;
const trailing =
  /[ ,]*(?<![\p{L}\p{N}])(?:please|pls|bitte|thanks|thank you|danke|then|it is|sounds good|looks good|for me|one|option|it's fine|is fine|is good|svp|por favor|per favore)$/u;

/** The text without what people put around a choice, step by step; the whole text first. */
const peeled = (text: string): string[] => {
  const forms = [bare(text)];
  for (let step = 0; step < 8; step += 1) {
    const last = forms.at(-1) ?? '';
    const shorter = bare(last.replace(leading, '').replace(trailing, ''));
    if (shorter === last || shorter === '') break;
    forms.push(shorter);
  }
  return forms;
};

/** Without the marks around: quotes, emphasis, brackets, a full stop. */
const bare = (text: string): string =>
  text.replace(/^[\s"'*_~(（「“„«[]+/u, '').replace(/[\s"'*_~)）」”»\].,;:!。！]+$/u, '');

const ordinals = [
  /^(?:first|1st|erste[nrs]?|premiere?|primer[oa]?|prim[oa]|primeir[oa]|eerste|pierwsz[aey]|перв(?:ыи|ая|ое))$/u,
  /^(?:second|2nd|zweite[nrs]?|deuxieme|segund[oa]|second[oa]|tweede|drug[ai]e?|втор(?:ои|ая|ое))$/u,
  /^(?:third|3rd|dritte[nrs]?|troisieme|tercer[oa]?|terz[oa]|terceir[oa]|derde|trzeci[ae]?|трет(?:ии|ья|ье))$/u,
  /^(?:fourth|4th|vierte[nrs]?|quatrieme|cuart[oa]|quart[oa]|vierde|czwart[aey])$/u,
  /^(?:fifth|5th)$/u,
  /^(?:sixth|6th)$/u,
];
const unspaced =
  /^(?:选项?|選項?|选择|選擇|第|オプション|옵션|선택)?\s*([1-6一二三四五六])\s*(?:个|個|号|號|番目?|번째?|つ目|项|項|案|を|で|로|으로|할게요|にします|お願いします|\s)*$/u;

/** Place of an option, from 0, by its number, letter or rank; null for other words. */
const placeIn = (text: string): number | null => {
  const number = /^#?([1-9])$/.exec(text)?.[1];
  if (number) return Number(number) - 1;
  if (/^[a-f]$/.test(text)) return text.charCodeAt(0) - 'a'.charCodeAt(0);
  const rank = ordinals.findIndex((ordinal) => ordinal.test(text));
  if (rank >= 0) return rank;
  const digit = unspaced.exec(text)?.[1];
  if (!digit) return null;
  const han = '一二三四五六'.indexOf(digit);
  return han >= 0 ? han : Number(digit) - 1;
};

/** The words before what only explains them: `target only` of `Target only (span-based slicing)`. */
const head = (text: string): string => bare(plain(text).split(/[(（,:;]| [—–-] |\. /u)[0] ?? '');

const byWords = (text: string, options: readonly Option[]): Option | null => {
  const exact = options.find((option) => option.id === text || bare(plain(option.text)) === text);
  if (exact) return exact;
  const [only, ...more] = options.filter(
    (option) => head(option.text) === text || option.id === text.replaceAll(' ', '-'),
  );
  return only && more.length === 0 ? only : null;
};

/** Nobody names an option at greater length; hostile text would cost time that grows with its square. */
const longest = 400;

/** The option that somebody means: `#2` is its place whatever the options say; else its id, words, place or letter. */
export const optionMeant = (text: string, { options }: Question): Option | null => {
  if (text.length > longest) return null;
  const words = plain(text);
  const place = /^#([1-9])$/.exec(words)?.[1];
  if (place) return options[Number(place) - 1] ?? null;
  const forms = peeled(words);
  for (const form of forms) {
    const found = byWords(form, options);
    if (found) return found;
  }
  for (const form of forms) {
    const at = placeIn(form);
    if (at !== null) return options[at] ?? null;
  }
  return null;
};

const alternatives = /(?<![\p{L}\p{N}])(?:or|oder|ou|of|lub|albo|или|或者?|または)(?![\p{L}\p{N}])|\//u;

/** Whether several options are named without a choice between them: `1 or 2`. */
export const leavesOpen = (text: string, question: Question): boolean => {
  if (text.length > longest) return false;
  const parts = plain(text)
    .replace(/^either /, '')
    .split(alternatives);
  if (parts.length < 2) return false;
  const meant = parts.map((part) => optionMeant(part, question));
  return meant.every((option) => option !== null) && new Set(meant).size > 1;
};
