import { expect, it } from 'vitest';
import { readTicketTick, ticketBoxes } from '../../src/shell/entering/ticket-boxes.ts';
import { wordsToUs } from '../../src/shell/routing/mention.ts';

const asked = '/explore --> mind the "links" -- and é';
const question = `Which one?\n\n${ticketBoxes({
  asked,
  candidates: [
    { key: 'PER-206', label: '**PER-206** Gate' },
    { key: 'PER-238', label: '**PER-238** Sync' },
  ],
})}\n`;
const ticked = question.replace('- [ ] **PER-238**', '- [x] **PER-238**');

it('a tick chooses its ticket and brings back what was asked', () => {
  expect(readTicketTick(question, ticked)).toEqual({ state: 'ticked', key: 'PER-238', asked });
  const fromBrowser = ticked.replaceAll('\n', '\r\n');
  expect(readTicketTick(question, fromBrowser)).toEqual({ state: 'ticked', key: 'PER-238', asked });
});

it.each<[string, string, string, string]>([
  ['an untick', ticked, question, 'none'],
  ['two ticks', question, question.replaceAll('[ ]', '[x]'), 'unclear'],
  ['a tick and words', question, `${ticked}\nmore`, 'unclear'],
  ['another key in the box', question, ticked.replace('box:ticket:per-238', 'box:ticket:ops-1'), 'unclear'],
  ['a comment without the question', 'well', 'well', 'no-question'],
  [
    'boxes of a decision',
    '- [ ] ok <!-- box:accept:d1 -->',
    '- [x] ok <!-- box:accept:d1 -->',
    'no-question',
  ],
])('%s chooses none', (_, before, after, state) => {
  expect(readTicketTick(before, after)).toEqual({ state });
});

it.each<[string, string | null]>([
  ['@throughline use GitHub-exact anchors', 'use GitHub-exact anchors'],
  ['@Throughline[bot], the second one\nbecause it is smaller', 'the second one\nbecause it is smaller'],
  ['no, @throughline: never', 'no,  never'],
  ['@throughline', null],
  ['@throughlines are fine', null],
  ['mail a@throughline about it', null],
  ['> @throughline asked\n\nI do not know', null],
  ['```\n@throughline yes\n```', null],
  ['`@throughline` is its name', null],
])('%s', (body, said) => {
  expect(wordsToUs(body, 'throughline')).toBe(said);
});
