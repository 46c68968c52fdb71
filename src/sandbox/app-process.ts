import { join } from 'node:path';
import { type Child, startChild } from './child.ts';

export interface AppOptions {
  /** Variables of `npm start`. */
  settings: Record<string, string>;
  /** Folder for its log and its data. */
  folder: string;
  /** Relative to `src/`; the server itself unless a test starts it in another way. */
  entry?: string;
  /** What it is started with beside its settings. */
  extra?: Record<string, string>;
}

export interface AppProcess {
  url: string;
  child: Child;
  stop: () => Promise<void>;
}

/** `listening` of the server's own log carries the port. */
const portIn = (line: string): number | null => {
  try {
    const entry: unknown = JSON.parse(line);
    const listening =
      typeof entry === 'object' && entry !== null && 'msg' in entry && entry.msg === 'listening';
    return listening && 'port' in entry && typeof entry.port === 'number' ? entry.port : null;
  } catch {
    return null;
  }
};

/** The App, as `npm start` runs it: a process of its own that knows nothing of the sandbox. */
export const startApp = async (options: AppOptions): Promise<AppProcess> => {
  const last: string[] = [];
  let found: (port: number) => void = () => undefined;
  const listening = new Promise<number>((resolve) => {
    found = resolve;
  });
  const child = startChild({
    entry: options.entry ?? 'server.ts',
    cwd: options.folder,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...options.settings, ...options.extra },
    logFile: join(options.folder, 'app.log'),
    onLine: (line) => {
      last.push(line);
      if (last.length > 5) last.shift();
      const port = portIn(line);
      if (port !== null) found(port);
    },
  });
  const port = await Promise.race([listening, child.exited.then(() => null)]);
  if (port === null) throw new Error(`the App did not start: ${last.join(' | ')}`);
  return {
    url: `http://127.0.0.1:${port}`,
    child,
    stop: async () => {
      child.process.kill('SIGTERM');
      await child.exited;
    },
  };
};
