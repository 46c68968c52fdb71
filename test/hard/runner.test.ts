import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scanCommits } from '../../src/runner/secrets/commits.ts';
import { knownSecrets } from '../../src/runner/secrets/known.ts';
import { describeHostile } from '../runner/agent/hostile-cases.ts';
import { runHostile } from '../runner/agent/hostile-world.ts';
import { usual } from '../runner/agent/usual-cases.ts';
import { answering, gitIn, makeWorld, runCommand, type World } from '../runner/world.ts';

let world: World;
beforeAll(() => {
  world = makeWorld();
});
afterAll(() => world.remove());

describe('further hostile repositories', () => {
  describeHostile((name) => !usual.has(name));
});

describe('a large delegation', () => {
  it('of 3,000 files comes back whole', async () => {
    const script = `for (let n = 0; n < 3000; n += 1) { const d = 'src/d' + n % 50; require('fs').mkdirSync(d, { recursive: true }); require('fs').writeFileSync(d + '/f' + n + '.js', 'export const v = ' + n + ';\\n'.repeat(20)); }`;
    const file = join(world.folder, 'many.cjs');
    writeFileSync(file, script);
    const { evidence } = await runCommand(world, `node ${file}; ${answering()}`);
    const added = gitIn(world.remote, 'diff-tree', '-r', '--name-only', world.base, evidence.file.head ?? '');
    expect(added.split('\n')).toHaveLength(3000);
    expect(evidence.file).toMatchObject({ withheld: null, leftoversCommitted: true });
  });
});

describe('what is small and becomes large', () => {
  it('a committed gigabyte of nothing stays, by its size unpacked', async () => {
    const { report, said } = await runHostile(
      world,
      'truncate -s 1G zeros; git -c core.compression=1 add zeros; git commit -qm zeros',
    );
    expect(said).toMatch(/too-large: The new files take more than 100 MiB unpacked/);
    expect(report.head).toBeNull();
  });

  it('a tree of ten billion paths stays, before anybody checks it out', async () => {
    const { said } = await runHostile(
      world,
      `at=$(echo x | git hash-object -w --stdin); type='100644 blob'
       for level in 0 1 2 3 4 5 6 7 8 9; do
         at=$(for n in 0 1 2 3 4 5 6 7 8 9; do printf '%s %s\\t%s\\n' "$type" "$at" "$n"; done | git mktree); type='040000 tree'
       done
       git update-ref --no-deref HEAD "$(git commit-tree "$at" -p HEAD -m bomb)"; git read-tree HEAD^ 2>/dev/null; true`,
    );
    expect(said).toMatch(/too-large: A checkout would grow by more than 100 MiB/);
  });
});

describe('a repository in which git waits for ever', () => {
  it.each([
    ['a configuration that includes a pipe', 'mkfifo pipe; git config include.path "$PWD/pipe"'],
    [
      'a pipe among its references',
      'rm -rf ../repository.git/packed-refs; mkfifo ../repository.git/packed-refs',
    ],
    [
      'a pipe that names other objects',
      'mkdir -p ../repository.git/objects/info; mkfifo ../repository.git/objects/info/alternates',
    ],
  ])('%s', async (_, script) => {
    const { report, said } = await runHostile(world, `echo x > mine.txt; ${script}`);
    expect(said).toMatch(
      /malformed: (?:The agent's repository cannot be read: git did not end within|What the agent left cannot be read)/,
    );
    expect(report.head).toBeNull();
  });
});

describe('the scan of a change', () => {
  it('of a thousand files is a matter of seconds', async () => {
    const clone = world.clone;
    gitIn(clone, 'checkout', '--quiet', '--detach', world.base);
    const line = (file: number, n: number): string => `export const v${file}_${n} = compute(${n}, 'text');\n`;
    const stream = Array.from({ length: 1000 }, (_, file) => {
      const text = Array.from({ length: 150 }, (__, n) => line(file, n)).join('');
      return `M 100644 inline src/f${file}.js\ndata ${text.length}\n${text}\n`;
    });
    const header = `commit refs/heads/imported\ncommitter A <a@b.test> 1700000000 +0000\ndata 4\nWork\nfrom ${world.base}\n`;
    execFileSync('git', ['fast-import', '--quiet', '--force'], {
      cwd: clone,
      input: header + stream.join(''),
    });
    const place = { cwd: clone, path: process.env.PATH, signal: AbortSignal.timeout(60_000) };
    const started = performance.now();
    const head = gitIn(clone, 'rev-parse', 'refs/heads/imported');
    const withheld = await scanCommits({
      place,
      base: world.base,
      head,
      known: knownSecrets(['a-value-of-the-run']),
    });
    console.log(`scan of 1,000 files: ${Math.round(performance.now() - started)} ms`);
    expect(withheld).toBeNull();
  });
});
