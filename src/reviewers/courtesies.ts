/** Words that end a conversation and ask for nothing. Closed on purpose: whatever else is said is a word to be heard. */
const phrases = [
  '+1',
  'awesome',
  'cheers',
  'cool',
  'done',
  'excellent',
  'fair enough',
  'good',
  'good job',
  'good point',
  'got it',
  'great',
  'great job',
  'great work',
  'lgtm',
  'looks good',
  'looks good now',
  'looks good to me',
  'looks great',
  'love it',
  'makes sense',
  'much appreciated',
  'much better',
  'nice',
  'nice one',
  'nice work',
  'ok',
  'okay',
  'perfect',
  'resolved',
  'sounds good',
  'sounds great',
  'thank you',
  'thank you so much',
  'thank you very much',
  'thanks',
  'thanks a lot',
  'thanks a million',
  'thanks again',
  'thanks so much',
  'thx',
  'ty',
  'understood',
  'well done',
  'works for me',
  'wonderful',
];
const pictures = [
  '👍',
  '🎉',
  '✅',
  '❤',
  '🚀',
  '👌',
  '🙏',
  '🙌',
  '👏',
  '💯',
  '🥳',
  '🙂',
  '😊',
  '😀',
  '😄',
  '✔',
  '☑',
];
/** As they are typed; smileys among them. */
const typed = [
  ...['+1', 'thumbsup', 'tada', 'white_check_mark', 'heavy_check_mark', 'heart', 'rocket', 'ok_hand'],
  ...['pray', 'raised_hands', 'clap', '100', 'partying_face', 'slightly_smiling_face', 'blush', 'smile'],
].map((name) => `:${name}:`);
const applause = [...typed, ':-)', ':)', ...pictures];

const known = new Set(phrases);
const most = Math.max(...phrases.map((phrase) => phrase.split(' ').length));
/** Longer ones say something. */
const longest = 200;

/** Stands for each of them. */
const clap = '👏';

const wordsOf = (body: string): string[] => {
  const bare = body.toLowerCase().replace(/[\ufe0f\u{1f3fb}-\u{1f3ff}]/gu, '');
  const drawn = applause.reduce((text, one) => text.replaceAll(one, ` ${clap} `), bare);
  return drawn
    .replace(/(^|[\s,(])@[a-z0-9][\w-]*(?:\/[\w-]+)?(?:\[bot\])?/g, '$1 ')
    .split(/[\s.,;!…*_~()–—-]+/)
    .filter((word) => word !== '');
};

/** How many words from here on are a courtesy; 0 for none. */
const courtesyAt = (words: string[], from: number): number => {
  if (words[from] === clap) return 1;
  for (let count = most; count > 0; count -= 1)
    if (known.has(words.slice(from, from + count).join(' '))) return count;
  return 0;
};

/** Thanks, agreement or applause and nothing else, alone or combined: no word that asks for anything, or doubts. */
export const isCourtesy = (body: string): boolean => {
  if (body.length > longest) return false;
  const words = wordsOf(body);
  let at = 0;
  while (at < words.length) {
    const count = courtesyAt(words, at);
    if (count === 0) return false;
    at += count;
  }
  return words.length > 0;
};
