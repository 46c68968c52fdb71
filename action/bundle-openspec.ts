import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';

const entry = fileURLToPath(import.meta.resolve('@fission-ai/openspec'));
const root = dirname(dirname(entry));

const slashed = (path: string): string => path.split(sep).join('/');

/** Text of the files that the CLI looks up in its own package: its version, and the schemas that archiving reads. */
export const openspecFiles = async (): Promise<Record<string, string>> => {
  const files: Record<string, string> = {
    'package.json': await readFile(join(root, 'package.json'), 'utf8'),
  };
  const schemas = await readdir(join(root, 'schemas'), { recursive: true, withFileTypes: true });
  for (const file of schemas.filter((one) => one.isFile())) {
    const path = join(file.parentPath, file.name);
    files[slashed(relative(root, path))] = await readFile(path, 'utf8');
  }
  // Folders are listed in no order, and the same sources shall give the same bundle.
  return Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
};

/**
 * The modules of OpenSpec ask for their own address to find files beside them, and to tell whether they were started
 * by themselves. In a bundle that address is the bundle's: they would start at once, and find nothing.
 */
export const bundleOpenspec: Plugin = {
  name: 'openspec',
  setup: (build) => {
    build.onLoad({ filter: /[\\/]@fission-ai[\\/]openspec[\\/]dist[\\/].*\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const own = JSON.stringify(slashed(relative(root, path)));
      const contents = source.replaceAll('import.meta.url', `(globalThis.openspecPackage + ${own})`);
      return { contents: path === entry ? `${await notice()}${contents}` : contents, loader: 'js' };
    });
  },
};

/** Its files carry no notice of their own, and the license asks for one in every copy. */
const notice = async (): Promise<string> =>
  `/*! @license @fission-ai/openspec\n${(await readFile(join(root, 'LICENSE'), 'utf8')).trim()}\n*/\n`;
