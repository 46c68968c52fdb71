import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createRunProgram } from '../../src/runner/isolation/isolation.ts';
import { answerCommand } from '../../src/sandbox/model/commands.ts';
import { type ModelOptions, startModel } from '../../src/sandbox/model/model.ts';
import type { Mode } from '../../src/sandbox/model/modes.ts';
import {
  type Bench,
  findClis,
  isolationHere,
  livingOf,
  makeBench,
  type Ran,
  removeScratch,
  runAgent,
} from './support.ts';

const answer = JSON.stringify({
  status: 'DONE',
  summary: 'Wrote it.',
  files: [],
  verification: [],
  notes: '',
});

/** Seconds that a case may take at most, unless it says so; how long one may outlive that. */
const limit = 60;
const grace = 5;
/** Seconds after which a case about limits has its CLI ended. */
const soon = 8;

interface Case {
  name: string;
  /** null: nobody listens at the provider's address. */
  mode: Mode | null;
  access?: 'read' | 'edit';
  requests?: number;
  limits?: { seconds?: number; stallSeconds?: number; silenceSeconds: number };
  script?: ModelOptions['script'];
  check(ran: Ran, bench: Bench, kind: string): void;
}

const kindsOf = (ran: Ran, kind: string): unknown[] => ran.entries.filter((entry) => entry.kind === kind);

const isNoSuccess = (ran: Ran): void => {
  expect(ran.ended).not.toBe('completed');
  expect(ran.stopped?.detail ?? ran.problem ?? '').not.toBe('');
  expect(ran.changed).toEqual([]);
};

/** The cause is the model, and the run says so itself. */
const isStoppedByModel = (ran: Ran): void => {
  isNoSuccess(ran);
  expect(ran.stopped?.limit).toBe('model');
};

const cases: Case[] = [
  {
    name: 'ok',
    mode: 'ok',
    script: () => [
      { do: 'write', path: 'hello.txt', content: 'hello\n' },
      { do: 'run', command: answerCommand(answer) },
      { do: 'say', text: `All done.\n\n\`\`\`json\n${answer}\n\`\`\`` },
    ],
    check: (ran, _bench, kind) => {
      expect(ran).toMatchObject({ ended: 'completed', stopped: null, problem: null, exitCode: 0 });
      expect(ran.changed).toEqual(['hello.txt']);
      expect(ran.answer).toBe(answer);
      expect(ran.lastWords).toBe(answer);
      expect(ran.entries.map(({ kind }) => kind)).toEqual(
        expect.arrayContaining(['started', 'called', 'said', 'ended']),
      );
      expect(kindsOf(ran, 'step').length).toBe(kind === 'codex' ? 0 : 3);
      // Nothing that it is set to is wrong or out of date.
      expect(kindsOf(ran, 'problem')).toEqual([]);
    },
  },
  { name: '401', mode: '401', check: isNoSuccess },
  { name: '429', mode: '429', check: isStoppedByModel },
  { name: '500', mode: '500', check: isStoppedByModel },
  { name: 'garbage', mode: 'garbage', check: isStoppedByModel },
  { name: 'html', mode: 'html', check: isStoppedByModel },
  { name: 'hang', mode: 'hang', check: isStoppedByModel },
  { name: 'drop', mode: 'drop', check: isNoSuccess },
  {
    name: 'loop',
    mode: 'loop',
    requests: 12,
    check: (ran) => {
      isNoSuccess(ran);
      expect(ran.stopped?.limit).toBe('requests');
    },
  },
  {
    name: 'bad-arguments',
    mode: 'bad-arguments',
    check: (ran) => {
      expect(ran).toMatchObject({ ended: 'completed', changed: [] });
      expect(kindsOf(ran, 'invalid')).not.toEqual([]);
    },
  },
  {
    name: 'denied',
    mode: 'denied',
    access: 'read',
    check: (ran, _bench, kind) => {
      expect(ran).toMatchObject({ ended: 'completed', changed: [] });
      // Codex has one tool for everything: what holds it is a boundary, not a list of tools.
      if (kind !== 'codex') expect([...kindsOf(ran, 'denied'), ...kindsOf(ran, 'invalid')]).toHaveLength(2);
    },
  },
  {
    name: 'outside-write',
    mode: 'outside-write',
    check: (ran, bench, kind) => {
      expect(existsSync(bench.outside)).toBe(false);
      expect(ran).toMatchObject({ ended: 'completed', changed: [] });
      if (kind !== 'codex') expect(kindsOf(ran, 'denied')).toHaveLength(1);
    },
  },
  { name: 'refused', mode: null, check: isStoppedByModel },
  {
    name: 'wall clock',
    mode: 'hang',
    limits: { seconds: soon, stallSeconds: limit, silenceSeconds: limit },
    check: (ran) => {
      isNoSuccess(ran);
      expect(ran.stopped?.limit).toBe('time');
    },
  },
  {
    name: 'stall',
    mode: 'hang',
    limits: { stallSeconds: soon, silenceSeconds: limit },
    check: (ran) => {
      isNoSuccess(ran);
      expect(ran.stopped?.limit).toBe('stall');
    },
  },
  {
    name: 'left running',
    mode: 'ok',
    script: () => [
      {
        do: 'run',
        command: 'setsid sleep 3333 >/dev/null 2>&1 </dev/null & echo hello > hello.txt; sleep 0.2',
      },
      { do: 'say', text: 'Done.' },
    ],
    check: (ran) => expect(ran).toMatchObject({ ended: 'completed', changed: ['hello.txt'] }),
  },
];

const { found, missing } = await findClis();
const table: string[] = [];

const outcomeOf = (ran: Ran): string =>
  [
    ran.ended,
    ...(ran.stopped ? [`stopped: ${ran.stopped.limit}`] : []),
    ...(kindsOf(ran, 'denied').length > 0 ? [`${kindsOf(ran, 'denied').length} denied`] : []),
    ...(kindsOf(ran, 'invalid').length > 0 ? [`${kindsOf(ran, 'invalid').length} invalid`] : []),
    ...(ran.changed.length > 0 ? [`changed ${ran.changed.join(' ')}`] : []),
    ...(ran.answer === null ? [] : ['answered']),
  ].join(', ');

const runCase = async (one: Case, who: (typeof found)[number]): Promise<void> => {
  const bench = makeBench();
  const { mode, script } = one;
  const model = await startModel({
    outside: bench.outside,
    ...(mode ? { mode } : {}),
    ...(script ? { script } : {}),
  });
  if (mode === null) await model.close();
  try {
    const { access = 'edit', requests = 30, limits } = one;
    const ran = await runAgent({ found: who, bench, model, access, requests, seconds: limit, ...limits });
    table.push(
      `| ${one.name} | ${who.kind} | ${outcomeOf(ran)} | ${ran.seconds.toFixed(1)} | ${ran.ranAs} |`,
    );
    if (process.env.AGENTS_TRANSCRIPTS) console.log(ran.transcript, ran.entries, ran.problem, ran.stopped);
    expect(ran.seconds).toBeLessThan((limits?.seconds ?? limits?.stallSeconds ?? limit) + grace);
    expect(ran.left).toEqual([]);
    one.check(ran, bench, who.kind);
  } finally {
    if (mode !== null) await model.close();
    bench.remove();
  }
};

describe.each(found.map((who) => [who.kind, who] as const))('%s', (_kind, who) => {
  it.each(cases.map((one) => [one.name, one] as const))('%s', async (_name, one) => runCase(one, who));
});

describe('the look for processes that are left', () => {
  it('finds what is there, whatever it made of its environment, and nothing once it is gone', async () => {
    const isolation = await isolationHere();
    const bench = makeBench();
    const over = new AbortController();
    let seen: string[] = [];
    const run = createRunProgram({ isolation, writable: [], readable: [] });
    const running = run({
      argv: ['/bin/sh', '-c', 'setsid sleep 3333 & env -i sleep 3334 & sleep 0.5; echo ready; wait'],
      cwd: '/',
      env: { PATH: process.env.PATH ?? '/usr/bin:/bin', TMPDIR: join(bench.base, 'tmp') },
      limitMs: 60_000,
      capBytes: 4096,
      onOutput: () => {
        seen = livingOf(bench, isolation);
        over.abort(new Error('seen'));
      },
      signal: over.signal,
    });
    await expect(running).rejects.toThrow('seen');
    expect(seen).toContainEqual(expect.stringContaining('sleep 3333'));
    // Only by its user: without a boundary such a process is like any other.
    if (isolation.kind !== 'none') expect(seen).toContainEqual(expect.stringContaining('sleep 3334'));
    expect(livingOf(bench, isolation)).toEqual([]);
    bench.remove();
  });
});

describe.runIf(missing.length > 0)('CLIs that are not here', () => {
  it.each(missing.map(({ kind, why }) => [kind, why] as const))('%s is not tried: %s', (kind, why) => {
    console.log(`skipped ${kind}: ${why}`);
    expect(why).not.toBe('');
  });
});

afterAll(async () => {
  const isolation = await isolationHere();
  const where =
    isolation.kind === 'none'
      ? `NONE OF IT as a second user: ${isolation.gap}`
      : `all of it as the second user ${isolation.uid}`;
  const versions = found.map(({ kind, cli }) => `${kind} ${cli.version}`).join(', ');
  console.log(
    [
      `${versions}; ${where}`,
      '| case | CLI | outcome | seconds | ran as |',
      '|---|---|---|---|---|',
      ...table,
    ].join('\n'),
  );
  removeScratch();
});
