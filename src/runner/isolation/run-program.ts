import { type ChildProcess, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { ProgramEnded, ProgramRequest, RunProgram } from '../../ports/agent.ts';
import { followProgram, runProgram } from '../run-program.ts';
import { prefixed, rootEnvironment, systemPath } from './as-root.ts';
import { sealDescriptors } from './descriptors.ts';
import { planLayout } from './layout.ts';
import { joinKeyring, limitsFor } from './limits.ts';
import { asLines } from './lines.ts';
import { BoundaryFailed, openRoom, type Room } from './room.ts';
import { makeRunFolder, type RunFolder, removeRunFolder } from './run-folder.ts';
import { launchScript } from './scripts.ts';
import type { Confinement, UserAndPid } from './types.ts';

/**
 * Runs programs as the second user in namespaces of their own, one set for each program: it reads what any stranger
 * on the machine may read apart from the covered places, and writes nothing but the lent folders and temporary ones
 * of its own. Rejects with `BoundaryFailed` when that cannot be set up; a program never runs outside instead. With
 * isolation `none` programs have this process's own rights.
 *
 * Shared with the machine, because agents need it: the network, abstract sockets included.
 */
export const createRunProgram = (confinement: Confinement): RunProgram => {
  const { isolation } = confinement;
  if (isolation.kind === 'none') return runProgram;
  return (request) => runConfined({ isolation, confinement, request });
};

interface Confined {
  isolation: UserAndPid;
  confinement: Confinement;
  request: ProgramRequest;
}

const runConfined = async (confined: Confined): Promise<ProgramEnded> => {
  const { isolation, request } = confined;
  request.signal.throwIfAborted();
  const made = await makeRunFolder(isolation, request);
  try {
    const room = await furnishedRoom(confined, made);
    try {
      return await runIn(room, { ...confined, made });
    } finally {
      await room.close();
    }
  } finally {
    await removeRunFolder(isolation, made);
  }
};

const furnishedRoom = async (confined: Confined, made: RunFolder): Promise<Room> => {
  const { isolation, confinement, request } = confined;
  const { steps, covered } = await planLayout({
    confinement,
    path: request.env.PATH,
    temporary: made,
    replaced: { '/etc/passwd': made.passwd, '/etc/group': made.group },
  });
  await writeFile(made.plan, asLines(steps.flatMap(({ verb, from, to }) => [verb, from, to])));
  const args = [made.root, made.plan, ...covered];
  return openRoom(isolation, { script: made.enter, args, signal: request.signal });
};

/** Milliseconds between asking politely and not asking. */
const grace = 1500;

const runIn = async (room: Room, inside: Confined & { made: RunFolder }): Promise<ProgramEnded> => {
  inside.request.signal.throwIfAborted();
  const child = await launch(room, inside);
  const saying = saidBy(child);
  const ended = await followProgram(child, inside.request, async (end) => {
    if (end.by !== 'itself') await politely(room, child);
    await room.close();
  });
  const { started, complaint } = await saying;
  if (!started && !ended.timedOut) throw new BoundaryFailed(complaint || 'the program was not reached');
  // Not every unshare manages to end by SIGKILL as its child did; it says so and ends with 1.
  const killed = ended.exitCode === 1 && complaint.startsWith('unshare: ');
  return killed ? { ...ended, exitCode: null } : ended;
};

const launch = async (room: Room, inside: Confined & { made: RunFolder }): Promise<ChildProcess> => {
  const { isolation, confinement, made } = inside;
  const limits = await limitsFor(confinement.processes ?? 1024);
  const numbers = [room.id, isolation.uid, limits.processes, limits.bytes, joinKeyring].map(String);
  const { file, args } = prefixed(isolation, [
    ...(['/bin/sh', '-c', launchScript, 'throughline-launch'] as const),
    ...[systemPath, made.request, made.program, ...numbers],
  ]);
  const seal = sealDescriptors();
  const child = spawn(file, args, {
    cwd: '/',
    env: rootEnvironment,
    stdio: ['ignore', 'pipe', 'pipe', ...seal.sealed],
    detached: true,
  });
  seal.close();
  return child;
};

/** What the way to the program said. Its error output never reaches the program, so nothing in it is forged. */
interface Said {
  started: boolean;
  complaint: string;
}

const saidBy = (child: ChildProcess): Promise<Said> =>
  new Promise((resolve) => {
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
    });
    child.once('close', () => {
      const lines = said.trim().split('\n');
      resolve({ started: lines.includes('started'), complaint: lines.at(-1) ?? '' });
    });
    child.once('error', (error) => resolve({ started: false, complaint: error.message }));
  });

const politely = async (room: Room, child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  room.ask();
  const late = new AbortController();
  const exit = new Promise((resolve) => child.once('exit', resolve));
  await Promise.race([exit, wait(grace, undefined, { signal: late.signal }).catch(() => {})]);
  late.abort();
};
