import { EventEmitter, once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

export type Phase = 'delegate' | 'review' | 'rounds' | 'triage';

/** What an agent does: writes files, answers (`raw`: these bytes, whatever they are), and ends with this exit code. */
export interface Act {
  files?: Record<string, string>;
  answer?: unknown;
  raw?: string;
  exit?: number;
}

/** Goes by what the agent is told; null: it is kept waiting. */
export type Script = (prompt: string) => Act | null;

export interface Scripts {
  url: string;
  /** What the agents of this ticket do next, one run or turn each; afterwards what they usually do. */
  next: (key: string, phase: Phase, ...scripts: (Act | Script)[]) => void;
  /** What the agents of this ticket were told so far. */
  told: (key: string, phase: Phase) => string[];
  /** Resolves once they were told so often. */
  asked: (key: string, phase: Phase, times: number) => Promise<void>;
  /** Those that wait go on, and do this: once one of them waits, as a run takes a while to start. */
  release: (key: string, phase: Phase, act: Act) => Promise<void>;
  close: () => Promise<void>;
}

interface Waiting {
  place: string;
  response: ServerResponse;
}

/** Where the agents of a project ask what to do: a test answers. */
export const startScripts = async (
  usually: (key: string, phase: Phase, prompt: string) => Act,
): Promise<Scripts> => {
  const scripts = new Map<string, Script[]>();
  const prompts = new Map<string, string[]>();
  const news = new EventEmitter();
  let waiting: Waiting[] = [];
  const add = <T>(all: Map<string, T[]>, place: string, ...more: T[]): void => {
    all.set(place, [...(all.get(place) ?? []), ...more]);
  };
  const act = (phase: Phase, prompt: string, response: ServerResponse): void => {
    const key = /PER-\d+/.exec(prompt)?.[0] ?? '';
    const place = `${key} ${phase}`;
    add(prompts, place, prompt);
    const script = scripts.get(place)?.shift();
    const done = script ? script(prompt) : usually(key, phase, prompt);
    if (done === null) waiting.push({ place, response });
    else response.end(JSON.stringify(done));
    news.emit('told');
  };
  const phases = new Map<string, Phase>(
    (['delegate', 'review', 'rounds', 'triage'] as const).map((phase) => [`/${phase}`, phase]),
  );
  const server = createServer((request, response) => {
    response.setHeader('connection', 'close');
    const phase = phases.get(request.url ?? '');
    if (phase === undefined) response.writeHead(404).end();
    else
      text(request).then(
        (prompt) => act(phase, prompt, response),
        () => response.destroy(),
      );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const toldMore = () => once(news, 'told', { signal: AbortSignal.timeout(60_000) });
  const told = (key: string, phase: Phase): string[] => prompts.get(`${key} ${phase}`) ?? [];
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    next: (key, phase, ...more) =>
      add(scripts, `${key} ${phase}`, ...more.map((one) => (typeof one === 'function' ? one : () => one))),
    told,
    asked: async (key, phase, times) => {
      while (told(key, phase).length < times) await toldMore();
    },
    release: async (key, phase, act) => {
      const place = `${key} ${phase}`;
      while (!waiting.some((each) => each.place === place)) await toldMore();
      for (const one of waiting.filter((each) => each.place === place)) one.response.end(JSON.stringify(act));
      waiting = waiting.filter((each) => each.place !== place);
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
};
