import { createHmac } from 'node:crypto';
import { request } from 'node:http';

export interface Posting {
  url: string;
  headers?: Record<string, string>;
  body: Buffer | string;
  /** Sends no length beforehand. */
  chunked?: boolean;
  /** Says a length and hangs up before it is reached. */
  breakOff?: boolean;
}

export const hmac = (secret: string, body: Buffer | string, kind = 'sha256'): string =>
  createHmac(kind, secret).update(body).digest('hex');

/** Byte for byte, with an answer to a body that was not read to its end counted too; status 0: no answer. */
export const post = ({ url, headers = {}, body, chunked, breakOff }: Posting) =>
  new Promise<{ status: number; text: string }>((resolve) => {
    const length = chunked ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const sent = request(url, { method: 'POST', agent: false, headers: { ...length, ...headers } });
    sent.once('error', () => resolve({ status: 0, text: '' }));
    sent.once('response', (answer) => {
      const chunks: Buffer[] = [];
      const done = (): void =>
        resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') });
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.once('end', done);
      answer.once('error', done);
    });
    if (!breakOff) {
      sent.end(body);
      return;
    }
    sent.write(Buffer.from(body).subarray(0, Math.floor(body.length / 2)), () => {
      sent.destroy();
      resolve({ status: 0, text: '' });
    });
  });
