import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { gitEnvironment } from './plumbing.ts';

export interface BackendRequest {
  root: string;
  /** Below `root`: `/owner/name.git/git-upload-pack`. */
  path: string;
  request: Request;
  /** Shown in reflogs; git asks for it before it takes a push. */
  login: string;
  env: Record<string, string>;
}

function cgiEnvironment({ root, path, request, login, env }: BackendRequest): Record<string, string> {
  const header = (name: string): string => request.headers.get(name) ?? '';
  const length = header('content-length');
  return {
    PATH: process.env.PATH ?? '',
    ...gitEnvironment,
    GIT_PROJECT_ROOT: root,
    GIT_HTTP_EXPORT_ALL: '1',
    GIT_PROTOCOL: header('git-protocol'),
    HTTP_CONTENT_ENCODING: header('content-encoding'),
    PATH_INFO: path,
    QUERY_STRING: new URL(request.url).search.slice(1),
    REQUEST_METHOD: request.method,
    CONTENT_TYPE: header('content-type'),
    ...(length ? { CONTENT_LENGTH: length } : {}),
    REMOTE_USER: login,
    REMOTE_ADDR: '127.0.0.1',
    GIT_COMMITTER_NAME: login,
    GIT_COMMITTER_EMAIL: `${login}@users.noreply.github.com`,
    ...env,
  };
}

const headersEnd = (bytes: Buffer): { at: number; length: number } | null => {
  for (const mark of ['\r\n\r\n', '\n\n']) {
    const at = bytes.indexOf(mark);
    if (at >= 0) return { at, length: mark.length };
  }
  return null;
};

function parseHeaders(text: string): { status: number; headers: Headers } {
  const headers = new Headers();
  let status = 200;
  for (const line of text.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    const [name, value] = [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
    if (name.toLowerCase() === 'status') status = Number.parseInt(value, 10);
    else if (name) headers.set(name, value);
  }
  return { status, headers };
}

async function* withFirst(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  if (first.length > 0) yield first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

async function answerOf(stdout: AsyncIterator<Buffer>): Promise<Response> {
  let head = Buffer.alloc(0);
  for (let next = await stdout.next(); !next.done; next = await stdout.next()) {
    head = Buffer.concat([head, next.value]);
    const end = headersEnd(head);
    if (!end) continue;
    const { status, headers } = parseHeaders(head.subarray(0, end.at).toString('latin1'));
    const body = Readable.toWeb(Readable.from(withFirst(head.subarray(end.at + end.length), stdout)));
    return new Response(body as ReadableStream<Uint8Array>, { status, headers });
  }
  return new Response('git http-backend gave no answer', { status: 500 });
}

/**
 * Runs git's own CGI program for one request. `finished` resolves when git has ended, which for a push
 * is when its refs are in place.
 */
export async function runBackend(
  execPath: string,
  options: BackendRequest,
): Promise<{ response: Response; finished: Promise<void> }> {
  const child = spawn(join(execPath, 'git-http-backend'), [], { env: cgiEnvironment(options) });
  const finished = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  child.stderr.resume();
  const { body } = options.request;
  // A client that hangs up, or a git that ends early, only breaks this pipe.
  if (body)
    pipeline(Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]), child.stdin).catch(
      () => undefined,
    );
  else child.stdin.end();
  return { response: await answerOf(child.stdout[Symbol.asyncIterator]()), finished };
}
