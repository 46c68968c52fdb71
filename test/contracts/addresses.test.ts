import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLocal, isLoopback } from '../../src/contracts/addresses.ts';
import { configurationSchema } from '../../src/contracts/configuration.ts';
import { servedModelSchema } from '../../src/contracts/models.ts';
import { providerFindings } from '../../src/contracts/provider-findings.ts';
import { addressProblem } from '../../src/runner/gateway/address.ts';

const hostOf = (host: string): string => new URL(`http://${host}`).hostname;

describe('plain http may go to', () => {
  it.each([
    ['localhost', true, true],
    ['LOCALHOST.', true, true],
    ['app.localhost', true, true],
    ['127.0.0.1', true, true],
    ['127.1', true, true],
    ['[::1]', true, true],
    ['[::ffff:127.0.0.1]', true, true],
    ['10.0.0.1', true, false],
    ['172.16.0.1', true, false],
    ['172.31.255.255', true, false],
    ['192.168.1.1', true, false],
    ['[fd00::1]', true, false],
    ['[fe80::1]', true, false],
    ['[::ffff:10.0.0.1]', true, false],
    ['ollama', true, false],
    ['llm_server', true, false],
    ['ollama.home.arpa', true, false],
    ['llm.internal', true, false],
    ['models.test', true, false],
    ['172.15.0.1', false, false],
    ['172.32.0.1', false, false],
    ['192.169.0.1', false, false],
    ['8.8.8.8', false, false],
    ['0.0.0.0', false, false],
    ['169.254.169.254', false, false],
    ['[2001:db8::1]', false, false],
    ['[::ffff:8.8.8.8]', false, false],
    ['[fc::1]', false, false],
    ['models.example', false, false],
    ['127.0.0.1.models.example', false, false],
    ['10.models.example', false, false],
    ['local.models.example', false, false],
    ['homelocal.com', false, false],
  ])('%s: %s, and it is this machine: %s', (host, local, loopback) => {
    expect([isLocal(hostOf(host)), isLoopback(hostOf(host))]).toEqual([local, loopback]);
  });

  it('the same addresses in the configuration and in a run', () => {
    const label = fc.constantFrom('127', '10', '192', '168', '1', 'a', 'fd00', 'test', 'internal', 'home', 'arpa', 'localhost', 'com');
    const name = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
    const host = fc.oneof(name, fc.ipV4(), fc.ipV6().map((address) => `[${address}]`));
    const scheme = fc.constantFrom('http', 'https', 'ftp');
    fc.assert(
      fc.property(scheme, host, (by, where) => {
        const url = `${by}://${where}/v1`;
        if (!URL.canParse(url)) return;
        const models = configurationSchema.shape.models.parse({
          providers: { x: { api: 'openai-chat', url } },
        });
        const model = servedModelSchema.parse({
          provider: 'x',
          model: 'm',
          api: 'openai-chat',
          url,
          header: 'authorization',
          headers: {},
          silenceSeconds: 9,
          price: null,
        });
        expect(providerFindings(models).length === 0).toBe(addressProblem(model) === null);
      }),
      { numRuns: 500 },
    );
  });
});
