import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BoxName, boxCommand, hasBox, readTicks, renderBox } from '../../src/commands/boxes.ts';

const accept = renderBox({
  command: 'accept',
  decision: 'd2a1',
  label: '**Accept** — merge into the feature branch',
});
const iterate = renderBox({
  command: 'iterate',
  decision: 'd2a1',
  label: '**Iterate** — send the failed checks',
});
const body = `## Findings\n\n- [ ] 1.1 a task of the change\n\n${accept}\n${iterate}\n`;
const tick = (text: string, box: string): string => text.replace(box, box.replace('[ ]', '[x]'));

describe('boxes in our comments', () => {
  it('are told from the boxes of tasks', () => {
    expect(hasBox(body)).toBe(true);
    expect(hasBox(tick(body, accept))).toBe(true);
    expect(hasBox('- [ ] 1.1 a task of the change')).toBe(false);
  });

  it('are one line of Markdown with a mark', () => {
    expect(accept).toBe('- [ ] **Accept** — merge into the feature branch <!-- box:accept:d2a1 -->');
    expect(renderBox({ command: 'confirm', decision: 'd2', label: 'two\nlines' })).toBe(
      '- [ ] two lines <!-- box:confirm:d2 -->',
    );
  });

  it.each([
    ['confirm', { name: 'confirm' }],
    ['accept', { name: 'accept' }],
    ['iterate', { name: 'iterate', notes: '' }],
    ['reject', { name: 'reject', why: 'ticked in the findings block' }],
    ['drop-rest', { name: 'finish' }],
    ['continue', { name: 'continue' }],
    ['choose-1', { name: 'choose', direction: 1 }],
    ['choose-3', { name: 'choose', direction: 3 }],
    ['none-of-these', { name: 'explore', hint: '' }],
    ['option-1', { name: 'confirm', option: '#1' }],
    ['option-6', { name: 'confirm', option: '#6' }],
    ['think', { name: 'think', hint: '' }],
    ['defer', { name: 'defer' }],
    ['back', { name: 'back' }],
    ['accept-assumptions', { name: 'confirm' }],
    ['cancel', { name: 'cancel' }],
    ['go-on', { name: 'explore', hint: 'Plan it all the same.' }],
  ] as const)('%s means %j', (box, command) => {
    expect(boxCommand(box)).toEqual(command);
    const line = renderBox({ command: box, decision: 'unfinished-merge', label: 'x' });
    expect(readTicks(line, tick(line, line))).toEqual({
      state: 'ticked',
      tick: { command: box, decision: 'unfinished-merge', means: command },
    });
  });
});

describe('an edit of our comment', () => {
  const ticked = {
    state: 'ticked',
    tick: { command: 'accept', decision: 'd2a1', means: { name: 'accept' } },
  };

  it('that ticks one box is that box', () => {
    expect(readTicks(body, tick(body, accept))).toEqual(ticked);
    expect(readTicks(body, tick(body, accept).replace('[x]', '[X]'))).toEqual(ticked);
  });

  it('counts with the line ends GitHub sends', () => {
    expect(readTicks(body, tick(body, accept).replaceAll('\n', '\r\n'))).toEqual(ticked);
    expect(readTicks(body.replaceAll('\n', '\r\n'), tick(body, accept).trimEnd())).toEqual(ticked);
  });

  it('that ticks several leaves it open which was meant', () => {
    expect(readTicks(body, tick(tick(body, accept), iterate))).toMatchObject({
      state: 'several',
      ticks: [{ command: 'accept' }, { command: 'iterate' }],
    });
  });

  it('that changes nothing, or unticks, asks for nothing', () => {
    expect(readTicks(body, body)).toEqual({ state: 'none' });
    expect(readTicks(tick(body, accept), body)).toEqual({ state: 'none' });
  });

  it('that moves the tick is the new box', () => {
    expect(readTicks(tick(body, iterate), tick(body, accept))).toEqual(ticked);
  });

  it.each([
    ['the text beside', (text: string) => text.replace('Findings', 'Nothing found')],
    ['the label of the box', (text: string) => text.replace('merge into', 'merge and deploy')],
    ['the decision', (text: string) => text.replace('accept:d2a1', 'accept:d3a1')],
    ['the command', (text: string) => text.replace('box:accept:', 'box:reject:')],
    ['a box that is not ours', (text: string) => text.replace('- [ ] 1.1', '- [x] 1.1')],
    ['a new line', (text: string) => `${text}more\n`],
    ['a removed line', (text: string) => text.replace('## Findings\n', '')],
    ['a forged box', (text: string) => text.replace('- [ ] 1.1 a task', '- [x] a <!-- box:confirm:d2 -->')],
    ['an option that there is not', (text: string) => text.replace('box:accept:', 'box:option-7:')],
    ['an unknown box', (text: string) => text.replace('box:accept:d2a1', 'box:merge:d2a1')],
    ['the mark', (text: string) => text.replace('- [x] **Accept', '- [-] **Accept')],
  ])('that also changes %s counts for nothing', (_, change) => {
    expect(readTicks(body, change(tick(body, accept)))).toEqual({ state: 'edited-otherwise' });
  });

  it('is read the same for every combination of boxes', () => {
    const names: BoxName[] = ['confirm', 'accept', 'iterate', 'option-1', 'option-2', 'think', 'go-on'];
    const render = (marks: boolean[]): string =>
      names
        .map((command, index) =>
          renderBox({ command, decision: 'd1', label: command }).replace('[ ]', marks[index] ? '[x]' : '[ ]'),
        )
        .join('\n');
    const marks = fc.array(fc.boolean(), { minLength: names.length, maxLength: names.length });
    fc.assert(
      fc.property(marks, marks, (before, after) => {
        const meant = names.filter((_, index) => !before[index] && after[index]);
        const read = readTicks(render(before), render(after));
        const found = read.state === 'ticked' ? [read.tick] : read.state === 'several' ? read.ticks : [];
        expect(found.map((box) => box.command)).toEqual(meant);
      }),
    );
  });

  it('that ticks a box that cannot be is nothing', () => {
    for (const name of ['option-0', 'option-7', 'choose-4', 'option-', '-option-1', 'constructor']) {
      const line = `- [ ] x <!-- box:${name}:q-anchors-3 -->`;
      expect(readTicks(line, tick(line, line))).toEqual({ state: 'edited-otherwise' });
    }
    const line = '- [ ] x <!-- box:option-2:q-anchors-3 -->';
    expect(readTicks(line, tick(line, line))).toMatchObject({ tick: { decision: 'q-anchors-3' } });
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        expect(['none', 'edited-otherwise']).toContain(readTicks(before, after).state);
      }),
    );
  });
});
