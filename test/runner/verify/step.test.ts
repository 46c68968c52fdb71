import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DelegateAssignment } from '../../../src/contracts/assignment.ts';
import { runVerifyStep } from '../../../src/runner/verify/step.ts';
import { sha256 } from '../publish/handed-on.ts';
import { agentStep, answering, assignmentFor, gitIn, makeWorld, optionsFor, type World } from '../world.ts';

let world: World;
beforeAll(() => {
  world = makeWorld();
});
afterAll(() => world.remove());

/** What job `verify` reports of an agent's work. */
const verified = async (command: string, changes: Partial<DelegateAssignment> = {}) => {
  const assignment = assignmentFor(world, { agent: { name: 'probe', kind: 'command', command }, ...changes });
  const options = optionsFor(world, assignment);
  const { bundle, sha256: digest } = await agentStep(world, options);
  const {
    file,
    sha256: own,
    report,
  } = await runVerifyStep({
    ...options,
    source: world.remote,
    bundle,
    sha256: digest,
  });
  expect(own).toBe(sha256(file));
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(report);
  return { report, commands: report.results.map((result) => result.command), options, assignment };
};

/** An agent that makes itself judge: other commands in the tasks, the manifest and the configuration. */
const judge = `
  sed -i 's/node check.js/node easy.js/' openspec/changes/greet/tasks.md
  echo '{"name":"probe","type":"module","scripts":{"test":"true"}}' > package.json
  echo 'test:\n\ttrue' > Makefile
  mkdir -p .github; printf 'verify:\\n  commands: ["true"]\\n' > .github/throughline.yml
  echo > easy.js; ${answering()}`;

describe('the commands of a verification', () => {
  it('are those of before the agent, whatever it wrote', async () => {
    const { commands, report } = await verified(judge, { verify: { setup: [], commands: [] } });
    expect(commands).toEqual(['node check.js']);
    expect(report.results).toMatchObject([{ passed: true, output: 'checked\n' }]);
  });

  it('are those of before the first attempt, in a later one too', async () => {
    const first = await verified(judge, { verify: { setup: [], commands: [] } });
    gitIn(
      world.folder,
      '--git-dir',
      join(first.options.workDir, first.assignment.id, 'own/outbox.git'),
      'push',
      '-q',
      world.remote,
      `${first.report.head}:refs/heads/first`,
    );
    const { commands } = await verified(`echo x > src/more.js; ${answering()}`, {
      attempt: 2,
      base: first.report.head,
      codeBranch: 'throughline/greet/1-2',
      verify: { setup: [], commands: [] },
    });
    expect(commands).toEqual(['node check.js']);
  });

  it('are those of a later base when a person put them there (control)', async () => {
    gitIn(world.clone, 'checkout', '-q', '--detach', world.base);
    gitIn(world.clone, 'rm', '-q', 'check.js');
    gitIn(world.clone, 'commit', '-qm', 'No check');
    const base = gitIn(world.clone, 'rev-parse', 'HEAD');
    gitIn(world.clone, 'push', '-q', world.remote, `${base}:refs/heads/later`);
    const { report } = await verified(`echo x > x; ${answering()}`, { base, recordedBase: base });
    expect(report.results).toMatchObject([{ command: 'node check.js', passed: false, exitCode: 1 }]);
  });
});

describe('a verification command', () => {
  it('stands in a repository that has the work and the base, and no way to ours', async () => {
    const questions = [
      'git status --porcelain; git log --format=%s | head -1; git diff --stat base HEAD | tail -1',
      'git remote -v; git config --local --list; cat .git/objects/info/alternates .git/FETCH_HEAD 2>&1; env; pwd',
    ];
    const { report, options, assignment } = await verified(
      `echo x > x; git add x; git commit -qm 'PER-1: x'; ${answering()}`,
      { verify: { setup: [], commands: questions }, sections: ['2'] },
    );
    const [asked, told] = report.results.map((result) => result.output);
    expect(asked).toMatch(/^PER-1: x\n.*1 file changed/);
    const own = join(options.workDir, `${assignment.id}.verify`, 'own');
    expect(told).toMatch(/^PATH=/m);
    expect(told).toMatch(new RegExp(`${assignment.id}\\.verify/worktree$`, 'm'));
    expect(existsSync(own)).toBe(true);
    expect(told).not.toContain(own);
    expect(told).not.toMatch(/outbox|remote\.|INPUT_|GITHUB_|bundle/);
  });

  it('changes nothing of what is reported: not its head, not the results before it', async () => {
    const { report } = await verified(`echo x > x; ${answering()}`, {
      verify: { setup: ['echo first'], commands: ['rm -rf .git; echo done', 'cat x', 'git rev-parse HEAD'] },
      sections: ['2'],
    });
    expect(report.results).toMatchObject([
      { kind: 'setup', output: 'first\n' },
      { output: 'done\n', passed: true },
      { output: 'x\n', passed: true },
      { passed: false },
    ]);
  });
});
