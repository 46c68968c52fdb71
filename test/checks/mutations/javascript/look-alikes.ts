import type { Tree } from '../../world.ts';
import { all, append, commits, edit, had, type LookAlike, move } from '../delegation.ts';
import { commonLookAlikes } from '../look-alikes.ts';
import { configTest, names } from './tree.ts';

const { source, test, config, main, sync, manifest, lock } = names;

export const lookAlikes: LookAlike[] = [
  ...commonLookAlikes(names),
  [
    'a database cursor',
    append(config, '\nexport const next = (cursor: { next(): unknown }) => cursor.next();\n'),
  ],
  [
    'a URL in a doc comment',
    edit(
      source,
      '/** What a link points to. */',
      '/** What a link points to, see https://spec.commonmark.org/0.31.2/#links. */',
    ),
  ],
  [
    'a test with its body under a new name',
    edit(test, "it('finds none'", "it('finds no link in plain text'"),
  ],
  [
    'a test moved down',
    edit(
      test,
      /( {2}it\('finds a link'[\s\S]*?\n {2}}\);\n)\n( {2}it\('finds none'[\s\S]*?\n {2}}\);\n)/,
      '$2\n$1',
    ),
  ],
  [
    'a test that moved beside its source',
    all(
      had({ 'test/config.test.ts': configTest }),
      move('test/config.test.ts', 'src/config.test.ts'),
      edit('src/config.test.ts', '../src/config.ts', './config.ts'),
    ),
  ],
  [
    'another version of the package itself',
    all(
      edit(manifest, '"version": "1.0.0"', '"version": "1.1.0"'),
      edit(lock, /"version": "1\.0\.0"/g, '"version": "1.1.0"'),
    ),
  ],
  [
    'names in another alphabet',
    append(
      config,
      "\nexport const größe = (länge: number): number => länge * 2;\nexport const naïveKey = 'ключ';\n",
    ),
  ],
  [
    'a function called skip',
    append(source, '\nexport const skip = (links: Link[], count: number): Link[] => links.slice(count);\n'),
  ],
  [
    'a test with skip in its name',
    edit(
      test,
      "it('finds none'",
      "it('skips nothing', () => {\n    expect(scanLinks('[a](b)')).toHaveLength(1);\n  });\n\n  it('finds none'",
    ),
  ],
  ['a placeholder of a token', append('docs/links.md', '\nSet `LINKS_TOKEN=your-token-here`.\n')],
  ['a token taken from the environment', append(config, '\nexport const token = process.env.LINKS_TOKEN;\n')],
  ['a host for examples in a test', append(test, "\nexport const target = 'https://example.com/a';\n")],
  [
    'the environment the code has already',
    append(config, "\nexport const fallback = 'https://staging.warehouse.example.com/v1';\n"),
  ],
  ['a longer name that was there', append(main, '\nexport { loadConfigSync };\n')],
  [
    'a stronger assertion',
    edit(test, "expect(scanLinks('plain')).toEqual([]);", "expect(scanLinks('plain')).toStrictEqual([]);"),
  ],
  [
    'another function of the guarded file',
    append(sync, '\nexport const count = (links: Link[]): number => links.length;\n'),
  ],
  ['the guarded function called', append(sync, "\nexport const known = scanFileForKnowledge('a/b');\n")],
  [
    'lines with Windows ends',
    (one) => {
      const crlf = (tree: Tree): Tree =>
        Object.fromEntries(
          Object.entries(tree).map(([path, text]) => [
            path,
            path.endsWith('.ts') ? text.replaceAll('\n', '\r\n') : text,
          ]),
        );
      return { ...one, base: crlf(one.base), head: crlf(one.head) };
    },
  ],

  [
    'a script that lints',
    edit(manifest, '"build": "tsc -p ."', '"build": "tsc -p .",\n    "lint": "biome check"'),
  ],
  ['a test that awaits', edit(test, "it('finds none', () => {", "it('finds none', async () => {")],
  [
    'a hash in a fixture',
    append(test, "\nexport const commit = '9fceb02d0ae598e95dc970b74767f19372d61af8';\n"),
  ],
  [
    'an identifier in a message',
    append(config, "\nexport const id = '3f0e8f0a-52a5-4c3c-9d0a-6a4b6d1f2c10';\n"),
  ],
  ['a namespace of XML', append(config, "\nexport const svg = 'http://www.w3.org/2000/svg';\n")],
  [
    'a check of the environment',
    append(config, "\nexport const isProduction = process.env.NODE_ENV === 'production';\n"),
  ],
  [
    'a form with a password',
    append(config, "\nexport const field = { type: 'password', name: 'password' };\n"),
  ],
  ['a person called Claude', commits({ message: 'PER-206: credit Claude Monet in the fixture' })],
  [
    'tests put into a group',
    all(
      edit(test, "  it('finds a link'", "  describe('scan', () => {\n  it('finds a link'"),
      edit(test, "  it('leaves out", "  });\n\n  it('leaves out"),
    ),
  ],
];
