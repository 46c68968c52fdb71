import { extract } from 'tar';
import { RunRefused } from '../run.ts';
import { diskFull, isDiskFull } from './trouble.ts';

const folderOf = (path: string): string[] => path.split('/').filter((part) => part !== '' && part !== '.');

/** Unpacks a package of npm into an empty folder: files and folders only, and nowhere else. Runs nothing. */
export const unpackPackage = async (file: string, folder: string): Promise<void> => {
  let refused: string | null = null;
  try {
    await extract({
      file,
      cwd: folder,
      strip: 1,
      strict: true,
      preserveOwner: false,
      filter: (path, entry) => {
        const type = 'type' in entry ? entry.type : null;
        const plain = type === 'File' || type === 'OldFile' || type === 'Directory';
        const inside = !path.startsWith('/') && !folderOf(path).includes('..');
        if (!plain || !inside) refused ??= path;
        return plain && inside;
      },
    });
  } catch (error) {
    if (isDiskFull(error)) throw new RunRefused(diskFull('the package'));
    throw new RunRefused(
      `The package could not be unpacked (${error instanceof Error ? error.message : 'unknown'}): pin another release in \`agents.allowed.<name>.release\`.`,
    );
  }
  if (refused !== null)
    throw new RunRefused(
      `The package holds ${JSON.stringify(refused)}, which is a link or leads out of it, so it was not used: pin another release in \`agents.allowed.<name>.release\`.`,
    );
};
