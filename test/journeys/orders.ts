import { createServer } from 'node:http';

/** What the agents of a journey are told to do, where they can ask for it: a user of their own sees no folder of ours. */
export interface Orders {
  url: string;
  give: (change: string, what: string) => void;
  close: () => Promise<void>;
}

export const startOrders = async (): Promise<Orders> => {
  const orders = new Map<string, string>();
  const server = createServer((request, response) => {
    response.setHeader('connection', 'close').end(orders.get(request.url?.slice(1) ?? '') ?? 'work');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    give: (change, what) => orders.set(change, what),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
};
