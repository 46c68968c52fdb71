import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { namedThings } from '../../src/openspec/named-things.ts';
import { readTasks } from '../../src/openspec/tasks.ts';
import { anyText } from './files.ts';

const things = (task: string) => namedThings(readTasks(`## 1. Work\n\n- [ ] 1.1 ${task}\n`), ['1']);

/** `intent name`, with `?` where the words only suggest it and `@` for a place. */
const read = (task: string): string[] =>
  things(task).map(
    ({ intent, name, sure, place, becomes }) =>
      `${intent}${sure || intent === 'mention' ? '' : '?'}${place ? '@' : ''} ${name}${becomes === null ? '' : ` → ${becomes}`}`,
  );

describe('what the words of a task ask for', () => {
  it.each<[string, string[]]>([
    [
      'Add `classifyLink(target, path)` in `src/classify.js`',
      ['create classifyLink', 'create@ src/classify.js'],
    ],
    ['Create `src/a.ts` and `src/b.ts`', ['create src/a.ts', 'create src/b.ts']],
    ['Create src/commands/spec.ts', ['create src/commands/spec.ts']],
    ['Introduce a `RateLimiter` class to `pkg/limit.go`', ['create RateLimiter', 'create@ pkg/limit.go']],
    ['In `src/x.py`, add `parse_row`', ['create@ src/x.py', 'create parse_row']],
    ['`src/x.py`: add `parse_row`', ['create?@ src/x.py', 'create parse_row']],
    ['Add `a_b` to `x.py`, `c_d` to `y.py`', ['create a_b', 'create@ x.py', 'create c_d', 'create@ y.py']],
    ['Add optional fields (`dependsOn`, `provides`) to the schema', ['create dependsOn', 'create provides']],
    [
      'Extend `Report` in `lint.py` with `fix_requested`',
      ['change Report', 'change@ lint.py', 'create? fix_requested'],
    ],
    ['Update `createChange()` to accept `schemaName`', ['change createChange', 'mention schemaName']],
    ['Change the signature of `loadConfig`', ['change loadConfig']],
    ['Remove `oldHelper` from `src/util.js`', ['remove oldHelper', 'change@ src/util.js']],
    ['Delete `src/legacy/`', ['remove src/legacy/']],
    ['Fix `run` when `dryRun` is set', ['change run', 'mention dryRun']],
    ['Add tests for `parseRow`', ['mention parseRow']],
    ['Cover it in `test/lint.test.js`', ['create?@ test/lint.test.js']],
    [
      '`lint` in `src/lint.js` reports `dead-anchor`',
      ['change? lint', 'change?@ src/lint.js', 'create? dead-anchor'],
    ],
    ['`Cache` is removed', ['remove? Cache']],
    ['Rename getUser to fetchUser everywhere', ['rename getUser → fetchUser', 'create? fetchUser']],
    ['Rename the method get_user() to fetch_user.', ['rename get_user → fetch_user', 'create? fetch_user']],
    ['Rename the job to something shorter', []],
    [
      'Rename environment variable `DB_URL` to `DATABASE_URL`',
      ['rename DB_URL → DATABASE_URL', 'create? DATABASE_URL'],
    ],
    ['Rename the flag `--dry` to `--dry-run`', ['rename dry → dry-run', 'create? dry-run']],
    ['Create `src\\retry\\backoff.ts`', ['create src/retry/backoff.ts']],
    ['Create `App\\Http\\Kernel`', ['create Kernel']],
    ['Implement `func (s *Server) Shutdown(ctx context.Context) error`', ['create Shutdown']],
    ['Use `readFile` instead of `openSync`', ['mention readFile', 'mention openSync']],
    ['Ensure `foo()` works, e.g. with `bar-baz`', ['mention foo', 'mention bar-baz']],
    ['Do not touch `src/sync.js`', ['forbid? src/sync.js']],
    ['`scan` in `src/sync.js` SHALL NOT be modified', ['forbid scan', 'mention@ src/sync.js']],
    ['See `src/a.ts:12`', ['mention src/a.ts']],
  ])('%s', (task, expected) => {
    expect(read(task)).toEqual(expected);
  });

  it.each<[string, string]>([
    ['Rename `get_user` to `fetch_user`', 'get_user → fetch_user'],
    ['rename all uses of `UserId` in `src/a.ts` to `AccountId`', 'UserId → AccountId'],
    ['`src/old.go` → `src/new.go`', 'src/old.go → src/new.go'],
    ['`loadConfig` → `readConfig` everywhere', 'loadConfig → readConfig'],
    ['Replace `request` with `undici`', 'request → undici'],
    ['Move `a/tone.md` to `b/tone.md`', 'a/tone.md → b/tone.md'],
    ['`parse_all` becomes `parse_every`', 'parse_all → parse_every'],
    ['`Foo` is renamed to `Bar`', 'Foo → Bar'],
  ])('%s is a rename', (task, pair) => {
    const [from] = things(task).filter(({ intent }) => intent === 'rename');
    expect(`${from?.name} → ${from?.becomes}`).toBe(pair);
  });

  it.each([
    '`partialFolder` in `src/partials.js` becomes `partials`',
    'TC1: `Hello World` → `hello-world`',
    'Headings: `setup` → `setup-1`',
    'Move `parse` from `a.js` to `b.js`',
    'Replace the loop in `src/a.js`',
  ])('%s is none', (task) => {
    expect(things(task).filter(({ intent }) => intent === 'rename')).toEqual([]);
  });

  it.each(['`true`', '`null`', '`42`', '`string`', '`1.2.3`', '`https://example.com/a`', '`0424190`'])(
    '%s names nothing',
    (value) => {
      expect(things(`Add ${value}`)).toEqual([]);
    },
  );

  it('gives the line in the file, also of wrapped lines and items below blocks', () => {
    const text = [
      '## 1. Work',
      '',
      '- [ ] 1.1 Add `oneThing` and then',
      '  also `twoThings`',
      '  <!-- opsx:tdd:1.1:begin -->',
      '  - TC1: `other-thing`',
      '  <!-- opsx:tdd:1.1:end -->',
      '  - Implement `threeThings`',
    ].join('\n');
    const found = namedThings(readTasks(text), ['1']);
    expect(found.map(({ name, source }) => [name, source.line])).toEqual([
      ['oneThing', 3],
      ['twoThings', 4],
      ['threeThings', 8],
    ]);
  });

  it('takes test cases, notes and fenced code for examples', () => {
    const below = [
      '',
      '  - TC1: add `fooBar`',
      '  - Note: create `src/x.js`',
      '  ```js',
      '  add(`bazQux`)',
      '  ```',
    ];
    expect(read(`Add \`real()\`${below.join('\n')}`)).toEqual([
      'create real',
      'mention fooBar',
      'mention src/x.js',
    ]);
  });

  it('gives items below a colon what the line above them asks for', () => {
    expect(read('Add these functions:\n  - `readRow`\n  - `writeRow`')).toEqual([
      'create readRow',
      'create writeRow',
    ]);
    expect(read('Tests in `test/a.test.js`:\n  - `fooBar` is kept')).toEqual([
      'create?@ test/a.test.js',
      'mention fooBar',
    ]);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        namedThings(readTasks(`## 1. A\n- [ ] 1.1 ${text}`), ['1']);
      }),
    );
  });
});
