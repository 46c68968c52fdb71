import type { Assignment } from '../../contracts/assignment.ts';
import { modelName } from '../../contracts/models.ts';
import { installCli } from '../cli/install.ts';
import { type Gateway, openGateway } from '../gateway/gateway.ts';
import { createLedger } from '../gateway/ledger.ts';
import { preflightModels } from '../gateway/preflight.ts';
import { RunRefused } from '../run.ts';
import type { KnownSecrets } from '../secrets/known.ts';

export interface EquipOptions {
  assignment: Assignment;
  /** Keys of the models' providers. */
  keys: ReadonlyMap<string, string>;
  /** Folder in which CLIs are kept from run to run. */
  clis: string;
  /** npm registry that CLIs are installed from. */
  registry: string;
  known: KnownSecrets;
  log: (line: string) => void;
  signal: AbortSignal;
  /** Called whenever a provider sends anything. */
  onSign: () => void;
}

/** What an agent is given to work with. */
export interface Equipment {
  /** The CLI, for kinds that have one. */
  program: { path: string; version: string /** All that belongs to it. */; folder: string } | null;
  gateway: Gateway | null;
  /** Providers whose key the agent itself holds, and the variables with these keys. */
  direct: string[];
  variables: Record<string, string>;
  remarks: string[];
}

interface Problem {
  what: string;
  remedy: string;
}

/** Installs, asks and opens all that the agent needs; refuses the run when something is missing, and says all of it at once. */
export const equip = async (options: EquipOptions): Promise<Equipment> => {
  const { assignment, log } = options;
  const installed = await programFor(options);
  const { program } = installed;
  if (program) log(`preflight: ${assignment.agent.kind} ${program.version} is there`);
  const { variables, missing } = directKeys(options);
  const models = modelOptions(options);
  const asked = await askModels(options, models);
  const problems = [...installed.problems, ...missing, ...asked.problems];
  if (problems.length > 0)
    throw new RunRefused(problems.map(({ what, remedy }) => `${what} ${remedy}`.trim()).join(' Also: '));
  const { chain, paths } = assignment.models;
  const gateway = chain.length === 0 ? null : await openGateway({ ...models, paths });
  const direct = assignment.models.direct.map(({ provider }) => provider);
  return { program, gateway, direct, variables, remarks: asked.remarks };
};

/** What is wrong with the CLI is said together with what is wrong with the models. */
const programFor = async (
  options: EquipOptions,
): Promise<{ program: Equipment['program']; problems: Problem[] }> => {
  const { kind, release } = options.assignment.agent;
  if (kind === 'command' || kind === 'replay') return { program: null, problems: [] };
  const { clis, registry, log, signal } = options;
  try {
    const install = { kind, release: release ?? null, folder: clis, registry, log, signal };
    return { program: await installCli(install), problems: [] };
  } catch (error) {
    if (!(error instanceof RunRefused)) throw error;
    return { program: null, problems: [{ what: error.message, remedy: '' }] };
  }
};

const directKeys = ({
  assignment,
  keys,
}: EquipOptions): { variables: Record<string, string>; missing: Problem[] } => {
  const variables: Record<string, string> = {};
  const missing: Problem[] = [];
  for (const { provider, variable, env } of assignment.models.direct) {
    const key = keys.get(provider);
    if (key !== undefined) Object.assign(variables, env, { [variable]: key });
    else
      missing.push({
        what: `There is no key for ${provider}, which the agent is to use by itself.`,
        remedy: `Add a line \`${provider}=…\` to \`model-keys\` in .github/workflows/throughline.yml.`,
      });
  }
  return { variables, missing };
};

/** One ledger for both: what the preflight used is used. */
const modelOptions = ({ assignment, keys, known, log, onSign, signal }: EquipOptions) => {
  const { chain, budget } = assignment.models;
  return { chain, keys, budget, redact: known.redact, log, onSign, signal, ledger: createLedger(budget) };
};

const askModels = async (
  { log }: EquipOptions,
  models: ReturnType<typeof modelOptions>,
): Promise<{ problems: Problem[]; remarks: string[] }> => {
  if (models.chain.length === 0) return { problems: [], remarks: [] };
  const asked = await preflightModels(models);
  if (asked.problems.length === 0)
    log(`preflight: ${models.chain.map(modelName).join(', then ')} can be reached`);
  return asked;
};
