import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../src/settings.ts';
import { complete } from './settings-samples.ts';

type Environment = Record<string, string | undefined>;

const problemOf = (environment: Environment): string => {
  const read = readSettings(environment);
  return 'problem' in read ? read.problem : 'none';
};
const settingsOf = (environment: Environment) => {
  const read = readSettings(environment);
  if ('problem' in read) throw new Error(read.problem);
  return read.settings;
};

/** Where a person finds what is asked for. */
const places: Record<keyof typeof complete, string> = {
  APP_ID: "your GitHub App's settings page",
  PRIVATE_KEY: 'under "Private keys" on your GitHub App\'s settings page',
  WEBHOOK_SECRET: "set on your GitHub App's settings page",
  LINEAR_API_KEY: 'Settings → Security & access → Personal API keys',
  LINEAR_WEBHOOK_SECRET: 'Settings → API → Webhooks',
};

describe('what must be there', () => {
  it.each(Object.entries(places))(
    '%s missing or empty: one line that says where to get it',
    (name, where) => {
      for (const value of [undefined, '']) {
        const problem = problemOf({ ...complete, [name]: value });
        expect(problem).toMatch(new RegExp(`^${name} is missing: it must be `));
        expect(problem).toContain(where);
        expect(problem).not.toContain('\n');
      }
    },
  );

  it('is all that is asked for', () => {
    expect(problemOf(complete)).toBe('none');
  });
});

describe('what is there and cannot be used', () => {
  it.each([
    ['APP_ID', 'Iv1.8a61f9b3a7aba766'],
    ['APP_ID', '0'],
    ['APP_ID', '-5'],
    ['PRIVATE_KEY', 'my key'],
    ['PRIVATE_KEY', '-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----'],
    ['PRIVATE_KEY', complete.PRIVATE_KEY.slice(0, 400)],
    ['WEBHOOK_SECRET', ' , ,'],
    ['LINEAR_WEBHOOK_SECRET', ','],
    ['LINEAR_API_KEY', '   '],
    ['GITHUB_API_URL', 'api.github.com'],
    ['GITHUB_API_URL', 'file:///etc/passwd'],
    ['LINEAR_API_URL', 'linear'],
    ['DATABASE_URL', 'mysql://localhost/throughline'],
    ['PORT', 'http'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['LOG_LEVEL', 'verbose'],
  ])('%s=%j: one line that says so', (name, value) => {
    const problem = problemOf({ ...complete, [name]: value });
    expect(problem).toMatch(new RegExp(`^${name} is malformed: it must be `));
    expect(problem).not.toContain('\n');
  });

  it('is never repeated, whatever it is', () => {
    const names = [
      ...Object.keys(complete),
      'GITHUB_API_URL',
      'LINEAR_API_URL',
      'DATABASE_URL',
      'PORT',
      'LOG_LEVEL',
    ];
    let refused = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.string({ minLength: 1, maxLength: 40 }).map((text) => `marked${text}`),
        (name, secret) => {
          const problem = problemOf({ ...complete, [name]: secret });
          if (problem !== 'none') refused += 1;
          expect(problem).not.toContain('marked');
        },
      ),
    );
    expect(refused).toBeGreaterThan(0);
  });
});

describe('what is read', () => {
  it('has defaults that reach the real platforms and keep state in a folder', () => {
    expect(settingsOf(complete)).toMatchObject({
      appId: 206,
      githubApiUrl: 'https://api.github.com',
      linear: { apiUrl: 'https://api.linear.app/graphql' },
      database: { dataDir: '.throughline' },
      port: 3000,
      logLevel: 'info',
    });
  });

  it('prefers a database to a folder; an empty address is none', () => {
    const given = { ...complete, DATABASE_URL: 'postgres://localhost/throughline', DATA_DIR: '/data' };
    expect(settingsOf(given).database).toEqual({ databaseUrl: 'postgres://localhost/throughline' });
    expect(settingsOf({ ...given, DATABASE_URL: '' }).database).toEqual({ dataDir: '/data' });
  });

  it('takes two secrets while one is rotated', () => {
    const rotating = { ...complete, WEBHOOK_SECRET: 'new, old', LINEAR_WEBHOOK_SECRET: 'one,two,' };
    expect(settingsOf(rotating).webhookSecrets).toEqual(['new', 'old']);
    expect(settingsOf(rotating).linear.webhookSecrets).toEqual(['one', 'two']);
  });

  it('takes a private key in the forms in which environments hold one', () => {
    const pem = complete.PRIVATE_KEY;
    for (const form of [pem, pem.replaceAll('\n', '\\n'), Buffer.from(pem).toString('base64')])
      expect(settingsOf({ ...complete, PRIVATE_KEY: form }).privateKey.trim()).toBe(pem.trim());
  });

  it('drops the slash that would be doubled', () => {
    const given = { ...complete, GITHUB_API_URL: 'https://ghe.test/api/v3/' };
    expect(settingsOf(given).githubApiUrl).toBe('https://ghe.test/api/v3');
  });
});
