import { describe, expect, it } from 'vitest';
import { cannotFile, filedDescription, filedTitle, whichTicket } from '../../src/text/entering.ts';
import { hostile, rendered, sha } from './support.ts';

const bad = hostile.join(' ');
const repository = { fullName: 'octo/a', defaultBranch: 'main', url: 'https://github.test/octo/a' };
const asked = { by: 'command', name: 'explore' } as const;
const filed = (body: string) =>
  filedDescription({
    text: { body, url: 'https://github.test/octo/a/issues/3' },
    issue: 3,
    by: bad,
    repository,
    claims: { sha: sha('a'), there: ['src/a.ts'], missing: [bad], unread: 2 },
  });

describe('a ticket that is filed', () => {
  it('says what was checked and where it comes from', () => {
    const text = filedDescription({
      text: { body: 'Links break.', url: 'https://github.test/octo/a/issues/3' },
      issue: 3,
      by: 'ada',
      repository,
      claims: { sha: sha('a'), there: ['src/a.ts'], missing: ['src/b.ts'], unread: 0 },
    });
    expect(text).toMatchInlineSnapshot(`
      "Links break.

      ---

      Verified at [\`aaaaaaa\`](https://github.test/octo/a/commit/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa): there: \`src/a.ts\`; **not there**: \`src/b.ts\`.

      Filed by Throughline from [\`octo/a#3\`](https://github.test/octo/a/issues/3), because ada asked there."
    `);
    expect(filedTitle({ title: '  ', issue: 3, fullName: 'octo/a' })).toBe('Issue 3 of octo/a');
  });

  it('carries no command, mention or closing word of the issue, and is not endless', () => {
    const { html, words, images } = rendered(filed(bad));
    expect(html).toEqual([]);
    expect(images).toBe(0);
    expect(words).not.toContain('@octocat');
    expect(words).toContain('Filed by Throughline');
    expect(filed('Fixes #12, closes PER-9')).not.toMatch(/^Fixes #12|, closes PER-9\n/);
    expect(filed('x'.repeat(500_000)).length).toBeLessThan(30_000);
    expect(filedTitle({ title: bad.repeat(20), issue: 3, fullName: 'octo/a' }).length).toBeLessThanOrEqual(
      255,
    );
  });
});

it('strangers’ words stay words in a question and in a refusal', () => {
  const question = whichTicket({
    login: bad,
    tickets: [{ key: 'PER-1', title: bad, url: 'https://linear.test/PER-1' }],
    boxes: (candidates) => candidates.map(({ label }) => label).join('\n'),
  });
  const refusal = cannotFile({ login: bad, asked, repository, why: { is: 'broken', problems: [bad] } });
  for (const text of [question, refusal]) {
    const { html, images, words } = rendered(text);
    expect(html).toEqual([]);
    expect(images).toBe(0);
    expect(words).not.toContain('@octocat');
  }
});
