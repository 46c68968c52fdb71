import { describe, expect, it } from 'vitest';
import { forbiddingSentences, guardedIn } from '../../../src/runner/prompt/forbidding.ts';
import { type Guarding, guardrailsText } from '../../../src/runner/prompt/guardrails.ts';

describe('sentences that forbid', () => {
  it.each([
    [
      'wrapped lines',
      'The `a` function\nSHALL NOT change. The rest may.',
      ['The `a` function SHALL NOT change.'],
    ],
    ['items', '- [ ] 1.1 Do it\n- [ ] 1.2 Sync MUST NOT fail\n- c', ['Sync MUST NOT fail']],
    ['what is only required', 'It SHALL hold. It must not matter.', []],
    ['headings', '## It SHALL NOT\n\nYes.', []],
    ['the same twice', 'A SHALL NOT b.\n\nA SHALL NOT b.', ['A SHALL NOT b.']],
    ['names with dots', 'File `a.b.js` SHALL NOT move. Done.', ['File `a.b.js` SHALL NOT move.']],
    ['an order', '- [ ] 2.1 Do not touch `app/models.py`.', ['Do not touch `app/models.py`.']],
    [
      'a state',
      'Leave `go.sum` as it is. `main.go` stays untouched.',
      ['Leave `go.sum` as it is.', '`main.go` stays untouched.'],
    ],
    ['scope', 'The billing service is out of scope.', ['The billing service is out of scope.']],
    ['no order at all', 'Do not forget the tests. Leave a comment.', []],
  ])('%s', (_, text, sentences) => {
    expect(forbiddingSentences(text)).toEqual(sentences);
  });
});

describe('names that are kept from being touched', () => {
  it.each([
    [
      '`scan_links` in `app/sync.py` SHALL NOT be modified.',
      ['`scan_links` in `app/sync.py`: not to be changed in any way'],
    ],
    ['Do not touch `go.mod`.', ['`go.mod`: not to be changed in any way']],
    ['`Order` MUST NOT be renamed or removed.', ['`Order`: has to stay, under this name']],
    ['`parse` MUST NOT throw.', []],
    ['The index MUST NOT grow.', []],
  ])('%s', (sentence, lines) => {
    expect(guardedIn([sentence]).map(({ line }) => line)).toEqual(lines);
  });
});

const guarding = (changes: Partial<Guarding> = {}): string =>
  guardrailsText({
    assignment: { protectedPaths: ['infra/**'], change: 'greet' },
    text: '- [ ] 1.1 Change `a` in `src/a.ts`. `src/b.ts` SHALL NOT be modified.\n',
    rules: [],
    named: ['src/a.ts', 'src/b.ts'],
    tasksPath: 'openspec/changes/greet/tasks.md',
    ...changes,
  });

describe('the guardrails', () => {
  it('have the scope without what is forbidden in it', () => {
    const [scope = '', forbidden = ''] = guarding().split('### Forbidden');
    expect(scope).toContain('- `src/a.ts`');
    expect(scope).not.toContain('src/b.ts');
    expect(scope).toContain('the boxes of your tasks in `openspec/changes/greet/tasks.md`');
    expect(forbidden).toContain('- `src/b.ts`: not to be changed in any way');
    expect(forbidden).toContain('- `src/b.ts` SHALL NOT be modified.');
    expect(forbidden).toContain('`infra/**`');
  });

  it('have what the configuration guards, and what design and specs forbid', () => {
    const assignment = { protectedPaths: [], change: 'greet', guarded: ['billing/**', 'chargeCard'] };
    const rules = ['`Ledger` MUST NOT be renamed. Do not change much.'];
    const text = guarding({ assignment, rules });
    expect(text).toContain("- `billing/**`: guarded by the repository's configuration, not to be touched");
    expect(text).toContain('- `chargeCard`: guarded');
    expect(text).toContain('- `Ledger`: has to stay, under this name');
    expect(text).toContain('- `Ledger` MUST NOT be renamed.');
    // A design's advice is no rule.
    expect(text).not.toContain('Do not change much');
  });

  it('speak of no boxes where there is no file with some, and of no names where there are none', () => {
    const text = guarding({ tasksPath: null, text: '- [ ] 1.1 Do it\n', named: [] });
    expect(text).not.toContain('boxes');
    expect(text).toContain('The tasks name no path: change as little as they need.');
    expect(text).toContain('No file or identifier is forbidden by name.');
  });

  it('come to an end', () => {
    const rules = [
      Array.from(
        { length: 900 },
        (_, index) => `\`name${index}\` SHALL NOT be changed. ${'x'.repeat(3000)}`,
      ).join('\n\n'),
    ];
    const named = Array.from({ length: 900 }, (_, index) => `src/${index}.ts`);
    const text = guarding({ rules, named, assignment: { protectedPaths: named, change: null } });
    expect(text.length).toBeLessThan(60_000);
    expect(text).toContain('… and 820 more paths of the tasks');
    expect(text).toContain('more sentences');
    expect(text).toContain('more patterns');
  });
});
