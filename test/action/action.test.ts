import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { buildAction } from '../../action/build.ts';
import type { Assignment, DelegateAssignment } from '../../src/contracts/assignment.ts';
import { decisionLog } from '../../src/openspec/decisions.ts';
import { decision, explored, newSpec, planned, proposed } from '../runner/planning/world.ts';
import { answering, assignmentFor, gitIn, readEvidence } from '../runner/world.ts';
import { type ActionWorld, commandsIn, makeActionWorld, node24, runJobs } from './world.ts';

let folder: string;
let bundle: string;
let world: ActionWorld;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-action-'));
  // a folder that everybody may read, like the one actions are downloaded to
  bundle = join(folder, 'dist', 'index.js');
  await buildAction(dirname(bundle));
  world = makeActionWorld(bundle);
});
afterAll(() => {
  world?.remove();
  rmSync(folder, { recursive: true, force: true });
});

let count = 0;
const withCommand = (command: string, changes: Partial<DelegateAssignment> = {}): Assignment => {
  count += 1;
  const agent = { name: 'probe', kind: 'command' as const, command };
  return assignmentFor(world, { agent, codeBranch: `throughline/greet/1-${count}`, ...changes });
};

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

describe('the bundle', () => {
  const filesIn = (place: string) =>
    readdirSync(place)
      .sort()
      .map((name) => ({ name, bytes: readFileSync(join(place, name)) }));

  it('is the same from the same sources wherever it is built', async () => {
    const again = join(folder, 'again');
    const before = process.cwd();
    process.chdir(tmpdir());
    try {
      await buildAction(again);
    } finally {
      process.chdir(before);
    }
    const files = filesIn(again);
    const digests = (all: typeof files) => all.map(({ name, bytes }) => [name, sha256(bytes)]);
    expect(digests(files)).toEqual(digests(filesIn(dirname(bundle))));
    for (const { bytes } of files) expect(bytes.includes(import.meta.dirname)).toBe(false);
  });

  it('starts with a part that leaves all others to the step', () => {
    const files = filesIn(dirname(bundle));
    const whole = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
    expect(statSync(bundle).size).toBeLessThan(whole / 100);
  });

  it('takes and gives what action.yml says, and nothing else', () => {
    const action = parse(readFileSync('action/action.yml', 'utf8'));
    const main = readFileSync('action/main.ts', 'utf8');
    const asked = [...main.matchAll(/(?:getInput|json|parsed|handedOn)\((?:.*?, )?'([\w-]+)'/g)].flatMap(
      ([text, name = '']) => (text.startsWith('handedOn') ? [name, `${name}-sha256`] : [name]),
    );
    expect([...new Set(asked)].sort()).toEqual(Object.keys(action.inputs).sort());
    const given = [...main.matchAll(/setOutput\('([\w-]+)'/g)].map(([, name]) => name);
    expect([...new Set(given)].sort()).toEqual(Object.keys(action.outputs).sort());
    expect(action.runs).toEqual({ using: 'node24', main: 'dist/index.js' });
  });
});

describe('a planning phase', () => {
  it('is played, mended and judged by the OpenSpec inside the bundle', async () => {
    const recordings = join(folder, 'recordings');
    const write = (path: string, text: string) => ({
      ...{ do: 'write-text', path: `openspec/changes/add-wave/${path}`, text },
    });
    const specPath = 'specs/greeting/spec.md';
    const commit = { do: 'commit', message: 'PER-1: Propose to wave\n' };
    const turns = [
      [
        write('proposal.md', '## Why\n\nPER-1\n\n## What Changes\n\n- It greets.\n'),
        write('design.md', `## Decision log\n\n${decisionLog([decision])}\n`),
        write('tasks.md', '## 1. Wave\n\n- [ ] 1.1 Greeting in `src/wave.js`\n'),
        write(specPath, newSpec.replace('SHALL', 'may')),
        commit,
      ],
      [write(specPath, newSpec), commit],
    ];
    for (const [index, steps] of turns.entries()) {
      const place = join(recordings, 'propose', '1', String(index + 1));
      mkdirSync(place, { recursive: true });
      writeFileSync(join(place, 'recording.json'), JSON.stringify({ steps, answer: proposed }));
    }
    const assignment: Assignment = {
      ...planned.propose(world, '', { decisions: [decision] }),
      agent: { name: 'recorded', kind: 'replay' },
    };
    const { agent, verify, publish } = await runJobs(world, assignment, {
      env: { THROUGHLINE_RECORDINGS: recordings },
    });
    expect([agent.code, verify?.code, publish.code]).toEqual([0, 0, 0]);
    const { file } = readEvidence(world, assignment.id);
    expect(file.turns).toMatchObject([
      { problems: expect.arrayContaining([expect.stringMatching(/--strict.*SHALL/)]) },
      { problems: [] },
    ]);
    expect(file.verification).toMatchObject([
      { command: 'openspec validate add-wave --strict', passed: true },
      { command: 'openspec archive add-wave --yes', passed: true },
    ]);
    expect(agent.summary).toMatch(
      /## Agent: PER-1, propose, attempt 1[\s\S]*Turns[\s\S]*2: the last one can be used/,
    );
    expect(agent.summary).toContain('PROPOSED');
  });

  it('that reads only comes back as an answer, without job `verify`', async () => {
    const recordings = join(folder, 'recordings');
    mkdirSync(join(recordings, 'explore', '1'), { recursive: true });
    const answer = explored('src/index.js');
    writeFileSync(join(recordings, 'explore', '1', 'recording.json'), JSON.stringify({ answer }));
    const assignment: Assignment = {
      ...planned.explore(world, ''),
      agent: { name: 'recorded', kind: 'replay' },
    };
    const jobs = await runJobs(world, assignment, { env: { THROUGHLINE_RECORDINGS: recordings } });
    expect([jobs.agent.code, jobs.verify, jobs.publish.code]).toEqual([0, null, 0]);
    expect(jobs.agent.outputs.head).toBe('');
    expect(readEvidence(world, assignment.id).file).toMatchObject({ head: null, verification: [] });
    expect(jobs.agent.summary).toContain('The answer alone');
  });
});

const nodes = [
  { name: 'this Node', node: process.execPath },
  ...(node24 === undefined ? [] : [{ name: 'Node 24', node: node24 }]),
];

describe.each(nodes)('the three steps on $name', ({ node }) => {
  it('bring an assignment from its inputs to branch and evidence', async () => {
    const assignment = withCommand(
      `env; echo 'export const greet = 1;' > src/greet.js; ${answering({ files: ['src/greet.js'] })}`,
    );
    const secret = 'the-value-of-a-runner-token';
    const { agent, verify, publish } = await runJobs(world, assignment, {
      node,
      env: { ACTIONS_RUNTIME_TOKEN: secret },
    });
    expect([agent, verify, publish]).toMatchObject([
      { code: 0, err: '' },
      { code: 0, err: '' },
      { code: 0, err: '' },
    ]);
    expect(agent.outputs).toEqual({
      file: expect.stringMatching(/assignment\.bundle$/),
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      head: expect.stringMatching(/^[0-9a-f]{40}$/),
      isolation: expect.stringMatching(/^(?:none|user\+pid)$/),
    });
    expect(verify?.outputs).toEqual({
      ...agent.outputs,
      file: expect.stringMatching(/verification\.json$/),
      sha256: expect.any(String),
    });
    expect(publish.outputs).toEqual({
      head: agent.outputs.head,
      evidence: `refs/throughline/assignments/${assignment.id}`,
    });

    expect(agent.summary).toMatch(/^## Agent: PER-1, section 1, attempt 1\n/);
    expect(agent.summary).toContain('`probe` ended well');
    expect(agent.summary).toContain('Greets.');
    expect(verify?.summary).toMatch(/^## Verification of `[0-9a-f]+`[\s\S]*node check\.js[\s\S]*✅ passed/);
    expect(publish.summary).toMatch(
      new RegExp(`git fetch origin refs/throughline/assignments/${assignment.id}`),
    );

    const evidence = readEvidence(world, assignment.id);
    expect(evidence.file).toMatchObject({
      run: { id: 55, attempt: 1 },
      runner: { environment: 'github-hosted' },
    });
    expect(gitIn(world.remote, 'rev-parse', `refs/heads/${assignment.codeBranch}`)).toBe(agent.outputs.head);
    const transcript = evidence.text('transcript.log');
    expect(transcript).toMatch(/^PROMPT_FILE=/m);
    expect(transcript).not.toMatch(/INPUT_|GITHUB_|RUNNER_|ACTIONS_|ghs_/);
    for (const { out, summary } of [agent, publish]) {
      expect(out + summary).not.toContain(secret);
      expect(commandsIn(out).filter((line) => !line.startsWith('::add-mask::'))).toEqual([]);
    }
  });
});

describe('a recording', () => {
  it('is played by the bundle itself, as a program like any other agent', async () => {
    const recordings = join(world.folder, 'recordings');
    mkdirSync(join(recordings, '1', '1'), { recursive: true });
    const steps = [
      { do: 'say', text: 'Looking.' },
      { do: 'write-text', path: 'src/greet.js', text: 'export const greet = 1;' },
      { do: 'commit', message: 'PER-1: Greet' },
    ];
    const answer = {
      status: 'DONE',
      summary: 'Greets.',
      files: ['src/greet.js'],
      verification: [],
      notes: '',
    };
    writeFileSync(join(recordings, '1', '1', 'recording.json'), JSON.stringify({ steps, answer }));
    const assignment = withCommand('', {
      agent: { name: 'replay', kind: 'replay' },
      codeBranch: 'throughline/recorded/1-1',
    });
    const inputs = { step: 'agent', assignment: JSON.stringify(assignment) };
    const without = await world.start({ inputs }).ended;
    expect(without).toMatchObject({
      code: 1,
      out: expect.stringMatching(/::error::.*THROUGHLINE_RECORDINGS/),
    });
    const { agent } = await runJobs(world, assignment, { env: { THROUGHLINE_RECORDINGS: recordings } });
    expect(agent).toMatchObject({ code: 0, err: '' });
    const evidence = readEvidence(world, assignment.id);
    expect(evidence.text('transcript.log')).toBe('Looking.\nwrite src/greet.js\ncommit PER-1: Greet');
    expect(JSON.parse(evidence.text('answer.json'))).toEqual(answer);
    expect(gitIn(world.remote, 'show', `${evidence.file.head}:src/greet.js`)).toBe('export const greet = 1;');
  });
});

describe('an agent that speaks to the runner', () => {
  it('is not heard: no line of a step begins a command', async () => {
    const words = [
      '::error::taken',
      '  ::set-output name=head::x',
      '##[error]taken',
      'x ##[add-mask]x',
      '::stop-commands::y',
    ];
    const said = words.map((word) => `echo '${word}'; echo '${word}' >&2;`).join(' ');
    const secret = 'value-that-must-not-leave';
    const assignment = withCommand(
      `${said} git checkout -q -b '::error::branch' 2>/dev/null || git checkout -q -b 'a::b'
       mkdir -p 'x ##[error]'; echo ${secret} > 'x ##[error]/::warning::y'; ${answering({ summary: '::error::x ##[group]y' })}`,
    );
    const { agent, publish } = await runJobs(world, assignment, { env: { SOME_SECRET: secret } });
    expect(agent.code).toBe(0);
    // the name of the file is told, since a secret is in it
    expect(agent.out).toContain('## [error]/::warning::y');
    expect(agent.outputs.head).toBe('');
    expect(commandsIn(agent.out)).toEqual([]);
    expect(commandsIn(publish.out).filter((line) => !line.startsWith('::add-mask::'))).toEqual([]);
    // it did say all that
    expect(readEvidence(world, assignment.id).text('transcript.log')).toContain('::stop-commands::y');
    expect(commandsIn('  ::error::x\nx ##[error]y\nplain')).toHaveLength(2);
  });
});

describe('a wrong turn', () => {
  const right = (): Record<string, string> => ({
    step: 'agent',
    assignment: JSON.stringify(withCommand('true')),
  });

  it.each<
    [
      string,
      (inputs: Record<string, string>) => { inputs: Record<string, string>; env?: Record<string, string> },
      RegExp,
    ]
  >([
    [
      'no step',
      ({ assignment = '' }) => ({ inputs: { assignment } }),
      /Input required and not supplied: step/,
    ],
    [
      'a step there is not',
      (inputs) => ({ inputs: { ...inputs, step: 'deploy' } }),
      /Input `step` is `deploy`; it takes agent, verify, publish\./,
    ],
    [
      'a step every object has',
      (inputs) => ({ inputs: { ...inputs, step: 'constructor' } }),
      /Input `step` is `constructor`/,
    ],
    [
      'no assignment',
      ({ step = '' }) => ({ inputs: { step } }),
      /Input `assignment` is not JSON: start assignments with \/confirm/,
    ],
    [
      'an assignment that is not JSON',
      (inputs) => ({ inputs: { ...inputs, assignment: '{' } }),
      /Input `assignment` is not JSON/,
    ],
    [
      'an assignment of another release',
      (inputs) => ({ inputs: { ...inputs, assignment: '{"id":1}' } }),
      /does not fit this release of the action: .*id/,
    ],
    [
      'a list of kept ones that is none',
      (inputs) => ({ inputs: { ...inputs, keep: '["x"]' } }),
      /Input `keep` does not fit/,
    ],
    [
      'another repository',
      (inputs) => ({ inputs, env: { GITHUB_REPOSITORY: 'acme/other' } }),
      /The assignment is for acme\/probe, and this is acme\/other\./,
    ],
    [
      'a re-run',
      (inputs) => ({ inputs, env: { GITHUB_RUN_ATTEMPT: '2' } }),
      /This is attempt 2 of the run.*\/retry/,
    ],
    ['no run', (inputs) => ({ inputs, env: { GITHUB_RUN_ID: '' } }), /GITHUB_RUN_ID/],
    [
      'no token',
      (inputs) => ({ inputs: { ...inputs, step: 'publish' } }),
      /Input required and not supplied: token/,
    ],
    ['no bundle', (inputs) => ({ inputs: { ...inputs, step: 'verify' } }), /Job `agent` handed nothing on/],
    [
      'a checkout without the base',
      (inputs) => ({ inputs: { ...inputs, source: '..' } }),
      /git fetch failed|not in the repository/,
    ],
  ])('is told in one line, in the log and on the page: %s', async (_, change, message) => {
    const { code, out, err, outputs, summary } = await world.start(change(right())).ended;
    expect({ code, err, outputs }).toEqual({ code: 1, err: '', outputs: {} });
    const lines = out.split('\n').filter((line) => line.startsWith('::error::'));
    expect(lines).toEqual([expect.stringMatching(message)]);
    expect(lines[0]).not.toMatch(/%0A|%0D/);
    expect(summary).toMatch(/^## ❌ Not done\n/);
  });

  it('is a run that is stopped: everything the agent started ends with it', async () => {
    const word = `sleeper-${randomUUID()}`;
    const sleeper = `sh -c 'while :; do sleep 0.1; done' ${word}`;
    const assignment = withCommand(`setsid ${sleeper} & ${sleeper}`);
    const step = world.start({ inputs: { step: 'agent', assignment: JSON.stringify(assignment) } });
    await vi.waitFor(() => expect(alive(word)).toBeGreaterThan(2), { timeout: 15_000 });
    step.child.kill('SIGTERM');
    const ended = await step.ended;
    expect(alive(word)).toBe(0);
    expect(ended).toMatchObject({ code: 1, outputs: {} });
    expect(ended.out).toMatch(/^::error::The run was ended by SIGTERM before this step was done\.$/m);
  });
});

/** Living processes whose command line holds the word. */
const alive = (word: string): number =>
  readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(word);
    } catch {
      return false;
    }
  }).length;
