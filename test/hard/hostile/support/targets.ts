import { join } from 'node:path';
import type { Beginning } from './gate.ts';
import type { Holder } from './holder.ts';
import type { Places } from './places.ts';

export interface Pointing {
  id: string;
  where: string;
  confined: boolean;
  /** The step of the action that runs the scripts. */
  step: Beginning | undefined;
  places: Places;
  holder: Holder;
  box: string;
  github: { url: string; repository: string; gitDir: string; base: string };
}

/** Variables that point scripts at processes and paths; all of them are the test's own. */
export const targetsOf = (pointing: Pointing): Record<string, string> => {
  const { id, where, step, places, holder, github } = pointing;
  const {
    GITHUB_WORKSPACE = '',
    RUNNER_TEMP = '',
    RUNNER_TOOL_CACHE = '',
    RUNNER_WORKSPACE = '',
  } = step?.env ?? {};
  const ofRun =
    where === 'agent'
      ? join(RUNNER_WORKSPACE, 'throughline', id)
      : join(RUNNER_TEMP, 'throughline', `${id}.verify`);
  return {
    ID: id,
    BOX: pointing.box,
    HOLD: `${process.execPath} ${join(ofRun, 'worktree/hold.mjs')} ${pointing.box} ${id}`,
    OWNER: String(process.getuid?.() ?? 0),
    MARK: `WROTE-${id}`,
    ACTION: String(step?.pid ?? 0),
    HOLDER: String(holder.pid),
    ADDRESS: holder.address,
    KEY: places.key,
    MACHINE_HOME: places.home,
    SOCKET: places.socket,
    SHARED_MEMORY: places.sharedMemory,
    TEMPORARY: places.temporary,
    OPEN: places.open,
    BIN: places.bin,
    // Where the script would succeed it writes to a folder of the test instead.
    ETC: pointing.confined ? '/etc' : places.etc,
    OTHER: places.other.folder,
    BLOB: places.other.blob,
    SESSION: places.session ?? '',
    GITHUB: github.url,
    REPOSITORY: github.repository,
    GITDIR: github.gitDir,
    BASE: github.base,
    WORKSPACE: GITHUB_WORKSPACE,
    RUNNER_TMP: RUNNER_TEMP,
    FILES: join(RUNNER_TEMP, '_runner_file_commands'),
    TOOLS: RUNNER_TOOL_CACHE,
    ACTION_FOLDER: join(places.folder, 'actions/action'),
    RUN_FOLDER: ofRun,
  };
};
