import { describe, expect, it } from 'vitest';
import { forbiddenIdentifiers } from '../../src/checks/forbidden-identifiers.ts';
import { configurationSchema } from '../../src/contracts/configuration.ts';
import { tasksFile } from './support.ts';
import { deliver, type Tree } from './world.ts';

const design = 'openspec/changes/gate-links/design.md';
const spec = 'openspec/changes/gate-links/specs/links/spec.md';

const tasksWith = (...sentences: string[]): string =>
  `# Tasks\n\n## 1. Work\n\n${sentences.map((sentence, index) => `- [ ] 1.${index + 1} ${sentence}`).join('\n')}\n`;

interface Try {
  says?: string;
  design?: string;
  spec?: string;
  guarded?: string[];
  base: Tree;
  head: Tree;
  renames?: Record<string, string>;
}

const run = ({ says = 'Work on it', base, head, renames = {}, guarded = [], ...rest }: Try) => {
  const documents: Tree = {
    [tasksFile]: tasksWith(says),
    ...(rest.design ? { [design]: rest.design } : {}),
    ...(rest.spec ? { [spec]: rest.spec } : {}),
  };
  const configuration = {
    caps: configurationSchema.shape.caps.parse({}),
    review: configurationSchema.shape.review.parse({ guarded }),
    protected: [],
  };
  const registry = { 'forbidden-identifiers': forbiddenIdentifiers };
  return forbiddenIdentifiers.run(
    deliver(
      { base: { ...documents, ...base }, head: { ...documents, ...head }, renames, raw: { configuration } },
      registry,
    ),
  );
};

const js = 'export function scan(path) {\n  return [];\n}\n\nexport function other() {\n  return 1;\n}\n';
const py =
  '@cache\ndef load_config(path):\n    """Reads it."""\n    return open(path)\n\n\ndef other():\n    return 1\n';
const go =
  'package run\n\nfunc (r *Runner) Scan(path string) error {\n\treturn nil\n}\n\nfunc Other() int {\n\treturn 1\n}\n';
const rust = 'pub fn scan(path: &str) -> Vec<u8> {\n    vec![]\n}\n\npub fn other() -> u8 {\n    1\n}\n';
const java =
  'class A {\n  @Override\n  public int scan(String path)\n  {\n    return 0;\n  }\n  int other() { return 1; }\n}\n';
const ruby = 'class A\n  def scan(path)\n    []\n  end\n\n  def other\n    1\n  end\nend\n';
const yaml = 'limits:\n  size: 10\n  count: 3\nnames:\n  - a\n';

describe('forbidden-identifiers', () => {
  it.each<[string, Try]>([
    [
      'a statement that left its loop',
      {
        says: '`scan` SHALL NOT be modified',
        base: { 'a.py': 'def scan(a):\n    for x in a:\n        pay(x)\n        log(x)\n' },
        head: { 'a.py': 'def scan(a):\n    for x in a:\n        pay(x)\n    log(x)\n' },
      },
    ],
    [
      'a statement commented out',
      {
        says: '`scan` SHALL NOT be modified',
        base: { 'a.ts': 'function scan(a) {\n  pay(a);\n  log(a);\n}\n' },
        head: { 'a.ts': 'function scan(a) {\n  // pay(a);\n  log(a);\n}\n' },
      },
    ],
    [
      'a body',
      {
        says: '`scan` in `a.js` SHALL NOT be modified',
        base: { 'a.js': js },
        head: { 'a.js': js.replace('[]', '[1]') },
      },
    ],
    [
      'a parameter',
      {
        says: '`scan()` MUST NOT be changed.',
        base: { 'a.js': js },
        head: { 'a.js': js.replace('(path)', '(path, x)') },
      },
    ],
    [
      'it is gone',
      {
        says: '`scan` SHALL NOT be removed',
        base: { 'a.js': js },
        head: { 'a.js': js.slice(js.indexOf('export function other')) },
      },
    ],
    [
      'it got another name',
      {
        says: '`scan` must not be renamed or removed',
        base: { 'a.js': js },
        head: { 'a.js': js.replace('scan', 'scanAll') },
      },
    ],
    [
      'do not touch',
      {
        says: 'Do not touch `scan` in `a.js`.',
        base: { 'a.js': js },
        head: { 'a.js': js.replace('[]', '[1]') },
      },
    ],
    [
      'left untouched',
      { says: 'Leave `scan` untouched.', base: { 'a.js': js }, head: { 'a.js': js.replace('[]', '[1]') } },
    ],
    [
      'Python body',
      {
        says: '`load_config` SHALL NOT be modified',
        base: { 'a.py': py },
        head: { 'a.py': py.replace('open(path)', 'None') },
      },
    ],
    [
      'Python decorator',
      {
        says: '`load_config` SHALL NOT be modified',
        base: { 'a.py': py },
        head: { 'a.py': py.replace('@cache\n', '') },
      },
    ],
    [
      'Python signature',
      {
        says: 'The signature of `load_config` MUST NOT change',
        base: { 'a.py': py },
        head: { 'a.py': py.replace('(path):', '(path, x):') },
      },
    ],
    [
      'Go method',
      {
        says: '`Runner.Scan` SHALL NOT be altered',
        base: { 'a.go': go },
        head: { 'a.go': go.replace('return nil', 'return err') },
      },
    ],
    [
      'Rust',
      {
        says: '`scan` SHALL NOT be edited',
        base: { 'a.rs': rust },
        head: { 'a.rs': rust.replace('vec![]', 'vec![1]') },
      },
    ],
    [
      'Java, brace on its own line',
      {
        says: '`scan` SHALL NOT be modified',
        base: { 'A.java': java },
        head: { 'A.java': java.replace('return 0', 'return 2') },
      },
    ],
    [
      'Ruby',
      {
        says: '`scan` SHALL NOT be modified',
        base: { 'a.rb': ruby },
        head: { 'a.rb': ruby.replace('[]', '[1]') },
      },
    ],
    [
      'a YAML key',
      {
        says: '`limits` in `c.yml` SHALL NOT be changed',
        base: { 'c.yml': yaml },
        head: { 'c.yml': yaml.replace('10', '20') },
      },
    ],
    [
      'a constant',
      {
        says: '`MAX_SIZE` SHALL NOT change',
        base: { 'c.py': 'MAX_SIZE = 10\nMIN = 1\n' },
        head: { 'c.py': 'MAX_SIZE = 20\nMIN = 1\n' },
      },
    ],
    [
      'in the design',
      {
        design: '## Risks\n\n- `scan` in `a.js` SHALL NOT be\n  modified by this change: it stays.\n',
        base: { 'a.js': js },
        head: { 'a.js': js.replace('[]', '[1]') },
      },
    ],
    [
      'in a spec',
      {
        spec: 'The function `scanAll` SHALL NOT be modified.',
        base: { 'a.js': js.replace('scan', 'scanAll') },
        head: { 'a.js': js.replace('scan', 'scanAll').replace('[]', '[1]') },
      },
    ],
    ['configured', { guarded: ['scan'], base: { 'a.js': js }, head: { 'a.js': js.replace('[]', '[1]') } }],
    [
      'a line of what nothing declares',
      {
        says: '`data-role` SHALL NOT be removed or changed',
        base: { 'a.html': '<p data-role="x">\n' },
        head: { 'a.html': '<p data-part="x">\n' },
      },
    ],
    [
      'a file',
      {
        says: '`src/a.js` SHALL NOT be modified',
        base: { 'src/a.js': js },
        head: { 'src/a.js': `${js}//\n` },
      },
    ],
    [
      'a file is deleted',
      { says: 'Do not delete `src/a.js`', base: { 'src/a.js': js, 'b.js': '' }, head: { 'b.js': '' } },
    ],
    [
      'a file is renamed',
      {
        says: '`src/a.js` MUST NOT be moved',
        base: { 'src/a.js': js },
        head: { 'src/b.js': js },
        renames: { 'src/a.js': 'src/b.js' },
      },
    ],
    [
      'a folder',
      {
        says: 'Files in `legacy/` SHALL NOT be touched',
        base: { 'legacy/a.js': js },
        head: { 'legacy/a.js': js, 'legacy/b.js': '' },
      },
    ],
    [
      'a configured glob',
      { guarded: ['db/**/*.sql'], base: { 'db/m/1.sql': 'a' }, head: { 'db/m/1.sql': 'b' } },
    ],
    [
      'used',
      { says: '`eval` SHALL NOT be used', base: { 'a.js': '' }, head: { 'a.js': 'const x = eval(text);\n' } },
    ],
    [
      'called by one',
      {
        says: '`other` SHALL NOT call `writeFile`',
        base: { 'a.js': js },
        head: { 'a.js': js.replace('return 1', 'writeFile();\n  return 1') },
      },
    ],
    [
      'imported',
      {
        says: '`src/a.js` SHALL NOT import `src/sync.js`',
        base: { 'src/a.js': '', 'src/sync.js': '' },
        head: { 'src/a.js': "import { x } from './sync.js';\n", 'src/sync.js': '' },
      },
    ],
    [
      'logged',
      {
        says: 'The server MUST NOT log `password`',
        base: { 'a.py': '' },
        head: { 'a.py': 'print(password)\n' },
      },
    ],
    [
      'a Go dependency',
      {
        says: 'The change MUST NOT add `github.com/pkg/errors`',
        base: { 'a.go': 'package a\n' },
        head: { 'a.go': 'package a\n\nimport "github.com/pkg/errors"\n' },
      },
    ],
    [
      'a package',
      {
        says: 'Never depend on `left-pad`',
        base: { 'package.json': '{\n}\n' },
        head: { 'package.json': '{\n  "dependencies": { "left-pad": "1" }\n}\n' },
      },
    ],
  ])('fails: %s', (_, tried) => {
    const { verdict, evidence } = run(tried);
    expect(evidence.join('\n')).toMatch(/SHALL NOT|MUST NOT|must not|[Dd]o not|Never|Leave|review\.guarded/);
    expect(verdict).toBe('fail');
  });

  it.each<[string, Try]>([
    [
      'what a formatter makes of Rust',
      {
        says: '`scan` SHALL NOT be modified',
        base: {
          'a.rs': 'impl L {\n    pub fn scan(&self, a: A, b: B) -> R {\n        self.x(a, b)\n    }\n}\n',
        },
        head: {
          'a.rs':
            'impl L {\n    pub fn scan(\n        &self,\n        a: A,\n        b: B,\n    ) -> R {\n        self.x(a, b)\n    }\n}\n',
        },
      },
    ],
    [
      'what a formatter makes of Python',
      {
        says: '`scan` SHALL NOT be modified',
        base: { 'a.py': 'def scan(alpha, beta):\n    return pay(alpha, beta)\n' },
        head: { 'a.py': 'def scan(\n    alpha,\n    beta,\n):\n    return pay(alpha, beta)\n' },
      },
    ],
    [
      'a constant aligned with a new one',
      {
        says: '`MAX_TRIES` SHALL NOT be changed',
        base: { 'a.go': 'package a\n\nconst (\n\tMAX_TRIES = 3\n)\n' },
        head: { 'a.go': 'package a\n\nconst (\n\tMAX_TRIES     = 3\n\tWAIT_SECONDS  = 9\n)\n' },
      },
    ],
    [
      'a new call to it',
      {
        says: '`scan` in `a.js` SHALL NOT be modified',
        base: { 'a.js': js },
        head: { 'a.js': js.replace('return 1', 'return scan(1)') },
      },
    ],
    [
      'a test of it',
      {
        says: '`scan` SHALL NOT be modified',
        base: { 'a.js': js },
        head: { 'a.js': js, 'test/a.test.js': 'const scan = mock();\nscan();\n' },
      },
    ],
    [
      'a mock of it in a test changed',
      {
        says: '`scan` SHALL NOT be modified',
        base: { 'a.js': js, 'test/a.test.js': 'const scan = 1;\n' },
        head: { 'a.js': js, 'test/a.test.js': 'const scan = 2;\n' },
      },
    ],
    [
      'documentation of it',
      {
        says: '`scan` SHALL NOT be modified',
        base: { 'a.js': js, 'README.md': '`scan` is old\n' },
        head: { 'a.js': js, 'README.md': '`scan` is new\n' },
      },
    ],
    [
      'lines around it moved',
      {
        says: '`load_config` SHALL NOT be modified',
        base: { 'a.py': py },
        head: { 'a.py': `import os\n\n${py.replace('return 1', 'return 2')}` },
      },
    ],
    [
      'another of the name in another file',
      {
        says: '`scan` in `a.js` SHALL NOT be modified',
        base: { 'a.js': js, 'b.js': js },
        head: { 'a.js': js, 'b.js': js.replace('[]', '[1]') },
      },
    ],
    [
      'its body, when only its name is kept',
      {
        says: '`scan` SHALL NOT be renamed',
        base: { 'a.js': js },
        head: { 'a.js': js.replace('[]', '[1]') },
      },
    ],
    [
      'its body, when only its signature is',
      {
        says: 'The signature of `load_config` MUST NOT change',
        base: { 'a.py': py },
        head: { 'a.py': py.replace('open(path)', 'None') },
      },
    ],
    [
      'how a program behaves',
      {
        says: 'The fix SHALL NOT rewrite `label`; the server MUST NOT change `scan`',
        base: { 'a.js': js },
        head: { 'a.js': js.replace('[]', '[label]') },
      },
    ],
    [
      'in a spec',
      {
        spec: 'The lint SHALL NOT rewrite `label`. The fix SHALL NOT remove `scan`.\n\n`package.json` SHALL NOT be modified.',
        base: { 'a.js': js, 'package.json': '{}' },
        head: { 'a.js': js.replace('[]', '[label]'), 'package.json': '{ }' },
      },
    ],
    [
      'without a name',
      {
        says: 'It SHALL NOT raise. `other` gives 2.',
        base: { 'a.js': js },
        head: { 'a.js': js.replace('return 1', 'return 2') },
      },
    ],
    [
      'by hand',
      {
        says: '`package-lock.json` SHALL NOT be edited by hand',
        base: { 'package-lock.json': '{}' },
        head: { 'package-lock.json': '{ }' },
      },
    ],
    [
      'at run time',
      {
        says: '`scan` MUST NOT be changed when the flag is off',
        base: { 'a.js': js },
        head: { 'a.js': js.replace('[]', '[1]') },
      },
    ],
    [
      'a file that is read',
      {
        says: '`src/a.js` SHALL NOT be modified',
        base: { 'src/a.js': js },
        head: { 'src/a.js': js, 'src/aa.js': "import './a.js';\n" },
      },
    ],
    [
      'banned in a comment',
      {
        says: '`eval` SHALL NOT be used',
        base: { 'a.js': '', 'b.py': '' },
        head: {
          'a.js': '// no eval here\nconst a = 1; // eval\n/* \n eval(x)\n*/\n',
          'b.py': '"""\neval(x)\n"""\n# eval\n',
        },
      },
    ],
    [
      'banned in a message',
      {
        says: '`eval` SHALL NOT be used',
        base: { 'a.js': '' },
        head: { 'a.js': "throw new Error('eval is not for us');\n" },
      },
    ],
    [
      'banned and there before',
      {
        says: '`eval` SHALL NOT be used',
        base: { 'a.js': 'const x = eval(1);\n' },
        head: { 'a.js': 'const x = eval(2);\n' },
      },
    ],
    [
      'banned to another',
      {
        says: '`other` SHALL NOT call `writeFile`',
        base: { 'a.js': js },
        head: { 'a.js': js.replace('return []', 'return writeFile()') },
      },
    ],
    [
      'not logged',
      {
        says: 'The server MUST NOT log `password`',
        base: { 'a.py': '' },
        head: { 'a.py': 'check(password)\n' },
      },
    ],
    [
      'longer names',
      {
        says: '`eval` SHALL NOT be used',
        base: { 'a.js': '' },
        head: { 'a.js': 'const evaluate = evalAll(1);\n' },
      },
    ],
  ])('passes: %s', (_, tried) => {
    const { verdict, evidence, flags } = run(tried);
    expect(evidence.join('\n')).not.toContain('Take the change back');
    expect(verdict).not.toBe('fail');
    expect(flags).toBeUndefined();
  });

  it.each([
    '`scan` (`a.js`) SHALL NOT be modified',
    '`scan` of `a.js` SHALL NOT be modified or renamed',
    '`a.js`: `scan` SHALL NOT be modified',
    'Leave `scan` in `a.js` untouched',
    'Do not modify `scan` (`a.js`)',
    'Do not change `scan` of the file `a.js`',
    '`a.js::scan` SHALL NOT be modified',
  ])('guards the function, and not its file: %s', (says) => {
    const at = (text: string) => run({ says, base: { 'a.js': js }, head: { 'a.js': text } });
    expect(at(js.replace('[]', '[1]')).verdict).toBe('fail');
    expect(at(js.replace('return 1', 'return 2')).verdict).toBe('pass');
  });

  it.each([
    '`scan` and `a.js` SHALL NOT be modified',
    '`a.js`, `scan` and `b.js` SHALL NOT be touched',
    'The code of `a.js` SHALL NOT be modified',
  ])('guards a file that is named beside a function: %s', (says) => {
    const head = { 'a.js': js.replace('return 1', 'return 2') };
    expect(run({ says, base: { 'a.js': js }, head }).verdict).toBe('fail');
  });

  it.each([
    'Speed up `b.js` without changing `scan`',
    'Keep `scan` public; do not change it',
    '`scan` is off limits',
    'We do not touch `scan` here',
    'No changes to `scan`.',
  ])('guards what a sentence spares: %s', (says) => {
    const at = (text: string) =>
      run({ says, base: { 'a.js': js, 'b.js': 'x\n' }, head: { 'a.js': text, 'b.js': 'y\n' } });
    expect(at(js.replace('[]', '[1]')).verdict).toBe('fail');
    expect(at(js.replace('return 1', 'return 2')).verdict).toBe('pass');
  });

  it.each(['Treat `a.js` as read-only', 'Do not modify `src\\a.js`', 'No edits in `a.js`'])(
    'guards a file: %s',
    (says) => {
      const at = (path: string) =>
        run({
          says,
          base: { 'src/a.js': js, 'b.js': js },
          head: { 'src/a.js': js, 'b.js': js, [path]: `${js}\n//\n` },
        });
      expect(at('src/a.js').verdict).toBe('fail');
      expect(at('b.js').verdict).toBe('pass');
    },
  );

  it.each([
    'Call `scan` once; do not call it twice',
    'There are no changes to `scan` results',
    'The switch `scan` is off by default',
    'Treat `a.js` as text',
    '`scan` stays the same when the list is empty',
    '`scan` stays the same',
  ])('guards nothing: %s', (says) => {
    const { verdict } = run({ says, base: { 'a.js': js }, head: { 'a.js': js.replace('[]', '[1]') } });
    expect(verdict).not.toBe('fail');
  });

  it('guards how a function is called, and not what it does', () => {
    const at = (text: string) =>
      run({ says: 'The signature of `scan` stays the same', base: { 'a.js': js }, head: { 'a.js': text } });
    expect(at(js.replace('(path)', '(path, x)')).verdict).toBe('fail');
    expect(at(js.replace('[]', '[1]')).verdict).toBe('pass');
  });

  it('says where, and in whose words', () => {
    const { evidence, places } = run({
      says: '`scan` in `a.js` SHALL NOT be modified: sync stays.',
      base: { 'a.js': js },
      head: { 'a.js': js.replace('[]', '[1]') },
    });
    expect(evidence).toEqual([
      `\`scan\` was changed (\`a.js:1\`): \`${tasksFile}:5\` says "\`scan\` in \`a.js\` SHALL NOT be modified: sync stays.". Take the change back.`,
      'Guarded: `scan`.',
    ]);
    expect(places).toEqual([{ path: 'a.js', line: 1, text: evidence[0] }]);
  });

  it('leaves to a person what has an exception, or what a task asks for all the same', () => {
    const changed = { base: { 'a.js': js }, head: { 'a.js': js.replace('[]', '[1]') } };
    const excepted = run({ says: '`scan` SHALL NOT be modified except for its result', ...changed });
    const asked = run({ says: 'Change `scan`', design: '`scan` SHALL NOT be modified.', ...changed });
    expect([excepted.verdict, excepted.flags?.length]).toEqual(['pass', 1]);
    expect([asked.verdict, asked.flags?.length]).toEqual(['pass', 1]);
  });

  it('leaves to a person what may be the method of another class', () => {
    const tree = (cart: number, bill: number) => ({
      'a.java': `class Cart {\n  int total() {\n    return ${cart};\n  }\n}\n`,
      'b.java': `class Bill {\n  int total() {\n    return ${bill};\n  }\n}\n`,
    });
    const says = '`Cart.total` SHALL NOT be modified';
    const other = run({ says, base: tree(1, 1), head: tree(1, 2) });
    expect(other.verdict).toBe('pass');
    expect(other.flags).toHaveLength(1);
    expect(run({ says, base: tree(1, 1), head: tree(2, 1) }).verdict).toBe('fail');
  });

  it('does not apply when nothing is guarded', () => {
    expect(run({ base: { 'a.js': js }, head: { 'a.js': '' } }).verdict).toBe('n/a');
  });

  it('reads long files in linear time', () => {
    const long = `export function scan() {\n${'  const a = { b: [1, 2, 3] };\n'.repeat(20_000)}}\n${'x'.repeat(1_000_000)}\n`;
    expect(
      run({
        says: '`scan` SHALL NOT be modified',
        base: { 'a.js': long },
        head: { 'a.js': long.replace('b:', 'c:') },
      }).verdict,
    ).toBe('fail');
  });
});
