import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  agentStep,
  answering,
  assignmentFor,
  makeWorld,
  optionsFor,
  runCommand,
  type World,
} from './world.ts';

let world: World;
beforeEach(() => {
  world = makeWorld();
});
afterEach(() => world.remove());

/** Living processes whose command line holds the word. */
const alive = (word: string): number =>
  readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      return readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(word);
    } catch {
      return false;
    }
  }).length;

/** A command line that shows in the process list and can be told from every other. */
const unique = (): string => `sleeper-${randomUUID()}`;
const sleeper = (word: string): string => `sh -c 'while :; do sleep 0.2; done' ${word}`;

describe.runIf(process.platform === 'linux')('an agent beyond its time', () => {
  it('is ended with everything it started, sessions of their own and deaf ones included', async () => {
    const word = unique();
    const deaf = `sh -c 'trap "" TERM; while :; do sleep 0.2; done' ${word}`;
    const command = `setsid ${sleeper(word)} & ${deaf} & (setsid ${sleeper(word)} &) ; echo started; echo x > x; ${sleeper(word)}`;
    const { outcome, evidence } = await runCommand(world, command, {
      limits: { agentSeconds: 1, stallSeconds: 60, verifySeconds: 30 },
    });
    expect(alive(word)).toBe(0);
    expect(evidence.file.agent).toMatchObject({ exitCode: null, timedOut: true });
    expect(evidence.file.agent.durationMs).toBeLessThan(6000);
    expect(evidence.text('transcript.log')).toContain('started');
    expect(outcome).toMatchObject({
      answer: 'missing',
      remarks: [expect.stringMatching(/ended after 1 s/), expect.anything()],
    });
    expect(evidence.file.head).not.toBeNull();
  });

  it('leaves nothing behind when it ends by itself', async () => {
    const word = unique();
    const before = join(world.folder, 'alive');
    const command = `setsid ${sleeper(word)} & sleep 0.3; grep -l ${word} /proc/[0-9]*/cmdline > ${before}; ${answering()}`;
    const { evidence } = await runCommand(world, command);
    expect(readFileSync(before, 'utf8')).not.toBe('');
    expect(alive(word)).toBe(0);
    expect(evidence.file.agent).toMatchObject({ exitCode: 0, timedOut: false });
  });

  it('ends when the run is cancelled, and nothing is published', async () => {
    const word = unique();
    const started = join(world.folder, 'started');
    const command = `setsid ${sleeper(word)} & touch ${started}; ${sleeper(word)}`;
    const stop = new AbortController();
    const assignment = assignmentFor(world, { agent: { name: 'probe', kind: 'command', command } });
    const running = agentStep(world, { ...optionsFor(world, assignment), signal: stop.signal });
    const ended = expect(running).rejects.toThrow('stop now');
    await vi.waitFor(() => expect(existsSync(started)).toBe(true), { timeout: 15_000 });
    stop.abort(new Error('stop now'));
    await ended;
    expect(alive(word)).toBe(0);
  });
});

describe('what an agent can see', () => {
  it('is its contract and nothing of the host', async () => {
    process.env.PROBE_HOST_SECRET = 'seen-on-the-host';
    try {
      const dump = `env; set; cat /proc/self/environ | tr '\\0' '\\n'; git config --list; cat ../repository.git/config; ${answering()}`;
      const { evidence } = await runCommand(world, dump, {
        agent: { name: 'probe', kind: 'command', command: dump, model: 'small' },
      });
      const seen = evidence.text('transcript.log');
      const names = new Set([...seen.matchAll(/^([A-Z_]+)=/gm)].map((match) => match[1]));
      expect([...names]).toEqual(
        expect.arrayContaining(['PATH', 'HOME', 'TMPDIR', 'LANG', 'TERM', 'PROMPT_FILE']),
      );
      expect(seen).toContain('MODEL=small');
      expect(seen).not.toContain('seen-on-the-host');
      expect(seen).not.toMatch(/ghs_placeholder|extraheader|RUN_TOKEN/i);
      expect(seen).not.toContain(`HOME=${process.env.HOME}\n`);
      expect(process.env.PROBE_HOST_SECRET).toBe('seen-on-the-host');
    } finally {
      delete process.env.PROBE_HOST_SECRET;
    }
  });

  it('has no open input', async () => {
    const { evidence } = await runCommand(world, `cat; echo "input: $?"; ${answering()}`);
    expect(evidence.text('transcript.log')).toContain('input: 0');
  });
});

describe('much output', () => {
  it('is kept at both ends, and the cut is said', async () => {
    const { evidence } = await runCommand(
      world,
      `echo first; yes | head -c 3000000; echo last; ${answering()}`,
    );
    const transcript = evidence.text('transcript.log');
    expect(transcript.startsWith('first\n')).toBe(true);
    expect(transcript).toMatch(/\[… \d+ characters cut …\]/);
    expect(transcript).toContain('last');
    expect(transcript.length).toBeLessThan(1_100_000);
  });

  it('of a verification command is cut to 64 KiB', async () => {
    const { evidence } = await runCommand(world, `echo x > x; ${answering({ files: ['x'] })}`, {
      verify: { setup: [], commands: ['echo first; yes | head -c 300000; echo last; exit 4'] },
    });
    const result = evidence.file.verification?.[0];
    expect(result).toMatchObject({ passed: false, exitCode: 4, timedOut: false });
    expect(result?.output).toMatch(/^first\n[\s\S]*bytes cut[\s\S]*last\n$/);
    expect(Buffer.byteLength(result?.output ?? '')).toBeLessThan(66 * 1024);
  });
});

describe('verification', () => {
  const change = `echo x > x; ${answering({ files: ['x'] })}`;

  it('runs setup, then commands, each with its own result, then what the tasks ask for', async () => {
    const { evidence } = await runCommand(world, change, {
      verify: { setup: ['echo ready > ready'], commands: ['cat ready x', 'echo no >&2; false'] },
    });
    expect(evidence.file.verification).toMatchObject([
      { kind: 'setup', passed: true },
      { kind: 'command', passed: true, output: 'ready\nx\n' },
      { kind: 'command', passed: false, exitCode: 1, output: 'no\n' },
      { kind: 'command', passed: true, command: 'node check.js' },
    ]);
  });

  it('does not run commands after a setup that failed, and says so', async () => {
    const { evidence } = await runCommand(world, change, {
      verify: { setup: ['false'], commands: ['echo ran'] },
    });
    expect(evidence.file.verification?.[1]).toMatchObject({ passed: false, exitCode: null });
    expect(evidence.file.verification?.[1]?.output).toMatch(/not run: .* failed: false/);
  });

  it('ends a command at its limit', async () => {
    const word = unique();
    const { evidence } = await runCommand(world, change, {
      verify: { setup: [], commands: [`echo begun; setsid ${sleeper(word)} & ${sleeper(word)}`] },
      limits: { agentSeconds: 30, stallSeconds: 60, verifySeconds: 1 },
      sections: ['2'],
    });
    expect(evidence.file.verification).toMatchObject([{ passed: false, exitCode: null, timedOut: true }]);
    expect(evidence.file.verification?.[0]?.output).toMatch(/^begun\n\n?\[ended after 1 s/);
    expect(alive(word)).toBe(0);
  });

  it('sees the commits only, not what else the agent left', async () => {
    const command = `echo secret > ignored.txt; echo ignored.txt > .gitignore; ${answering({ files: ['.gitignore'] })}`;
    const { evidence } = await runCommand(world, command, {
      verify: { setup: [], commands: ['test -e .gitignore', 'test ! -e ignored.txt'] },
    });
    expect(evidence.file.verification?.map((result) => result.passed)).toEqual([true, true, true]);
  });

  it('without any command says so', async () => {
    const { outcome, evidence } = await runCommand(world, change, {
      verify: { setup: [], commands: [] },
      sections: ['2'],
    });
    expect(evidence.file.verification).toEqual([]);
    expect(outcome).toMatchObject({ remarks: [expect.stringMatching(/No verification command was found/)] });
  });
});
