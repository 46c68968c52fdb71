import { posix } from 'node:path';
import { deleteCommand, renameCommand, replaceCommand, writeCommand } from './commands.ts';
import type { Turn } from './script.ts';

/** A call of a tool. `input` is the text of its arguments; JSON, but for custom tools. */
export interface Call {
  tool: string;
  input: string;
  custom: boolean;
}

type Doing = NonNullable<Turn['call']>;

interface Offer {
  /** Names of the tools that the request offers. */
  tools: string[];
  /** The agent's folder as the request tells it; null when it does not. */
  folder: string | null;
}

const call = (tool: string, input: object): Call => ({ tool, input: JSON.stringify(input), custom: false });

/** Tools that run a command line: of OpenCode, Claude Code, and several forms of Codex. */
const shells: Record<string, (command: string) => Call> = {
  bash: (command) => call('bash', { command, description: 'Runs a command' }),
  Bash: (command) => call('Bash', { command, description: 'Runs a command' }),
  exec_command: (cmd) => call('exec_command', { cmd }),
  shell_command: (command) => call('shell_command', { command }),
  shell: (command) => call('shell', { command: ['bash', '-lc', command] }),
  exec: (cmd) => ({
    tool: 'exec',
    input: `const r = await tools.exec_command(${JSON.stringify({ cmd })}); text(JSON.stringify(r));`,
    custom: true,
  }),
};

const runs = (command: string, { tools }: Offer): Call => {
  const offered = Object.keys(shells).find((name) => tools.includes(name));
  const fallback = tools.includes('Write') ? 'Bash' : 'bash';
  const shell = shells[offered ?? fallback];
  if (shell === undefined) throw new Error(`No tool runs \`${command}\`.`);
  return shell(command);
};

const hasShell = ({ tools }: Offer): boolean => Object.keys(shells).some((name) => tools.includes(name));

const writes = (action: Extract<Doing, { do: 'write' }>, offer: Offer): Call => {
  const { path, content, overwrites = false } = action;
  const { tools, folder } = offer;
  if (overwrites && hasShell(offer)) return runs(writeCommand(path, content), offer);
  if (tools.includes('write')) return call('write', { filePath: path, content });
  if (tools.includes('Write')) {
    const place = folder === null ? path : posix.resolve(folder, path);
    return call('Write', { file_path: place, content });
  }
  return runs(writeCommand(path, content), offer);
};

const fetches = (url: string, offer: Offer): Call => {
  if (offer.tools.includes('Bash') || offer.tools.includes('Write'))
    return call('WebFetch', { url, prompt: 'What does it say?' });
  if (offer.tools.includes('read') || offer.tools.includes('bash'))
    return call('webfetch', { url, format: 'text' });
  return runs(`curl --silent --max-time 3 ${url}`, offer);
};

const mumbles = (offer: Offer): Call => {
  const tool =
    ['write', 'Write', ...Object.keys(shells)].find((name) => offer.tools.includes(name)) ?? 'write';
  return { tool, input: '{"filePath": "x.txt", "content": ', custom: false };
};

/** The call that does it with the tools on offer. Edits go by the shell: edit tools want files to have been read first. */
export const callFor = (action: Doing, offer: Offer): Call => {
  switch (action.do) {
    case 'write':
      return writes(action, offer);
    case 'replace':
      return hasShell(offer) || !offer.tools.includes('edit')
        ? runs(replaceCommand(action), offer)
        : call('edit', { filePath: action.path, oldString: action.old, newString: action.new });
    case 'delete':
      return runs(deleteCommand(action.path), offer);
    case 'rename':
      return runs(renameCommand(action.path, action.to), offer);
    case 'run':
      return runs(action.command, offer);
    case 'fetch':
      return fetches(action.url, offer);
    case 'mumble':
      return mumbles(offer);
  }
};
