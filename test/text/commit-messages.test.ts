import { describe, expect, it } from 'vitest';
import { namesTicket } from '../../src/checks/commit-provenance.ts';
import { mergeMessage, startMessage } from '../../src/text/commit-messages.ts';
import { attempt, delegation, hostile, item, returned, section } from './support.ts';

describe('commit messages', () => {
  it('start names the ticket and the change', () => {
    expect(startMessage(item())).toMatchInlineSnapshot(`
      "Start gate-links (PER-206)

      Gate links

      Ticket: PER-206 https://linear.app/x/issue/PER-206"
    `);
  });

  it('merge names sections, checks and who accepted', () => {
    const one = delegation({
      sections: ['2', '3'],
      state: { name: 'merging', by: 'ada' },
      attempts: [attempt({ outcome: returned({}, { 'diff-sanity': ['x'] }) })],
    });
    expect(mergeMessage(item(), one)).toMatchInlineSnapshot(`
      "Merge sections 2-3 of gate-links (PER-206)

      2. Lint rules
      3. Autofix

      Deep review of attempt 1: accept recommended; 13 passed; failed:
      diff-sanity.

      Accepted by ada."
    `);
  });

  it.each(hostile)('defuses %j', (title) => {
    const bad = item({ ticket: { ...item().ticket, title }, sections: [section('1', { title })] });
    const one = delegation({
      state: { name: 'merging', by: title },
      attempts: [attempt({ outcome: returned() })],
    });
    for (const message of [startMessage(bad), mergeMessage(bad, one)]) {
      expect(message).not.toMatch(/@octocat|fixes #12|closes PER-9|ghp_/);
      expect(message.split('\n')[0]).toContain('gate-links');
      expect(namesTicket(message, 'PER-206')).toBe(true);
    }
  });
});
