import { LinearClient, LinearGraphQLClient } from '@linear/sdk';
import type { z } from 'zod';
import { Unavailable } from '../../ports/errors.ts';
import { type DocumentName, documents } from './documents.ts';
import { toPortError } from './errors.ts';

export interface LinearOptions {
  /** A personal API key (`lin_api_…`) or an OAuth access token. */
  apiKey: string;
  /** `https://…/graphql`; plain http only for this machine. */
  apiUrl: string;
  now: () => Date;
  /** Limit of one request, milliseconds. */
  timeoutMs?: number;
}

/** Sends one of our documents and reads `data` with a schema. Throws only the errors of ports/errors.ts. */
export type Ask = <T>(
  name: DocumentName,
  variables: Record<string, unknown>,
  schema: z.ZodType<T>,
) => Promise<T>;

export const createAsk = (options: LinearOptions): Ask => {
  const { apiKey, timeoutMs = 20_000 } = options;
  // Linear refuses a personal key with the Bearer scheme and an access token without it.
  const credential = apiKey.startsWith('lin_api_') ? { apiKey } : { accessToken: apiKey };
  // LinearClient checks address and credential and makes the headers. A LinearGraphQLClient takes its options
  // for all its requests alike, so each request gets its own: that is the only way to give each its own signal.
  const { apiUrl, ...base } = new LinearClient({ ...credential, apiUrl: options.apiUrl }).options;

  return async (name, variables, schema) => {
    let data: unknown;
    try {
      const signal = AbortSignal.timeout(timeoutMs);
      const client = new LinearGraphQLClient(apiUrl, { ...base, signal, redirect: 'error' });
      data = (await client.rawRequest<unknown, Record<string, unknown>>(documents[name], variables)).data;
    } catch (error) {
      throw toPortError(error, { what: name, apiKey, now: options.now() });
    }
    const read = schema.safeParse(data);
    if (read.success) return read.data;
    const where = read.error.issues[0]?.path.join('.') ?? '';
    throw new Unavailable(`Linear, ${name}: the answer has an unexpected form at \`${where}\``);
  };
};
