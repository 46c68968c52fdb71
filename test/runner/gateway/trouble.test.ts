import { createServer } from 'node:http';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { networkTrouble } from '../../../src/runner/gateway/trouble.ts';
import { createUpstream } from '../../../src/runner/gateway/upstream.ts';
import { served } from './support.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("the runner's proxy", () => {
  it.each([
    [407, 'proxy', "cannot be asked: the runner's proxy wants credentials (HTTP 407)"],
    [502, 'outage', "cannot be reached: the runner's proxy answered HTTP 502"],
  ])('that answers %i is told as what it is', async (status, kind, message) => {
    const proxy = createServer();
    proxy.on('connect', (_, socket) => socket.end(`HTTP/1.1 ${status} No\r\n\r\n`));
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const address = proxy.address();
    const port = typeof address === 'object' ? address?.port : 0;
    for (const name of ['https_proxy', 'HTTPS_PROXY']) vi.stubEnv(name, `http://127.0.0.1:${port}`);
    for (const name of ['no_proxy', 'NO_PROXY']) vi.stubEnv(name, '');
    const upstream = createUpstream(new Map());
    try {
      const call = { method: 'GET', path: '/', query: '', headers: {}, body: null } as const;
      const model = served('https://models.example.com/v1');
      const failure = await upstream
        .request({ ...call, model }, new AbortController().signal)
        .catch(networkTrouble);
      expect(failure).toMatchObject({ kind, message, taken: false });
    } finally {
      await upstream.close();
      await new Promise((resolve) => proxy.close(resolve));
    }
  });
});
