import { describe, expect, it } from 'vitest';
import { isCourtesy } from '../../src/reviewers/courtesies.ts';

describe('a courtesy', () => {
  it.each([
    'Thanks',
    'thanks!',
    'Thank you, @throughline[bot].',
    'Thank you very much',
    '@acme/core thanks',
    'TY',
    'LGTM',
    'LGTM 👍',
    '**LGTM**',
    '👍',
    '👍🏽',
    '👍👍',
    ':+1:',
    ':+1: :tada:',
    '🎉✅',
    '❤️',
    '+1',
    'ok',
    'Okay.',
    'Done',
    'Resolved.',
    'Great, thanks :)',
    'Perfect – looks good to me',
    'Nice!\n\nThank you so much…',
  ])('is %s', (body) => {
    expect(isCourtesy(body)).toBe(true);
  });

  it.each([
    '',
    '  ',
    '!!!',
    '@throughline',
    'ok but the test is missing',
    'thanks, however the label is still wrong',
    'Thanks. It still breaks.',
    'not ok',
    'not done',
    'done? no',
    'Done?',
    'ok?',
    'no thanks',
    '👎',
    'ok 👎',
    '🤔',
    ':thinking:',
    'okey-dokey is no word of the list',
    'thanksgiving',
    'LGTM except `save`',
    'looks good to whom',
    'great - the test?',
    '/triage F1 fix',
    '> thanks\n\nFor what?',
    'thanks '.repeat(60),
  ])('is not “%s”', (body) => {
    expect(isCourtesy(body)).toBe(false);
  });
});
