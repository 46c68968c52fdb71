import { describe, expect, it } from 'vitest';
import { type Gap, gapSentence } from '../../../src/runner/isolation/gap.ts';
import { createRunProgram, findIsolation } from '../../../src/runner/isolation/isolation.ts';
import { claimUser, freeRange } from '../../../src/runner/isolation/user.ts';
import { isReal, makeScratch } from './support.ts';

describe('what is said where there is no boundary', () => {
  const cases: [Gap, RegExp][] = [
    [{ lacks: 'linux', platform: 'darwin' }, /on macOS.*use one on Linux/],
    [{ lacks: 'linux', platform: 'win32' }, /on Windows.*use one on Linux/],
    [{ lacks: 'linux', platform: 'freebsd' }, /on freebsd.*use one on Linux/],
    [{ lacks: 'tools', names: ['setpriv', 'nsenter'] }, /lacks `setpriv`, `nsenter`: install util-linux/],
    [{ lacks: 'sudo' }, /neither root nor has it `sudo`: run it as a user with passwordless sudo/],
    [{ lacks: 'permission', why: 'sudo: a password is required' }, /a password is required.*NOPASSWD/],
    [{ lacks: 'user-numbers' }, /no user number to spare: .*65536/],
    [{ lacks: 'namespaces', why: 'unshare failed: Operation not permitted' }, /not permitted.*--privileged/],
    [{ lacks: 'namespaces', why: `two\nlines ${'x'.repeat(5000)}` }, /two lines x+\)/],
  ];

  it.each(cases)('%j', (gap, words) => {
    const sentence = gapSentence(gap);
    expect(sentence).toMatch(words);
    expect(sentence).toMatch(/^This [^\n]{40,480}\.$/);
  });
});

describe('findIsolation', () => {
  const find = (seed: string) => findIsolation({ path: process.env.PATH, scratch: makeScratch(), seed });

  it('gives one user to one seed and another to another', async () => {
    const [one, other, again] = [await find('one'), await find('other'), await find('one')];
    if (!isReal(one) || !isReal(other) || !isReal(again)) {
      expect([one, other, again].map(({ kind }) => kind)).toEqual(['none', 'none', 'none']);
      return;
    }
    expect(again.uid).toBe(one.uid);
    expect(other.uid).not.toBe(one.uid);
  });

  it('says what is wrong with a scratch folder instead of throwing', async () => {
    const found = await findIsolation({
      path: process.env.PATH,
      scratch: '/etc/passwd/own',
      seed: 'scratch',
    });
    expect(found).toMatchObject({ kind: 'none', gap: expect.stringMatching(/^This .*\.$/) });
  });

  it('has programs run with our own rights where there is none', async () => {
    const run = createRunProgram({ isolation: { kind: 'none', gap: 'x' }, writable: [], readable: [] });
    const { output } = await run({
      argv: ['id', '-u'],
      cwd: '/',
      env: { PATH: '/usr/bin:/bin' },
      limitMs: 10_000,
      capBytes: 1000,
      signal: new AbortController().signal,
    });
    expect(output).toBe(`${process.getuid?.()}\n`);
  });
});

describe('the user number', () => {
  const whole = '         0          0 4294967295\n';
  it.each([
    ['of a machine', whole, whole, 65_536],
    ['of a rootless container', '0 1000 1\n1 100000 65536\n', '0 1000 1\n1 100000 65536\n', 60_578],
    ['of one with few users', '0 100000 1000\n', whole, null],
    ['of one with few groups', whole, '0 100000 1000\n', null],
    ['of one user', '0 1000 1\n', '0 1000 1\n', null],
    ['of an empty map', '', '', null],
  ])('%s', (_, users, groups, first) => {
    expect(freeRange({ users, groups })?.first ?? null).toBe(first);
  });

  it.runIf(process.platform === 'linux')(
    'is held against other claims while this process lives',
    async () => {
      const claims = await Promise.all(Array.from({ length: 30 }, (_, index) => claimUser(`claim ${index}`)));
      expect(new Set(claims).size).toBe(30);
      expect(await claimUser('claim 7')).toBe(claims[7]);
    },
  );
});
