import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createRunProgram, type Isolation } from '../../../src/runner/isolation/isolation.ts';
import { findReal, isReal, makePlace, type Place, without } from './support.ts';

const isolation = await findReal('running');

const onLinux = process.platform === 'linux';

/** Living processes of the whole machine whose command line holds the word. */
const alive = (word: string): string[] =>
  readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      return readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(word);
    } catch {
      return false;
    }
  });

const sleeper = (word: string): string => `sh -c 'while :; do sleep 0.2; done' ${word}`;

const kinds: [string, Isolation][] = [['none', without]];
if (isReal(isolation)) kinds.push(['user+pid', isolation]);

describe.runIf(onLinux).each(kinds)('a program, with isolation %s', (kind, used) => {
  let place: Place;
  beforeAll(async () => {
    place = await makePlace(used);
  });
  afterAll(() => place.remove());

  it.each([0, 1, 3, 127, 128, 129, 137, 143, 255])('ends with its own exit code: %i', async (code) => {
    expect(await place.run(`exit ${code}`)).toMatchObject({ exitCode: code, timedOut: false });
  });

  it.each(['TERM', 'KILL', 'SEGV', 'ABRT', 'HUP'])('has no exit code when SIG%s ended it', async (signal) => {
    expect(await place.run(`kill -${signal} $$; sleep 10`)).toMatchObject({
      exitCode: null,
      timedOut: false,
    });
  });

  it('that is not there, or has no folder, ends with 127 and says why', async () => {
    const run = createRunProgram({ isolation: used, writable: [place.own], readable: [] });
    const request = {
      argv: ['no-such-program'] as [string],
      cwd: place.own,
      env: { PATH: '/usr/bin:/bin' },
      limitMs: 10_000,
      capBytes: 1000,
      signal: new AbortController().signal,
    };
    expect(await run(request)).toMatchObject({ exitCode: 127, output: expect.stringMatching(/not found/) });
    expect(await run({ ...request, argv: ['true'], cwd: join(place.own, 'nowhere') })).toMatchObject({
      exitCode: 127,
      output: expect.stringMatching(/nowhere|ENOENT/),
    });
    expect(await run({ ...request, argv: ['true'] })).toMatchObject({ exitCode: 0, output: '' });
  });

  it('gets its arguments, folder and environment as they are, and nothing more', async () => {
    const odd = [
      '',
      ' ',
      'a b',
      "it's",
      '"',
      '$HOME `id` $(id)',
      'back\\slash \\n \\101',
      '-n',
      'x=y',
      'two\nlines\n',
      '*',
    ];
    process.env.PROBE_OF_THE_HOST = 'seen';
    try {
      const printed = await place.run(
        'node -e "console.log(JSON.stringify([process.argv.slice(1), process.env, process.cwd()]))" -- "$@"',
        { args: odd, env: { PATH: process.env.PATH ?? '', ODD: odd.join('|'), EMPTY: '' } },
      );
      const [args, all, cwd] = JSON.parse(printed.output);
      // Which of these there are is the shell's choice.
      const { PWD, OLDPWD, SHLVL, _, THROUGHLINE_PROCESS, ...env } = all;
      expect(args).toEqual(odd);
      expect(env).toEqual({ PATH: process.env.PATH, ODD: odd.join('|'), EMPTY: '' });
      expect(cwd).toBe(place.own);
    } finally {
      delete process.env.PROBE_OF_THE_HOST;
    }
  });

  it('has closed input, and both outputs in the order they were written', async () => {
    const lines = Array.from({ length: 20 }, (_, index) => `o${index}\ne${index}\n`).join('');
    const loop = 'i=0; while [ $i -lt 20 ]; do echo o$i; echo e$i >&2; i=$((i+1)); done';
    expect(await place.run(`cat; ${loop}`)).toMatchObject({ exitCode: 0, output: lines });
  });

  it('is shown as it speaks, and cut at both ends only in what is kept', async () => {
    let bytes = 0;
    const { output } = await place.run('echo first; yes | head -c 300000; echo last', {
      capBytes: 10_000,
      onOutput: (chunk) => {
        bytes += chunk.length;
      },
    });
    expect(bytes).toBe(300_011);
    expect(output).toMatch(/^first\n[\s\S]*\[… \d+ bytes cut …\][\s\S]*last\n$/);
    expect(output.length).toBeLessThan(10_100);
  });

  it('leaves nothing alive', async () => {
    const word = randomUUID();
    const script = `(setsid ${sleeper(word)} &) ; setsid -f ${sleeper(word)} ; nohup ${sleeper(word)} & grep -c ${word} /proc/[0-9]*/cmdline | grep -v :0; exit 5`;
    const { exitCode, output } = await place.run(script);
    expect(exitCode).toBe(5);
    expect(output).toMatch(/cmdline:1/);
    expect(alive(word)).toEqual([]);
  });

  it('is ended at its limit with everything it started, deaf ones too', async () => {
    const word = randomUUID();
    const deaf = `sh -c 'trap "" TERM; while :; do sleep 0.2; done' ${word}`;
    const script = `trap 'echo asked' TERM; echo begun; ${deaf} & (setsid ${sleeper(word)} &) ; while :; do sleep 0.1; done`;
    const ended = await place.run(script, { limitMs: 700 });
    expect(ended).toMatchObject({ exitCode: null, timedOut: true });
    expect(ended.output).toMatch(/^begun\n(Terminated\n)*asked\n/);
    expect(alive(word)).toEqual([]);
  });

  it('is ended when the run is cancelled', async () => {
    const word = randomUUID();
    const stop = new AbortController();
    const running = place.run(`setsid ${sleeper(word)} & echo begun; ${sleeper(word)}`, {
      signal: stop.signal,
      onOutput: () => stop.abort(new Error('stop now')),
    });
    await expect(running).rejects.toThrow('stop now');
    expect(alive(word)).toEqual([]);
    await expect(place.run('echo x', { signal: stop.signal })).rejects.toThrow('stop now');
  });

  it('that stops itself is ended at its limit', async () => {
    const word = randomUUID();
    const ended = await place.run(`${sleeper(word)} & kill -STOP $$; echo not reached`, { limitMs: 700 });
    expect(ended).toMatchObject({ exitCode: null, timedOut: true, output: '' });
    expect(alive(word)).toEqual([]);
  });

  it('goes on when something it left behind ends', async () => {
    const orphans = '(setsid sh -c "sleep 0.1; exit 3" &); '.repeat(5);
    expect(await place.run(`${orphans} sleep 0.6; echo still here`)).toMatchObject({
      exitCode: 0,
      output: 'still here\n',
    });
  });

  // Nothing but a namespace reaches such a one.
  if (kind === 'user+pid')
    it('that clears its tracks leaves nothing alive either', async () => {
      const word = randomUUID();
      const script = `(env -i setsid ${sleeper(word)} > /dev/null 2>&1 &) ; sleep 0.2; grep -c ${word} /proc/[0-9]*/cmdline`;
      expect(await place.say(script)).toMatch(/cmdline:1/);
      expect(alive(word)).toEqual([]);
    });

  it('may send signals to everybody it can reach', async () => {
    // Without isolation that is the whole machine, and is left alone.
    const everybody = kind === 'none' ? '$!' : '-1';
    const script = `sleep 20 & kill -9 ${everybody}; wait; echo "over: $?"; exit 4`;
    expect(await place.run(script)).toMatchObject({ exitCode: 4 });
  });
});

describe.runIf(isReal(isolation))('the boundary', () => {
  let place: Place;
  beforeAll(async () => {
    place = await makePlace(isolation);
  });
  afterAll(() => place.remove());

  it('holds no descriptor of this process open', async () => {
    const script = 'for f in /proc/self/fd/*; do readlink "$f"; done';
    const open = (await place.say(script)).trim().split('\n');
    const foreign = open.filter((target) => target !== '/dev/null' && !/^(socket|pipe):/.test(target));
    expect(foreign).toEqual([]);
    expect(new Set(open.filter((target) => target !== '/dev/null')).size).toBe(1);
  });

  it('falls with this process, however that ends', async () => {
    const word = randomUUID();
    const code = `
      import { createRunProgram } from ${JSON.stringify(resolve('src/runner/isolation/isolation.ts'))};
      const { isolation, own, script } = JSON.parse(process.env.GIVEN);
      await createRunProgram({ isolation, writable: [own], readable: [] })({
        argv: ['/bin/sh', '-c', script],
        cwd: own,
        env: { PATH: '/usr/bin:/bin' },
        limitMs: 60_000,
        capBytes: 1000,
        onOutput: (chunk) => process.stdout.write(chunk),
        signal: new AbortController().signal,
      });`;
    const script = `setsid ${sleeper(word)} & echo begun; ${sleeper(word)}`;
    const runner = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], {
      env: { ...process.env, GIVEN: JSON.stringify({ isolation, own: place.own, script }) },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(runner.stdout, 'data');
    expect(alive(word).length).toBeGreaterThanOrEqual(2);
    runner.kill('SIGKILL');
    await vi.waitFor(() => expect(alive(word)).toEqual([]), { timeout: 10_000 });
  });

  it('stops a program that multiplies, at the number given', async () => {
    const script = 'i=0; while [ $i -lt 80 ]; do sleep 20 & i=$((i+1)); done; echo all $i';
    const capped = await place.run(script, { processes: 30 });
    expect(capped.output).toMatch(/fork|Resource temporarily unavailable/i);
    expect(capped.output).not.toContain('all');
    expect(await place.run(script, { processes: 300 })).toMatchObject({ exitCode: 0, output: 'all 80\n' });
  });

  it.each([
    ['fails', ['/bin/false']],
    ['does nothing and succeeds', ['/bin/true']],
    ['is not there', ['/nonexistent/tool']],
    ['breaks on the way in', ['/bin/sh', '-c', 'case "$*" in *nsenter*) exit 0;; esac; exec "$@"', 'sh']],
  ])('that cannot be set up because root %s is an error, and nothing runs outside', async (_, broken) => {
    if (!isReal(isolation)) throw new Error('not reached');
    const { asRoot } = isolation;
    const run = createRunProgram({
      isolation: { ...isolation, asRoot: [...broken, ...asRoot] },
      writable: [],
      readable: [],
    });
    const mark = join(place.base, 'ran');
    const request = {
      argv: ['touch', mark] as [string, ...string[]],
      cwd: '/',
      env: { PATH: '/usr/bin:/bin' },
      limitMs: 10_000,
      capBytes: 1000,
      signal: new AbortController().signal,
    };
    await expect(run(request)).rejects.toThrow(/^The boundary could not be set up, so nothing was run: \S/);
    expect(existsSync(mark)).toBe(false);
  });

  it('is refused for folders that would open more than themselves', async () => {
    const run = (writable: string[]) =>
      createRunProgram({ isolation, writable, readable: [] })({
        argv: ['true'],
        cwd: '/',
        env: {},
        limitMs: 10_000,
        capBytes: 1000,
        signal: new AbortController().signal,
      });
    const link = join(place.base, 'link');
    symlinkSync('/etc', link);
    writeFileSync(join(place.base, 'file'), '');
    for (const folder of [
      link,
      join(link, 'ssl'),
      join(place.base, 'file'),
      'relative',
      join(place.base, 'absent'),
      '/',
    ])
      await expect(run([folder])).rejects.toThrow('give the real path of a folder');
    for (const folder of ['/tmp', '/home', '/var'])
      await expect(run([folder])).rejects.toThrow(/may not be lent|real path/);
    await expect(run([place.own])).resolves.toMatchObject({ exitCode: 0 });
  });
});
