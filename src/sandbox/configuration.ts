import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { checks } from '../checks/registry.ts';
import { configurationPath } from '../contracts/configuration.ts';
import { checkIds } from '../contracts/review.ts';
import { story } from './story/index.ts';

/** Key of the sandbox's one Linear team. */
export const teamKey = story.ticket.key.split('-')[0] ?? 'PER';

export const readOr = (path: string): Promise<string | null> =>
  readFile(path, 'utf8').then(
    (text) => text,
    () => null,
  );

interface Agents {
  default: string;
  allowed: Record<string, unknown>;
}

interface Written {
  agents?: Partial<Agents>;
  review?: object;
  runner?: object;
}

/** `command:<shell command>` becomes an agent of that command line; a name must be one the configuration allows. */
const chooseAgents = (agent: string | null, written: Partial<Agents> | undefined): Agents => {
  const allowed = written?.allowed ?? { replay: { kind: 'replay' } };
  if (agent?.startsWith('command:')) {
    const command = { kind: 'command', command: agent.slice('command:'.length) };
    return { default: 'command', allowed: { ...allowed, command } };
  }
  const name = agent ?? written?.default ?? 'replay';
  if (Object.hasOwn(allowed, name)) return { default: name, allowed };
  throw new Error(
    `--agent ${name} is not allowed by ${configurationPath} (it allows ${Object.keys(allowed).join(', ')}); add it there, or use 'command:<shell command>'`,
  );
};

/** Fits a clone's configuration to the sandbox: its Linear team, its runner, the agent asked for, and the checks that do not exist yet. */
export const writeConfiguration = async (folder: string, agent: string | null): Promise<void> => {
  const path = join(folder, configurationPath);
  const written: Written = parse((await readOr(path)) ?? '') ?? {};
  const missing = checkIds.filter((id) => !checks[id]);
  const configuration = {
    ...written,
    tracker: { team: teamKey },
    agents: chooseAgents(agent, written.agents),
    review: { ...written.review, without: missing },
    // this machine is the runner, whatever it can do; the evidence says so
    runner: { ...written.runner, labels: ['self-hosted'], isolation: 'preferred' },
  };
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `# Written by the sandbox for this clone.\n${stringify(configuration)}`);
};
