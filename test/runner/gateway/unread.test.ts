import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { createUnread } from '../../../src/runner/gateway/unread.ts';
import { createUpstream } from '../../../src/runner/gateway/upstream.ts';
import { served, until } from './support.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

describe('an answer that nobody reads yet', () => {
  it.each(['', 'content-length: 65536\r\n'])(
    'is whole after the provider has closed the connection (%j)',
    async (header) => {
      let socket: Socket | null = null;
      const server = createServer((opened) => {
        socket = opened;
        opened.on('error', () => {});
        opened.once('data', () => {
          opened.write(`HTTP/1.1 200 OK\r\nconnection: close\r\n${header}\r\n${'x'.repeat(65_536)}`);
        });
      });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      closing.push(() => server.close());
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : 0;
      const upstream = createUpstream(new Map());
      closing.push(upstream.close);
      const { body } = await upstream.request(
        {
          model: served(`http://127.0.0.1:${port}/v1`),
          method: 'GET',
          path: '/',
          query: '',
          headers: {},
          body: null,
        },
        new AbortController().signal,
      );
      // all of it is here and unread; then the connection ends, and the other side has seen that we know
      await until(() => body.readableLength >= 65_536);
      const ended = new Promise((resolve) => (socket as Socket | null)?.once('close', resolve).end());
      await ended;
      let read = 0;
      for await (const chunk of body) read += chunk.length;
      expect(read).toBe(65_536);
    },
  );

  it('is bounded, all answers together', async () => {
    const unread = createUnread(1000);
    const bodies = [1, 2, 3].map(() => new Readable({ read: () => {}, highWaterMark: 1e6 }));
    const errors: Error[] = [];
    for (const body of bodies) {
      unread.watch(body);
      body.on('error', (error) => errors.push(error));
      body.push(Buffer.alloc(400));
    }
    await until(() => errors.length > 0);
    expect(bodies.map(({ destroyed }) => destroyed)).toEqual([false, false, true]);
    expect(errors[0]?.message).toBe('the agent does not read its answers');
    // room again
    bodies[0]?.read();
    bodies[1]?.push(Buffer.alloc(400));
    expect(bodies[1]?.destroyed).toBe(false);
  });
});
