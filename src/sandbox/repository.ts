import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { parse, stringify } from 'yaml';
import { checks } from '../checks/registry.ts';
import { configurationPath } from '../contracts/configuration.ts';
import { checkIds } from '../contracts/review.ts';
import type { RepositorySource } from './github/git/bare.ts';
import { story } from './story/index.ts';

/** Key of the sandbox's one Linear team. */
export const teamKey = story.ticket.key.split('-')[0] ?? 'PER';

const workflowPath = '.github/workflows/throughline.yml';

/** What the sandbox plays on: its own story, or a clone of a repository of yours. */
export interface Stage {
  source: RepositorySource;
  change: string;
}

const readOr = (path: string): Promise<string | null> =>
  readFile(path, 'utf8').then(
    (text) => text,
    () => null,
  );

/** `command:<shell command>`, or the name of an agent the configuration allows. */
const agentsFor = (agent: string | null, before: unknown): unknown => {
  if (!agent?.startsWith('command:')) return before;
  const command = agent.slice('command:'.length);
  return { default: 'command', allowed: { command: { kind: 'command', command } } };
};

interface Written {
  tracker?: unknown;
  agents?: { default?: string };
  review?: { without?: string[] };
}

const writeConfiguration = async (folder: string, agent: string | null): Promise<void> => {
  const path = join(folder, configurationPath);
  const before: Written = parse((await readOr(path)) ?? '{}') ?? {};
  const agents = agentsFor(agent, before.agents);
  const named =
    agent && !agent.startsWith('command:') && before.agents ? { ...before.agents, default: agent } : agents;
  const missing = checkIds.filter((id) => !checks[id]);
  const after = {
    ...before,
    tracker: { team: teamKey },
    agents: named ?? { default: 'replay', allowed: { replay: { kind: 'replay' } } },
    review: { ...before.review, without: missing },
  };
  await mkdir(join(folder, '.github', 'workflows'), { recursive: true });
  await writeFile(path, `# Written by the sandbox for this clone.\n${stringify(after)}`);
};

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

/** A clone of a person's repository with our workflow and configuration on its current branch; the original is only read. */
export const cloneOf = async (options: {
  path: string;
  into: string;
  change: string;
  agent: string | null;
}): Promise<Stage> => {
  await execa('git', ['clone', '--quiet', '--no-hardlinks', '--', options.path, options.into]);
  const tasks = await readOr(join(options.into, 'openspec', 'changes', options.change, 'tasks.md'));
  if (tasks === null)
    throw new Error(
      `${options.path} has no openspec/changes/${options.change}/tasks.md on its current branch; name a change with --change`,
    );
  await writeConfiguration(options.into, options.agent);
  await cp(join(story.repositoryPath, workflowPath), join(options.into, workflowPath));
  await commitAll(options.into);
  return { source: { git: options.into }, change: options.change };
};

/** The story's own project. */
export const ownProject = async (options: { into: string; agent: string | null }): Promise<Stage> => {
  await cp(story.repositoryPath, options.into, { recursive: true });
  if (options.agent) await writeConfiguration(options.into, options.agent);
  return { source: { folder: options.into }, change: story.change };
};
