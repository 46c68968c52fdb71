import { parseArgs } from 'node:util';

export interface Arguments {
  once: boolean;
  json: boolean;
  keep: boolean;
  port: number;
  repo: string | null;
  change: string | null;
  ticket: string | null;
  agent: string | null;
}

export const usage = `npm run sandbox -- [options]

Plays a ticket from Todo to Done against a GitHub, a Linear and Actions on this machine. No account, key or network.

  --once               play the human part too, then exit: 0 only if the story ended as it must
  --json               NDJSON on stdout instead of prose (with --once); the last line is the summary
  --keep               keep the world and print where it lies
  --port N             port of the page (default: any free one)
  --repo PATH          play on a clone of your repository; the original is never touched
  --change ID          the OpenSpec change in it: openspec/changes/ID (needed with --repo)
  --ticket "TITLE"     title of the ticket (with --repo)
  --agent NAME         opencode, claude-code or codex: the real program does the story's work, its model played by a
                       script (npm run agents:fetch first); or an agent the configuration allows;
                       or 'command:<shell command>'
  --help               this text
`;

/** Reads the command line; `problem` says what is wrong and what would work. */
export const readArguments = (
  argv: string[],
): { arguments: Arguments } | { help: true } | { problem: string } => {
  try {
    const { values } = parseArgs({
      args: argv,
      options: {
        once: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        keep: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
        port: { type: 'string', default: '0' },
        repo: { type: 'string' },
        change: { type: 'string' },
        ticket: { type: 'string' },
        agent: { type: 'string' },
      },
    });
    if (values.help) return { help: true };
    const problem = wrong(values);
    if (problem) return { problem };
    const { repo = null, change = null, ticket = null, agent = null, once, json, keep } = values;
    return { arguments: { once, json, keep, port: Number(values.port), repo, change, ticket, agent } };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : 'the command line cannot be read' };
  }
};

const wrong = (values: {
  port: string;
  repo?: string | undefined;
  change?: string | undefined;
  ticket?: string | undefined;
  agent?: string | undefined;
  json: boolean;
  once: boolean;
}): string | null => {
  if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65_535)
    return '--port takes a number from 0 to 65535';
  if (values.repo && !values.change)
    return '--repo needs --change ID: the folder in openspec/changes/ to work on';
  if (values.change && !values.repo) return '--change goes with --repo PATH; the own story has one change';
  if (values.ticket && !values.repo) return '--ticket goes with --repo PATH; the own story has its ticket';
  if (values.change && !/^[a-z0-9][a-z0-9._-]*$/i.test(values.change))
    return '--change takes the name of a folder in openspec/changes/';
  if (values.agent === 'command:')
    return "--agent command: needs a shell command, e.g. --agent 'command:./my-agent.sh'";
  if (values.repo && !values.agent)
    return "--repo needs --agent: the story's recorded edits do not fit your repository, e.g. --agent 'command:./my-agent.sh'";
  if (values.json && !values.once) return '--json goes with --once';
  return null;
};
