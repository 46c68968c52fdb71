/** What the gateway costs, against a direct connection to the same scripted model, all three in one process: `npx tsx test/runner/gateway/overhead.ts`. */
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { openGateway } from '../../../src/runner/gateway/gateway.ts';
import { knownSecrets } from '../../../src/runner/secrets/known.ts';
import { startModel } from '../../../src/sandbox/model/model.ts';
import { apis, key, paths, question, served } from './support.ts';

const requests = 300;
const deltaLength = 64;
const megabytes = 55;
/** Bytes of one event with a delta. */
const eventBytes = { 'openai-chat': 256, 'openai-responses': 432, 'anthropic-messages': 176 };

interface Way {
  url: string;
  token: string;
}

const agent = new Agent({ keepAlive: true });

/** Milliseconds to the first byte of the answer and to its end, and its size. */
const measure = async (way: Way, { path, body }: { path: string; body: string }) => {
  const began = performance.now();
  const asked = request(`${way.url}${path}`, {
    method: 'POST',
    agent,
    headers: { authorization: `Bearer ${way.token}`, 'content-type': 'application/json' },
  });
  asked.end(body);
  const [response] = await once(asked, 'response');
  let first = 0;
  let bytes = 0;
  for await (const chunk of response) {
    if (bytes === 0) first = performance.now() - began;
    bytes += chunk.length;
  }
  return { first, whole: performance.now() - began, bytes };
};

const at = (share: number, values: number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? 0;

const shown = (values: number[]): string =>
  `median ${at(0.5, values).toFixed(2)} ms, 95 of 100 within ${at(0.95, values).toFixed(2)} ms`;

const say = 'word '.repeat(40);
// a conversation as agents send it: about 100 KB
const padding = 'The quick brown fox. '.repeat(5000);

for (const api of apis) {
  const long = 'x'.repeat((megabytes * 1e6 * deltaLength) / eventBytes[api]);
  const model = await startModel({
    expectKey: key,
    deltaLength,
    script: (texts) => [{ do: 'say', text: texts.includes('long') ? long : say }],
  });
  const gateway = await openGateway({
    chain: [served(model.url, { api })],
    keys: new Map([['acme', key]]),
    budget: { requests: 1e6, tokens: 1e12, cost: null },
    paths: [],
    redact: knownSecrets([key]).redact,
    log: () => {},
    onSign: () => {},
  });
  const direct: Way = { url: model.url, token: key };
  const through: Way = { url: `${gateway.url}/v1`, token: gateway.token };
  const path = paths[api];
  const asking = (content: string) => ({
    path,
    body: JSON.stringify(
      question(api, {
        model: 'smart-1',
        stream: true,
        stream_options: { include_usage: true },
        [api === 'openai-responses' ? 'input' : 'messages']: [{ role: 'user', content }],
      }),
    ),
  });

  // neither way goes first: what the machine does meanwhile meets both
  const times = { direct: [] as number[], through: [] as number[] };
  const small = asking(padding);
  for (let round = -30; round < requests; round += 1) {
    const a = await measure(direct, small);
    const b = await measure(through, small);
    if (round < 0) continue;
    times.direct.push(a.first);
    times.through.push(b.first);
  }
  const added = times.through.map((value, index) => value - (times.direct[index] ?? 0));
  console.log(
    `${api}, ${requests} requests of ${Math.round(small.body.length / 1024)} KiB, time to first byte`,
  );
  console.log(`  direct  ${shown(times.direct)}`);
  console.log(`  gateway ${shown(times.through)}`);
  console.log(`  added   median ${at(0.5, added).toFixed(2)} ms`);

  const speeds = { direct: [] as number[], through: [] as number[] };
  let size = 0;
  for (let round = 0; round < 5; round += 1) {
    const a = await measure(direct, asking('long'));
    const b = await measure(through, asking('long'));
    size = b.bytes;
    if (a.bytes !== b.bytes) throw new Error(`The gateway passed ${b.bytes} of ${a.bytes} bytes.`);
    speeds.direct.push(a.bytes / 1e3 / a.whole);
    speeds.through.push(b.bytes / 1e3 / b.whole);
  }
  console.log(
    `  stream of ${(size / 1e6).toFixed(0)} MB: direct ${at(0.5, speeds.direct).toFixed(0)} MB/s, gateway ${at(0.5, speeds.through).toFixed(0)} MB/s (medians of 5)`,
  );
  await gateway.close();
  await model.close();
}
agent.destroy();
