import type { WireApi } from '../../contracts/models.ts';
import type { Agent, AgentRequest } from '../../ports/agent.ts';
import type { Cli, CliContext, CliSettings } from './cli.ts';
import { driveCli } from './drive-cli.ts';
import { answerFolder, instructionFile, ownPlaces } from './homes.ts';
import { lastWordOf, type OpencodeState, readOpencode } from './opencode-events.ts';

export const createOpencodeAgent = ({ program, run }: CliContext): Agent => ({
  run: (request) => driveCli(opencode(program.path), { run, request }),
});

export const opencode = (program: string): Cli<OpencodeState> => ({
  kind: 'opencode',
  tellsAnswers: true,
  settings: (request) => settingsOf(program, request),
  start: { session: null, reason: null, error: null },
  read: readOpencode,
  lastWord: lastWordOf,
});

/** Libraries that the program holds itself: nothing is installed for them at run time. */
const libraries: Record<WireApi, string> = {
  'openai-chat': '@ai-sdk/openai-compatible',
  'openai-responses': '@ai-sdk/openai',
  'anthropic-messages': '@ai-sdk/anthropic',
};

const settingsOf = (program: string, request: AgentRequest): CliSettings => {
  const config = `${request.home}/.config/opencode`;
  const model = request.gateway ? `gateway/${request.gateway.model}` : request.model;
  return {
    // A title of its own saves a request to the model.
    argv: [program, 'run', '--format', 'json', '--title', 'assignment', ...(model ? ['--model', model] : [])],
    env: { ...request.env, ...ownPlaces(request), ...quiet },
    files: {
      [`${config}/opencode.json`]: JSON.stringify(configuration(request, model)),
      ...instructionFile(request, `${config}/AGENTS.md`),
    },
  };
};

/**
 * Nothing of the project's own settings, nothing from the network. The registry is one where nobody listens: the
 * program installs a package of its own in the background, for which there is no switch. There is none either for the
 * AGENTS.md below the root that it adds to a file it reads beside it: text that it could read anyway.
 */
const quiet = {
  OPENCODE_DISABLE_PROJECT_CONFIG: '1',
  OPENCODE_DISABLE_CLAUDE_CODE: '1',
  OPENCODE_DISABLE_EXTERNAL_SKILLS: '1',
  OPENCODE_DISABLE_MODELS_FETCH: '1',
  OPENCODE_DISABLE_AUTOUPDATE: '1',
  OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
  OPENCODE_DISABLE_DEFAULT_PLUGINS: '1',
  OPENCODE_DISABLE_SHARE: '1',
  npm_config_registry: 'http://127.0.0.1:9/',
};

const configuration = (request: AgentRequest, model: string | null) => ({
  share: 'disabled',
  autoupdate: false,
  snapshot: false,
  permission: permissions(request),
  ...(model ? { model, small_model: model } : {}),
  ...(request.gateway ? provider(request.gateway) : {}),
});

const provider = ({ url, token, api, model }: NonNullable<AgentRequest['gateway']>) => ({
  enabled_providers: ['gateway'],
  provider: {
    gateway: {
      npm: libraries[api],
      name: 'Gateway',
      // It is the gateway that decides how long to wait for a model.
      options: { baseURL: `${url}/v1`, apiKey: token, timeout: false },
      models: { [model]: { name: model, tool_call: true, limit: { context: 200_000, output: 32_000 } } },
    },
  },
});

const nothing = { webfetch: 'deny', websearch: 'deny', codesearch: 'deny', skill: 'deny', question: 'deny' };

/** Without its tool `invalid` it cannot tell the model what was wrong with a call. */
const reading = { read: 'allow', glob: 'allow', grep: 'allow', list: 'allow', invalid: 'allow' };

/** The last rule that fits counts. */
const permissions = (request: AgentRequest) => {
  const elsewhere = { '*': 'deny', [`${answerFolder(request)}/**`]: 'allow' };
  return request.access === 'edit'
    ? { '*': 'allow', ...nothing, external_directory: elsewhere }
    : { '*': 'deny', ...reading, external_directory: elsewhere };
};
