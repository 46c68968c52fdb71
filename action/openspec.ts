import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Files of OpenSpec's package that its CLI reads at run time, by their path in it; the bundler puts them here. */
declare const OPENSPEC_FILES: Record<string, string>;

declare global {
  /** URL of the folder that stands in for OpenSpec's package, with a slash at its end; the bundled CLI asks for it. */
  var openspecPackage: string | undefined;
}

/** OpenSpec's CLI, out of this very bundle: there is no package beside it, so what it reads of its own is written out first. */
export const runBundledOpenspec = async (args: string[]): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'openspec-'));
  for (const [path, text] of Object.entries(OPENSPEC_FILES)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  globalThis.openspecPackage = `${pathToFileURL(folder).href}/`;
  const { program } = await import('@fission-ai/openspec');
  try {
    await program.parseAsync(args, { from: 'user' });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
