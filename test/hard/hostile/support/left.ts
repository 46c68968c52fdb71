import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import type { LocalGithub } from '../../../../src/sandbox/github/github.ts';

/** Something others can read now. */
export interface Left {
  place: string;
  bytes: Buffer;
}

const environment = { PATH: process.env.PATH, HOME: '/nonexistent', GIT_CONFIG_NOSYSTEM: '1' };

const git = async (cwd: string, args: string[], input = ''): Promise<Buffer> => {
  const ended = await execa('git', args, {
    ...{ cwd, env: environment, extendEnv: false, input, encoding: 'buffer', maxBuffer: 1024 ** 3 },
    reject: false,
  });
  return Buffer.from(ended.stdout ?? []);
};

/** Every object, of whatever ref or none, that was not looked at before. */
const newObjects = async (gitDir: string, seen: Set<string>): Promise<Left[]> => {
  const listed = await git(gitDir, [
    'cat-file',
    '--batch-all-objects',
    '--batch-check=%(objectname) %(objectsize)',
  ]);
  const fresh = listed
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '' && !seen.has(line.slice(0, 40)));
  if (fresh.length === 0) return [];
  for (const line of fresh) seen.add(line.slice(0, 40));
  const all = await git(
    gitDir,
    ['cat-file', '--batch', '--buffer'],
    `${fresh.map((line) => line.slice(0, 40)).join('\n')}\n`,
  );
  return [{ place: 'git objects', bytes: all }];
};

/** A bundle is packed: it is opened in a repository that borrows what the remote has. */
const inBundle = async (gitDir: string, seen: Set<string>, content: Buffer): Promise<Left[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-bundle-'));
  try {
    await git(folder, ['init', '--quiet', '--bare', '.']);
    writeFileSync(join(folder, 'objects/info/alternates'), `${gitDir}/objects\n`);
    writeFileSync(join(folder, 'given'), content);
    await git(folder, ['bundle', 'unbundle', 'given']);
    const found = await newObjects(folder, new Set(seen));
    return found.map(({ bytes }) => ({ place: 'bundle', bytes }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

export interface Looking {
  github: LocalGithub;
  repository: string;
  /** Objects of the remote that were looked at before. */
  seen: Set<string>;
  /** Webhooks that were looked at before. */
  deliveries: number;
  appId: number;
}

/** Everything that a run put where somebody else can read it; the drop box apart. */
export const whatLeft = async (looking: Looking, run: number): Promise<Left[]> => {
  const { github, repository, seen, appId } = looking;
  const gitDir = github.gitDir(repository);
  const left: Left[] = await newObjects(gitDir, seen);
  const add = (place: string, text: unknown): void => {
    left.push({ place, bytes: Buffer.from(typeof text === 'string' ? text : JSON.stringify(text)) });
  };
  add('refs', (await git(gitDir, ['for-each-ref'])).toString('utf8'));
  add('log', github.runLog(repository, run).join('\n'));
  for (const job of github.jobs(repository, run)) {
    add('annotations', job.annotations);
    add('outputs', job.outputs);
    for (const step of job.steps) add('summary', step.summary ?? '');
  }
  for (const artifact of github.artifacts(repository, run))
    for (const { path, content } of artifact.files ?? []) {
      left.push({ place: `artifact ${path}`, bytes: content });
      if (path.endsWith('.bundle')) left.push(...(await inBundle(gitDir, seen, content)));
    }
  const sent = github.deliveries(appId);
  for (const { request } of sent.slice(looking.deliveries)) add('webhook', request.body);
  looking.deliveries = sent.length;
  return left;
};
