import { cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { callerPath, sandboxCaller } from '../text/caller-workflow.ts';
import { readOr, writeConfiguration } from './configuration.ts';
import type { RepositorySource } from './github/git/bare.ts';
import { type ScriptedAgent, scriptedProvider } from './real-agent.ts';
import { story } from './story/index.ts';

/** What the sandbox plays on: its own story, or a clone of a repository of yours. */
export interface Stage {
  source: RepositorySource;
  change: string;
  /** The change is not there yet: the ticket is explored first. Else it begins at delegating. */
  bare?: boolean;
}

const git = (folder: string, ...args: string[]) =>
  execa(
    'git',
    [
      '-c',
      'core.hooksPath=/dev/null',
      '-c',
      'user.name=Sandbox',
      '-c',
      'user.email=sandbox@localhost',
      ...args,
    ],
    { cwd: folder },
  );

const commitAll = async (folder: string): Promise<void> => {
  await git(folder, 'add', '--all', '--force', '.github');
  const { stdout } = await git(folder, 'status', '--porcelain', '--', '.github');
  if (stdout.trim() !== '')
    await git(folder, 'commit', '--quiet', '--no-verify', '-m', 'Set up Throughline for the sandbox');
};

/** The workflow as `npm run caller` prints it, calling this checkout. */
const installCaller = async (folder: string, providers?: string[]): Promise<void> => {
  const path = join(folder, callerPath);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, sandboxCaller(providers));
};

/** A clone of a person's repository with our workflow and configuration on its current branch; the original is only read. */
export const cloneOf = async (options: {
  path: string;
  into: string;
  change: string;
  agent: string | null;
  /** Whose keys its runs are given; the usual ones when there are none. */
  providers?: string[];
}): Promise<Stage> => {
  const clone = ['clone', '--quiet', '--no-hardlinks', '--', options.path, options.into];
  const cloned = await execa('git', clone, { reject: false });
  if (cloned.exitCode !== 0)
    throw new Error(`--repo: ${options.path} is not a git repository that can be cloned`);
  const tasks = await readOr(join(options.into, 'openspec', 'changes', options.change, 'tasks.md'));
  if (tasks === null)
    throw new Error(
      `${options.path} has no openspec/changes/${options.change}/tasks.md on its current branch; name a change with --change`,
    );
  await writeConfiguration(options.into, options.agent);
  await installCaller(options.into, options.providers);
  await commitAll(options.into);
  return { source: { git: options.into }, change: options.change };
};

/** The story's own project, with its change; `bare`: as it is before anybody planned anything. */
export const ownProject = async (options: {
  into: string;
  agent: string | ScriptedAgent | null;
  bare?: boolean;
}): Promise<Stage> => {
  const { into, agent, bare = false } = options;
  await cp(story.repositoryPath, into, { recursive: true });
  if (!bare) await cp(story.changePath, into, { recursive: true });
  await installCaller(into, typeof agent === 'object' && agent !== null ? [scriptedProvider] : undefined);
  if (agent) await writeConfiguration(into, agent);
  return { source: { folder: options.into }, change: story.change, bare };
};
