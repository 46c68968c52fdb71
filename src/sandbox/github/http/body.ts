import type { z } from 'zod';
import { Problem, unprocessable } from '../problems.ts';
import type { ApiContext } from './api.ts';

function wordsFor(issue: z.core.$ZodIssue): string {
  const [field, ...below] = issue.path.map(String);
  if (field === undefined) return 'Body should be a JSON object.';
  const missing = issue.code === 'invalid_type' && / received undefined$/.test(issue.message);
  if (missing && below.length === 0) return `"${field}" wasn't supplied.`;
  return `For 'properties/${[field, ...below].join('/')}', ${issue.message}.`;
}

async function readJson(c: ApiContext): Promise<unknown> {
  const text = await c.req.text();
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem(400, 'Problems parsing JSON');
  }
}

/** The request's JSON in the given form; refuses as GitHub's own schemas do. */
export async function readBody<T extends z.ZodType>(c: ApiContext, schema: T): Promise<z.output<T>> {
  const value = await readJson(c);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Problem(400, 'Body should be a JSON object');
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw unprocessable(`Invalid request.\n\n${parsed.error.issues.map(wordsFor).join('\n')}`);
}
