import type { IssuePlace, StepLog } from './log.ts';
import type { Masks } from './masks.ts';

interface Command {
  name: string;
  properties: Record<string, string>;
  data: string;
}

const unescapeData = (text: string): string =>
  text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
const unescapeProperty = (text: string): string =>
  unescapeData(text.replaceAll('%3A', ':').replaceAll('%2C', ','));

function parseCommand(line: string): Command | null {
  const modern = /^\s*::([^\s:]+)(?: (.*?))?::(.*)$/s.exec(line);
  const found = modern ?? /^##\[([^\s\]]+)(?: ([^\]]*))?\](.*)$/s.exec(line);
  if (!found) return null;
  const [, name = '', given = '', data = ''] = found;
  const pairs = given.split(modern ? ',' : ';').map((each) => {
    const [key = '', ...rest] = each.split('=');
    return [key.trim(), unescapeProperty(rest.join('='))] as const;
  });
  return { name: name.toLowerCase(), properties: Object.fromEntries(pairs), data: unescapeData(data) };
}

const numberOf = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null;

function placeOf({ title, file, line, endLine }: Record<string, string>): IssuePlace {
  const [from, to] = [numberOf(line), numberOf(endLine)];
  return {
    ...(title ? { title } : {}),
    ...(file ? { file } : {}),
    ...(from === null ? {} : { line: from }),
    ...(to === null ? {} : { endLine: to }),
  };
}

/** Takes a step's output line by line: workflow commands are done, all else is logged. */
export interface CommandReader {
  line(text: string): void;
  /** True after a command that GitHub, or this sandbox, refuses: the step has failed then. */
  refused(): boolean;
}

const instead: Record<string, string> = {
  'set-output': 'GITHUB_OUTPUT',
  'save-state': 'GITHUB_STATE',
  'set-env': 'GITHUB_ENV',
  'add-path': 'GITHUB_PATH',
};
const commandNames = [
  ...['error', 'warning', 'notice', 'debug', 'group', 'endgroup', 'add-mask', 'echo', 'stop-commands'],
  ...['add-matcher', 'remove-matcher', ...Object.keys(instead)],
];

export function createCommandReader(log: StepLog, masks: Masks): CommandReader {
  let stopToken: string | null = null;
  let refused = false;

  function refuse(message: string): void {
    refused = true;
    log.issue('error', message);
  }

  const doings: Record<string, (command: Command) => void> = {
    error: ({ data, properties }) => log.issue('error', data, placeOf(properties)),
    warning: ({ data, properties }) => log.issue('warning', data, placeOf(properties)),
    notice: ({ data, properties }) => log.issue('notice', data, placeOf(properties)),
    // Shown by GitHub only where somebody asked for debug logs.
    debug: () => undefined,
    echo: () => undefined,
    group: ({ data }) => log.write(`##[group]${data}`),
    endgroup: () => log.write('##[endgroup]'),
    'add-mask': ({ data }) => {
      if (data.trim() === '')
        log.issue('warning', "Can't add secret mask for empty string in ##[add-mask] command.");
      else masks.add(data);
    },
    'stop-commands': ({ data }) => {
      if (data === '' || data === 'pause-logging' || commandNames.includes(data.toLowerCase()))
        refuse(`Invalid stop-commands token '${data}': it must be one that nobody else would write.`);
      else stopToken = data.toLowerCase();
    },
    'add-matcher': () =>
      log.issue('warning', 'Local Actions have no problem matchers: this one finds nothing.'),
    'remove-matcher': () => undefined,
  };

  function act(command: Command): boolean {
    const file = instead[command.name];
    const doing = doings[command.name];
    if (file) refuse(`The \`${command.name}\` command is refused; write to the file in $${file} instead.`);
    else doing?.(command);
    return file !== undefined || doing !== undefined;
  }

  return {
    refused: () => refused,
    line(text) {
      const command = parseCommand(text);
      if (stopToken !== null) {
        if (command?.name === stopToken) stopToken = null;
        log.write(text);
      } else if (!command || !act(command)) log.write(text);
    },
  };
}
