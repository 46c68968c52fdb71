import { configurationPath } from '../contracts/configuration.ts';

/** The least that works, commented; opened in GitHub's editor by a prefilled link. */
const minimalConfiguration = (
  teamKey: string,
): string => `# Throughline reads this file on the default branch only.
tracker:
  # Key of the Linear team whose tickets belong to this repository.
  team: ${teamKey}
agents:
  # Agent used when a command names none.
  default: local
  allowed:
    local:
      kind: command
      # Run in the worktree with PROMPT_FILE, ANSWER_FILE, ANSWER_SCHEMA and ACCESS set.
      command: ./scripts/agent.sh
    # Or a CLI, with its model as <provider>/<model>:
    # claude: { kind: claude-code, model: anthropic/claude-sonnet-4-5 }
verify:
  # Commands that must pass before a delegation can be accepted.
  commands:
    - npm test
`;

/** Letters and digits before the hyphen of a key; the person corrects it where that is not the team. */
const teamOf = (ticketKey: string): string => /^[A-Za-z][A-Za-z0-9]*(?=-)/.exec(ticketKey)?.[0] ?? 'TEAM';

/** GitHub's new-file page with path and text filled in. */
export const newConfigurationUrl = (options: {
  repositoryUrl: string;
  branch: string;
  ticketKey: string;
}): string => {
  const branch = options.branch.split('/').map(encodeURIComponent).join('/');
  const text = minimalConfiguration(teamOf(options.ticketKey));
  const query = `filename=${encodeURIComponent(configurationPath)}&value=${encodeURIComponent(text)}`;
  return `${options.repositoryUrl}/new/${branch}?${query}`;
};

export const exampleConfiguration = (ticketKey: string): string => minimalConfiguration(teamOf(ticketKey));
