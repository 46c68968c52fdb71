import { existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { execa } from 'execa';
import { gitEnvironment, isSha } from '../../github/git/plumbing.ts';
import type { StepRoom } from '../execute/room.ts';
import { booleanInput, checkInputs, numberInput } from './given.ts';

const known = ['ref', 'path', 'fetch-depth', 'persist-credentials'];

interface Target {
  /** What is fetched and checked out. */
  ref: string;
  commit: string | null;
}

type Git = (args: string[], options?: { mayFail?: boolean }) => Promise<{ ok: boolean; stdout: string }>;

/** A workspace that stays may hold what an earlier job left there: no hook or helper of it runs. */
const harmless = ['-c', 'core.hooksPath=/dev/null', '-c', 'core.fsmonitor=false', '-c', 'safe.directory=*'];

/** Git in a folder, with the token only in the environment of its own process. */
const gitIn =
  (step: StepRoom, cwd: string, header: { key: string; value: string }): Git =>
  async (args, { mayFail = false } = {}) => {
    step.log.write(`[command]git ${args.join(' ')}`);
    const result = await execa('git', [...harmless, ...args], {
      cwd,
      extendEnv: false,
      env: {
        ...gitEnvironment,
        PATH: step.room.options.machine.env.PATH ?? '',
        GIT_CONFIG_COUNT: '1',
        GIT_CONFIG_KEY_0: header.key,
        GIT_CONFIG_VALUE_0: header.value,
      },
      reject: false,
      all: true,
      cancelSignal: step.signal,
      stdin: 'ignore',
    });
    const ok = result.exitCode === 0;
    if (!ok && !mayFail) {
      for (const line of (result.all ?? '').split('\n')) step.log.write(line);
      throw new Error(`The process 'git' failed with exit code ${result.exitCode ?? 'none'}`);
    }
    return { ok, stdout: result.stdout };
  };

function targetOf(step: StepRoom, given: string): Target {
  const { run } = step.room;
  if (given === '') return { ref: run.ref, commit: run.headSha };
  return isSha(given) ? { ref: '', commit: given } : { ref: given, commit: null };
}

/** What GitHub's checkout fetches when it does not fetch all. */
function refspecs({ ref, commit }: Target): string[] {
  const branch = /^refs\/heads\/(.+)$/.exec(ref)?.[1];
  if (branch !== undefined) return [`+${commit ?? ref}:refs/remotes/origin/${branch}`];
  if (ref.startsWith('refs/')) return [`+${commit ?? ref}:${ref}`];
  if (commit !== null) return [commit];
  return [`+refs/heads/${ref}*:refs/remotes/origin/${ref}*`, `+refs/tags/${ref}*:refs/tags/${ref}*`];
}

const everything = ['+refs/heads/*:refs/remotes/origin/*', '+refs/tags/*:refs/tags/*'];

async function fetchAll(git: Git, { target, folder }: { target: Target; folder: string }): Promise<void> {
  // An earlier job may have left a part of the history, which git would leave so.
  const deepen = existsSync(join(folder, '.git/shallow')) ? ['--unshallow'] : [];
  const fetch = ['fetch', '--prune', '--no-recurse-submodules'];
  await git([...fetch, ...deepen, 'origin', ...everything]);
  const { commit } = target;
  const there =
    commit === null || (await git(['cat-file', '-e', `${commit}^{commit}`], { mayFail: true })).ok;
  if (!there) await git([...fetch, '--no-tags', 'origin', ...refspecs(target)]);
}

async function checkOut(git: Git, { ref, commit }: Target): Promise<void> {
  const branch = /^refs\/heads\/(.+)$/.exec(ref)?.[1] ?? ref;
  const remote = `refs/remotes/origin/${branch}`;
  const isBranch =
    ref !== '' && (await git(['rev-parse', '--verify', '--quiet', remote], { mayFail: true })).ok;
  if (isBranch) await git(['checkout', '--force', '-B', branch, remote]);
  else if (commit !== null && !ref.startsWith('refs/'))
    await git(['checkout', '--force', '--detach', commit]);
  else if (ref.startsWith('refs/')) await git(['checkout', '--force', '--detach', ref]);
  else {
    const tag = await git(['rev-parse', '--verify', '--quiet', `refs/tags/${ref}`], { mayFail: true });
    if (!tag.ok) throw new Error(`A branch or tag with the name '${ref}' could not be found`);
    await git(['checkout', '--force', `refs/tags/${ref}`]);
  }
}

/** Uses what an earlier job left only when git can put it in order; false when it is to be made anew. */
async function tidy(git: Git, url: string): Promise<boolean> {
  const remote = await git(['config', '--local', '--get', 'remote.origin.url'], { mayFail: true });
  if (!remote.ok || remote.stdout !== url) return false;
  const orders = [
    ['checkout', '--detach'],
    ['clean', '-ffdx'],
    ['reset', '--hard', 'HEAD'],
  ];
  for (const order of orders) if (!(await git(order, { mayFail: true })).ok) return false;
  const branches = await git(['for-each-ref', '--format=%(refname:short)', 'refs/heads/']);
  for (const branch of branches.stdout.split('\n').filter(Boolean)) {
    if (!(await git(['branch', '--delete', '--force', branch], { mayFail: true })).ok) return false;
  }
  return true;
}

async function prepareFolder(git: Git, folder: string, url: string): Promise<void> {
  if (existsSync(join(folder, '.git')) && (await tidy(git, url))) return;
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true });
  await git(['init', '--quiet']);
  await git(['remote', 'add', 'origin', url]);
  await git(['config', '--local', 'gc.auto', '0']);
}

function folderOf({ machine }: StepRoom['room'], path: string): string {
  const folder = resolve(machine.workspace, path);
  if (relative(machine.workspace, folder).startsWith('..'))
    throw new Error(`Repository path '${folder}' is not under '${machine.workspace}'`);
  return folder;
}

/** Leaves the token where the real action does, and takes it away after the last step as that does. */
async function keepCredentials(
  step: StepRoom,
  folder: string,
  header: { key: string; value: string },
): Promise<void> {
  await gitIn(step, folder, header)(['config', '--local', '--replace-all', header.key, header.value]);
  const { room } = step;
  room.after.push({
    name: `Post ${step.step.name}`,
    work: async (log) => {
      const git = gitIn({ ...step, log, signal: room.stopped }, folder, header);
      await git(['config', '--local', '--unset-all', header.key], { mayFail: true });
    },
  });
}

/**
 * Stands in for actions/checkout: fetches over HTTP from the local GitHub, with the job's token. Inputs `ref`, `path`,
 * `fetch-depth` (1), `persist-credentials` (true); outputs `ref` and `commit`.
 */
export async function runCheckout(step: StepRoom, given: Record<string, string>): Promise<void> {
  checkInputs('actions/checkout', given, known);
  const { room } = step;
  const depth = numberInput(given, 'fetch-depth', 1);
  const persist = booleanInput(given, 'persist-credentials', true);
  const target = targetOf(step, given.ref ?? '');
  const folder = folderOf(room, given.path ?? '');
  await mkdir(folder, { recursive: true });
  const credential = Buffer.from(`x-access-token:${room.token}`).toString('base64');
  room.masks.add(credential);
  const header = {
    key: `http.${room.world.baseUrl}/.extraheader`,
    value: `AUTHORIZATION: basic ${credential}`,
  };
  const git = gitIn(step, folder, header);
  await prepareFolder(git, folder, `${room.world.baseUrl}/${room.run.repository.fullName}`);
  if (depth === 0) await fetchAll(git, { target, folder });
  else {
    const shallow = ['fetch', '--no-tags', '--prune', '--no-recurse-submodules', `--depth=${depth}`];
    await git([...shallow, 'origin', ...refspecs(target)]);
  }
  await checkOut(git, target);
  if (persist) await keepCredentials(step, folder, header);
  step.output('ref', target.ref);
  step.output('commit', (await git(['rev-parse', 'HEAD'])).stdout);
}
