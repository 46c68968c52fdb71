import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runPublishStep } from '../../src/runner/publish/step.ts';
import { runVerifyStep } from '../../src/runner/verify/step.ts';
import {
  agentStep,
  answering,
  assignmentFor,
  gitIn,
  makeWorld,
  optionsFor,
  readEvidence,
  remoteOf,
  runCommand,
  runThrough,
  token,
  type World,
} from './world.ts';

let world: World;
beforeEach(() => {
  world = makeWorld();
});
afterEach(() => world.remove());

const refsOf = (): string[] => gitIn(world.remote, 'for-each-ref', '--format=%(refname)').split('\n');
const at = (sha: string, path: string): string => gitIn(world.remote, 'show', `${sha}:${path}`);

describe('a delegation', () => {
  it('comes back as a code branch and evidence', async () => {
    const command = `
      test -s "$PROMPT_FILE" && test -s "$ANSWER_SCHEMA" && test "$ACCESS" = edit || exit 9
      echo working; echo 'export const greet = () => 1;' > src/greet.js
      git add -A && git commit -qm 'PER-1: Greet'
      ${answering({ files: ['src/greet.js'] })}`;
    const { outcome, evidence, assignment } = await runCommand(world, command);

    expect(outcome).toMatchObject({ answer: 'done', remarks: [] });
    expect(evidence.ref).toBe(`refs/throughline/assignments/${assignment.id}`);
    expect(evidence.names).toEqual(['answer.json', 'evidence.json', 'prompt.md', 'transcript.log']);
    expect(evidence.file).toMatchObject({
      assignment: assignment.id,
      run: { id: 7, attempt: 1 },
      base: world.base,
      agent: { name: 'probe', exitCode: 0, timedOut: false },
      leftoversCommitted: false,
      isolation: 'none',
    });
    const head = evidence.file.head ?? '';
    expect(gitIn(world.remote, 'rev-parse', 'refs/heads/throughline/greet/1-1')).toBe(head);
    expect(gitIn(world.remote, 'log', '--format=%s|%an', `${world.base}..${head}`)).toBe(
      'PER-1: Greet|throughline',
    );
    expect(at(head, 'src/greet.js')).toContain('greet');
    expect(evidence.text('transcript.log')).toContain('working');
    expect(evidence.file.verification).toMatchObject([
      { command: 'node check.js', kind: 'command', passed: true, exitCode: 0, output: 'checked\n' },
    ]);
    expect(gitIn(world.remote, 'rev-list', '--parents', '-n1', evidence.ref)).not.toContain(' ');
  });

  it('has what the agent left uncommitted, additions and deletions', async () => {
    const command = `echo new > src/greet.js; rm src/index.js; ${answering({ files: ['src/greet.js', 'src/index.js'] })}`;
    const { evidence } = await runCommand(world, command);
    const head = evidence.file.head ?? '';
    expect(evidence.file.leftoversCommitted).toBe(true);
    expect(gitIn(world.remote, 'diff-tree', '-r', '--name-status', world.base, head)).toBe(
      'A\tsrc/greet.js\nD\tsrc/index.js',
    );
    expect(gitIn(world.remote, 'log', '-1', '--format=%s', head)).toMatch(/^PER-1: .*section 1$/);
  });

  it('keeps odd file names', async () => {
    const names = ['with space.txt', 'ünïcode.txt', 'new\nline.txt', '-dash.txt', 'quo"te.txt'];
    writeFileSync(join(world.folder, 'names.json'), JSON.stringify(names));
    const script = `for (const n of JSON.parse(require('fs').readFileSync('${world.folder}/names.json'))) require('fs').writeFileSync(n, n)`;
    const { evidence } = await runCommand(world, `node -e "${script}"; ${answering()}`);
    const changed = gitIn(
      world.remote,
      'diff-tree',
      '-r',
      '-z',
      '--name-only',
      world.base,
      evidence.file.head ?? '',
    );
    expect(changed.split('\0').filter(Boolean).sort()).toEqual([...names].sort());
  });

  it('that changed nothing still leaves evidence, and no branch', async () => {
    const { outcome, evidence } = await runCommand(world, answering());
    expect(outcome).toMatchObject({ head: null, answer: 'done', verification: [] });
    expect(evidence.file.head).toBeNull();
    expect(evidence.remarks).toMatch(/changed nothing/);
    expect(refsOf()).not.toContain('refs/heads/throughline/greet/1-1');
  });

  it('that is blocked still leaves evidence', async () => {
    const { outcome, evidence } = await runCommand(
      world,
      answering({ status: 'BLOCKED', notes: 'No such API.' }),
    );
    expect(outcome).toMatchObject({ answer: 'blocked', head: null });
    expect(JSON.parse(evidence.text('answer.json'))).toMatchObject({
      status: 'BLOCKED',
      notes: 'No such API.',
    });
  });

  it('keeps the bytes of an answer that breaks its contract', async () => {
    const { outcome, evidence } = await runCommand(world, `printf '{"status": "MAYBE"  }' > "$ANSWER_FILE"`);
    expect(outcome).toMatchObject({ answer: 'invalid' });
    expect(evidence.text('answer.json')).toBe('{"status": "MAYBE"  }');
    expect(evidence.remarks).toMatch(/breaks its contract: status/);
  });

  it.each([
    ['nothing', 'true', /wrote no answer/],
    ['a link', 'ln -s /etc/passwd "$ANSWER_FILE"', /not a regular file/],
    ['a pipe', 'mkfifo "$ANSWER_FILE"', /not a regular file/],
    ['far too much', 'head -c 300000 /dev/zero > "$ANSWER_FILE"', /larger than/],
  ])('has no answer when the agent leaves %s', async (_, command, remark) => {
    const { outcome, evidence } = await runCommand(world, command);
    expect(outcome).toMatchObject({ answer: 'missing' });
    expect(evidence.names).not.toContain('answer.json');
    expect(evidence.remarks).toMatch(remark);
  });

  it('never publishes the token of the run, in words or in the answer', async () => {
    const { outcome, evidence } = await runCommand(world, `echo ${token}; ${answering({ notes: token })}`);
    expect(outcome).toMatchObject({ answer: 'missing' });
    expect(evidence.names).not.toContain('answer.json');
    expect(evidence.text('transcript.log')).toMatch(/^\*\*\*$/);
  });

  it('is recorded when the agent fails', async () => {
    const { evidence } = await runCommand(world, 'echo oh no >&2; exit 3');
    expect(evidence.file.agent.exitCode).toBe(3);
    expect(evidence.text('transcript.log')).toContain('oh no');
  });
});

describe('an agent that plays with history', () => {
  it('is noted when it leaves its branch, and its commits are kept', async () => {
    const { evidence } = await runCommand(
      world,
      `git checkout -qb elsewhere; echo x > x; git add x; git commit -qm 'PER-1: x'; ${answering({ files: ['x'] })}`,
    );
    expect(evidence.remarks).toMatch(/left its branch: HEAD is on refs\/heads\/elsewhere/);
    expect(at(evidence.file.head ?? '', 'x')).toBe('x');
  });

  it('is noted when it rewrites what was there before', async () => {
    const { evidence } = await runCommand(world, `git commit -q --amend -m 'All mine'; ${answering()}`);
    expect(evidence.remarks).toMatch(/rewrote history/);
    expect(evidence.file.head).not.toBe(world.base);
  });

  it('does not bring its own git configuration into ours', async () => {
    const trap = join(world.folder, 'trapped');
    const command = `
      git config filter.trap.clean 'touch ${trap}; cat'; git config core.fsmonitor 'touch ${trap}; false'
      mkdir -p ../repository.git/hooks; printf '#!/bin/sh\\ntouch ${trap}\\n' > ../repository.git/hooks/post-checkout
      cp ../repository.git/hooks/post-checkout ../repository.git/hooks/pre-push; chmod +x ../repository.git/hooks/*
      git config core.hooksPath "$PWD/../repository.git/hooks"
      git config url.file:///nowhere/.insteadOf file://${world.remote}
      echo '* filter=trap' > .gitattributes; echo y > y; ${answering({ files: ['y', '.gitattributes'] })}`;
    const { outcome, assignment } = await runCommand(world, command, { sections: ['2'] });
    expect(outcome).toMatchObject({ verification: [{ passed: true }] });
    expect(existsSync(trap)).toBe(false);

    // The trap works: ordinary git walks into it.
    const worktree = join(world.folder, 'work', assignment.id, 'worktree');
    writeFileSync(join(worktree, 'y'), 'changed');
    gitIn(worktree, 'add', 'y');
    expect(existsSync(trap)).toBe(true);
  });

  it('without its .git is taken at the base, leftovers included', async () => {
    const { evidence } = await runCommand(world, `rm .git; echo z > z; ${answering({ files: ['z'] })}`);
    expect(evidence.remarks).toMatch(/without a readable HEAD/);
    expect(gitIn(world.remote, 'rev-parse', `${evidence.file.head}^`)).toBe(world.base);
  });
});

describe('publishing', () => {
  it('never overwrites a branch that appears while the agent works, and publishes no evidence then', async () => {
    const push = `git push -q ${world.remote} ${world.base}:refs/heads/throughline/greet/1-1`;
    await expect(runCommand(world, `${push}; echo x > x`)).rejects.toThrow(/exists already/);
    expect(gitIn(world.remote, 'rev-parse', 'refs/heads/throughline/greet/1-1')).toBe(world.base);
    expect(refsOf().some((ref) => ref.includes('assignments'))).toBe(false);
  });

  it('uses a branch where the remote refuses refs of our own', async () => {
    gitIn(world.remote, 'config', 'receive.hideRefs', 'refs/throughline');
    const { evidence, assignment } = await runCommand(world, answering());
    expect(evidence.ref).toBe(`refs/heads/throughline/assignments/${assignment.id}`);
  });

  it('says so when the remote refuses everything', async () => {
    gitIn(world.remote, 'config', 'receive.hideRefs', 'refs/');
    await expect(runCommand(world, answering())).rejects.toThrow(/refused the evidence.*contents: write/);
  });

  it('runs an assignment once', async () => {
    const { assignment } = await runCommand(world, answering());
    const again = optionsFor(world, assignment);
    await expect(runThrough(world, again)).rejects.toThrow(/exists already.*\/retry/);
    expect(readEvidence(world, assignment.id).file.run.id).toBe(7);
  });

  it('refuses a run that was started again by hand, in every job', async () => {
    const marker = join(world.folder, 'ran');
    const agent = { name: 'probe', kind: 'command' as const, command: `touch ${marker}` };
    const options = { ...optionsFor(world, assignmentFor(world, { agent })), run: { id: 7, attempt: 2 } };
    const handed = { file: '/nowhere', sha256: '' };
    await expect(agentStep(world, options)).rejects.toThrow(/attempt 2 of the run.*\/retry/);
    await expect(
      runVerifyStep({ ...options, source: world.remote, bundle: handed.file, sha256: '' }),
    ).rejects.toThrow(/attempt 2/);
    await expect(
      runPublishStep({ ...options, remote: remoteOf(world), bundle: handed, verification: null }),
    ).rejects.toThrow(/attempt 2/);
    expect(existsSync(marker)).toBe(false);
  });

  it('says what to do when the base is gone', async () => {
    const gone = 'a'.repeat(40);
    const assignment = assignmentFor(world, { base: gone, recordedBase: gone });
    await expect(runThrough(world, optionsFor(world, assignment))).rejects.toThrow(
      /not in the repository any more/,
    );
  });
});
