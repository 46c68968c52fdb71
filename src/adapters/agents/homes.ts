import type { AgentRequest } from '../../ports/agent.ts';

/** Every place where a program keeps something of its own, below the run's home. */
export const ownPlaces = ({ home }: AgentRequest): Record<string, string> => ({
  HOME: home,
  XDG_CONFIG_HOME: `${home}/.config`,
  XDG_DATA_HOME: `${home}/.local/share`,
  XDG_CACHE_HOME: `${home}/.cache`,
  XDG_STATE_HOME: `${home}/.local/state`,
});

/** An argument list takes two megabytes in all, the prompt's own environment included. */
const mostInstructions = 256 * 1024;

/** The project's instructions, as the file in which a CLI looks for a person's own. */
export const instructionFile = ({ instructions }: AgentRequest, path: string): Record<string, string> => {
  if (instructions === null || instructions.trim() === '') return {};
  const rest = instructions.length - mostInstructions;
  const text = instructions.slice(0, mostInstructions);
  return { [path]: rest > 0 ? `${text}\n\n[… ${rest} characters cut …]\n` : instructions };
};

/** `<provider>/<model>` as its provider names it, for a CLI that goes to that provider by itself. */
export const bareModel = (model: string | null): string | null =>
  model === null ? null : model.slice(model.indexOf('/') + 1);

/** Folder of the answer file: besides the worktree the only place where an agent is to write. */
export const answerFolder = ({ answerPath }: AgentRequest): string =>
  answerPath.slice(0, answerPath.lastIndexOf('/'));
