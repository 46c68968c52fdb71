import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';

/** What `npm start` needs, read from the environment. Secrets are lists so that one can be rotated: old and new are both accepted. */
export interface Settings {
  appId: number;
  privateKey: string;
  webhookSecrets: [string, ...string[]];
  githubApiUrl: string;
  linear: { apiKey: string; webhookSecrets: [string, ...string[]]; apiUrl: string };
  database: { databaseUrl: string } | { dataDir: string };
  port: number;
  host: string;
  logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
}

const secrets = (where: string) =>
  z.string({ error: where }).transform((text, context): [string, ...string[]] => {
    const [first, ...rest] = text
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '');
    if (first === undefined) {
      context.addIssue(where);
      return z.NEVER;
    }
    return [first, ...rest];
  });

const url = (text: string) => z.url({ error: text, protocol: /^https?$/ });

const isRsaKey = (pem: string): boolean => {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
};

const privateKey = (where: string) =>
  z.string({ error: where }).transform((text, context) => {
    const pem = (text.includes('-----BEGIN') ? text : Buffer.from(text, 'base64').toString('utf8')).replace(
      /\\n/g,
      '\n',
    );
    if (!isRsaKey(pem)) {
      context.addIssue(where);
      return z.NEVER;
    }
    return pem;
  });

const where = {
  APP_ID: 'must be the number shown as "App ID" on your GitHub App\'s settings page',
  PRIVATE_KEY:
    'must be the PEM text (or its base64) made under "Private keys" on your GitHub App\'s settings page',
  WEBHOOK_SECRET:
    "must be the webhook secret set on your GitHub App's settings page (two, comma-separated, while you rotate it)",
  GITHUB_API_URL: 'must be an http(s) address such as https://api.github.com or https://HOST/api/v3',
  LINEAR_API_KEY:
    'must be a key made in Linear under Settings → Security & access → Personal API keys (lin_api_…)',
  LINEAR_WEBHOOK_SECRET:
    'must be the signing secret shown in Linear under Settings → API → Webhooks (two, comma-separated, while you rotate it)',
  LINEAR_API_URL: 'must be an http(s) address such as https://api.linear.app/graphql',
  DATABASE_URL: 'must be a postgres:// address; leave it out to keep state in DATA_DIR',
  DATA_DIR: 'must be a folder',
  PORT: 'must be a port number from 0 to 65535',
  HOST: 'must be an address to listen on, such as 0.0.0.0',
  LOG_LEVEL: 'must be one of trace, debug, info, warn, error, fatal, silent',
} as const;

const schema = z.object({
  APP_ID: z
    .string({ error: where.APP_ID })
    .regex(/^[1-9]\d{0,11}$/, where.APP_ID)
    .transform(Number),
  PRIVATE_KEY: privateKey(where.PRIVATE_KEY),
  WEBHOOK_SECRET: secrets(where.WEBHOOK_SECRET),
  GITHUB_API_URL: url(where.GITHUB_API_URL).default('https://api.github.com'),
  LINEAR_API_KEY: z.string({ error: where.LINEAR_API_KEY }).trim().min(1, where.LINEAR_API_KEY),
  LINEAR_WEBHOOK_SECRET: secrets(where.LINEAR_WEBHOOK_SECRET),
  LINEAR_API_URL: url(where.LINEAR_API_URL).default('https://api.linear.app/graphql'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, where.DATABASE_URL)
    .optional(),
  DATA_DIR: z.string().min(1, where.DATA_DIR).default('.throughline'),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, where.PORT)
    .transform(Number)
    .refine((port) => port <= 65_535, where.PORT)
    .default(3000),
  HOST: z.string().min(1, where.HOST).default('0.0.0.0'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], { error: where.LOG_LEVEL })
    .default('info'),
});

/** Reads and judges the environment. `problem` is one line that names the variable and where to get it; it never repeats a value. */
export const readSettings = (
  environment: Record<string, string | undefined>,
): { settings: Settings } | { problem: string } => {
  // an empty variable is a forgotten one
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const name = String(issue?.path[0] ?? 'environment');
    const state = name in given ? 'is malformed' : 'is missing';
    return { problem: `${name} ${state}: it ${issue?.message ?? 'is invalid'}` };
  }
  const read = parsed.data;
  return {
    settings: {
      appId: read.APP_ID,
      privateKey: read.PRIVATE_KEY,
      webhookSecrets: read.WEBHOOK_SECRET,
      githubApiUrl: read.GITHUB_API_URL.replace(/\/+$/, ''),
      linear: {
        apiKey: read.LINEAR_API_KEY,
        webhookSecrets: read.LINEAR_WEBHOOK_SECRET,
        apiUrl: read.LINEAR_API_URL,
      },
      database: read.DATABASE_URL ? { databaseUrl: read.DATABASE_URL } : { dataDir: read.DATA_DIR },
      port: read.PORT,
      host: read.HOST,
      logLevel: read.LOG_LEVEL,
    },
  };
};
