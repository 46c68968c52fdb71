import { describe, expect, it } from 'vitest';
import { definitionPattern } from '../../../src/runner/prompt/inventory/definition.ts';
import { filesText, lookUp } from '../../../src/runner/prompt/inventory/files.ts';
import { inventoryText, pathsOf, wordsIn } from '../../../src/runner/prompt/inventory/inventory.ts';
import { namesText } from '../../../src/runner/prompt/inventory/names.ts';
import { claim, hit } from './inputs.ts';

describe('paths', () => {
  it.each([
    ['src/a.js', ['src/a.js'], [{ path: 'src/a.js', found: 'file' }]],
    ['src/', ['src/a.js'], [{ path: 'src', found: 'folder', files: ['src/a.js'] }]],
    ['a.js', ['src/a.js'], [{ path: 'src/a.js', found: 'file' }]],
    ['a.js', ['src/a.js', 'lib/a.js'], [{ path: 'a.js', found: 'several', files: ['lib/a.js', 'src/a.js'] }]],
    ['core/a.py', ['pkg/core/a.py'], [{ path: 'pkg/core/a.py', found: 'file' }]],
    ['src/b.js', ['src/b.js.map'], [{ path: 'src/b.js', found: 'missing' }]],
    ['src/**', [], [{ path: 'src/**', found: 'pattern', files: [] }]],
    ['cmd/*.go', ['cmd/a.go', 'cmd/a.md'], [{ path: 'cmd/*.go', found: 'pattern', files: ['cmd/a.go'] }]],
    ['app/[id]/page.tsx', ['app/[id]/page.tsx'], [{ path: 'app/[id]/page.tsx', found: 'file' }]],
  ])('%s among %j', (path, files, entries) => {
    expect(lookUp([path, path], files)).toEqual(entries);
  });

  it('have their size, or what is in them, or what became of them', () => {
    const files = [
      'a.py',
      'empty.go',
      'logo.png',
      ...Array.from({ length: 9 }, (_, index) => `docs/${index}.md`),
    ];
    const texts = new Map([
      ['a.py', 'x = 1\ny = "ä"\n'],
      ['empty.go', ''],
    ]);
    const text = filesText(['a.py', 'empty.go', 'logo.png', 'docs', 'new.rb', 'old.rb'], {
      base: { files, texts },
      missing: new Map([['old.rb', 'not found; nearest is `older.rb`']]),
    });
    expect(text.split('\n')).toEqual([
      '- `a.py`: exists, 2 lines, 15 bytes',
      '- `empty.go`: exists, empty',
      '- `logo.png`: exists; no text, or over 1 MiB',
      '- `docs`: a folder, 9 files: `docs/0.md`, `docs/1.md`, `docs/2.md`, `docs/3.md`, `docs/4.md`, … and 4 more files',
      '- `new.rb`: to be created',
      '- `old.rb`: not found; nearest is `older.rb`',
    ]);
  });

  it('of a text are those inside the repository, each once', () => {
    expect(pathsOf('In `./src/a.ts`, `src/a.ts:12`, `docs/` and `../x.ts`; see `https://a.b/c.ts`.')).toEqual(
      ['src/a.ts', 'docs'],
    );
  });

  it('come to an end', () => {
    const paths = Array.from({ length: 500 }, (_, index) => `src/${index}.ts`);
    const lines = filesText(paths, { base: { files: [], texts: new Map() }, missing: new Map() }).split('\n');
    expect(lines).toHaveLength(81);
    expect(lines.at(-1)).toBe('- … and 420 more paths');
  });
});

describe('where a name is made', () => {
  it.each([
    ['const', 'export const lint = (files) => {', 'lint'],
    ['function', 'export default async function lint(files) {', 'lint'],
    ['generator', 'function* walk(tree) {', 'walk'],
    ['type', 'export interface Finding {', 'Finding'],
    ['CommonJS', 'module.exports.lint = lint;', 'lint'],
    ['method', '  public async find(id: string): Promise<User> {', 'find'],
    ['Python', '    async def fetch_all(self):', 'fetch_all'],
    ['a Python constant', 'LIMIT: int = 5', 'LIMIT'],
    ['Go', 'func (s *Server) Listen(port int) error {', 'Listen'],
    ['Go values', 'const DefaultPort = 8080', 'DefaultPort'],
    ['Rust', 'pub async fn parse<T>(input: T) -> Result<T> {', 'parse'],
    ['a Rust macro', 'macro_rules! matches {', 'matches'],
    ['Java', '  public static final String formatName(Person person) {', 'formatName'],
    ['C#', '    internal sealed record Order(int Id);', 'Order'],
    ['Ruby', '  def self.build(options)', 'build'],
    ['a Ruby module', 'module Greeter', 'Greeter'],
    ['PHP', '    private function toArray(): array', 'toArray'],
    ['Kotlin', 'fun String.slug(): String = lowercase()', 'slug'],
    ['Elixir', '  defp normalize(map) do', 'normalize'],
    ['SQL', 'create type mood as enum', 'mood'],
  ])('%s', (_, line, name) => {
    expect(definitionPattern(name)(line)).toBe(true);
  });

  it.each([
    ['a call', '  const found = lint(files);', 'lint'],
    ['an import', "import { lint } from './lint.js';", 'lint'],
    ['a comparison', 'lint === other', 'lint'],
    ['a longer name', 'const lintAll = 1;', 'lint'],
    ['a Python call', 'value = fetch_all()', 'fetch_all'],
    ['a Go call', '\terr := srv.Listen(80)', 'Listen'],
    ['a comment', '# calls fetch_all first', 'fetch_all'],
  ])('is not %s', (_, line, name) => {
    expect(definitionPattern(name)(line)).toBe(false);
  });

  it('is looked for in hostile lines without waiting', () => {
    const is = definitionPattern('lint');
    for (const line of [
      'public '.repeat(100_000),
      `func ${'('.repeat(500_000)}`,
      `const ${'a<'.repeat(300_000)}`,
    ])
      expect(is(line)).toBe(false);
  });
});

describe('names', () => {
  const name = (text: string, absent = 'not there yet, to be created') => ({ text, absent });

  it('have their definitions first, then a few uses, and the number of the others', () => {
    const search = {
      complete: true,
      hits: [
        hit('test/a_test.py', 3, 'assert parse("")'),
        hit('openspec/changes/x/tasks.md', 1, 'Change `parse`'),
        hit('app/cli.py', 8, 'from app.parse import parse'),
        hit('app/parse.py', 12, 'def parse(text):'),
        ...[1, 2, 3, 4].map((line) => hit('app/uses.py', line, '  parse(x)')),
        hit('app/other.py', 1, 'def parse_all(): pass'),
      ],
    };
    expect(namesText([name('parse'), name('parse')], search).split('\n')).toEqual([
      '- `parse`:',
      '  - defined at `app/parse.py:12`: `def parse(text):`',
      '  - named at `app/cli.py:8`: `from app.parse import parse`',
      '  - named at `app/uses.py:1`: `parse(x)`',
      '  - named at `app/uses.py:2`: `parse(x)`',
      '  - … and 3 more lines',
    ]);
  });

  it('that are nowhere say so, unless the search could not tell', () => {
    expect(namesText([name('Fresh')], { hits: [], complete: true })).toBe(
      '- `Fresh`: not there yet, to be created',
    );
    expect(namesText([name('Fresh')], { hits: [], complete: false })).toMatch(/found too much/);
    expect(namesText([], { hits: [], complete: true })).toBe('The tasks name no identifier.');
  });

  it('come to an end, in number and in what is shown of a line', () => {
    const names = Array.from({ length: 300 }, (_, index) => name(`name${index}`));
    const lines = namesText(names, {
      hits: [hit('a.js', 1, `name0 ${'x'.repeat(900)}`)],
      complete: true,
    }).split('\n');
    expect(lines.length).toBeLessThan(90);
    expect(lines.at(-1)).toBe('- … and 220 more names');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(200);
  });

  it('are looked for without arguments and qualifiers; commands are only listed', () => {
    const claims = [
      claim({ text: 'slugify(text)' }),
      claim({ text: 'Greeter::Format.call' }),
      claim({ kind: 'path', text: 'src/a.ts' }),
      claim({ kind: 'command', text: 'cargo test', verdict: 'not run' }),
    ];
    expect(wordsIn(claims)).toEqual(['slugify', 'call']);
    const look = { files: [], texts: new Map(), search: { hits: [], complete: true } };
    expect(inventoryText([], { claims, look })).toContain(
      'Not run before you were started:\n\n- `cargo test`',
    );
  });
});
