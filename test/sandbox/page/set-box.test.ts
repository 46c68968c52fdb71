import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTicks, renderBox } from '../../../src/commands/boxes.ts';
import { bodyVersion, setBox } from '../../../src/sandbox/page/markdown/set-box.ts';

const linesOf = (body: string): string[] => body.split(/\r\n|\n|\r/);

describe('a box', () => {
  it('is set and taken back on its own line', () => {
    const body = '- [ ] one\n- [ ] one\n';
    expect(setBox(body, { line: 2, ticked: true })).toBe('- [ ] one\n- [x] one\n');
    expect(setBox('- [X] one', { line: 1, ticked: false })).toBe('- [ ] one');
  });

  it.each(['plain', '[ ] no list', '- [y] other', '- [ ](link)', ''])('is not on a line like %j', (line) => {
    expect(setBox(`a\n${line}\nb`, { line: 2, ticked: true })).toBeNull();
  });

  it.each(['- [ ] x', '* [ ] x', '  3. [ ] x', '> - [ ] x', '- [ ] x [ ] y'])('is found in %j', (line) => {
    expect(setBox(line, { line: 1, ticked: true })).toBe(line.replace('[ ]', '[x]'));
  });

  it('is all that changes, whatever stands around it', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '\n', '\r\n', '- [ ] ', '[x]', ' ', '>') });
    fc.assert(
      fc.property(text, fc.constantFrom('\n', '\r\n'), text, (above, end, below) => {
        const body = `${above}${end}- [ ] the box${end}${below}`;
        const line = linesOf(above).length + 1;
        const after = setBox(body, { line, ticked: true });
        expect(after).toBe(`${above}${end}- [x] the box${end}${below}`);
        expect(setBox(after ?? '', { line, ticked: false })).toBe(body);
      }),
    );
  });

  it('is understood by the App as one tick', () => {
    const body = `Choose\n\n${renderBox({ command: 'accept', decision: 'd1a1', label: 'Accept' })}\n${renderBox({ command: 'reject', decision: 'd1a1', label: 'Reject' })}`;
    const after = setBox(body, { line: 4, ticked: true }) ?? '';
    expect(readTicks(body, after)).toMatchObject({ state: 'ticked', tick: { command: 'reject' } });
  });

  it('belongs to one text of the comment', () => {
    expect(bodyVersion('a')).not.toBe(bodyVersion('b'));
    expect(bodyVersion('a')).toBe(bodyVersion('a'));
  });
});
