import type { Agent, AgentRequest } from '../../ports/agent.ts';
import { type ClaudeState, claudeStart, lastWordOf, readClaude } from './claude-code-events.ts';
import type { Cli, CliContext, CliSettings } from './cli.ts';
import { driveCli } from './drive-cli.ts';
import { answerFolder, bareModel, instructionFile, ownPlaces } from './homes.ts';

export const createClaudeCodeAgent = ({ program, run }: CliContext): Agent => ({
  run: (request) => driveCli(claudeCode(program.path), { run, request }),
});

export const claudeCode = (program: string): Cli<ClaudeState> => ({
  kind: 'claude-code',
  tellsAnswers: true,
  settings: (request) => settingsOf(program, request),
  start: claudeStart,
  read: readClaude,
  lastWord: lastWordOf,
});

const tools = {
  edit: ['Bash', 'Edit', 'Glob', 'Grep', 'NotebookEdit', 'Read', 'TodoWrite', 'Write'],
  read: ['Glob', 'Grep', 'Read'],
};

const settingsOf = (program: string, request: AgentRequest): CliSettings => {
  const { gateway, home } = request;
  const model = gateway?.model ?? bareModel(request.model);
  return {
    argv: [
      program,
      ...['--print', '--output-format', 'stream-json', '--verbose'],
      // Settings, hooks, instructions and servers of the project belong to the sources that are left out.
      ...['--setting-sources', 'user', '--strict-mcp-config', '--disable-slash-commands'],
      ...['--no-session-persistence', '--no-chrome', '--permission-mode', 'dontAsk'],
      `--tools=${tools[request.access].join(',')}`,
      `--settings=${JSON.stringify({ permissions: permissions(request) })}`,
      ...(model ? ['--model', model] : []),
    ],
    env: {
      ...request.env,
      ...ownPlaces(request),
      ...quiet,
      CLAUDE_CONFIG_DIR: `${home}/.claude`,
      ...(model ? { ANTHROPIC_SMALL_FAST_MODEL: model, ANTHROPIC_DEFAULT_HAIKU_MODEL: model } : {}),
      ...(gateway ? { ANTHROPIC_BASE_URL: gateway.url, CLAUDE_CODE_API_KEY_FILE_DESCRIPTOR: '3' } : {}),
    },
    files: instructionFile(request, `${home}/.claude/CLAUDE.md`),
    ...(gateway ? { secret: gateway.token } : {}),
  };
};

/** Nothing but the model is contacted, and it is the gateway that decides how long to wait for it. */
const quiet = {
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
  CLAUDE_CODE_DISABLE_AUTO_MEMORY: '1',
  CLAUDE_CODE_DISABLE_BACKGROUND_TASKS: '1',
  CLAUDE_CODE_DISABLE_NONSTREAMING_FALLBACK: '1',
  CLAUDE_CODE_MAX_RETRIES: '2',
  CLAUDE_STREAM_IDLE_TIMEOUT_MS: '3600000',
  CLAUDE_STREAM_FIRST_BYTE_TIMEOUT_MS: '3600000',
  API_TIMEOUT_MS: '3600000',
  DISABLE_TELEMETRY: '1',
  DISABLE_ERROR_REPORTING: '1',
  DISABLE_AUTOUPDATER: '1',
};

/** Absolute paths begin with two slashes. Whatever is not allowed is denied, as there is nobody to ask. */
const permissions = (request: AgentRequest) => {
  const writable = [request.worktree, answerFolder(request)].map((folder) => `Edit(/${folder}/**)`);
  const allow = request.access === 'edit' ? ['Bash', 'Read', ...writable] : ['Read'];
  return { allow, deny: ['WebFetch', 'WebSearch'] };
};
