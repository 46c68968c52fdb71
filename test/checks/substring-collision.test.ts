import { describe, expect, it } from 'vitest';
import { substringCollision } from '../../src/checks/substring-collision.ts';
import { tasksFile } from './support.ts';
import { deliver, type Tree } from './world.ts';

const registry = { 'substring-collision': substringCollision };

interface Try {
  says?: string;
  base: Tree;
  head: Tree;
  renames?: Record<string, string>;
}

const run = ({ says = 'Work on it', base, head, renames = {} }: Try) => {
  const tasks = { [tasksFile]: `## 1. Work\n\n- [ ] 1.1 ${says}\n` };
  return substringCollision.run(
    deliver({ base: { ...tasks, ...base }, head: { ...tasks, ...head }, renames }, registry),
  );
};

/** Every occurrence replaced, as a careless `sed` does; `only`: in these files. */
const sed = (tree: Tree, from: string | RegExp, to: string, only: string[] = Object.keys(tree)): Tree =>
  Object.fromEntries(
    Object.entries(tree).map(([path, text]) => [
      path,
      only.includes(path) ? text.replaceAll(new RegExp(from, 'g'), to) : text,
    ]),
  );

const word = (name: string): RegExp => new RegExp(`\\b${name}\\b`);

const js: Tree = {
  'src/config.js':
    'export function loadConfig(path) {\n  return read(path);\n}\n\nexport function loadConfigSync(path) {\n  return readSync(path);\n}\n',
  'src/main.js':
    "import { loadConfig, loadConfigSync } from './config.js';\n\nrun(loadConfig('a'));\nstart(loadConfigSync('b'));\n",
  'README.md': 'Call `loadConfig(path)` first.\n',
};
const py: Tree = {
  'app/users.py':
    'def get_user(key):\n    return db.find(key)\n\n\ndef get_user_name(key):\n    return get_user(key).name\n',
  'app/views.py':
    'from app.users import get_user, get_user_name\n\n\ndef show(key):\n    user = get_user(key)\n    return get_user_name(user)\n',
  'app/jobs.py': "from app import users\n\nTASK = 'get_user'\nprint(users.get_user_name(1))\n",
};
const go: Tree = {
  'run/scan.go': 'package run\n\nfunc ScanAll(path string) error {\n\treturn nil\n}\n',
  'main.go': 'package main\n\nimport "x/run"\n\nfunc main() {\n\trun.ScanAll("a")\n\trun.ScanAll("b")\n}\n',
};
const sizes: Tree = {
  'a.ts':
    'const id = 1;\nconst width = 2;\nuse(id, width);\nconst valid = check(id);\n// avoid an id that is void\nexport const hidden = valid;\n',
};

describe('substring-collision', () => {
  it.each<[string, Try, string]>([
    [
      'a plural that is another name',
      {
        says: 'Rename `Rate` to `Price` in `src/rate.ts`',
        base: {
          'src/rate.ts': "import { RatesClient } from './c.ts';\nexport class Rate {}\nnew RatesClient();\n",
          'src/c.ts': 'export class RatesClient {}\n',
        },
        head: {
          'src/rate.ts':
            "import { PricesClient } from './c.ts';\nexport class Price {}\nnew PricesClient();\n",
          'src/c.ts': 'export class RatesClient {}\n',
        },
      },
      '`RatesClient` became `PricesClient`',
    ],
    [
      'a longer name that is renamed where it is imported',
      {
        says: 'Rename `loadConfig` to `readSettings` in `src/config.js`',
        base: js,
        head: sed(sed(js, word('loadConfig'), 'readSettings'), 'loadConfigSync', 'readSettingsSync', [
          'src/main.js',
        ]),
      },
      '`loadConfigSync` became `readSettingsSync`',
    ],
    [
      'a longer name that is renamed where it is imported, on lines of its own',
      {
        says: 'Rename `load` to `read` in `app/a.py`',
        base: {
          'app/a.py': 'def load(x):\n    return x\n\n\ndef load_all(x):\n    return x\n',
          'app/b.py': 'from app.a import (\n    load,\n    load_all,\n)\n\nload(load_all(1))\n',
        },
        head: {
          'app/a.py': 'def read(x):\n    return x\n\n\ndef load_all(x):\n    return x\n',
          'app/b.py': 'from app.a import (\n    read,\n    read_all,\n)\n\nread(read_all(1))\n',
        },
      },
      '`load_all` became `read_all`',
    ],
    ['a name inside words', { base: sizes, head: sed(sizes, 'id', 'uid') }, '`width` became `wuidth`'],
    [
      'the same, told by a task',
      { says: 'Rename `id` to `uid` in `a.ts`', base: sizes, head: sed(sizes, 'id', 'uid') },
      '`valid` became `valuid`',
    ],
    [
      'inside words, in Python',
      {
        base: { 'a.py': 'def cat(x):\n    return concat(x)\n\n\ncat(1)\nlocate = cat(2)\n' },
        head: { 'a.py': 'def dog(x):\n    return condog(x)\n\n\ndog(1)\nlodoge = dog(2)\n' },
      },
      '`concat` became `condog`',
    ],
    [
      'inside prose',
      {
        base: { 'a.go': 'func Log() {}\n\n// Logical: Log it\n' },
        head: { 'a.go': 'func Out() {}\n\n// Outical: Out it\n' },
      },
      '`Logical` became `Outical`',
    ],
    [
      'a longer name in one file only',
      {
        says: 'Rename `get_user` to `fetch_user`',
        base: py,
        head: { ...sed(py, 'get_user', 'fetch_user', ['app/users.py', 'app/views.py']) },
      },
      '`get_user_name` became `fetch_user_name`',
    ],
    [
      'a longer name of a library',
      {
        base: { 'a.js': 'function find(x) {\n  return x;\n}\nfind(1);\nlist.find_all(2);\n' },
        head: { 'a.js': 'function seek(x) {\n  return x;\n}\nseek(1);\nlist.seek_all(2);\n' },
      },
      'no `seek_all` is declared',
    ],
    [
      'an import left behind',
      {
        says: 'Rename `loadConfig` to `readConfig`',
        base: js,
        head: sed(js, word('loadConfig'), 'readConfig', ['src/config.js', 'README.md']),
      },
      '`src/main.js:1` still names it',
    ],
    [
      'documentation left behind',
      { base: js, head: sed(js, word('loadConfig'), 'readConfig', ['src/config.js', 'src/main.js']) },
      '`README.md:1` still names it',
    ],
    [
      'a string left behind',
      {
        says: 'Rename `get_user` to `fetch_user`',
        base: py,
        head: sed(py, word('get_user'), 'fetch_user', ['app/users.py', 'app/views.py']),
      },
      '`app/jobs.py:3` still names it',
    ],
    [
      'a qualified name left behind, in Go',
      {
        base: go,
        head: {
          'run/scan.go': (go['run/scan.go'] ?? '').replace('ScanAll', 'ScanEvery'),
          'main.go': (go['main.go'] ?? '').replace('ScanAll("a")', 'ScanEvery("a")'),
        },
      },
      '`main.go:7` still names it',
    ],
    [
      'a qualified name left behind, in Rust',
      {
        base: {
          'src/links.rs': 'pub fn scan_all() {}\n',
          'src/main.rs': 'fn main() {\n    links::scan_all();\n}\n',
        },
        head: {
          'src/links.rs': 'pub fn scan_every() {}\n',
          'src/main.rs': 'fn main() {\n    links::scan_all();\n}\n',
        },
      },
      '`src/main.rs:2` still names it',
    ],
    [
      'the old path of a file',
      {
        base: {
          'src/old-links.js': 'export const a = 1;\nexport const b = 2;\n',
          'src/main.js': "import { a } from './old-links.js';\n",
          'package.json': '{ "main": "src/old-links.js" }\n',
        },
        head: {
          'src/links.js': 'export const a = 1;\nexport const b = 2;\n',
          'src/main.js': "import { a } from './links.js';\n",
          'package.json': '{ "main": "src/old-links.js" }\n',
        },
        renames: { 'src/old-links.js': 'src/links.js' },
      },
      '`package.json:1` still names it',
    ],
    [
      'an import of a file that moved',
      {
        base: {
          'src/a/old.ts': 'export const a = 1;\n',
          'test/old.test.ts': "import { a } from '../src/a/old';\n",
        },
        head: {
          'src/b/old.ts': 'export const a = 1;\n',
          'test/old.test.ts': "import { a } from '../src/a/old';\n",
        },
        renames: { 'src/a/old.ts': 'src/b/old.ts' },
      },
      '`test/old.test.ts:1` still names it',
    ],
    [
      'a Python module that moved',
      {
        base: { 'src/app/old.py': 'A = 1\n', 'src/app/main.py': 'from app.old import A\n' },
        head: { 'src/app/new.py': 'A = 1\n', 'src/app/main.py': 'from app.old import A\n' },
        renames: { 'src/app/old.py': 'src/app/new.py' },
      },
      '`src/app/main.py:1` still names it',
    ],
  ])('fails: %s', (_, tried, says) => {
    const { verdict, evidence, places } = run(tried);
    expect(evidence.join('\n')).toContain(says);
    expect(verdict).toBe('fail');
    expect(places?.length).toBeGreaterThan(0);
  });

  it.each<[string, Try]>([
    [
      'plural names renamed along',
      {
        says: 'Rename `Invoice` to `Bill` everywhere',
        base: {
          'app/invoice.rb': 'class Invoice\nend\n',
          'app/list.rb': 'class InvoicesController\n  @invoices = Invoice.all\nend\n',
        },
        head: {
          'app/invoice.rb': 'class Bill\nend\n',
          'app/list.rb': 'class BillsController\n  @bills = Bill.all\nend\n',
        },
      },
    ],
    [
      'a whole rename next to a longer name',
      {
        says: 'Rename `loadConfig` to `readConfig`',
        base: js,
        head: sed(js, word('loadConfig'), 'readConfig'),
      },
    ],
    [
      'derived names renamed everywhere',
      { says: 'Rename `get_user` to `fetch_user`', base: py, head: sed(py, 'get_user', 'fetch_user') },
    ],
    ['a whole word everywhere', { base: sizes, head: sed(sizes, word('id'), 'uid') }],
    ['in Go', { base: go, head: sed(go, 'ScanAll', 'ScanEvery') }],
    [
      'plurals',
      {
        base: { 'a.ts': 'interface Link {}\ntype Links = Link[];\nuse<Links>();\n' },
        head: { 'a.ts': 'interface Anchor {}\ntype Anchors = Anchor[];\nuse<Anchors>();\n' },
      },
    ],
    [
      'another symbol of the name',
      {
        base: { ...js, 'lib/x.js': 'export function loadConfig() {}\nloadConfig();\n' },
        head: {
          ...sed(js, word('loadConfig'), 'readConfig'),
          'lib/x.js': 'export function loadConfig() {}\nloadConfig();\n',
        },
      },
    ],
    [
      'a package has the name too',
      {
        base: { ...js, 'lib/x.js': "import { loadConfig } from 'c12';\nloadConfig();\n" },
        head: {
          ...sed(js, word('loadConfig'), 'readConfig'),
          'lib/x.js': "import { loadConfig } from 'c12';\nloadConfig();\n",
        },
      },
    ],
    [
      'a changelog, a deprecation, an alias',
      {
        base: js,
        head: {
          ...sed(js, word('loadConfig'), 'readConfig'),
          'CHANGELOG.md': '- `loadConfig` is gone\n',
          'src/old.js': "export { readConfig as loadConfig } from './config.js';\n",
          'docs/up.md': 'The deprecated `loadConfig` goes away.\n',
        },
      },
    ],
    [
      'a common word in prose',
      {
        base: {
          'a.js': 'export function find() {}\nfind();\n',
          'README.md': 'You find it here. Words are words, `find` them.\n',
        },
        head: {
          'a.js': 'export function seek() {}\nseek();\n',
          'README.md': 'You find it here. Words are words, `find` them.\n',
        },
      },
    ],
    [
      'a method of others',
      {
        base: { 'a.js': 'export function filter(x) {}\nfilter(1);\n', 'b.js': 'list.filter(Boolean);\n' },
        head: { 'a.js': 'export function select(x) {}\nselect(1);\n', 'b.js': 'list.filter(Boolean);\n' },
      },
    ],
    [
      'a local variable',
      {
        base: {
          'a.js': 'function a() {\n  const userName = 1;\n  use(userName);\n}\n',
          'b.js': 'send(row.userName);\n',
        },
        head: {
          'a.js': 'function a() {\n  const fullName = 1;\n  use(fullName);\n}\n',
          'b.js': 'send(row.userName);\n',
        },
      },
    ],
    [
      'the value of a constant',
      {
        says: '`partialFolder` in `src/p.js` becomes `partials`',
        base: { 'src/p.js': "export const partialFolder = 'agents/_partials';\n" },
        head: { 'src/p.js': "export const partialFolder = 'partials';\n" },
      },
    ],
    [
      'one call for another',
      {
        base: { 'a.js': 'log.info(1);\nlog.info(2);\nconst information = 1;\n' },
        head: { 'a.js': 'log.warn(1);\nlog.warn(2);\nconst information = 1;\n' },
      },
    ],
    [
      'a longer name that the tasks name',
      {
        says: 'Rename `username` to `accountname` and `user` to `account`',
        base: { 'a.py': 'def user():\n    pass\n\n\nusername = user()\n' },
        head: { 'a.py': 'def account():\n    pass\n\n\naccountname = account()\n' },
      },
    ],
    [
      'a file moved with its imports',
      {
        base: {
          'src/a.js': 'export const a = 1;\n',
          'src/main.js': "import { a } from './a.js';\n",
          'lib/a.js': '',
        },
        head: {
          'src/b/a.js': 'export const a = 1;\n',
          'src/main.js': "import { a } from './b/a.js';\n",
          'lib/a.js': '',
        },
        renames: { 'src/a.js': 'src/b/a.js' },
      },
    ],
    [
      'a file converted in place',
      {
        base: { 'src/a.js': 'export const a = 1;\n', 'src/main.js': "import { a } from './a';\n" },
        head: { 'src/a.ts': 'export const a = 1;\n', 'src/main.js': "import { a } from './a';\n" },
        renames: { 'src/a.js': 'src/a.ts' },
      },
    ],
    [
      'fixtures laid out as before',
      {
        base: { 'examples/agents/tone.md': 'x\n', 'test/a.test.js': "rules({ 'agents/tone.md': 1 });\n" },
        head: { 'examples/partials/tone.md': 'x\n', 'test/a.test.js': "rules({ 'agents/tone.md': 1 });\n" },
        renames: { 'examples/agents/tone.md': 'examples/partials/tone.md' },
      },
    ],
  ])('passes: %s', (_, tried) => {
    const { verdict, evidence } = run(tried);
    expect({ verdict, evidence }).toMatchObject({ verdict: expect.stringMatching(/pass|n\/a/) });
  });

  it('has a person look at a longer name that went along, wherever it stands', () => {
    const { verdict, flags } = run({
      says: 'Rename `loadConfig` to `readSettings`',
      base: js,
      head: sed(js, 'loadConfig', 'readSettings'),
    });
    expect(verdict).toBe('pass');
    expect(flags?.join()).toContain('`loadConfigSync` became `readSettingsSync`');
    const both = 'Rename `loadConfig` to `readSettings` and `loadConfigSync` to `readSettingsSync`';
    expect(run({ says: both, base: js, head: sed(js, 'loadConfig', 'readSettings') }).flags).toBeUndefined();
  });

  it('has a person look at a type of one word that stands where it was', () => {
    const base = {
      'a/Invoice.java': 'package a;\n\npublic class Invoice {}\n',
      'a/Main.java': 'package a;\n\nclass Main {\n    Invoice one;\n}\n',
      'a/names.ts': 'export const title = Invoice;\n',
    };
    const head = { ...base, 'a/Invoice.java': 'package a;\n\npublic class Bill {}\n' };
    const says = 'Rename class `Invoice` to `Bill`';
    expect(run({ says, base, head }).flags?.join()).toContain('`a/Main.java:4` may still mean it');
    const whole = { ...head, 'a/Main.java': 'package a;\n\nclass Main {\n    Bill one; // an Invoice\n}\n' };
    expect(run({ says, base, head: whole }).flags).toBeUndefined();
  });

  it('does not apply when nothing was renamed', () => {
    expect(run({ base: js, head: { ...js, 'new.js': 'export const a = 1;\n' } }).verdict).toBe('n/a');
  });

  it('reads thousands of files in linear time', () => {
    const base = Object.fromEntries(
      Array.from({ length: 2_000 }, (_, index) => [
        `src/f${index}.js`,
        `${js['src/main.js']}const v${index} = { a: ${index} };\n`.repeat(3),
      ]),
    );
    const evidence = run({
      base: { ...base, 'a.min.js': 'x'.repeat(1_000_000) },
      head: { ...sed(base, word('loadConfig'), 'readConfig'), 'a.min.js': 'y'.repeat(1_000_000) },
    });
    expect(evidence.verdict).toBe('pass');
  });
});
