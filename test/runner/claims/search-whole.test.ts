import { afterAll, describe, expect, it } from 'vitest';
import { searchWhole } from '../../../src/runner/claims/search-whole.ts';
import { gitIn, makeWorld } from '../world.ts';

const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => `${line(index)}\n`).join('');

const world = makeWorld({
  // `value` fills what is listed of one file, and stands before the rare name.
  'src/values.py': `${lines(400, (index) => `value_${index} = value`)}def rare_name():\n    pass\n`,
  'src/other.go': 'func RareName() {}\n',
  'data/image.bin': `\0\0rare_name`,
  'odd name\n.rb': 'def rare_name; end\n',
});
afterAll(() => world.remove());
const place = { cwd: world.clone, path: process.env.PATH, signal: new AbortController().signal };
const search = (words: string[], commit = world.base) => searchWhole({ place, commit, words });

describe('a search of a whole commit', () => {
  it('finds a name behind more lines of another word than are listed', async () => {
    const found = await search(['value', 'rare_name']);
    expect(found.complete).toBe(true);
    expect(found.hits).toContainEqual({ path: 'src/values.py', line: 401, text: 'def rare_name():' });
    expect(found.hits.filter(({ path }) => path === 'data/image.bin')).toEqual([]);
  });

  it('has each line once, in the order of files and lines', async () => {
    const { hits } = await search(['value', 'rare_name', 'value_1', 'RareName']);
    const places = hits.map(({ path, line }) => `${path}:${String(line).padStart(6, '0')}`);
    expect(new Set(places).size).toBe(places.length);
    expect(places).toEqual([...places].sort());
  });

  it.each([
    ['an expression', 'call(a.b)*[c]{2}|^$+?', 'call(a.b)*[c]{2}|^$+? ;'],
    ['backslashes', String.raw`App\Http\Kernel`, String.raw`use App\Http\Kernel;`],
    ['quotation marks and blanks', `it's "there"`, `say(it's "there")`],
    ['another script', 'größe_名前', 'let größe_名前 = 1'],
    ['an option', '--max-count=0', 'run --max-count=0'],
  ])('takes %s letter by letter', async (_, word, text) => {
    const here = makeWorld({ 'src/odd.php': `${text}\ncall a.b c\n` });
    try {
      const at = { cwd: here.clone, path: process.env.PATH, signal: new AbortController().signal };
      const { hits } = await searchWhole({ place: at, commit: here.base, words: [word, 'nowhere'] });
      expect(hits).toEqual([{ path: 'src/odd.php', line: 1, text }]);
    } finally {
      here.remove();
    }
  });

  it('is the commit, whatever lies in the checkout', async () => {
    gitIn(world.clone, 'rm', '-q', '--cached', 'src/other.go');
    expect((await search(['RareName'])).hits).toContainEqual({
      path: 'src/other.go',
      line: 1,
      text: 'func RareName() {}',
    });
    expect((await search([])).hits).toEqual([]);
  });

  it('tells of a commit that is not there', async () => {
    await expect(search(['value'], 'f'.repeat(40))).rejects.toThrow(/git grep failed/);
  });
});
