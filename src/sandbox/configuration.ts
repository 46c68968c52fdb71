import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { configurationPath } from '../contracts/configuration.ts';
import { cliKindOf, type ScriptedAgent, scriptedProvider } from './real-agent.ts';
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
  phases?: Record<string, unknown>;
}

interface Written {
  agents?: Partial<Agents>;
  models?: { providers?: object };
  review?: object;
  runner?: object;
  rounds?: object;
}

/** Who plans stays as it was written; the work is for the agent that was asked for. */
const planners = ({ phases = {} }: Partial<Agents> = {}): Pick<Agents, 'phases'> => ({
  phases: Object.fromEntries(Object.entries(phases).filter(([phase]) => phase !== 'delegate')),
});

const isCommand = (agent: string | ScriptedAgent | null): boolean =>
  typeof agent === 'string' && agent.startsWith('command:');

/** `command:<shell command>` becomes an agent of that command line; a name must be one the configuration allows. */
const chooseAgents = (agent: string | null, written: Partial<Agents> | undefined): Agents => {
  const allowed = written?.allowed ?? { replay: { kind: 'replay' } };
  if (agent?.startsWith('command:')) {
    const command = { kind: 'command', command: agent.slice('command:'.length) };
    return { default: 'command', allowed: { ...allowed, command }, ...planners(written) };
  }
  const name = agent ?? written?.default ?? 'replay';
  const kind = cliKindOf(name);
  const known = [name, kind].find((each) => each !== null && Object.hasOwn(allowed, each));
  if (known) return { default: known, allowed, ...planners(written) };
  if (kind)
    throw new Error(
      `--agent ${name} with --repo needs an agent of that name in the repository's own ${configurationPath} (it allows ${Object.keys(allowed).join(', ')}): the sandbox's scripted model knows only the sandbox's story. Add it there with its model, or use 'command:<shell command>'`,
    );
  throw new Error(
    `--agent ${name} is not allowed by ${configurationPath} (it allows ${Object.keys(allowed).join(', ')}); add it there, or use 'command:<shell command>'`,
  );
};

/** A real CLI, and the scripted model as the provider that it goes to. */
const withScripted = (
  written: Written,
  { kind, api, url }: ScriptedAgent,
): Pick<Written, 'agents' | 'models'> => ({
  agents: {
    default: kind,
    allowed: { ...written.agents?.allowed, [kind]: { kind, model: `${scriptedProvider}/story` } },
    ...planners(written.agents),
  },
  models: {
    ...written.models,
    providers: { ...written.models?.providers, [scriptedProvider]: { api, url } },
  },
});

/**
 * Fits a clone's configuration to the sandbox: its Linear team, its runner, and the agent asked for.
 */
export const writeConfiguration = async (
  folder: string,
  agent: string | ScriptedAgent | null,
): Promise<void> => {
  const path = join(folder, configurationPath);
  const written: Written = parse((await readOr(path)) ?? '') ?? {};
  const configuration = {
    ...written,
    tracker: { team: teamKey },
    ...(typeof agent === 'object' && agent !== null
      ? withScripted(written, agent)
      : { agents: chooseAgents(agent, written.agents) }),
    // a command that does the work need not know how to review it
    ...(isCommand(agent) && written.rounds === undefined ? { rounds: { reviewer: 'none' } } : {}),
    // this machine is the runner, whatever it can do; the evidence says so
    runner: { ...written.runner, labels: ['self-hosted'], isolation: 'preferred' },
  };
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `# Written by the sandbox for this clone.\n${stringify(configuration)}`);
};
