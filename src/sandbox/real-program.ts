import { fileURLToPath } from 'node:url';
import type { CliKind } from '../adapters/agents/cli.ts';
import { cliCache, findKeptCli } from '../runner/cli/find.ts';

const cache = fileURLToPath(new URL(`../../${cliCache}`, import.meta.url));

/**
 * The folder in which the action finds the program: the one that `npm run agents:fetch` fills, if no other is named. A
 * program from anywhere else is not taken: the action runs only what is pinned. Throws where there is none, with the remedy.
 */
export const folderWithProgram = async (
  kind: CliKind,
  { path, folder = cache }: { /** Search path. */ path: string | undefined; folder?: string | undefined },
): Promise<string> => {
  const found = await findKeptCli(kind, { path, folder });
  if ('missing' in found) throw new Error(`--agent ${kind} needs the program, and ${found.missing}`);
  return folder;
};
