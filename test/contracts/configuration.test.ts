import { Ajv2020 } from 'ajv/dist/2020.js';
import { execa } from 'execa';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configurationSchema } from '../../src/contracts/configuration.ts';
import { configurationReference } from '../../src/contracts/configuration-reference.ts';
import { configurationJsonSchema } from '../../src/contracts/configuration-shape.ts';
import { readConfiguration } from '../../src/contracts/read-configuration.ts';

const minimal = `tracker:
  team: PER
agents:
  default: opencode
  allowed:
    opencode:
      kind: command
      command: opencode run
`;

const problemsIn = (text: string): string[] => {
  const read = readConfiguration(text);
  return read.state === 'broken' ? read.problems : [];
};

describe('a valid configuration', () => {
  it('is filled with the defaults', () => {
    const read = readConfiguration(minimal);
    expect(read).toMatchObject({
      state: 'valid',
      value: {
        mode: 'copilot',
        tracker: { team: 'PER', states: { started: 'In Progress', done: 'Done' } },
        caps: { attempts: 3 },
        pull: { open: 'first-dispatch', draft: true },
      },
    });
  });

  it('may have Windows line ends, comments and a byte order mark', () => {
    expect(readConfiguration(`\uFEFF# ours\r\n${minimal.replaceAll('\n', '\r\n')}`).state).toBe('valid');
  });
});

describe('a broken configuration names line, key and remedy', () => {
  it.each([
    ['an unknown key', `${minimal}mod: auto\n`, 'line 9: `mod` is not a setting; did you mean `mode`?'],
    ['a key of another place', `${minimal}attempts: 3\n`, 'line 9: `attempts` is not a setting; did you mean `caps.attempts`?'],
    [
      'a key like nothing',
      `${minimal}caps:\n  zebra: 3\n`,
      'line 10: `caps.zebra` is not a setting; known here: `attempts`, `minutes`, `stall`, `requests`, `tokens`, `cost`, `item`, `month`, `rounds`, `files`, `lines`',
    ],
    ['a near value', `${minimal}mode: Auot\n`, 'line 9: `mode` is `Auot`; did you mean `auto`?'],
    ['a far value', `${minimal}mode: fast\n`, 'line 9: `mode` must be one of `copilot`, `auto`, not `fast`'],
    [
      'a number out of range',
      `${minimal}caps:\n  attempts: 50\n`,
      'line 10: `caps.attempts` must be a whole number from 1 to 10, not `50`',
    ],
    ['a fraction', `${minimal}caps: { lines: 0.5 }\n`, 'line 9: `caps.lines` must be a whole number of at least 1, not `0.5`'],
    ['text for a list', `${minimal}protected: src\n`, 'line 9: `protected` must be a list (each text), not `src`'],
    ['nothing for a map', `${minimal}verify:\n`, 'line 9: `verify` must be a map of keys, not empty'],
    ['a list for a map', `${minimal}pull: [draft]\n`, 'line 9: `pull` must be a map of keys, not a list'],
    ['empty text', minimal.replace('PER', "''"), 'line 2: `tracker.team` is empty'],
    ['a missing key', minimal.replace('team: PER', 'label: x'), 'line 1: `tracker.team` is missing: Key of the Linear team'],
    ['a missing section', minimal.replace(/^tracker:\n.*\n/, ''), '`tracker` is missing'],
    [
      'a name that is none',
      `${minimal}    Open Code: { kind: replay }\n`,
      'line 9: `agents.allowed.Open Code` is not a name: lower-case letters',
    ],
    [
      'a default that is not allowed',
      minimal.replace('default: opencode', 'default: opncode'),
      'line 4: `agents.default` names `opncode`, but `agents.allowed` has `opencode`; did you mean `opencode`?',
    ],
    [
      'a command agent without a command',
      minimal.replace(/ *command: opencode run\n/, ''),
      'line 6: `agents.allowed.opencode.command` is missing: an agent of kind `command` needs the command line',
    ],
    [
      'a replay agent with a command',
      minimal.replace('kind: command', 'kind: replay'),
      'line 8: `agents.allowed.opencode.command` has no use',
    ],
    ['a key twice', `${minimal}mode: auto\nmode: copilot\n`, 'line 10: `mode` is there twice'],
    ['an empty key twice', `${minimal}people:\npeople:\n`, '`people` is there twice'],
    ['a tab', `${minimal}caps:\n\tattempts: 3\n`, 'line 10: a tab indents this line; YAML takes spaces only'],
    ['an alias', `${minimal}verify: { setup: &a [x], commands: *a }\n`, 'line 9: anchors and aliases are not supported'],
    ['a tag', `${minimal}mode: !js auto\n`, 'line 9: this is not YAML: Unresolved tag: !js'],
    ['a second document', `${minimal}---\nmode: auto\n`, 'line 9: `---` starts a second document'],
    ['a key that is no text', `${minimal}? [a]\n: b\n`, 'line 9: this key is not plain text'],
    ['an open bracket', `${minimal}protected: [a\n`, 'this is not YAML'],
    ['a list', '- a\n', 'The file must be a map of keys'],
    ['text', 'hello', 'The file must be a map of keys'],
    ['nothing', '', 'The file is empty'],
    ['comments only', '# to do\n', 'The file is empty'],
    ['a prototype', `${minimal}__proto__: { mode: auto }\n`, 'line 9: `__proto__` is not a setting'],
    ['an agent called like a method', minimal.replace('default: opencode', 'default: constructor'), 'names `constructor`, but'],
  ])('%s', (_, text, expected) => {
    expect(problemsIn(text)).toEqual([expect.stringContaining(expected)]);
  });

  it('says all at once, in the order of the file', () => {
    const text = `tracker: {}\nagents:\n  default: x\n  allowed: {}\nmode: fast\ncaps: { files: many }\nextra: 1\n`;
    expect(problemsIn(text).map((problem) => problem.split(':')[0])).toEqual(['line 1', 'line 3', 'line 5', 'line 6', 'line 7']);
  });

  it('stops listing after twenty', () => {
    const many = Array.from({ length: 30 }, (_, index) => `unknown${index}: 1\n`).join('');
    expect(problemsIn(minimal + many)).toHaveLength(21);
    expect(problemsIn(minimal + many).at(-1)).toBe('and 10 more');
  });

  it('keeps text of the file inside its quotes', () => {
    expect(problemsIn(`${minimal}"a\`b @all\\n# x": 1\n`)[0]).toMatch(/^line 9: `a b @all # x` is not a setting/);
  });
});

describe('hostile text', () => {
  const bomb = `a: &a [${'x,'.repeat(9)}]\nb: &b [${'*a,'.repeat(9)}]\nc: [${'*b,'.repeat(9)}]\n`;
  it.each([
    ['a megabyte', 'x'.repeat(1_000_000)],
    ['a megabyte of keys', 'a: 1\n'.repeat(200_000)],
    ['open brackets', '['.repeat(20_000)],
    ['open braces', '{'.repeat(20_000)],
    ['nested brackets as a key', `? ${'['.repeat(5000)}${']'.repeat(5000)}\n: 1`],
    ['nested lists', '- '.repeat(15_000)],
    ['nested keys', '? '.repeat(15_000)],
    ['nested maps', Array.from({ length: 240 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
    ['aliases of aliases', bomb],
    ['an alias of itself', 'a: &a [*a]\n'],
    ['an unknown alias', 'a: *b\n'],
    ['quotes', '"'.repeat(30_000)],
    ['anchors', '&a '.repeat(9000)],
    ['tags', '!'.repeat(30_000)],
    ['zeros', '\0'.repeat(1000)],
  ])('%s is refused in few words', (_, text) => {
    const problems = problemsIn(text);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.join('\n').length).toBeLessThan(2000);
  });

  it('never throws', () => {
    const piece = fc.oneof(
      fc.constantFrom('tracker:', ' team: x', '\n', '  ', '- ', '? ', ': ', '[', ']', '{', '}', '&a', '*a', '|', '>', '"', "'", '#', '!!', '---', '\t', '\r'),
      fc.string({ unit: 'binary-ascii', maxLength: 6 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        expect(['valid', 'broken']).toContain(readConfiguration(pieces.join('')).state);
      }),
      { numRuns: 500 },
    );
  });
});

describe('what is generated from the schema', () => {
  const full = {
    tracker: { team: 'PER', label: 'x' },
    agents: {
      default: 'a',
      allowed: { a: { kind: 'command', command: 'x', model: 'y' } },
      phases: { review: { model: 'z' } },
    },
    models: {
      providers: { p: { api: 'openai-chat', url: 'https://models.example/v1', headers: { 'x-team': 'beacon' } } },
      prices: { 'p/m': { input: 1, cached: 0.1, output: 2 } },
    },
    caps: { item: { tokens: 1 }, month: { cost: 1 } },
  };
  const leavesOf = (value: unknown, path: string[]): string[] =>
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0
      ? Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key]))
      : [path.join('.')];

  it('names every setting in the reference', () => {
    const reference = configurationReference();
    const keys = leavesOf(configurationSchema.parse(full), []).map((key) =>
      key
        .replace('.allowed.a.', '.allowed.<name>.')
        .replace('.phases.review.', '.phases.<name>.')
        .replace('.providers.p.', '.providers.<name>.')
        .replace('.headers.x-team', '.headers')
        .replace('.prices.p/m.', '.prices.<name>.'),
    );
    expect(keys.length).toBeGreaterThan(15);
    for (const key of keys) expect(reference).toContain(`| \`${key}\` |`);
    expect(reference).toContain('| `caps.attempts` | a whole number from 1 to 10 | `3` |');
    expect(reference).toContain('| `tracker.team` | text | **required** |');
  });

  it('explains every setting', () => {
    for (const line of configurationReference().split('\n').slice(2)) expect(line).toMatch(/ \| [^|–]\S.* \|$/);
  });

  it('gives editors a JSON Schema that agrees with the reader', () => {
    const validate = new Ajv2020({ strict: false, formats: { uri: true } }).compile(configurationJsonSchema());
    expect(validate(full)).toBe(true);
    expect(validate({ ...full, mod: 'auto' })).toBe(false);
    expect(validate({ ...full, mode: 'fast' })).toBe(false);
  });

  it('prints that schema by `npm run schema`', async () => {
    const { stdout } = await execa(process.execPath, ['--import', 'tsx', 'src/cli/schema.ts']);
    expect(JSON.parse(stdout)).toEqual(JSON.parse(JSON.stringify(configurationJsonSchema())));
  });
});
