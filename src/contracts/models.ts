import { z } from 'zod';
import { variableNameSchema } from './variables.ts';

/** The wire protocols that the gateway speaks, by what is posted to: `chat/completions`, `responses`, `messages`. */
export const wireApiSchema = z.enum(['openai-chat', 'openai-responses', 'anthropic-messages']);
export type WireApi = z.infer<typeof wireApiSchema>;

/** Header that carries the key; `authorization` as `Bearer <key>`. */
export const keyHeaderSchema = z.enum(['authorization', 'x-api-key', 'api-key']);

export const providerNameSchema = z.string().regex(/^[a-z][a-z0-9-]*$/);

/** A provider whose key the agent itself is given. Never holds the key. */
export const directProviderSchema = z.strictObject({
  provider: providerNameSchema,
  /** Environment variable that carries the key. */
  variable: variableNameSchema,
  /** Further variables, none of them secret. */
  env: z.record(variableNameSchema, z.string()),
});
export type DirectProvider = z.infer<typeof directProviderSchema>;

/** US dollars per million tokens. */
export const priceSchema = z.strictObject({
  input: z.number().nonnegative(),
  /** Input that the provider had cached. */
  cached: z.number().nonnegative(),
  /** Input that the provider writes into its cache; 1.25 × `input` when left out. */
  written: z.number().nonnegative().optional(),
  output: z.number().nonnegative(),
});

/** One model behind the gateway, as the default branch's configuration defines it. Never holds a key. */
export const servedModelSchema = z.strictObject({
  provider: providerNameSchema,
  /** As the provider names it, e.g. `moonshotai/kimi-k2`. */
  model: z.string().min(1),
  api: wireApiSchema,
  /** What stands before `/chat/completions`, `/responses` or `/messages`. */
  url: z.url(),
  header: keyHeaderSchema,
  /** Further headers of every request. */
  headers: z.record(z.string(), z.string()),
  /** Seconds without a byte after which the provider counts as out of order. */
  silenceSeconds: z.int().min(1),
  /** null: no price is known, so its cost is not either. */
  price: priceSchema.nullable(),
});
export type ServedModel = z.infer<typeof servedModelSchema>;

/** `provider/model`: how configuration, commands and evidence name a model. */
export const modelName = ({ provider, model }: Pick<ServedModel, 'provider' | 'model'>): string =>
  `${provider}/${model}`;

/** What may be used up by one assignment; counted at the gateway. */
export const budgetSchema = z.strictObject({
  requests: z.int().min(1),
  /** Input and output together. */
  tokens: z.int().min(1),
  /** US dollars; null for no limit. */
  cost: z.number().positive().nullable(),
});
export type Budget = z.infer<typeof budgetSchema>;

const countsFields = {
  /** Requests that went to a provider, failed ones included. */
  requests: z.int().nonnegative(),
  failed: z.int().nonnegative(),
  /** All input, cached input included. */
  inputTokens: z.int().nonnegative(),
  cachedTokens: z.int().nonnegative(),
  outputTokens: z.int().nonnegative(),
  /** US dollars; null where a price is not known. */
  cost: z.number().nonnegative().nullable(),
};

/** What an assignment used, counted at the gateway from what passed. */
export const usageSchema = z.strictObject({
  ...countsFields,
  /** A provider did not tell the tokens of some answer, so they were estimated from its length. */
  estimated: z.boolean(),
  /** By model, in the order of first use. */
  models: z.array(z.strictObject({ model: z.string(), ...countsFields })),
  /** Paths beside the three protocols that the configuration allows: passed, and not counted in tokens. */
  passed: z.array(z.strictObject({ path: z.string(), requests: z.int().nonnegative() })),
  /** Paths that were asked for and refused. */
  refused: z.array(z.strictObject({ path: z.string(), requests: z.int().nonnegative() })),
});
export type Usage = z.infer<typeof usageSchema>;

/** Protocols that each kind of agent speaks, the one it speaks best first. */
export const agentApis: Readonly<
  Record<'opencode' | 'claude-code' | 'codex' | 'command' | 'replay', readonly WireApi[]>
> = {
  opencode: ['openai-chat', 'openai-responses', 'anthropic-messages'],
  'claude-code': ['anthropic-messages'],
  codex: ['openai-responses'],
  command: ['openai-chat', 'openai-responses', 'anthropic-messages'],
  replay: [],
};
