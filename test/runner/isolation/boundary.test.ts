import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findReal, isReal, makeBase, makePlace, type Place, without } from './support.ts';

const isolation = await findReal('boundary');
const real = isReal(isolation);
/** A place that is not covered, unlike /tmp; within the checkout and ignored by git. */
const cache = resolve('node_modules/.cache');

it('is there for root in CI: a boundary that is skipped would look like one that holds', () => {
  const must = Boolean(process.env.CI) && process.platform === 'linux' && process.getuid?.() === 0;
  expect(must ? isolation : { kind: 'user+pid' }).toMatchObject({ kind: 'user+pid' });
});

describe.runIf(real)('who a program is', () => {
  let place: Place;
  beforeAll(async () => {
    place = await makePlace(isolation);
  });
  afterAll(() => place.remove());

  it('is a user of its own, with a name and a home', async () => {
    const { output } = await place.run(
      'id -u; id -g; id -G; whoami; node -p "Object.values(os.userInfo()).slice(2, 4).join()"',
    );
    const uid = isReal(isolation) ? String(isolation.uid) : '';
    const lines = output.trimEnd().split('\n');
    expect(lines).toEqual([uid, uid, uid, 'throughline', `throughline,${place.own}`]);
    expect(Number(uid)).toBeGreaterThan(60_000);
  });

  it('has no capability and can get none: no sudo, no set-user-id program, no mount, no device', async () => {
    const status = await place.say('cat /proc/self/status');
    expect(status.match(/^Cap\w+:\t\w+$/gm)).toEqual(
      ['Inh', 'Prm', 'Eff', 'Bnd', 'Amb'].map((set) => `Cap${set}:\t0000000000000000`),
    );
    expect(status).toContain('NoNewPrivs:\t1\n');
    const tries = [
      'sudo -n id -u',
      'su -c "id -u" root',
      'mount -t tmpfs none .',
      'mknod device b 1 1',
      'chown 0 file',
    ];
    for (const attempt of tries) {
      const { exitCode } = await place.run(`: > file; ${attempt}`);
      expect([attempt, exitCode]).not.toEqual([attempt, 0]);
    }
  });

  it('sees its own processes only, and no terminal', async () => {
    const outside = spawn('sleep', ['60'], { stdio: 'ignore' });
    try {
      const list = 'for p in /proc/[0-9]*; do tr "\\0" " " < $p/cmdline; echo; done';
      const control = await makePlace(without);
      expect(await control.say(list)).toMatch(/^sleep 60 $/m);
      await control.remove();
      const seen = (await place.say(`sleep 61 & sleep 0.2; ${list}`)).split('\n');
      expect(seen).toContain('sleep 61 ');
      expect(seen).not.toContain('sleep 60 ');
      expect(seen.length).toBeLessThan(15);
      expect((await place.run(': < /dev/tty')).exitCode).not.toBe(0);
    } finally {
      outside.kill('SIGKILL');
    }
  });

  it('cannot undo any of it with a user namespace of its own', async () => {
    // What succeeds in there changes nothing but its own view, and not even that gives the covered places away.
    const look = 'echo "[$(ls -A /home /run | tr -d "\\n")]"';
    const undo = [
      'umount -l /home',
      'umount -l /run',
      'umount -l /proc',
      'mount -o remount,bind,rw /',
      'mount -o remount,bind,rw /etc',
      'echo x > /etc/throughline-probe',
      look,
    ];
    const output = await place.say(
      `${look}; unshare --user --map-root-user --mount sh -c '${undo.join('; ')}' 2>/dev/null`,
    );
    const [before, after = before] = output.trim().split('\n');
    expect(before).toMatch(/^\[\/home:.*\/run:\]$/);
    // Where ordinary users get no such namespace, nothing is tried.
    expect(after).toBe(before);
    expect(existsSync('/etc/throughline-probe')).toBe(false);
  });
});

describe('secrets of the machine', () => {
  let base: string;
  let beside: string;
  let holder: ChildProcess;
  beforeEach(() => {
    base = makeBase();
    mkdirSync(cache, { recursive: true });
    beside = mkdtempSync(join(cache, 'boundary-'));
    chmodSync(beside, 0o755);
    for (const folder of [base, beside])
      writeFileSync(join(folder, 'secret'), 'canary-file', { mode: 0o600 });
    holder = spawn('sleep', ['60'], { env: { CANARY: 'canary-variable' }, stdio: 'ignore' });
  });
  afterEach(() => {
    holder.kill('SIGKILL');
    rmSync(beside, { recursive: true, force: true });
  });

  const script = [
    'cat "$1/secret" "$2/secret"',
    'cat "/proc/$3/environ" "/proc/$3/root$2/secret" "/proc/$PPID/environ" "/proc/1/environ"',
    'grep -l canary /proc/[0-9]*/environ',
    'cat "/proc/$3/cwd/package.json" | head -c 20',
    'true',
  ].join('; ');
  const args = (): string[] => [base, beside, String(holder.pid)];

  it('are there to be found without isolation', async () => {
    const place = await makePlace(without, base);
    const seen = await place.say(script, { args: args() });
    expect(seen.match(/canary-file/g)?.length).toBeGreaterThanOrEqual(2);
    expect(seen).toContain('canary-variable');
    await place.remove();
  });

  it.runIf(real)('are not there for the second user, even where the way to them is opened', async () => {
    const place = await makePlace(isolation, base);
    expect(await place.say(script, { args: args() })).not.toMatch(/canary-|"name"/);
    const opened = await place.say(script, { args: args(), readable: [join(base, 'secret'), beside] });
    expect(opened).toContain('Permission denied');
    expect(opened).not.toMatch(/canary-|"name"/);
    await place.remove();
  });

  it.runIf(real)(
    'in covered places are shown only as far as they are readable for everybody and named',
    async () => {
      const place = await makePlace(isolation, base);
      writeFileSync(join(base, 'public'), 'public text', { mode: 0o644 });
      const look = 'cat "$1/public"; ls -A "$1"';
      expect(await place.say(look, { args: [base] })).not.toContain('public text');
      const named = await place.say(look, { args: [base], readable: [join(base, 'public')] });
      expect(named).toContain('public text');
      expect(named.replace('public text', '').trim().split('\n').sort()).toEqual(['own', 'public']);
      const hidden = await place.say('ls -A "$1"', { args: [beside], hidden: [beside] });
      expect(hidden).not.toMatch(/^secret/m);
      await place.remove();
    },
  );
});

describe.runIf(real)('what a program can change', () => {
  let place: Place;
  let beside: string;
  beforeAll(async () => {
    place = await makePlace(isolation);
    mkdirSync(cache, { recursive: true });
    beside = mkdtempSync(join(cache, 'boundary-'));
    chmodSync(beside, 0o777);
  });
  afterAll(async () => {
    await place.remove();
    rmSync(beside, { recursive: true, force: true });
  });

  it('is its own folder', async () => {
    expect(await place.run('echo kept > "a file"; cat "a file"')).toMatchObject({
      exitCode: 0,
      output: 'kept\n',
    });
    expect(await place.say('cat "a file"')).toBe('kept\n');
  });

  it('is nothing else, though it were writable for everybody', async () => {
    const control = await makePlace(without);
    expect(await control.run('echo x > "$1/probe"', { args: [beside] })).toMatchObject({ exitCode: 0 });
    await control.remove();
    for (const folder of [
      beside,
      place.base,
      '/etc',
      '/',
      '/root',
      '/home',
      '/run',
      '/dev',
      '/sys',
      '/usr',
    ]) {
      const { exitCode, output } = await place.run('echo x > "$1/written"', { args: [folder] });
      expect([folder, exitCode]).not.toEqual([folder, 0]);
      expect(output).toMatch(/Read-only file system|Permission denied|nonexistent/);
    }
    expect(readdirSync(beside)).toEqual(['probe']);
    expect(readdirSync(place.base)).toEqual(['own']);
  });

  it('of temporary places is its own, and gone afterwards', async () => {
    const name = `probe-${process.pid}`;
    const script = 'for f in /tmp /var/tmp /dev/shm; do echo x > "$f/$1" && cat "$f/$1"; ls "$f"; done';
    const { exitCode, output } = await place.run(script, { args: [name] });
    expect(exitCode).toBe(0);
    expect(output.match(/^x$/gm)).toHaveLength(3);
    expect(await place.say('ls -A /tmp /var/tmp /dev/shm', { args: [name] })).not.toContain(name);
    for (const folder of ['/tmp', '/var/tmp', '/dev/shm']) expect(existsSync(join(folder, name))).toBe(false);
    expect(isReal(isolation) ? readdirSync(isolation.scratch) : null).toEqual([]);
  });

  it('is not what another run has, at the same time', async () => {
    const other = await findReal('another');
    const theirs = await makePlace(other);
    const stop = new AbortController();
    let begin = (): void => {};
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const waiting = place.run('echo mine > private; echo mine > /tmp/private; echo begun; sleep 60 & wait', {
      signal: stop.signal,
      onOutput: () => begin(),
    });
    const ended = expect(waiting).rejects.toThrow('enough');
    await begun;
    const look = `id -u; cat "$1/private" /tmp/private; echo x > "$1/x"; ls /tmp; grep -l 'sleep.6[0]' /proc/[0-9]*/cmdline`;
    const seen = await theirs.say(look, { args: [place.own] });
    const opened = await theirs.say(look, { args: [place.own], readable: [place.own] });
    stop.abort(new Error('enough'));
    await ended;
    for (const output of [seen, opened]) {
      expect(output).toMatch(/^\d+\n/);
      expect(output).not.toMatch(/^mine|sleep|cmdline/m);
      expect(isReal(isolation) ? output.startsWith(`${isolation.uid}\n`) : true).toBe(false);
    }
    expect(await place.say('ls; cat private')).toContain('mine');
    await theirs.remove();
  });
});
