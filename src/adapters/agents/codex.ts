import type { Agent, AgentRequest } from '../../ports/agent.ts';
import type { Cli, CliContext, CliSettings } from './cli.ts';
import { type CodexState, codexStart, lastWordOf, readCodex, readCodexLog } from './codex-events.ts';
import { boundsFor, type CodexBounds } from './codex-sandbox.ts';
import { driveCli, notStarted } from './drive-cli.ts';
import { answerFolder, bareModel, instructionFile, ownPlaces } from './homes.ts';

export const createCodexAgent = (context: CliContext): Agent => ({
  run: async (request) => {
    const bounds = await boundsFor(context, request);
    if ('problem' in bounds) return notStarted(bounds.problem);
    return driveCli(codex(context.program.path, bounds), { run: context.run, request });
  },
});

export const codex = (program: string, bounds: CodexBounds): Cli<CodexState> => ({
  kind: 'codex',
  tellsAnswers: false,
  settings: (request) => settingsOf(program, { request, bounds }),
  start: codexStart,
  read: readCodex,
  readText: readCodexLog,
  lastWord: lastWordOf,
});

const settingsOf = (
  program: string,
  { request, bounds }: { request: AgentRequest; bounds: CodexBounds },
): CliSettings => {
  const folder = `${request.home}/.codex`;
  return {
    argv: [program, 'exec', '--json', '--ephemeral', '--ignore-rules', '--skip-git-repo-check', '-'],
    env: {
      ...request.env,
      ...ownPlaces(request),
      CODEX_HOME: folder,
      ...(request.gateway ? { [tokenVariable]: request.gateway.token } : {}),
    },
    files: {
      [`${folder}/config.toml`]: configuration(request, bounds),
      ...instructionFile(request, `${folder}/AGENTS.md`),
    },
  };
};

const tokenVariable = 'MODEL_TOKEN';

/** What contacts others than the model, waits without end, or compresses what the gateway has to read. */
const features = [
  ...[
    'apps',
    'browser_use',
    'computer_use',
    'enable_request_compression',
    'goals',
    'hooks',
    'image_generation',
  ],
  ...['plugins', 'remote_plugin', 'skill_mcp_dependency_install', 'tool_suggest'],
  'unbounded_connection_retries',
];

/** TOML's basic strings take JSON's escapes. */
const quoted = (text: string): string => JSON.stringify(text);

/**
 * Instructions, settings, servers and hooks of the project are off: it is untrusted, and none of its documents is
 * read. A skill of the project is listed nowhere; there is no switch for one that the prompt names as `$name`.
 */
const configuration = (request: AgentRequest, bounds: CodexBounds): string =>
  [
    ...modelLines(request),
    'approval_policy = "never"',
    `sandbox_mode = ${quoted(bounds.sandbox)}`,
    'check_for_update_on_startup = false',
    'web_search = "disabled"',
    'project_doc_max_bytes = 0',
    ...providerLines(request),
    '[sandbox_workspace_write]',
    `writable_roots = [${quoted(answerFolder(request))}]`,
    'exclude_slash_tmp = true',
    `[projects.${quoted(request.worktree)}]`,
    'trust_level = "untrusted"',
    // Its tools get the path and the home, and no token.
    '[shell_environment_policy]',
    'inherit = "core"',
    `set = { ${toolVariables(request)} }`,
    '[agents]',
    'enabled = false',
    '[skills]',
    'include_instructions = false',
    '[skills.bundled]',
    'enabled = false',
    '[analytics]',
    'enabled = false',
    '[otel]',
    'exporter = "none"',
    '[history]',
    'persistence = "none"',
    '[features]',
    ...features.map((name) => `${name} = false`),
    '',
  ].join('\n');

const toolVariables = ({ answerPath, schemaPath }: AgentRequest): string =>
  `ANSWER_FILE = ${quoted(answerPath)}, ANSWER_SCHEMA = ${quoted(schemaPath)}`;

const modelLines = ({ gateway, model }: AgentRequest): string[] => {
  if (gateway) return [`model = ${quoted(gateway.model)}`, 'model_provider = "gateway"'];
  const own = bareModel(model);
  return own === null ? [] : [`model = ${quoted(own)}`];
};

/** It is the gateway that decides how long to wait for a model, and whether to ask again. */
const providerLines = ({ gateway }: AgentRequest): string[] =>
  gateway === null
    ? []
    : [
        '[model_providers.gateway]',
        'name = "Gateway"',
        `base_url = ${quoted(`${gateway.url}/v1`)}`,
        'wire_api = "responses"',
        `env_key = ${quoted(tokenVariable)}`,
        'request_max_retries = 2',
        'stream_max_retries = 2',
        'stream_idle_timeout_ms = 3600000',
      ];
