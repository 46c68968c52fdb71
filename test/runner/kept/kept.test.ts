import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Assignment, type DelegateAssignment, sessionName } from '../../../src/contracts/assignment.ts';
import { runAgentStep } from '../../../src/runner/agent/step.ts';
import { makeFolders } from '../../../src/runner/folders.ts';
import { openKept } from '../../../src/runner/kept/kept.ts';
import { sweepKept } from '../../../src/runner/kept/sweep.ts';
import { answering, assignmentFor, makeWorld, optionsFor, type World } from '../world.ts';
import { pathWithoutTmux, privateTmux, tmuxIsHere } from './private-tmux.ts';

let world: World;
beforeAll(() => {
  world = makeWorld();
});
afterAll(() => world.remove());

const selfHosted = (assignment: Assignment, path: string, keep: string[] = []) => {
  const options = { ...optionsFor(world, assignment), path };
  const ran = runAgentStep({
    ...options,
    source: world.remote,
    self: null,
    keys: new Map(),
    clis: join(options.workDir, 'clis'),
    registry: 'http://127.0.0.1:9/',
    recordings: null,
    secrets: [],
    environment: 'self-hosted',
    keep,
  });
  return { options, ran, root: join(options.workDir, assignment.id) };
};

const withCommand = (command: string, changes: Partial<DelegateAssignment> = {}): Assignment =>
  assignmentFor(world, { agent: { name: 'probe', kind: 'command', command }, ...changes });

describe.runIf(tmuxIsHere)('a self-hosted runner with tmux', () => {
  let tmux: ReturnType<typeof privateTmux>;
  beforeAll(() => {
    tmux = privateTmux();
  });
  afterAll(() => tmux?.remove());

  const shows = (assignment: Assignment): string =>
    tmux.tmux('capture-pane', '-p', '-e', '-t', `=${sessionName(assignment.id)}:`);

  it('shows what the agent prints, and nothing of it reaches the terminal as a command', async () => {
    const evil =
      'printf "plain \\033[31mred\\033[0m \\033]0;title\\007 \\033[2J\\033]52;c;aGk=\\007 \\342\\200\\256abc\\n"';
    const assignment = withCommand(`${evil}; echo last; ${answering()}`);
    const { ran, root, options } = selfHosted(assignment, tmux.path);
    const { report } = await ran;
    expect(report.runner).toEqual({
      environment: 'self-hosted',
      worktree: join(root, 'worktree'),
      tmux: sessionName(assignment.id),
    });
    expect(options.lines.join('\n')).toContain(`tmux -L throughline attach -t ${sessionName(assignment.id)}`);
    await vi.waitFor(() => expect(shows(assignment)).toContain('last'), { timeout: 10_000 });
    expect(shows(assignment)).toMatch(/probe on PER-1, throughline\/greet\/1-1/);
    expect(shows(assignment)).toMatch(/plain red/);
    // -e would show colours as escape sequences
    expect(shows(assignment)).not.toContain('\u001b');
    const log = readFileSync(join(root, 'own', 'session.log'), 'utf8');
    for (const unseen of ['\u001b', '\u0007', '\u202e']) expect(log).not.toContain(unseen);
    expect(tmux.tmux('display-message', '-p', '-t', sessionName(assignment.id), '#{pane_title}')).not.toMatch(
      /^title$/m,
    );
    // a person looks at it afterwards
    expect(tmux.sessions()).toContain(sessionName(assignment.id));
    expect(existsSync(join(root, 'worktree', '.git'))).toBe(true);
    expect(existsSync(join(root, 'own', 'outbox.git'))).toBe(false);
  });

  it('ends the agent when a person kills the session, keeps what it did, and says so', async () => {
    const started = join(world.folder, 'started');
    const assignment = withCommand(`echo x > x; echo at work; touch ${started}; while :; do sleep 0.1; done`);
    const { ran } = selfHosted(assignment, tmux.path);
    await vi.waitFor(() => expect(existsSync(started)).toBe(true), { timeout: 15_000 });
    await vi.waitFor(() => expect(shows(assignment)).toContain('at work'), { timeout: 10_000 });
    tmux.tmux('kill-session', '-t', `=${sessionName(assignment.id)}`);
    const { report } = await ran;
    expect(report.agent).toMatchObject({ exitCode: null, timedOut: false });
    expect(report.agent.durationMs).toBeGreaterThan(0);
    expect(report.remarks).toContain('Somebody ended the agent by killing its tmux session.');
    expect(report.head).not.toBeNull();
  });

  it('says nothing of a session that is killed once the agent has ended', async () => {
    const assignment = withCommand(answering());
    const { report } = await selfHosted(assignment, tmux.path).ran;
    tmux.tmux('kill-session', '-t', `=${sessionName(assignment.id)}`);
    expect(report.remarks.join()).not.toMatch(/tmux/);
  });

  it('closes the sessions it sweeps', async () => {
    const old = withCommand(answering());
    const { root } = await (async () => {
      const run = selfHosted(old, tmux.path);
      await run.ran;
      return run;
    })();
    expect(tmux.sessions()).toContain(sessionName(old.id));
    await selfHosted(withCommand(answering()), tmux.path).ran;
    expect(tmux.sessions()).not.toContain(sessionName(old.id));
    expect(existsSync(root)).toBe(false);
  });
});

describe('a runner without tmux', () => {
  it('does everything else', async () => {
    const { ran, root, options } = selfHosted(
      withCommand(`echo x > x; ${answering()}`),
      pathWithoutTmux(world.folder),
    );
    const { report } = await ran;
    expect(report.runner).toEqual({
      environment: 'self-hosted',
      worktree: join(root, 'worktree'),
      tmux: null,
    });
    expect(report.head).not.toBeNull();
    expect(options.lines.join()).not.toMatch(/tmux/);
    expect(existsSync(join(root, 'worktree', 'x'))).toBe(true);
  });
});

describe('what is shown', () => {
  it('is cut before it fills the disk, and says so; a letter in two chunks stays one', async () => {
    const assignment = withCommand('true');
    const folders = await makeFolders(join(world.folder, 'shown'), assignment.id);
    const kept = await openKept({
      workDir: join(world.folder, 'shown'),
      assignment,
      keep: [],
      path: pathWithoutTmux(join(world.folder, 'shown')),
      log: () => {},
      folders,
      environment: 'self-hosted',
    });
    const letter = Buffer.from('ü');
    kept.show(letter.subarray(0, 1));
    kept.show(letter.subarray(1));
    for (let n = 0; n < 20; n += 1) kept.show(Buffer.alloc(1024 * 1024, 'x'));
    const text = await kept.shown();
    await kept.end();
    expect(text).toMatch(/^probe on PER-1, throughline\/greet\/1-1\n\nüx/);
    expect(text).toMatch(/x\n\[… what follows is not shown here …\]\n$/);
    expect(text.length).toBeLessThan(18 * 1024 * 1024);
  });
});

describe('a sweep', () => {
  const hour = 3_600_000;
  const ended = (hoursAgo: number) => ({
    pid: 1,
    ended: new Date(Date.now() - hoursAgo * hour).toISOString(),
  });

  it('removes what nobody asks for any more, and never a run that goes on', async () => {
    const workDir = join(world.folder, 'swept');
    const put = (id: string, state: unknown): string => {
      mkdirSync(join(workDir, id, 'own'), { recursive: true });
      if (state !== undefined)
        writeFileSync(
          join(workDir, id, 'own', 'state.json'),
          typeof state === 'string' ? state : JSON.stringify(state),
        );
      return id;
    };
    const assignment = withCommand('true', { runner: { isolation: 'preferred', keepHours: 24 } });
    const stays = {
      wanted: put(randomUUID(), ended(23)),
      'going on, though nobody asks': put(randomUUID(), { pid: process.pid, ended: null }),
      'this one': put(assignment.id, undefined),
      'somebody else’s': put('not-an-assignment', undefined),
    };
    const goes = {
      unwanted: put(randomUUID(), ended(0)),
      'wanted, but older than it is kept': put(randomUUID(), ended(25)),
      'killed and unwanted': put(randomUUID(), { pid: 2 ** 22 - 1, ended: null }),
      'without a note': put(randomUUID(), undefined),
      'with a broken note': put(randomUUID(), '{'),
    };
    const lines: string[] = [];
    await sweepKept({
      workDir,
      assignment,
      keep: [stays.wanted, goes['wanted, but older than it is kept']],
      path: pathWithoutTmux(workDir),
      log: (line) => lines.push(line),
    });
    for (const [why, id] of Object.entries(stays)) expect(existsSync(join(workDir, id)), why).toBe(true);
    for (const [why, id] of Object.entries(goes)) expect(existsSync(join(workDir, id)), why).toBe(false);
    expect(lines.sort()).toEqual(
      Object.values(goes)
        .map((id) => `swept the worktree of assignment ${id}`)
        .sort(),
    );
  });

  it('of a machine that never ran anything is nothing', async () => {
    const workDir = join(world.folder, 'nowhere');
    await expect(
      sweepKept({ workDir, assignment: withCommand('true'), keep: [], path: '/bin', log: () => {} }),
    ).resolves.toBeUndefined();
  });
});
