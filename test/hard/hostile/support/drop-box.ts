import { EventEmitter, once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';

export interface Script {
  name: string;
  script: string;
}

/** What a probe is told to run. */
export interface Orders {
  env: Record<string, string>;
  /** Milliseconds for one script. */
  patience: number;
  scripts: Script[];
  /** For the verification commands of the same run; they travel on the branch. */
  later: Script[];
}

export interface Held {
  name: string;
  /** False once the process behind the request is gone. */
  alive: () => boolean;
  /** What the process waits for: words of a shell, which it runs. */
  tell: (text: string) => void;
}

/**
 * Stands for the open internet, which no boundary of ours closes: scripts bring here what they found, and processes that
 * outlived their run are seen by the connection they hold.
 */
export interface DropBox {
  url: string;
  /** By `<assignment>/<where>/<case>`. */
  found: Map<string, Buffer>;
  /** Processes of this assignment that hold a connection, or held one. */
  held: (id: string) => Held[];
  /** Resolves once a process of this name holds one. */
  holding: (id: string, name: string) => Promise<Held>;
  /** Resolves once this script reported. */
  reported: (place: string) => Promise<void>;
  close: () => Promise<void>;
}

export const startDropBox = async (
  orders: (id: string, where: string) => Promise<Orders>,
): Promise<DropBox> => {
  const found = new Map<string, Buffer>();
  const held: (Held & { id: string })[] = [];
  const arrivals = new EventEmitter().setMaxListeners(100);
  const hold = (response: ServerResponse, { id, name }: { id: string; name: string }): void => {
    let alive = true;
    response.on('close', () => {
      alive = false;
    });
    response.writeHead(200).flushHeaders();
    held.push({ id, name, alive: () => alive, tell: (text) => response.end(text) });
    arrivals.emit('held');
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const [, what, id = '', ...rest] = (request.url ?? '').split('/');
    if (what === 'hold') hold(response, { id, name: rest.join('/') });
    else if (what === 'orders') response.end(JSON.stringify(await orders(id, rest.join('/'))));
    else {
      if (what === 'found') {
        found.set([id, ...rest].join('/'), Buffer.concat(chunks));
        arrivals.emit('found');
      }
      response.end('taken\n');
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    found,
    held: (id) => held.filter((one) => one.id === id),
    holding: async (id, name) => {
      const late = AbortSignal.timeout(60_000);
      for (;;) {
        const there = held.find((one) => one.id === id && one.name === name);
        if (there) return there;
        await once(arrivals, 'held', { signal: late }).catch(() => {
          throw new Error(`no process called ${name} came to the drop box within a minute`);
        });
      }
    },
    reported: async (place) => {
      while (!found.has(place)) await once(arrivals, 'found');
    },
    close: async () => {
      for (const one of held) one.tell('exit 0');
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
