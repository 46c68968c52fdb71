import { describe, expect, it } from 'vitest';
import { acceptanceGrep } from '../../src/checks/acceptance-grep.ts';
import { evidenceFile, tasksFile } from './support.ts';
import { deliver, type Tree } from './world.ts';

const registry = { 'acceptance-grep': acceptanceGrep };

interface Try {
  says: string;
  base: Tree;
  head: Tree;
  renames?: Record<string, string>;
  answer?: Record<string, unknown> | null;
  failed?: string;
}

const run = ({ says, base, head, renames = {}, answer = null, failed }: Try) => {
  const text = `## 1. Work\n\n- [ ] 1.1 ${says}\n`;
  const raw = failed === undefined ? {} : { file: failing(failed) };
  return acceptanceGrep.run(
    deliver(
      {
        base: { ...base, [tasksFile]: text },
        head: { ...head, [tasksFile]: text.replace('[ ]', '[x]') },
        renames,
        answer,
        raw,
      },
      registry,
    ),
  );
};

const failing = (command: string) =>
  evidenceFile({
    verification: [
      {
        command,
        kind: 'command',
        passed: false,
        exitCode: 1,
        timedOut: false,
        durationMs: 1,
        output: 'not ok 1',
      },
    ],
  });

const js: Tree = { 'src/a.js': 'export function alpha() {}\n', 'README.md': '# A\n' };
const py: Tree = {
  'app/rows.py': 'def read_row(line):\n    return line\n',
  'tests/test_rows.py': 'from app.rows import read_row\n',
};
const go: Tree = {
  'run/scan.go': 'package run\n\nfunc Scan() error { return nil }\n',
  'main.go': 'package main\n\nfunc main() { run.Scan() }\n',
};

const said = (notes: string, rest: Record<string, unknown> = {}) => ({
  status: 'DONE',
  summary: 'Done.',
  notes,
  verification: [],
  ...rest,
});

describe('acceptance-grep', () => {
  it.each<[string, Try, string]>([
    [
      'a rename without backticks',
      {
        says: 'Rename alphaOne to betaOne everywhere',
        base: { 'a.js': 'alphaOne();\n' },
        head: { 'a.js': 'alphaOne(1);\n' },
      },
      'says to rename `alphaOne` to `betaOne`',
    ],
    [
      'a short option that keeps its name',
      {
        says: 'Rename the flag `--dry` to `--dry-run`',
        base: { 'a.js': "option('--dry');\n" },
        head: { 'a.js': "option('--dry', 1);\n" },
      },
      'says to rename `--dry` to `dry-run`',
    ],
    [
      'a column that only one of two files calls by its new name',
      {
        says: 'Rename column `user_name` to `login` in `db/schema.sql` and `app/user.py`',
        base: {
          'db/schema.sql': 'CREATE TABLE u (\n  user_name text\n);\n',
          'app/user.py': 'Q = "select user_name"\n',
        },
        head: {
          'db/schema.sql': 'CREATE TABLE u (\n  login text\n);\n',
          'app/user.py': 'Q = "select user_name"\n',
        },
      },
      '`app/user.py:1`',
    ],
    [
      'a section that is not in the document',
      {
        says: 'Add a section "Retrying" to `README.md`',
        base: js,
        head: { ...js, 'README.md': '# A\n\nMore.\n' },
      },
      'asks for the text "Retrying"',
    ],
    [
      'a body that only promises one',
      {
        says: 'Add `ship_all` to `a.py`',
        base: js,
        head: { ...js, 'a.py': 'def ship_all(orders):\n    # TODO: ship them\n    pass\n' },
      },
      'its body only says that it is not implemented',
    ],
    [
      'a stub in Rust',
      {
        says: 'Add `postEntry` in `src/a.rs`',
        base: js,
        head: {
          ...js,
          'src/a.rs': 'impl L {\n    pub fn postEntry(&self) -> R {\n        todo!()\n    }\n}\n',
        },
      },
      'its body only says that it is not implemented',
    ],
    [
      'a stub in Python',
      {
        says: 'Add `postEntry` in `src/a.py`',
        base: js,
        head: { ...js, 'src/a.py': 'def postEntry(q):\n    raise NotImplementedError\n' },
      },
      'its body only says that it is not implemented',
    ],
    [
      'a stub in Kotlin',
      {
        says: 'Add `postEntry` in `src/a.kt`',
        base: js,
        head: { ...js, 'src/a.kt': 'class L {\n  fun postEntry() {\n    TODO("later")\n  }\n}\n' },
      },
      'its body only says that it is not implemented',
    ],
    [
      'a stub in Go',
      {
        says: 'Add `postEntry` in `src/a.go`',
        base: js,
        head: {
          ...js,
          'src/a.go':
            'package l\n\nfunc postEntry(e Entry) error {\n\treturn errors.New("not implemented")\n}\n',
        },
      },
      'its body only says that it is not implemented',
    ],
    [
      'a stub in PHP',
      {
        says: 'Add `postEntry` in `src/a.php`',
        base: js,
        head: {
          ...js,
          'src/a.php':
            "<?php\nclass L {\n  public function postEntry(E $e): void\n  {\n    throw new RuntimeException('Not implemented yet');\n  }\n}\n",
        },
      },
      'its body only says that it is not implemented',
    ],
    [
      'a stub in TypeScript',
      {
        says: 'Add `postEntry` in `src/a.ts`',
        base: js,
        head: {
          ...js,
          'src/a.ts':
            "export function postEntry(\n  e: E,\n): R {\n  throw new Error('Not implemented');\n}\n",
        },
      },
      'its body only says that it is not implemented',
    ],
    [
      'a symbol that is not there',
      {
        says: 'Add scope `:recently_paid` in `app/order.rb`',
        base: js,
        head: { ...js, 'app/order.rb': 'scope :paid\n' },
      },
      '`:recently_paid`: it is nowhere',
    ],
    [
      'a class under another name than its file',
      {
        says: 'Create `App\\Http\\EnsureTenant` in `app/Http/EnsureTenant.php`',
        base: js,
        head: { ...js, 'app/Http/EnsureTenant.php': '<?php\nclass TenantGuard {}\n' },
      },
      'it is nowhere',
    ],
    [
      'a function that is not there',
      {
        says: 'Add `beta(x)` in `src/b.js`',
        base: js,
        head: { ...js, 'src/b.js': 'export const other = 1;\n' },
      },
      '`beta(x)`: it is nowhere',
    ],
    [
      'a file that is not there',
      { says: 'Add `beta` in `src/b.js`', base: js, head: { ...js, 'src/c.js': 'export const beta = 1;\n' } },
      '`src/b.js`: it is not there',
    ],
    [
      'a test that is not there',
      { says: 'Cover `alpha` in `test/a.test.js`', base: js, head: js },
      'ticked, names `test/a.test.js`',
    ],
    [
      'a test that did not change',
      {
        says: 'Cover `read_row` in `tests/test_rows.py`',
        base: py,
        head: { ...py, 'app/rows.py': 'def read_row(line):\n    return line[1:]\n' },
      },
      'asks for tests in `tests/test_rows.py`: it did not change',
    ],
    [
      'only in documentation',
      { says: 'Add `beta()` in `src/a.js`', base: js, head: { ...js, 'README.md': '`beta()` does it\n' } },
      'only in tests or documentation',
    ],
    [
      'only in a test',
      {
        says: 'Add `parse_row` in `app/rows.py`',
        base: py,
        head: { ...py, 'tests/test_rows.py': 'def test_parse_row():\n    parse_row(1)\n' },
      },
      'only in tests or documentation',
    ],
    [
      'only in a comment',
      {
        says: 'Add `beta()` in `src/a.js`',
        base: js,
        head: {
          ...js,
          'src/a.js': 'export function alpha() {} // TODO beta\n/*\n * beta() comes later\n */\n',
        },
      },
      'only in a comment',
    ],
    [
      'only in a docstring',
      {
        says: 'Add `parse_row` to `app/rows.py`',
        base: py,
        head: { ...py, 'app/rows.py': `"""\nparse_row is to come\n"""\n${py['app/rows.py']}` },
      },
      'only in a comment',
    ],
    [
      'used and declared nowhere',
      {
        says: 'Add `ScanAll` to `run/scan.go`',
        base: go,
        head: { ...go, 'main.go': 'package main\n\nfunc main() { run.ScanAll() }\n' },
      },
      'declared nowhere',
    ],
    [
      'a rule of another name',
      {
        says: '`lint` in `src/a.js` reports `dead-anchor`',
        base: js,
        head: { ...js, 'src/a.js': "export const lint = () => 'dead-link';\n" },
      },
      '`dead-anchor`: it is nowhere',
    ],
    [
      'an option that is not there',
      {
        says: 'Add a `--dry-run` option in `src/a.js`',
        base: js,
        head: { ...js, 'src/a.js': "option('--wet-run')\n" },
      },
      '`--dry-run`: it is nowhere',
    ],
    [
      'a message that differs',
      {
        says: 'Add the message "No links were found" to `src/a.js`',
        base: js,
        head: { ...js, 'src/a.js': "print('No link found')\n" },
      },
      'the text "No links were found"',
    ],
    [
      'a message with a placeholder',
      {
        says: 'Add the error "Cannot read <file> from disk" to `app/rows.py`',
        base: py,
        head: { ...py, 'app/rows.py': "raise E(f'Could not read {file} from disk')\n" },
      },
      'the text "Cannot read <file> from disk"',
    ],
    [
      'removed and still declared',
      {
        says: 'Remove `read_row`',
        base: { ...py, 'app/x.py': 'read_row(1)\n' },
        head: { ...py, 'app/x.py': 'pass\n' },
      },
      'it is still declared',
    ],
    [
      'removed and still there',
      {
        says: 'Remove uses of `Scan` from `main.go`',
        base: go,
        head: { ...go, 'run/scan.go': 'package run\n' },
      },
      'stands on 1 line as before',
    ],
    [
      'deleted and still there',
      { says: 'Delete `src/a.js`', base: js, head: js },
      '`src/a.js` is still there',
    ],
    [
      'a folder that is still there',
      {
        says: 'Remove `legacy/`',
        base: { 'legacy/a.rb': '', 'legacy/b.rb': '' },
        head: { 'legacy/b.rb': '' },
      },
      '`legacy/b.rb` is still there',
    ],
    [
      'moved and still there',
      { says: 'Move `src/a.js` to `lib/a.js`', base: js, head: { ...js, 'lib/a.js': '' } },
      '`src/a.js` is still there',
    ],
    [
      'moved elsewhere',
      {
        says: 'Move `src/a.js` to `lib/a.js`',
        base: js,
        head: { 'README.md': '# A\n', 'src/b.js': 'export function alpha() {}\n' },
        renames: { 'src/a.js': 'src/b.js' },
      },
      '`lib/a.js`: it is not there',
    ],
    [
      'renamed to nothing',
      { says: 'Rename `read_row` to `parse_row`', base: py, head: py },
      '`parse_row`: it is nowhere',
    ],
    [
      'the old name stays',
      {
        says: 'Rename `Scan` to `ScanAll`',
        base: go,
        head: { ...go, 'run/all.go': 'package run\n\nfunc ScanAll() {}\n' },
      },
      'stands on 2 lines as before',
    ],
    [
      'a name that the answer made up',
      {
        says: 'Change `alpha`',
        base: js,
        head: { ...js, 'src/a.js': 'export function alpha() { return 1; }\n' },
        answer: said('Added `resolveEverything` to `src/a.js`.'),
      },
      '`notes` names `resolveEverything`',
    ],
    [
      'a path that the answer made up',
      {
        says: 'Change `alpha`',
        base: js,
        head: { ...js, 'src/a.js': '' },
        answer: said('', { summary: 'Tests are in `test/alpha.test.js`.' }),
      },
      '`summary` names `test/alpha.test.js`',
    ],
    [
      'a command that did not pass',
      {
        says: 'Change `alpha`',
        base: js,
        head: { ...js, 'src/a.js': '' },
        answer: said('', { verification: [{ command: 'npm  test', passed: true }] }),
        failed: 'npm test',
      },
      'job verify shows that it failed',
    ],
  ])('fails: %s', (_, tried, says) => {
    const { verdict, evidence } = run(tried);
    expect(evidence.join('\n')).toContain(says);
    expect(verdict).toBe('fail');
  });

  it.each<[string, Try]>([
    [
      'what only looks like a stub',
      {
        says: 'Add `postEntry` in `src/b.ts` and `fetchRates` in `src/c.py`',
        base: js,
        head: {
          ...js,
          'src/b.ts':
            'export function postEntry(e: E) {\n  switch (e.kind) {\n    case "a":\n      return saveA(e);\n    default:\n      throw new Error("not implemented: other kinds");\n  }\n}\n',
          'src/c.py':
            'class P(ABC):\n    @abstractmethod\n    def fetchRates(self):\n        raise NotImplementedError\n',
        },
      },
    ],
    [
      'a symbol and a signature with its type in front',
      {
        says: 'Add the `:recently_paid` scope in `app/order.rb` and `Optional<Order> findByNumber(String n)` in `src/R.java`',
        base: js,
        head: {
          ...js,
          'app/order.rb': 'class Order\n  scope :recently_paid, -> { paid }\nend\n',
          'src/R.java': 'interface R {\n  Optional<Order> findByNumber(String n);\n}\n',
        },
      },
    ],
    [
      'all is there',
      {
        says: 'Add `beta(x)` in `src/b.js`. Tests in `test/b.test.js`:\n  - TC1: `## Hello` has `hello-world`',
        base: js,
        head: { ...js, 'src/b.js': 'export const beta = (x) => x;\n', 'test/b.test.js': '' },
      },
    ],
    [
      'Python',
      {
        says: 'Add `parse_row(line: str) -> Row` to `app/rows.py`',
        base: py,
        head: { ...py, 'app/rows.py': 'def parse_row(line):\n    pass\n' },
      },
    ],
    [
      'Go, with the method of a type',
      {
        says: 'Add `Runner.ScanAll` to `run/scan.go`',
        base: go,
        head: { ...go, 'run/scan.go': 'package run\n\nfunc (r *Runner) ScanAll() {}\n' },
      },
    ],
    [
      'in another file than the one named',
      { says: 'Add `beta` in `src/a.js`', base: js, head: { ...js, 'src/b.js': 'export const beta = 1;\n' } },
    ],
    [
      'in a package of a monorepo',
      { says: 'Add `src/b.ts`', base: js, head: { ...js, 'packages/x/src/b.ts': '' } },
    ],
    [
      'mentions and examples',
      {
        says: 'Change `alpha` to accept `fooBar`, e.g. with `some_value` as in `x/y.js`',
        base: js,
        head: { ...js, 'src/a.js': 'export function alpha(x) {}\n' },
      },
    ],
    ['values and types', { says: 'Add `alpha` which returns `null`, `string` or `42`', base: js, head: js }],
    [
      'an option, spelled as its library does',
      {
        says: 'Add a `--dry-run` flag in `app/rows.py`',
        base: py,
        head: { ...py, 'app/rows.py': 'parser.add(dry_run=True)\n' },
      },
    ],
    [
      'a message in pieces',
      {
        says: 'Add the message "No links were found in 3 files" to `src/a.js`',
        base: js,
        head: { ...js, 'src/a.js': "print('No links ' +\n  'were found in ' + n + ' files')\n" },
      },
    ],
    [
      'a message of another sentence',
      {
        says: 'Support the "already configured" case in `src/a.js`',
        base: js,
        head: { ...js, 'src/a.js': 'export function alpha() { return 2; }\n' },
      },
    ],
    [
      'removed',
      {
        says: 'Remove `read_row` from `app/rows.py`',
        base: py,
        head: { 'app/rows.py': '', 'tests/test_rows.py': '' },
      },
    ],
    [
      'removed, and in the changelog',
      {
        says: 'Remove `Scan`',
        base: go,
        head: {
          'main.go': 'package main\n',
          'CHANGELOG.md': '- `Scan` is gone\n- use `run` instead of `Scan`\n',
        },
      },
    ],
    ['a removal of something that was not there', { says: 'Delete `src/x.js`', base: js, head: js }],
    [
      'moved',
      {
        says: 'Move `src/a.js` to `lib/a.js`',
        base: js,
        head: { 'README.md': '# A\n', 'lib/a.js': 'export function alpha() {}\n' },
        renames: { 'src/a.js': 'lib/a.js' },
      },
    ],
    [
      'moved into a folder',
      {
        says: 'Move `src/a.js` to `lib/`',
        base: js,
        head: { 'README.md': '# A\n', 'lib/a.js': 'export function alpha() {}\n' },
        renames: { 'src/a.js': 'lib/a.js' },
      },
    ],
    [
      'renamed',
      {
        says: 'Rename `Scan` to `ScanAll`',
        base: go,
        head: {
          'run/scan.go': 'package run\n\nfunc ScanAll() error { return nil }\n',
          'main.go': 'package main\n\nfunc main() { run.ScanAll() }\n',
        },
      },
    ],
    [
      'converted',
      {
        says: 'Convert `src/a.js` to TypeScript',
        base: js,
        head: { 'README.md': '# A\n', 'src/a.ts': 'export function alpha() {}\n' },
        renames: { 'src/a.js': 'src/a.ts' },
      },
    ],
    [
      'made in one task and removed in the next',
      { says: 'Add `src/tmp.js`\n- [ ] 1.2 Delete `src/tmp.js`', base: js, head: js },
    ],
    [
      'what a person does',
      { says: '[MANUAL] Add `src/by-hand.js`\n- [ ] 1.2 Change `alpha`', base: js, head: js },
    ],
    [
      'an honest answer',
      {
        says: 'Change `alpha`',
        base: js,
        head: { ...js, 'src/a.js': 'export function alpha() { return 1; }\n' },
        answer: said(
          '`alpha` in `src/a.js` throws `TypeError`; did not add `betaGamma()`. `npm test` and `ANSWER_FILE` are fine, `round-trip` too.',
        ),
      },
    ],
    [
      'a command that passed',
      {
        says: 'Change `alpha`',
        base: js,
        head: { ...js, 'src/a.js': 'export function alpha() { return 1; }\n' },
        answer: said('', { verification: [{ command: 'npm test', passed: true }] }),
      },
    ],
    [
      'a command that is said to fail',
      {
        says: 'Change `alpha`',
        base: js,
        head: { ...js, 'src/a.js': 'export function alpha() { return 1; }\n' },
        answer: said('', { verification: [{ command: 'npm test', passed: false }] }),
        failed: 'npm test',
      },
    ],
    ...[
      'Make `read_row` pass what is in `tests/test_rows.py`',
      'Fix the failing test in `tests/test_rows.py`',
      'Cover it in `app/rows.py` and `tests/test_rows.py`',
    ].map((says): [string, Try] => [
      `a test that stays as it is: ${says}`,
      { says, base: py, head: { ...py, 'app/rows.py': 'def read_row(line):\n    return line[1:]\n' } },
    ]),
    [
      'a migration that says both names',
      {
        says: 'Rename column `user_name` to `login` in `app/user.py` and add a migration under `db/`',
        base: { 'db/1.sql': 'CREATE TABLE u (user_name text);\n', 'app/user.py': 'Q = "select user_name"\n' },
        head: {
          'db/1.sql': 'CREATE TABLE u (user_name text);\n',
          'db/2.sql': 'ALTER TABLE u RENAME COLUMN user_name TO login;\n',
          'app/user.py': 'Q = "select login"\n',
        },
      },
    ],
    [
      'a path of Windows',
      { says: 'Create `src\\lib\\b.js`', base: js, head: { ...js, 'src/lib/b.js': 'x\n' } },
    ],
    [
      'a receiver before the name',
      {
        says: 'Implement `func (s *Server) Shutdown(ctx context.Context) error` in `server.go`',
        base: { 'server.go': 'package a\n' },
        head: {
          'server.go':
            'package a\n\nfunc (s *Server) Shutdown(ctx context.Context) error { return s.h.Stop(ctx) }\n',
        },
      },
    ],
  ])('passes: %s', (_, tried) => {
    const { verdict, evidence, flags } = run(tried);
    expect({ verdict, evidence }).toMatchObject({ verdict: 'pass' });
    expect(flags).toBeUndefined();
  });

  it('tells a person what is missing, where it was asked for, and what to do', () => {
    const { evidence } = run({
      says: 'Add `beta(x)` in `src/b.js`',
      base: js,
      head: { ...js, 'src/b.js': '' },
    });
    expect(evidence).toEqual([
      'Task 1.1 (tasks.md:3), ticked, asks for `beta(x)`: it is nowhere at the head outside openspec/. Implement it.',
      '2 names of 1 task looked up in the tree at the head, besides 0 mentions.',
    ]);
  });

  it('has a person look where a file is made by the program, or what was to be changed is gone', () => {
    const made = run({
      says: 'Create `AGENTS.md`',
      base: js,
      head: { ...js, 'src/a.js': "write('AGENTS.md');\n" },
    });
    const gone = run({
      says: 'Refactor `alphaBeta`',
      base: { 'src/a.js': 'const alphaBeta = 1;\n' },
      head: { 'src/a.js': '' },
    });
    expect([made.verdict, made.flags?.length]).toEqual(['pass', 1]);
    expect([gone.verdict, gone.flags?.length]).toEqual(['pass', 1]);
  });

  it.each<[string, Try, string]>([
    [
      'a variable of the environment that is still read',
      {
        says: 'Rename environment variable `DB_URL` to `DATABASE_URL`',
        base: { 'src/db.ts': 'process.env.DB_URL;\n', 'compose.yml': 'DB_URL: x\n' },
        head: { 'src/db.ts': 'process.env.DATABASE_URL;\n', 'compose.yml': 'DB_URL: x\n' },
      },
      '`compose.yml:1` still has the old name',
    ],
    [
      'a script that is nowhere',
      { says: 'Add an npm script `test:watch`', base: js, head: { ...js, 'package.json': '{}\n' } },
      '`test:watch` of task 1.1 is nowhere',
    ],
    [
      'one of two files that keeps what was to be replaced',
      {
        says: 'Replace `moment()` with `dayjs()` in `a.ts` and `b.ts`',
        base: { 'a.ts': 'x(moment());\n', 'b.ts': 'y(moment());\n' },
        head: { 'a.ts': 'x(dayjs());\n', 'b.ts': 'y(moment());\n' },
      },
      'e.g. `b.ts:1`',
    ],
  ])('has a person look at %s', (_, tried, words) => {
    const { verdict, flags } = run(tried);
    expect(verdict).toBe('pass');
    expect(flags?.join()).toContain(words);
  });

  it('has a person look at an alias that nobody asked for', () => {
    const { verdict, flags } = run({
      says: 'Rename `calcSum` to `computeTotal` in `src/cart.kt`',
      base: { 'src/cart.kt': 'class Cart {\n  fun calcSum() = 1\n}\n' },
      head: {
        'src/cart.kt': 'class Cart {\n  fun computeTotal() = 1\n  fun calcSum() = computeTotal()\n}\n',
      },
    });
    expect(verdict).toBe('pass');
    expect(flags?.join()).toContain('only leads to `computeTotal`');
  });

  it('does not apply when nothing is named and nobody was asked', () => {
    expect(run({ says: 'Make it faster', base: js, head: { ...js, 'src/a.js': '' } }).verdict).toBe('n/a');
  });
});
