import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { bundleOpenspec, openspecFiles } from './bundle-openspec.ts';

const entry = fileURLToPath(new URL('./index.ts', import.meta.url));

/** CommonJS packages inside an ES module ask for `require`. */
const banner =
  "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);";

/** Zod's messages come in forty languages, and each start would read them all. */
const inEnglish: Plugin = {
  name: 'in-english',
  setup: ({ onLoad }) =>
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, ({ path }) => ({
      contents: "export { default as en } from './en.js';",
      resolveDir: dirname(path),
    })),
};

/**
 * Bundles the action: `index.js` and what it loads from beside it, so that each of a job's many starts reads its own part
 * alone. Nothing needs to be installed where it runs, and the same sources give the same files.
 */
export const buildAction = async (folder: string): Promise<void> => {
  await build({
    entryPoints: [entry],
    // Names of files stand in the bundle; they may not depend on where it is built from.
    absWorkingDir: fileURLToPath(new URL('..', import.meta.url)),
    outdir: resolve(folder),
    bundle: true,
    splitting: true,
    chunkNames: 'part-[hash]',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    minifySyntax: true,
    loader: { '.md': 'text' },
    plugins: [bundleOpenspec, inEnglish],
    define: { OPENSPEC_FILES: JSON.stringify(await openspecFiles()) },
    banner: { js: banner },
    legalComments: 'inline',
    logLevel: 'silent',
  });
};

if (process.argv[1] === fileURLToPath(import.meta.url))
  await buildAction(resolve(process.argv[2] ?? fileURLToPath(new URL('./dist', import.meta.url))));
