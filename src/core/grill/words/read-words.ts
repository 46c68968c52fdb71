import { agreement, agreementUnspaced, recommendation, recommendationUnspaced } from './agreement.ts';
import { fillers, fillersUnspaced } from './fillers.ts';
import { anyOf, plain, saysSomething } from './plain.ts';
import { vague, vagueUnspaced } from './vague.ts';

/** What words amount to when nothing is known of the question. */
export type Words = 'substance' | 'vague' | 'counter-question' | 'agreed' | 'recommended';

const nothing = anyOf({ spaced: Object.values(vague).flat(), unspaced: vagueUnspaced });
const agreeing = anyOf({ spaced: agreement, unspaced: agreementUnspaced });
const recommending = anyOf({ spaced: recommendation, unspaced: recommendationUnspaced });
const filling = anyOf({ spaced: fillers, unspaced: fillersUnspaced });

/** Takes away what says nothing; what is left is an answer. */
const weigh = (text: string): Exclude<Words, 'counter-question'> => {
  if (!saysSomething(text)) return 'vague';
  const without = text.replace(nothing, ' ');
  const named = without.replace(recommending, ' ');
  const rest = named.replace(agreeing, ' ').replace(filling, ' ');
  if (saysSomething(rest)) return 'substance';
  if (without !== text) return 'vague';
  if (named !== without) return 'recommended';
  return named.replace(agreeing, ' ') === named ? 'vague' : 'agreed';
};

/** A full stop inside of a version or an address ends no sentence. */
const sentences = (text: string): string[] =>
  text.split(/(?<=[.!?？。！])(?=\s|$)|(?<=[？。！])/u).filter((sentence) => sentence.trim() !== '');

const asking =
  /^(?:but |and |so |ok,? |aber |mais |pero |ma |mas |maar |ale |но |yes,? but )?(?:why|what about|what if|what happens|how about|how come|what's the difference|can you explain|could you explain|explain|warum|wieso|weshalb|pourquoi|por que|perche|waarom|dlaczego|почему|зачем|为什么|為什麼|为何|なぜ|どうして|왜)(?![\p{L}\p{N}])|^(?:为什么|為什麼|为何|なぜ|どうして|왜)/u;
const asks = (sentence: string): boolean =>
  /[?？]["')\s]*$/u.test(sentence) ||
  asking.test(sentence.trim()) ||
  /(?:吗|嗎|ですか|ますか|でしょうか|나요|까요|습니까|입니까)[.。]?\s*$/u.test(sentence);

/** Who writes more than this says something. */
const longest = 4_000;

/** What somebody's words amount to, in any of the languages that `vague` knows. */
export const readWords = (text: string): Words => {
  if (text.length > longest) return 'substance';
  const words = plain(text);
  const all = sentences(words);
  const questions = all.filter(asks);
  if (questions.length === 0) return weigh(words);
  const said = all.filter((sentence) => !asks(sentence)).join(' ');
  if (weigh(said) === 'substance') return 'substance';
  return weigh(questions.join(' ')) === 'substance' || questions.some((one) => asking.test(one.trim()))
    ? 'counter-question'
    : 'vague';
};

/** Whether a sentence says nothing that could be acted on. */
export const isVague = (text: string): boolean => readWords(text) !== 'substance';
