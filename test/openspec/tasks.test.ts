import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTasks, sectionText, type Task } from '../../src/openspec/tasks.ts';

const tasksIn = (markdown: string): Task[] =>
  readTasks(markdown).sections.flatMap((section) => section.tasks);
const idsIn = (markdown: string): string[] => tasksIn(markdown).map((task) => task.id);

const file = `# Tasks

Boxes here belong to no section:
- [ ] 0.1 nobody's

## 1. Read the links

<!-- opsx:phase-summary:1:begin -->
**Validation**: all links are found
<!-- opsx:phase-summary:1:end -->

- [x] 1.1 Add \`src/links.js\`
  so that links are read
  - Validation: \`npm test\`

  More about it.
- [ ] 1.2 [MANUAL] Ask the owner

### Later

- [ ] 1.3 Third

## 2. Check them ##

- [X] **2.1** Check (ops)
  - [ ] 2.1.1 Nested

## Notes

- [ ] 9.9 not in a numbered section
`;

describe('tasks.md', () => {
  const read = readTasks(file);

  it('has numbered sections', () => {
    expect(
      read.sections.map(({ number, title, line, endLine }) => ({ number, title, line, endLine })),
    ).toEqual([
      { number: '1', title: 'Read the links', line: 6, endLine: 22 },
      { number: '2', title: 'Check them', line: 23, endLine: 27 },
    ]);
  });

  it('has tasks with number, box, text and detail', () => {
    expect(read.sections[0]?.tasks[0]).toEqual({
      id: '1.1',
      section: '1',
      ticked: true,
      text: 'Add `src/links.js`',
      detail: '  so that links are read\n  - Validation: `npm test`\n\n  More about it.',
      line: 12,
      manual: false,
      validation: '`npm test`',
    });
    expect(read.sections[0]?.tasks.map((task) => [task.id, task.ticked])).toEqual([
      ['1.1', true],
      ['1.2', false],
      ['1.3', false],
    ]);
    expect(read.sections[1]?.tasks.map((task) => [task.id, task.ticked, task.text])).toEqual([
      ['2.1', true, 'Check (ops)'],
      ['2.1.1', false, 'Nested'],
    ]);
  });

  it('ends a detail at the next heading', () => {
    expect(read.sections[0]?.tasks[1]?.detail).toBe('');
  });

  it('gives sections back byte for byte', () => {
    const lines = file.split('\n');
    expect(sectionText(read, ['2'])).toBe(`${lines.slice(22, 27).join('\n')}\n`);
    expect(sectionText(read, ['2', '1'])).toBe(`${lines.slice(5, 27).join('\n')}\n`);
    expect(sectionText(read, ['3'])).toBe('');
  });

  it('reads the same with Windows line ends and a byte order mark, and quotes them as they are', () => {
    const windows = readTasks(`\uFEFF${file.replaceAll('\n', '\r\n')}`);
    expect(windows.sections).toEqual(read.sections);
    expect(sectionText(windows, ['2'])).toBe(sectionText(read, ['2']).replaceAll('\n', '\r\n'));
  });
});

describe('boxes', () => {
  const inSection = (line: string): string => `## 1. A\n${line}\n`;

  it.each([
    ['- [ ] 1.1 a', '1.1', false],
    ['* [x] 1.1 a', '1.1', true],
    ['+ [X] 1.1 a', '1.1', true],
    ['1. [x] 1.1 a', '1.1', true],
    ['- [~] 1.1 a', '1.1', false],
    ['- [] 1.1 a', '1.1', false],
    ['- [ x ] 1.1 a', '1.1', true],
    ['- [ ] 1.1. a', '1.1', false],
    ['- [ ] **1.1** a', '1.1', false],
    ['- [ ] 1.1', '1.1', false],
    ['- [ ] no number', '1.#1', false],
    ['- [ ]', '1.#1', false],
    ['    - [ ] 1.1.1 deep', '1.1.1', false],
  ])('`%s` is %s', (line, id, ticked) => {
    expect(tasksIn(inSection(line))).toMatchObject([{ id, ticked }]);
  });

  it.each([
    ['a link', '- [a](./b)'],
    ['a reference', '- [a][b]'],
    ['several letters', '- [WIP] 1.1 a'],
    ['no list', '[ ] 1.1 a'],
    ['a fence', '```\n- [ ] 1.1 a\n```'],
    ['a fence of tildes around backticks', '~~~\n```\n- [ ] 1.1 a\n~~~'],
    ['a longer fence around a shorter one', '````\n```\n- [ ] 1.1 a\n````'],
    ['a fence never closed', '```\n- [ ] 1.1 a'],
    ['a comment', '<!--\n- [ ] 1.1 a\n-->'],
  ])('%s is no box', (_, line) => {
    expect(tasksIn(inSection(line))).toEqual([]);
  });

  it('go on after a fence, closed or ended with its item', () => {
    expect(idsIn('## 1. A\n- [ ] 1.1 a\n  ```\n  - [ ] 1.9 no\n  ```\n- [ ] 1.2 b')).toEqual(['1.1', '1.2']);
    expect(idsIn('## 1. A\n- [ ] 1.1 a\n  ```\n  - [ ] 1.9 no\n- [ ] 1.2 b')).toEqual(['1.1', '1.2']);
  });

  it('keep fences in the detail of their task', () => {
    expect(tasksIn('## 1. A\n- [ ] 1.1 a\n  ```\n  - [ ] x\n  ```')[0]?.detail).toBe(
      '  ```\n  - [ ] x\n  ```',
    );
  });

  it('number those without a number within their section', () => {
    expect(idsIn('## 1. A\n- [ ] a\n- [ ] 1.1 b\n- [ ] c\n## 2. B\n- [ ] d')).toEqual([
      '1.#1',
      '1.1',
      '1.#2',
      '2.#1',
    ]);
  });

  it('a heading inside a fence starts no section', () => {
    expect(
      readTasks('## 1. A\n```\n## 2. B\n```\n- [ ] 1.1 a').sections.map((section) => section.number),
    ).toEqual(['1']);
  });
});

describe('tags and validation', () => {
  const only = (line: string): Task | undefined => tasksIn(`## 1. A\n- [ ] 1.1 ${line}`)[0];

  it.each(['[MANUAL] ask', 'ask [HITL]', 'rotate the key (ops)', 'backfill (data)', '[manual] ask'])(
    '`%s` is for people',
    (line) => {
      expect(only(line)?.manual).toBe(true);
    },
  );

  it.each(['read the manual', 'exempt `[MANUAL]` tasks', 'handle `(ops)`', 'data (ops team)'])(
    '`%s` is not',
    (line) => {
      expect(only(line)?.manual).toBe(false);
    },
  );

  it.each([
    ['a. Validation: `npm test`', '`npm test`'],
    ['a\n  **Validation:** `npm test`', '`npm test`'],
    ['a\n  - **Validation**: it works', 'it works'],
    ['a\n  validation: x', 'x'],
    ['a\n  Revalidation: x', null],
    ['a', null],
  ])('%j is validated by %j', (line, validation) => {
    expect(only(line)?.validation).toBe(validation);
  });
});

describe('whatever the file', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '## 1. A',
      '## 22. B',
      '# T',
      '### S',
      '- [ ] 1.1 a',
      '  - [x] b',
      '```',
      '~~~~',
      '<!--',
      '-->',
      '\n',
      '\r\n',
      '\r',
      '  ',
      '[',
      '\uFEFF',
      'Validation:',
    ),
    fc.string({ unit: 'binary-ascii', maxLength: 6 }),
  );
  const anyFile = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));

  it('never throws, and points at lines that are there', () => {
    fc.assert(
      fc.property(anyFile, (source) => {
        const read = readTasks(source);
        const lines = source.split(/\r\n|\r|\n/);
        for (const section of read.sections) {
          expect(lines[section.line - 1]).toContain('##');
          expect(section.endLine).toBeLessThanOrEqual(lines.length);
          for (const task of section.tasks) expect(lines[task.line - 1]).toContain('[');
        }
      }),
      { numRuns: 500 },
    );
  });

  it('quotes sections that are parts of the source', () => {
    fc.assert(
      fc.property(anyFile, (source) => {
        const read = readTasks(source);
        const numbers = [...new Set(read.sections.map((section) => section.number))];
        for (const number of numbers) {
          const text = sectionText(read, [number]);
          expect(text.length).toBeGreaterThan(0);
          if (read.sections.filter((section) => section.number === number).length === 1)
            expect(source).toContain(text);
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['a box never closed', `- [${' '.repeat(500_000)}`],
    ['a megabyte of boxes', '- [ ] a\n'.repeat(100_000)],
    ['a title of hashes', ` ${'#'.repeat(500_000)}x`],
    ['a title of blanks', `${' '.repeat(500_000)}x`],
    ['backticks', '`'.repeat(500_000)],
    ['empty lines', '\n'.repeat(500_000)],
  ])('reads on through %s', (_, text) => {
    expect(readTasks(`## 1. A${text}\n\n## 2. B\n`).sections.length).toBeGreaterThan(0);
  });
});
