import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDocument, writeDocument } from '../../src/openspec/document.ts';
import { tick, untick } from '../../src/openspec/tick.ts';
import { anyTasksText, anyText } from './files.ts';

const blocksIn = (text: string): string[] => readDocument(text).blocks.map((block) => block.name);

describe('tasks.md, read and written', () => {
  it('is the same, whatever it holds', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(writeDocument(readDocument(text))).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    '',
    '\n',
    '\r',
    '\uFEFF',
    '\uFEFF## 1. A\r\n- [ ] 1.1 a',
    '## 1. A\r\r\n- [ ] 1.1 a\r',
    '## 1. A\n```\n- [ ] 1.1 never closed',
    '\u2028- [ ] 1.1 a\u0000\n',
  ])('%j is the same', (text) => {
    expect(writeDocument(readDocument(text))).toBe(text);
  });

  it('knows which lines are sections, boxes and blocks', () => {
    const document = readDocument(
      '## 1. A\n\n<!-- opsx:phase-summary:1:begin -->\n- goal\n<!-- opsx:phase-summary:1:end -->\n- [ ] 1.1 a\n```\n- [ ] b\n```\n',
    );
    expect(
      document.lines.map(({ heading, box, block, prose }) => [!!heading, !!box, !!block, prose]),
    ).toEqual([
      [true, false, false, true],
      [false, false, true, true],
      [false, false, true, true],
      [false, false, true, true],
      [false, false, true, true],
      [false, true, false, true],
      [false, false, false, false],
      [false, false, false, false],
      [false, false, false, false],
    ]);
    expect(document.sections[0]?.tasks.map((task) => task.id)).toEqual(['1.1']);
  });
});

describe('opsx blocks', () => {
  const block = (name: string): string => `<!-- opsx:${name}:begin -->\ntext\n<!-- opsx:${name}:end -->\n`;

  it.each([
    'tdd-header',
    'repos-table',
    'phase-summary:2',
    'tdd:2.1',
    'cross-repo-block:2.10',
    'metadata',
    'mine',
  ])('%s is one', (name) => {
    expect(blocksIn(block(name))).toEqual([name]);
  });

  it.each([
    ['without an end', '<!-- opsx:tdd:1.1:begin -->\n'],
    ['without a begin', '<!-- opsx:tdd:1.1:end -->\n'],
    ['with another’s end', '<!-- opsx:tdd:1.1:begin -->\n<!-- opsx:tdd:1.2:end -->\n'],
    ['in a fence', `\`\`\`\n${block('metadata')}\`\`\`\n`],
    ['with words beside the mark', `x <!-- opsx:metadata:begin -->\n<!-- opsx:metadata:end -->\n`],
    ['of no name', '<!-- opsx:begin -->\n<!-- opsx:end -->\n'],
  ])('%s are text', (_, text) => {
    expect(blocksIn(text)).toEqual([]);
  });

  it('end at their own end, whatever stands between', () => {
    const text = `<!-- opsx:metadata:begin -->\n${block('tdd:1.1')}<!-- opsx:metadata:end -->\n`;
    expect(blocksIn(text)).toEqual(['metadata']);
  });

  it('begin at the last begin before the end, so that a stray one takes nothing in', () => {
    const document = readDocument(`<!-- opsx:metadata:begin -->\n- [ ] a\n${block('metadata')}`);
    expect(document.blocks).toEqual([{ name: 'metadata', first: 2, last: 4, from: 2, to: 4 }]);
  });

  it('hide no task: boxes and headings inside count, as they do for OpenSpec', () => {
    const text = '<!-- opsx:mine:begin -->\n## 1. A\n- [ ] 1.1 a\n<!-- opsx:mine:end -->\n';
    expect(readDocument(text).sections[0]?.tasks.map((task) => task.id)).toEqual(['1.1']);
  });

  it('are no part of a task: they neither validate it nor describe it', () => {
    const text =
      '## 1. A\n- [ ] 1.1 a\n  first\n  <!-- opsx:tdd:1.1:begin -->\n  - **Validation**: `make evil` in `src/evil.ts`\n  <!-- opsx:tdd:1.1:end -->\n  last\n';
    const [task] = readDocument(text).sections[0]?.tasks ?? [];
    expect(task).toMatchObject({ detail: '  first\n  last', validation: null });
    const plain = readDocument(text.replaceAll('<!-- ', '')).sections[0]?.tasks[0];
    expect(plain?.validation).toBe('`make evil` in `src/evil.ts`');
  });

  it('of the whole file are no part of the last section', () => {
    const { sections } = readDocument(`## 1. A\n- [ ] 1.1 a\n\n${block('metadata')}`);
    expect(sections[0]?.endLine).toBe(2);
    const followed = readDocument(`## 1. A\n- [ ] 1.1 a\n\n${block('metadata')}- [ ] 1.2 b\n`);
    expect(followed.sections[0]).toMatchObject({ endLine: 7, tasks: [{ id: '1.1' }, { id: '1.2' }] });
  });
});

describe('ticking', () => {
  const ticked = (text: string, id = '1.1'): string => writeDocument(tick(readDocument(text), id));
  const unticked = (text: string, id = '1.1'): string => writeDocument(untick(readDocument(text), id));

  it.each([
    ['- [ ] 1.1 a', '- [x] 1.1 a'],
    ['- [] 1.1 a', '- [x] 1.1 a'],
    ['- [~] 1.1 [~]', '- [x] 1.1 [~]'],
    ['\t* [  ] 1.1 a', '\t* [x ] 1.1 a'],
    ['- [X] 1.1 a', '- [X] 1.1 a'],
  ])('%j becomes %j', (before, after) => {
    expect(ticked(`\uFEFF## 1. A\r\n${before}\r\n`)).toBe(`\uFEFF## 1. A\r\n${after}\r\n`);
  });

  it.each([
    ['- [x] 1.1 x', '- [ ] 1.1 x'],
    ['- [ X ] 1.1 a', '- [   ] 1.1 a'],
    ['- [~] 1.1 a', '- [~] 1.1 a'],
    ['- [ ] 1.1 a', '- [ ] 1.1 a'],
  ])('is taken back: %j becomes %j', (before, after) => {
    expect(unticked(`## 1. A\n${before}`)).toBe(`## 1. A\n${after}`);
  });

  it('works on the very first line', () => {
    expect(ticked('\uFEFF## 1. A\n- [ ] 1.1 a')).toBe('\uFEFF## 1. A\n- [x] 1.1 a');
  });

  it('changes exactly one character, whatever the file', () => {
    fc.assert(
      fc.property(anyTasksText, fc.nat(), (text, pick) => {
        const tasks = readDocument(text).sections.flatMap((section) => section.tasks);
        const task = tasks[pick % Math.max(1, tasks.length)];
        fc.pre(task !== undefined && tasks.filter(({ id }) => id === task.id).length === 1);
        if (!task) return;
        const after = task.ticked ? unticked(text, task.id) : ticked(text, task.id);
        let at = 0;
        while (text[at] === after[at]) at += 1;
        const grown = after.length - text.length;
        expect([0, 1]).toContain(grown);
        expect(after.slice(at + 1)).toBe(text.slice(at + 1 - grown));
        const now = readDocument(after).sections.flatMap((section) => section.tasks);
        expect(now.map(({ id, ticked }) => [id, ticked])).toEqual(
          tasks.map(({ id, ticked }) => [id, id === task.id ? !ticked : ticked]),
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('says which tasks there are', () => {
    expect(() => ticked('## 1. A\n- [ ] 1.1 a\n- [ ] 1.2 b', '1.3')).toThrow('It has: 1.1, 1.2.');
    expect(() => ticked('## 1. A\n- [ ] 1.1 a\n- [ ] 1.1 b')).toThrow('more than once');
  });
});

describe('a flood', () => {
  it.each([
    ['one line of a megabyte', `- [ ] ${'a'.repeat(1_000_000)}`],
    ['a box never closed', `- [${' '.repeat(1_000_000)}`],
    ['blanks', ' '.repeat(1_000_000)],
    ['a mark never ended', `<!-- opsx:${'a'.repeat(1_000_000)}`],
    ['a mark of blanks', `<!--${' '.repeat(1_000_000)}`],
    ['numbers', `- [ ] ${'1.'.repeat(500_000)}x`],
    ['backticks', '`'.repeat(1_000_000)],
    ['lines', '\n'.repeat(100_000)],
    ['boxes', '- [ ] 1.1 a\n'.repeat(100_000)],
    ['fences', '```\n'.repeat(100_001)],
    ['begins', '<!-- opsx:tdd:1.1:begin -->\n'.repeat(100_000)],
    ['blocks', '<!-- opsx:a:begin -->\n<!-- opsx:a:end -->\n'.repeat(50_000)],
    [
      'nested begins and ends',
      `${'<!-- opsx:a:begin -->\n<!-- opsx:b:begin -->\n'.repeat(50_000)}<!-- opsx:b:end -->`,
    ],
  ])('of %s is read and written', (_, flood) => {
    const text = `## 1. A\n${flood}`;
    expect(writeDocument(readDocument(text))).toBe(text);
  });
});
