import { rm } from 'node:fs/promises';
import { execa } from 'execa';

/**
 * Removes a folder and all that is in it. Programs can nest folders deeper than a path may be long, and what knows only
 * paths cannot remove them: such a folder would stand in the way of every later run on the machine.
 */
export const removeFolder = async (folder: string): Promise<void> => {
  try {
    await rm(folder, { recursive: true, force: true });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENAMETOOLONG')) throw error;
    await execa('rm', ['-rf', '--', folder], { stdin: 'ignore' });
  }
};
