import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gitIn, makeWorld, type World } from '../world.ts';
import { type Hostile, runHostile } from './hostile-world.ts';

/** Name, what the agent's shell does, what is said of it. */
type Case<Script = string> = readonly [name: string, script: Script, said: RegExp];

const taken: Case[] = [
  [
    'the branch is deleted',
    'git checkout -q --detach; git branch -qD "$(git branch --list "throughline/*" --format="%(refname:short)")"',
    /HEAD is on no branch/,
  ],
  ['HEAD is on a tag', 'git tag -a -m t t; git symbolic-ref HEAD refs/tags/t', /HEAD is on refs\/tags\/t/],
  [
    'HEAD is a tree',
    'git rev-parse HEAD^{tree} > "$(git rev-parse --git-dir)/HEAD"',
    /without a readable HEAD; taken as/,
  ],
  ['HEAD is on a branch to be born', 'git symbolic-ref HEAD refs/heads/none', /without a readable HEAD/],
  ['HEAD is nonsense', 'echo nonsense > "$(git rev-parse --git-dir)/HEAD"', /without a readable HEAD/],
  [
    '.git is a repository of its own',
    'rm .git; git init -q .; git add -A; git -c user.name=a -c user.email=a@b.test commit -qm own',
    /without a readable HEAD/,
  ],
  ['.git is a link to another repository', 'rm .git; ln -s $OTHER/.git .git', /without a readable HEAD/],
  ['.git names another repository', 'echo "gitdir: $OTHER/.git" > .git', /without a readable HEAD/],
  ['.git is a pipe', 'rm .git; mkfifo .git', /without a readable HEAD/],
  [
    'the repository is configured with nonsense',
    'echo "[" > ../repository.git/config',
    /without a readable HEAD/,
  ],
  ['an index is locked', 'touch "$(git rev-parse --git-dir)/index.lock"', /^$/],
  ['a pipe lies in the worktree', 'mkfifo pipe', /^$/],
  ['a pipe stands where a file was', 'rm check.js; mkfifo check.js', /Not everything.*could be added/],
  [
    'a socket lies in the worktree',
    `node -e "require('net').createServer().listen('socket',()=>process.kill(process.pid,'SIGKILL'))"`,
    /^$/,
  ],
  [
    'a repository without commits lies inside',
    'git init -q inner; touch inner/x',
    /Not everything.*could be added/,
  ],
];

const replaced: Case[] = [
  ['a link to a folder', 'ln -s $OTHER worktree', /something else where the worktree was/],
  ['a link to everything', 'ln -s / worktree', /something else where the worktree was/],
  ['a file', 'echo x > worktree', /something else where the worktree was/],
  ['a pipe', 'mkfifo worktree', /something else where the worktree was/],
  ['nothing', 'true', /something else where the worktree was/],
];

const kept: Case<(tree: (entry: string) => string) => string>[] = [
  ['a path `..`', (tree) => tree('100644 ..'), /malformed: Git refuses the agent's objects.*hasDotdot/],
  ['a path `.git`', (tree) => tree('100644 .git'), /malformed: Git refuses.*hasDotgit/],
  [
    'a path that Windows or macOS takes for `.git`',
    (tree) => tree('100644 GIT~1'),
    /malformed: Git refuses.*hasDotgit/,
  ],
  ['a path with a slash', (tree) => tree('100644 a/b'), /malformed: Git refuses.*fullPathname/],
  ['an entry without a name', (tree) => tree('100644 '), /malformed: /],
  [
    'a mode that git would not write',
    (tree) => tree('0100644 x'),
    /malformed: Git refuses.*zeroPaddedFilemode/,
  ],
  [
    'objects that are not there',
    () => 'git commit --allow-empty -qm x; rm -rf ../repository.git/objects/*',
    /malformed/,
  ],
  ['no repository', () => 'git commit --allow-empty -qm x; rm -rf ../repository.git', /malformed/],
  [
    'no place to hand on',
    () => 'git commit --allow-empty -qm x; rm -rf ../exchange; mkfifo ../exchange',
    /malformed/,
  ],
];

/** Declares the cases that the caller wants: the usual suite plays a few of them, the hard one the others. */
export const describeHostile = (isHere: (name: string) => boolean): void => {
  const here = ([name]: readonly [string, ...unknown[]]): boolean => isHere(name);
  const one = (name: string, test: () => Promise<void>): void => {
    if (isHere(name)) it(name, test);
  };

  let world: World;
  let other: string;
  beforeAll(() => {
    world = makeWorld();
    other = join(world.folder, 'other');
    mkdirSync(other);
    gitIn(other, 'init', '--quiet', '.');
    writeFileSync(join(other, 'of-another-repository.txt'), 'x\n');
    gitIn(other, 'add', '--all');
    gitIn(other, 'commit', '--quiet', '--message', 'Another');
  });
  afterAll(() => world.remove());

  /** Whatever the agent did: its repository was opened by git on its own side alone. */
  const run = async (script: string): Promise<Hostile> => {
    const hostile = await runHostile(world, script.replaceAll('$OTHER', other));
    expect(hostile.ours.length).toBeGreaterThan(0);
    expect(hostile.trespasses).toEqual([]);
    return hostile;
  };

  const leave = 'echo mine > mine.txt;';

  describe('what is taken all the same, with a remark', () => {
    one('an ordinary agent (control)', async () => {
      const { paths, said } = await run(leave);
      expect(said).not.toMatch(/could not|withheld|HEAD/);
      expect(paths).toContain('mine.txt');
    });

    it.each(taken.filter(here))('%s', async (_, script, remark) => {
      const { git, paths, report, said } = await run(`${leave} ${script}`);
      expect(report.withheld).toBeNull();
      expect(said.replace('The agent wrote no answer.\n', '')).toMatch(remark);
      expect(paths).toContain('mine.txt');
      expect(paths.join()).not.toMatch(/of-another-repository|pipe|socket/);
      expect(git('merge-base', world.base, report.head ?? '')).toBe(world.base);
    });

    one('files nobody may read: all others, and a remark unless we may read everything', async () => {
      const { paths, said } = await run(`${leave} echo x > closed.txt; chmod 000 closed.txt`);
      const closed = paths.includes('closed.txt');
      expect(paths).toContain('mine.txt');
      // root reads it; an ordinary user does not
      expect(closed || /Not everything/.test(said)).toBe(true);
      expect(closed).toBe(process.getuid?.() === 0);
    });

    one('submodules, as what they are: the checks of the App refuse them', async () => {
      const { git, report } = await run(
        `${leave} git -c protocol.file.allow=always submodule --quiet add file://$OTHER sub; cp -r $OTHER nested`,
      );
      const entries = git('ls-tree', '-r', report.head ?? '');
      expect(entries).toMatch(/^160000 commit [0-9a-f]{40}\tsub$/m);
      expect(entries).toMatch(/^160000 commit [0-9a-f]{40}\tnested$/m);
    });

    one('a repository that would fetch what is missing is never asked for an object', async () => {
      const marker = join(world.folder, 'fetched');
      const control = join(world.folder, 'fetched-by-the-agent');
      const { said } = await run(`
      git commit --allow-empty -qm x; head=$(git rev-parse HEAD)
      git config core.repositoryFormatVersion 1; git config extensions.partialClone evil
      git config remote.evil.promisor true; git config remote.evil.url file:///nowhere
      git config remote.evil.uploadpack 'touch ${marker}; false'
      rm -f "../repository.git/objects/$(echo "$head" | cut -c1-2)/$(echo "$head" | cut -c3-)"
      git cat-file -p HEAD > /dev/null 2>&1; mv ${marker} ${control}`);
      expect(existsSync(control)).toBe(true);
      expect(existsSync(marker)).toBe(false);
      expect(said).toMatch(/without a readable HEAD/);
    });
  });

  describe('a worktree that is no more', () => {
    it.each(replaced.filter(here))(
      'is replaced by %s: what was committed is taken, nothing else',
      async (_, script, remark) => {
        const { git, report, said } = await run(
          `${leave} git add -A; git commit -qm 'PER-1: mine'; cd ..; rm -rf worktree; ${script}`,
        );
        expect(said).toMatch(remark);
        const added = git('diff-tree', '-r', '--name-only', world.base, report.head ?? '');
        expect(added).toBe('mine.txt');
      },
    );
  });

  describe('what stays in the runner', () => {
    /** Commits a tree that git would not write, with one entry as it is given. */
    const tree = (entry: string): string => {
      const script = `
      const { execFileSync } = require('node:child_process');
      const git = (input, ...args) => execFileSync('git', args, { input, stdio: ['pipe', 'pipe', 'ignore'] }).toString().trim();
      const blob = Buffer.from(git('x', 'hash-object', '-w', '--stdin'), 'hex');
      const raw = Buffer.concat([Buffer.from(${JSON.stringify(entry)}), Buffer.from([0]), blob]);
      const tree = git(raw, 'hash-object', '-w', '-t', 'tree', '--literally', '--stdin');
      git('', 'update-ref', '--no-deref', 'HEAD', git('', 'commit-tree', tree, '-p', 'HEAD', '-m', 'crafted'));`;
      const file = join(world.folder, `${entry.length}-${Math.random()}.cjs`);
      writeFileSync(file, script);
      return `node ${file}`;
    };

    it.each(kept.filter(here))('%s', async (_, script, said) => {
      const hostile = await run(`echo mine > mine.txt; git add -A; git commit -qm mine; ${script(tree)}`);
      expect(hostile.said).toMatch(said);
      expect(hostile.report.head).toBeNull();
      expect(hostile.said).not.toMatch(/changed nothing/);
    });

    one('a file of three gigabytes that takes no room, before anybody reads it', async () => {
      const { report, said } = await run(`${leave} truncate -s 3G 'large file.bin'`);
      expect(report.withheld?.why).toBe('too-large');
      expect(said).toMatch(/`large file\.bin` was left uncommitted and is larger/);
    });

    one('but not for large files that git ignores', async () => {
      const { paths, report } = await run(`${leave} echo '*.bin' > .gitignore; truncate -s 3G large.bin`);
      expect(report.withheld).toBeNull();
      expect(paths).toContain('mine.txt');
    });

    one('random bytes beyond what leaves a run', async () => {
      const { said } = await run('head -c 27000000 /dev/urandom > noise; git add -A; git commit -qm noise');
      expect(said).toMatch(/too-large: The commits take more than 25 MiB packed/);
    });
  });
};
