import { describe, expect, it } from 'vitest';
import { readReply } from '../../../src/core/grill/reply.ts';
import { isVague } from '../../../src/core/grill/words/read-words.ts';
import { questionNode } from './sample.ts';

const question = questionNode('duplicate-anchors');
const kindOf = (text: string): string => readReply(text, question).kind;

describe('a vague reply is no answer', () => {
  it.each([
    // English
    'whatever you think',
    'Whatever you think is best.',
    'whatever',
    'Whatever works',
    "I don't know",
    'idk',
    'IDK tbh',
    'dunno 🤷',
    'up to you',
    "It's up to you!",
    'either',
    'either one is fine',
    'Either works for me',
    "don't care",
    'I really don’t care either way',
    'you decide',
    'your call',
    'You choose, please',
    'hm',
    'hmmm…',
    '?',
    '???',
    '...',
    '',
    '   ',
    '👍',
    '🤷‍♂️ 🤷',
    ':shrug:',
    'maybe',
    'not sure yet',
    'no idea, honestly',
    'no preference',
    'I trust your judgement',
    'it depends',
    'no',
    'none of these',
    'surprise me',
    'as you like',
    'go with whatever you recommend',
    'Let me think about it',
    'whichever',
    'any',
    'anything you want is fine with me',
    'what do you think?',
    'can you decide?',
    "doesn't matter",
    '1 or 2',
    'either a or b',
    "I don't agree",
    'makes no difference to me',
    'ok?',
    '> whatever was asked\n\nwhatever',
    'meh',
    // German
    'egal',
    'Mir egal',
    'Das ist mir ganz egal',
    'wie du willst',
    'Wie du meinst',
    'keine Ahnung',
    'weiß nicht',
    'Entscheide du!',
    'was auch immer du meinst',
    // French
    'peu importe',
    'comme tu veux',
    'Je ne sais pas',
    'ça m’est égal',
    "n'importe lequel",
    'à vous de décider',
    // Spanish
    'lo que quieras',
    'Me da igual',
    'no sé',
    'como prefieras',
    'tú decides',
    'ni idea',
    // Italian
    'come vuoi',
    'Fai tu',
    'non lo so',
    'per me è lo stesso',
    'boh',
    'decidi tu',
    // Portuguese
    'tanto faz',
    'não sei',
    'você decide',
    'o que você achar melhor',
    'sei lá',
    // Dutch
    'maakt niet uit',
    'maakt me niet uit',
    'geen idee',
    'wat jij wilt',
    'jij beslist',
    'weet ik niet',
    // Polish
    'wszystko jedno',
    'nie wiem',
    'jak chcesz',
    'obojętnie',
    'ty zdecyduj',
    'nie mam zdania',
    // Chinese
    '随便',
    '随便你吧',
    '都可以',
    '你决定吧',
    '不知道',
    '我无所谓',
    '隨便',
    '看你吧',
    // Japanese
    'お任せします',
    'どちらでもいいです',
    'わかりません',
    '何でもいい',
    'どっちでもいいよ',
    // Korean
    '아무거나요',
    '상관없어요',
    '알아서 해 주세요',
    '모르겠어요',
    '글쎄요',
    // Russian
    'всё равно',
    'мне всё равно',
    'не знаю',
    'как хотите',
    'решай сам',
    'на ваше усмотрение',
    'без разницы',
  ])('%j', (text) => {
    expect(kindOf(text)).toBe('vague');
  });
});

describe('an answer of substance is one, whatever else it says', () => {
  it.each([
    'whatever you think is fine, but never delete files',
    "I don't care about Windows; POSIX paths only",
    'Not sure, but I would keep the label and rewrite only the target',
    'Yes, but only for relative links',
    'ok, but fail on absolute paths',
    'You decide the name; the format stays JSON',
    'No autofix',
    'Use the remark slugger',
    'both',
    'all headings',
    'never',
    'Keep `a?b` as it is.',
    'See https://example.com/x?y=1: do the same',
    'Hard error for files, warning for anchors',
    'Do what GitHub does. Why would we differ?',
    'Mir egal, aber niemals Dateien löschen',
    'peu importe, mais jamais de suppression de fichiers',
    'me da igual, pero sin borrar archivos',
    'come vuoi, ma senza cancellare i file',
    'tanto faz, mas nunca apague arquivos',
    'maakt niet uit, maar nooit bestanden verwijderen',
    'wszystko jedno, ale nigdy nie usuwaj plików',
    '随便，但是不要删除文件',
    'お任せしますが、ファイルは削除しないでください',
    '상관없어요, 하지만 파일은 삭제하지 마세요',
    'мне всё равно, но файлы не удалять',
    'use option 2 for images and option 1 for the rest',
  ])('%j', (text) => {
    expect(readReply(text, question)).toEqual({ kind: 'override', text });
  });

  it('is taken without the lines it quotes', () => {
    expect(readReply('> What about anchors?\n\nReject them.\n', question)).toEqual({
      kind: 'override',
      text: 'Reject them.',
    });
  });
});

describe('agreement confirms what is recommended', () => {
  it.each([
    'yes',
    'Yes!',
    'ok',
    'OK 👍',
    'okay, sounds good',
    'agreed',
    'I agree.',
    'sure, go ahead',
    'lgtm',
    'Ja',
    'einverstanden',
    "d'accord",
    'oui',
    'de acuerdo',
    'sí',
    'va bene',
    'sim',
    'akkoord',
    'zgoda',
    '好的',
    '可以',
    'はい',
    '네',
    'да',
    'согласен',
    'That works for me, thanks',
    'do it',
    '+1',
  ])('%j', (text) => {
    expect(readReply(text, question)).toEqual({ kind: 'confirm' });
  });

  it.each([
    'the recommended one',
    'Recommended',
    'go with your recommendation',
    'as recommended, please',
    'I agree with the recommendation',
    'die empfohlene Option',
    'la recomendada',
    '推荐的',
    'おすすめで',
    '추천대로 해주세요',
  ])('%j names it', (text) => {
    expect(readReply(text, question)).toEqual({ kind: 'confirm', option: 'github-exact' });
  });
});

describe('an option can be meant in many ways', () => {
  it.each([
    ['2', 'hard-error'],
    ['2.', 'hard-error'],
    ['#2', 'hard-error'],
    ['2️⃣', 'hard-error'],
    ['b', 'hard-error'],
    ['B)', 'hard-error'],
    ['(b)', 'hard-error'],
    ['option b', 'hard-error'],
    ['Option 2', 'hard-error'],
    ["I'd go with option 2, please", 'hard-error'],
    ['yes, 2', 'hard-error'],
    ['the second one', 'hard-error'],
    ["Let's take the third", 'target-only'],
    ['hard-error', 'hard-error'],
    ['`hard-error`', 'hard-error'],
    ['Hard error', 'hard-error'],
    ['hard error, no autofix', 'hard-error'],
    ['Hard error, no autofix.', 'hard-error'],
    ['**Target only**', 'target-only'],
    ['target only', 'target-only'],
    ['GitHub-exact slugify', 'github-exact'],
    ['Nehme Option 2', 'hard-error'],
    ['opción 2', 'hard-error'],
    ['вариант 2', 'hard-error'],
    ['选2', 'hard-error'],
    ['第二个', 'hard-error'],
    ['2番', 'hard-error'],
    ['2번으로 할게요', 'hard-error'],
  ])('%j', (text, option) => {
    expect(readReply(text, question)).toEqual({ kind: 'confirm', option });
  });

  it.each(['7', 'option 9', 'not b', "don't use 2", 'delete', 'error', 'b and then some'])(
    '%j is none of them',
    (text) => {
      expect(kindOf(text)).toBe('override');
    },
  );

  it('its words come before its place, and `#` means the place', () => {
    const retries = questionNode('retries', {
      options: [
        { id: 'two', text: '2' },
        { id: 'one', text: '1' },
      ],
      recommended: 'two',
    });
    expect(readReply('1', retries)).toEqual({ kind: 'confirm', option: 'one' });
    expect(readReply('#1', retries)).toEqual({ kind: 'confirm', option: 'two' });
  });

  it('`no` answers a question that has it as an option', () => {
    const options = [
      { id: 'yes', text: 'Yes' },
      { id: 'no', text: 'No, keep them' },
    ];
    expect(readReply('no', questionNode('x', { options, recommended: 'yes' }))).toEqual({
      kind: 'confirm',
      option: 'no',
    });
  });
});

describe('a question back is no answer', () => {
  it.each([
    'why not a hard error?',
    'Why not use the remark slugger',
    'What about Windows?',
    'what if two headings are equal',
    'Is that what GitHub does?',
    'How does remark do it?',
    'Warum nicht einfach ein Fehler?',
    'pourquoi pas une erreur ?',
    '¿Por qué no un error?',
    '为什么不报错？',
    'なぜエラーにしないのですか',
    '왜 오류가 아닌가요?',
    'почему не ошибка?',
    'Hm. Would that break existing links?',
    'Yes, but why?',
  ])('%j', (text) => {
    expect(kindOf(text)).toBe('counter-question');
  });
});

describe('what says nothing', () => {
  it('is told from what can be acted on', () => {
    expect(isVague('It depends.')).toBe(true);
    expect(isVague('Relative links stay inside the folder')).toBe(false);
  });

  it.each(['whatever you think is ', 'i ', "don't ", '随便', '? ', 'option ', "'", '(', 'a or '])(
    'a page of %j is read as well',
    (word) => {
      for (const length of [390, 3_900, 60_000])
        expect(kindOf(`${word.repeat(length / word.length)}x`)).toMatch(/vague|counter-question|override/);
    },
  );
});
