import { z } from 'zod';
import { withScheme } from './addresses.ts';
import { keyHeaderSchema, priceSchema, providerNameSchema, wireApiSchema } from './models.ts';

const providerFields = z.strictObject({
  api: wireApiSchema
    .or(z.literal('other'))
    .describe(
      'What it speaks: `openai-chat`, `openai-responses`, `anthropic-messages`; `other` cannot go through the gateway and is for agents named in `models.direct`.',
    ),
  url: z
    .url({ error: ({ input }) => `is no address: write ${withScheme(String(input))}` })
    .optional()
    .describe(
      'Base address, up to but without `/chat/completions`, `/responses` or `/messages`; required unless the api is `other`.',
    ),
  header: keyHeaderSchema
    .optional()
    .describe(
      'Header that carries the key; `authorization` as a bearer token, which is the default of the OpenAI protocols.',
    ),
  headers: z
    .record(z.string(), z.string())
    .default({})
    .describe('Further headers of every request; no secrets.'),
  silence: z
    .int()
    .min(5)
    .max(900)
    .default(120)
    .describe('Seconds without a byte after which the provider counts as out of order.'),
  paths: z
    .array(
      z
        .string()
        .regex(/^\/[\w./-]+$/, 'is no path: begin it with `/`, as in `/embeddings`, and write no query'),
    )
    .default([])
    .describe('Further paths, e.g. `/embeddings`, that may pass through the gateway uncounted.'),
  variable: z
    .string()
    .min(1)
    .optional()
    .describe(
      'For agents in `models.direct`: environment variable that carries the key, instead of `<PROVIDER>_API_KEY`.',
    ),
  env: z
    .record(z.string(), z.string())
    .default({})
    .describe('For agents in `models.direct`: further environment variables; no secrets.'),
});

const provider = providerFields.superRefine(({ api, url }, context) => {
  if (api !== 'other' && url === undefined)
    context.addIssue({ code: 'custom', path: ['url'], message: 'required' });
});

/** `models` of the configuration: where models are served, and what they cost. */
export const modelsSection = z
  .strictObject({
    providers: z
      .record(providerNameSchema, provider)
      .default({})
      .describe('Where models are served. `anthropic` and `openai` are known without an entry.'),
    prices: z
      .record(z.string(), priceSchema)
      .default({})
      .describe('US dollars per million tokens, by `<provider>/<model>`.'),
    direct: z
      .array(z.string().min(1))
      .default([])
      .describe(
        'Agents that may go past the gateway: they are given the key of their provider, in its `variable`, nothing is counted or capped, and the evidence says so.',
      ),
  })
  .prefault({});
