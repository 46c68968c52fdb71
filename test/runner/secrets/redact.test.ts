import { describe, expect, it } from 'vitest';
import { knownSecrets } from '../../../src/runner/secrets/known.ts';
import { redactText } from '../../../src/runner/secrets/redact.ts';
import { makeSamples } from '../../secrets/samples.ts';

const samples = Object.entries(makeSamples());

describe('a transcript', () => {
  it.each(samples)('is shown without %s', async (_, sample) => {
    const text = await redactText(
      `before\n${sample}\nafter the-run's-own\n`,
      knownSecrets(["the-run's-own"]),
    );
    for (const line of sample.split('\n')) expect(text).not.toContain(line);
    expect(text).toMatch(/^before\n[\s\S]*redacted[\s\S]*\nafter \*\*\*\n$/);
  });
});
