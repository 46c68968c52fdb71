import { describe, expect, it } from 'vitest';
import { scanText, scanTexts } from '../../src/secrets/scan.ts';
import { makeSamples } from './samples.ts';

const samples = Object.entries(makeSamples());

describe('a scan', () => {
  it.each(samples)('finds %s, and says where', async (_, sample) => {
    const found = await scanText(`import a from 'a';\n\nconst value = "${sample}";\n`);
    expect(found.map(({ line }) => line)).toContain(3);
    for (const { kind } of found) expect(kind).not.toContain(sample);
  });

  it('finds one beyond the first megabyte, at its own line', async () => {
    const [, sample = ''] = samples[0] ?? [];
    const line = `${'const x = 1;'.repeat(8)}\n`;
    const found = await scanText(`${line.repeat(20_000)}x = '${sample}'\n${line.repeat(20_000)}`);
    expect(new Set(found.map((finding) => finding.line))).toEqual(new Set([20_001]));
  });

  it.each([
    'postgres://postgres:postgres@localhost:5432/test',
    'DATABASE_URL=postgres://app:app@db:5432/app',
    'redis://user:password@redis:6379',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: code as it is written
    'const url = `https://${user}:${password}@${host}/x`;',
    'fmt.Sprintf("http://%s:%s@%s", user, password, host)',
    'https://user:pass@example.com',
    'postgresql://USER:PASSWORD@HOST/DB',
    `token: ${'gh'}p_${'x'.repeat(36)}`,
    ['AWS_ACCESS_KEY_ID=AKI', 'AIOSFODNN7EXAMPLE'].join(''),
    ['aws_secret_access_key = wJalrXUtnFEMI/K7MD', 'ENG/bPxRfiCYEXAMPLEKEY'].join(''),
    'secret := os.Getenv("AWS_SECRET_ACCESS_KEY")',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a workflow as it is written
    'aws_secret_access_key: ${{ secrets.AWS_SECRET_ACCESS_KEY }}',
    'const sha = "da39a3ee5e6b4b0d3255bfef95601890afd80709";',
    `"integrity": "sha512-${'Zm9vYmFy'.repeat(10)}=="`,
    'git@github.com:acme/widgets.git',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a configuration as it is written
    '//registry.npmjs.org/:_authToken=${NPM_TOKEN}',
    'import { sk_learn } from "sk-learn-with-a-long-name";',
    'git clone https://github.com/acme/widgets.git && cd widgets',
    '-----BEGIN PUBLIC KEY-----\nabc\n-----END PUBLIC KEY-----',
    '',
  ])('takes ordinary work for ordinary: %s', async (text) => {
    expect(await scanText(`${text}\n`)).toEqual([]);
  });

  it('of many texts at once gives each its own, whatever runs on into the next', async () => {
    const [, sample = ''] = samples[0] ?? [];
    const key = makeSamples()['a private key'] ?? '';
    const unended = key.slice(0, key.indexOf('-----END'));
    const filler = 'const x = 1;\n'.repeat(30_000);
    const texts = ['', `a\n${sample}`, filler, unended, `${sample}\n`, filler.repeat(4), `\n\n${sample}`, ''];
    const found = await scanTexts(texts);
    const lines = found.map((list) => [...new Set(list.map(({ line }) => line))]);
    expect(lines).toEqual([[], [2], [], [1], expect.anything(), [], [3], []]);
    for (const [index, list] of found.entries())
      for (const { matched } of list) expect(texts[index]).toContain(matched);
    expect(await scanTexts([])).toEqual([]);
  });

  it('is not led astray by a stand-in beside the real thing', async () => {
    const [, sample = ''] = samples[0] ?? [];
    const line = `postgres://app:app@localhost/x ${sample} ${'x'.repeat(40)}`;
    expect(await scanText(line)).not.toEqual([]);
    const local = `https://x:${sample}@localhost/`;
    expect(await scanText(local)).not.toEqual([]);
  });
});
