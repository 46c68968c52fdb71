import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCommands } from '../../src/commands/read.ts';
import { commandDefinitions } from '../../src/commands/registry.ts';

const commandsIn = (markdown: string): unknown[] =>
  readCommands(markdown).flatMap((line) => (line.state === 'command' ? [line.command] : []));
const namesIn = (markdown: string): string[] =>
  readCommands(markdown).flatMap((line) => (line.state === 'command' ? [line.command.name] : []));
const problemsIn = (markdown: string): string[] =>
  readCommands(markdown).flatMap((line) => (line.state === 'unreadable' ? [line.problem] : []));

const examples = commandDefinitions.flatMap((definition) => definition.examples);
const anyCommand = fc.constantFrom(...examples);

describe('where a command counts', () => {
  it.each([
    ['alone', '/confirm'],
    ['with a line end', '/confirm\r\n'],
    ['indented by less than code', '   /confirm'],
    ['on a later line of a paragraph', 'Looks good.\n/confirm\nThanks!'],
    ['indented inside a paragraph, where that is no code', 'Looks good.\n      /confirm'],
    ['after a hard break', 'Looks good.  \n/confirm'],
    ['after a closed fence', '```\ncode\n```\n/confirm'],
    ['after a quote and an empty line', '> quoted\n\n/confirm'],
    ['after a list and an empty line', '- item\n\n/confirm'],
    ['after closed details', '<details>\n\nlog\n\n</details>\n\n/confirm'],
    ['after an HTML comment', '<!-- note -->\n\n/confirm'],
    ['after a void tag', 'one<br>\n/confirm'],
    ['after a type in angle brackets', 'It returns <Foo>.\n\n/confirm'],
    ['in upper case', '/Confirm'],
    ['with trailing blanks', '/confirm \t '],
    ['beside emphasis', '**Yes**\n/confirm'],
  ])('%s', (_, markdown) => {
    expect(namesIn(markdown)).toEqual(['confirm']);
  });
});

describe('where a command does not count', () => {
  it.each([
    ['in a sentence', 'Please /confirm this'],
    ['after a mention', '@throughline /confirm'],
    ['in inline code', '`/confirm`'],
    ['in inline code that spans lines', '`a\n/confirm\n`'],
    ['in a fence', '```\n/confirm\n```'],
    ['in a fence of tildes', '~~~\n/confirm\n~~~'],
    ['in a fence that never closes', '```\n/confirm'],
    ['in indented code', 'x\n\n    /confirm'],
    ['in a quote', '> /confirm'],
    ['in a quoted fence', '> ```\n> /confirm\n> ```'],
    ['in a list item', '- /confirm'],
    ['in a numbered item', '1. /confirm'],
    ['inside a list item', '- item\n\n  /confirm'],
    ['in a task', '- [ ] /confirm'],
    ['in a heading', '# /confirm'],
    ['as an underlined heading', '/confirm\n==='],
    ['in a table', '| a |\n| - |\n| x |\n/confirm'],
    ['in a footnote', '[^1]: /confirm'],
    ['in a link', '[text\n/confirm\n](https://example.com)'],
    ['in an image', '![text\n/confirm\n](https://example.com/x.png)'],
    ['as a link target', '[x]:\n/confirm'],
    ['in a URL', 'https://example.com\\\n/confirm/x'],
    ['in an HTML comment', '<!--\n/confirm\n-->'],
    ['in an HTML comment with empty lines', '<!--\n\n/confirm\n\n-->'],
    ['in an HTML comment within a sentence', 'text <!--\n/confirm\n--> text'],
    ['in an HTML block', '<div>\n/confirm\n</div>'],
    ['between HTML blocks', '<div>\n\n/confirm\n\n</div>'],
    ['in details', '<details><summary>Log</summary>\n\n/confirm\n\n</details>'],
    ['in details behind a comment', '<!-- log --><details>\n\n/confirm\n\n</details>'],
    ['in details left open', '<details>\n\n/confirm'],
    ['between inline tags', 'a <b>\n/confirm\n</b> c'],
    ['in an unknown element', '<x-y>\n\n/confirm\n\n</x-y>'],
    ['escaped', '\\/confirm'],
    ['as a character reference', '&#47;confirm'],
    ['as the start of a longer word', '/confirmation'],
    ['with a suffix', '/confirm-all'],
    ['as a path', '/confirm/x'],
    ['with punctuation', '/confirm.'],
    ['with a blank after the slash', '/ confirm'],
    ['with two slashes', '//confirm'],
    ['behind a byte order mark', '\uFEFF/confirm'],
    ['behind a zero-width space', '\u200B/confirm'],
    ['with a zero-width space inside', '/con\u200Bfirm'],
    ['followed by a zero-width space', '/confirm\u200B'],
    ['followed by a no-break space', '/confirm\u00A0'],
    ['behind a bidi override', '\u202E/confirm'],
    ['with a full-width slash', '\uFF0Fconfirm'],
    ['with a fraction slash', '\u2044confirm'],
    ['with a Cyrillic letter', '/c\u043Enfirm'],
    ['after a line separator', 'a\u2028/confirm'],
    ['after a vertical tab', 'a\u000B/confirm'],
    ['with an em dash', '—/confirm'],
  ])('%s', (_, markdown) => {
    expect(namesIn(markdown)).toEqual([]);
  });

  it.each([
    '/octokit',
    '/delegatefoo',
    '/etc/hosts',
    '/usr',
    '/home',
    '/node',
    '/code',
    '/model',
    '/var/log',
    '/api/status',
    '/opt',
  ])('stays silent about %s', (word) => {
    expect(readCommands(word)).toEqual([]);
    expect(readCommands(`${word} is broken`)).toEqual([]);
  });

  it.each(['/thing', '/bank', '/choice', '/objects', '/explorer', '/exploit'])('leaves %s alone', (word) => {
    expect(readCommands(word)).toEqual([]);
  });

  it('tells the person when a quote or list has swallowed the line', () => {
    expect(problemsIn('> quoted\n/confirm')).toEqual([
      '`/confirm` belongs to the quote or list above it. Leave an empty line before it.',
    ]);
    expect(problemsIn('- item\n/accept')).toHaveLength(1);
    expect(problemsIn('> quoted\n> /confirm')).toEqual([]);
  });
});

describe('several commands and what belongs to them', () => {
  it('returns all, in order', () => {
    expect(namesIn('/accept\r\ntext\r\n/delegate 2-3\r\n\r\n/status')).toEqual([
      'accept',
      'delegate',
      'status',
    ]);
  });

  it('keeps what is readable beside what is not', () => {
    expect(readCommands('/accept now\n/status').map((line) => line.state)).toEqual(['unreadable', 'command']);
  });

  it('gives `/iterate` everything down to the next command', () => {
    const markdown =
      '/iterate Fix the parser:\r\n\r\n- keep `a/b`\r\n```\n/reject not me\n```\n/etc/hosts too\n\n/status';
    expect(commandsIn(markdown)).toEqual([
      {
        name: 'iterate',
        notes: 'Fix the parser:\n\n- keep `a/b`\n```\n/reject not me\n```\n/etc/hosts too',
      },
      { name: 'status' },
    ]);
  });

  it('takes notes that start below the command', () => {
    expect(commandsIn('/iterate\nshorter names')).toEqual([{ name: 'iterate', notes: 'shorter names' }]);
  });

  it('leaves out of the notes what no reader of the comment sees', () => {
    expect(commandsIn('/iterate do this <!-- and\nsecretly that --> only\n\n<!-- more -->')).toEqual([
      { name: 'iterate', notes: 'do this  only' },
    ]);
    expect(commandsIn('/iterate a\n\n<!-- b --> c\n\nd')).toEqual([
      { name: 'iterate', notes: 'a\n\n c\n\nd' },
    ]);
    expect(commandsIn('/reject too slow <!-- a\nb -->')).toEqual([{ name: 'reject', why: 'too slow' }]);
    expect(problemsIn('/iterate <!-- nothing to see -->')).toHaveLength(1);
  });

  it('gives the others their own line only', () => {
    expect(commandsIn('/reject too slow\nThanks anyway')).toEqual([{ name: 'reject', why: 'too slow' }]);
  });

  it('runs at most 20 and says where it stopped', () => {
    const read = readCommands('/status\n'.repeat(25));
    expect(read.filter((line) => line.state === 'command')).toHaveLength(20);
    expect(read.at(-1)).toMatchObject({ state: 'unreadable' });
  });
});

describe('mistyped names', () => {
  it.each([
    ['/confrim', '/confirm'],
    ['/acept', '/accept'],
    ['/deligate 2-3', '/delegate'],
    ['/merge', '/merged'],
    ['/iterat fix it', '/iterate'],
    ['/halp', '/help'],
  ])('%s: did you mean %s?', (typed, meant) => {
    expect(problemsIn(typed)).toEqual([expect.stringContaining(`Did you mean \`${meant}\`?`)]);
  });

  it('asks nothing about a mistyped name inside code', () => {
    expect(readCommands('`/confrim`')).toEqual([]);
    expect(readCommands('```\n/confrim\n```')).toEqual([]);
  });
});

describe('hostile comments', () => {
  const nested = [
    '>'.repeat(5000),
    '> '.repeat(5000),
    '- '.repeat(5000),
    '1. '.repeat(5000),
    '>- '.repeat(3000),
  ];
  it.each(nested.map((text) => [text.slice(0, 6), text]))('refuses deep nesting: %s…', (_, text) => {
    expect(problemsIn(`/confirm\n\n${text}`)).toEqual([expect.stringContaining('in a comment of its own')]);
    expect(readCommands(text)).toEqual([]);
  });

  it('refuses what is too long to be read, and only when it concerns us', () => {
    const long = 'word '.repeat(5000);
    expect(problemsIn(`/confirm\n${long}`)).toEqual([expect.stringContaining('in a comment of its own')]);
    expect(readCommands(long)).toEqual([]);
  });

  it.each(['[', '![', '*a_ ', '**', '~a~', '[a](b', '`a``', '<a ', '<!--', '|a', '&', '[^a]', '<b>'])(
    'reads on through a flood of %s',
    (piece) => {
      const flood = piece.repeat(Math.floor(19_000 / piece.length));
      expect(namesIn(`/confirm\n\n${flood}`)).toEqual(['confirm']);
    },
  );

  it('reads on through nested images', () => {
    expect(namesIn(`/confirm\n\n${'!['.repeat(3000)}${'](a)'.repeat(3000)}`)).toEqual(['confirm']);
  });

  it('never throws', () => {
    const piece = fc.oneof(
      anyCommand,
      fc.constantFrom(
        '\n',
        '\r\n',
        '\n\n',
        '> ',
        '- ',
        '    ',
        '```',
        '`',
        '<!--',
        '-->',
        '<details>',
        '</details>',
        '[',
        '](',
        '|',
        '\uFEFF',
        '\u2028',
        '\0',
      ),
      fc.string({ unit: 'binary-ascii', maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        expect(readCommands(pieces.join('')).length).toBeLessThanOrEqual(31);
      }),
      { numRuns: 300 },
    );
  });
});

describe('whatever is written around a command', () => {
  const indent = (text: string, by: string): string =>
    text
      .split('\n')
      .map((line) => by + line)
      .join('\n');
  const wrappings: [string, (command: string) => string][] = [
    ['a fence', (command) => `\`\`\`\n${command}\n\`\`\``],
    ['a fence with a language', (command) => `~~~sh\n${command}\n~~~`],
    ['a quote', (command) => indent(command, '> ')],
    ['indented code', (command) => `\n\n${indent(command, '    ')}`],
    ['an HTML comment', (command) => `<!--\n${command}\n-->`],
    ['an HTML comment with empty lines', (command) => `<!--\n\n${command}\n\n-->`],
    ['details', (command) => `<details>\n\n${command}\n\n</details>`],
    ['an HTML block', (command) => `<div>\n${command}\n</div>`],
    ['a list item', (command) => `- ${indent(command, '  ').trimStart()}`],
  ];
  const prose = fc
    .array(
      fc.constantFrom(
        'Looks good.',
        'See the log below',
        'ünïcode ✓',
        '',
        'a *b* `c`',
        'https://example.com/x',
      ),
      { maxLength: 4 },
    )
    .map((lines) => lines.join('\n'));
  // Prose between paragraphs of its own, so that it never continues the wrapping.
  const within = (before: string, text: string, after: string): string => `${before}\n\n${text}\n\n${after}`;

  it('reads it unwrapped', () => {
    fc.assert(
      fc.property(prose, anyCommand, prose, (before, command, after) => {
        expect(commandsIn(within(before, command, after))).toHaveLength(1);
      }),
      { numRuns: 100 },
    );
  });

  it.each(wrappings)('does not read it in %s', (_, wrap) => {
    fc.assert(
      fc.property(prose, anyCommand, prose, (before, command, after) => {
        expect(readCommands(within(before, wrap(command), after))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('reads nothing in text whose lines do not start with a name of ours', () => {
    const line = fc
      .oneof(
        fc.string({ maxLength: 40 }),
        anyCommand.map((command) => `see ${command}`),
        anyCommand.map((command) => `/x${command}`),
      )
      .map((text) => text.replace(/[\r\n]/g, ' '))
      .filter(
        (text) =>
          !commandDefinitions.some(({ name }) => text.trimStart().toLowerCase().startsWith(`/${name}`)),
      );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        expect(namesIn(lines.join('\n'))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
