import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runAssignment } from '../../src/runner/run-assignment.ts';
import {
  answering,
  assignmentFor,
  gitIn,
  makeWorld,
  optionsFor,
  readEvidence,
  runCommand,
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

    expect(outcome).toMatchObject({ state: 'published', answer: 'done', remarks: [] });
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
    expect(evidence.text('remarks.txt')).toMatch(/changed nothing/);
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
    expect(evidence.text('remarks.txt')).toMatch(/breaks its contract: status/);
  });

  it.each([
    ['nothing', 'true', /wrote no answer/],
    ['a link', 'ln -s /etc/passwd "$ANSWER_FILE"', /wrote no answer/],
    ['a pipe', 'mkfifo "$ANSWER_FILE"', /not a regular file/],
    ['far too much', 'head -c 300000 /dev/zero > "$ANSWER_FILE"', /larger than/],
  ])('has no answer when the agent leaves %s', async (_, command, remark) => {
    const { outcome, evidence } = await runCommand(world, command);
    expect(outcome).toMatchObject({ answer: 'missing' });
    expect(evidence.names).not.toContain('answer.json');
    expect(evidence.text('remarks.txt')).toMatch(remark);
  });

  it('never publishes the token of the run, in words or in the answer', async () => {
    const token = 'ghs_placeholder-of-a-token';
    const { outcome, evidence } = await runCommand(world, `echo ${token}; ${answering({ notes: token })}`);
    expect(outcome).toMatchObject({ answer: 'missing' });
    expect(evidence.names).not.toContain('answer.json');
    expect(evidence.text('transcript.log')).toMatch(/^\*\*\*\n/);
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
    expect(evidence.text('remarks.txt')).toMatch(/left its branch: HEAD is on refs\/heads\/elsewhere/);
    expect(at(evidence.file.head ?? '', 'x')).toBe('x');
  });

  it('is noted when it rewrites what was there before', async () => {
    const { evidence } = await runCommand(world, `git commit -q --amend -m 'All mine'; ${answering()}`);
    expect(evidence.text('remarks.txt')).toMatch(/rewrote history/);
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
    expect(outcome).toMatchObject({ state: 'published', verification: [{ passed: true }] });
    expect(existsSync(trap)).toBe(false);

    // The trap works: ordinary git walks into it.
    const worktree = join(world.folder, 'work', `${assignment.id}.7-1`, 'worktree');
    writeFileSync(join(worktree, 'y'), 'changed');
    gitIn(worktree, 'add', 'y');
    expect(existsSync(trap)).toBe(true);
  });

  it('without its .git is taken at the base, leftovers included', async () => {
    const { evidence } = await runCommand(world, `rm .git; echo z > z; ${answering({ files: ['z'] })}`);
    expect(evidence.text('remarks.txt')).toMatch(/without a readable HEAD/);
    expect(gitIn(world.remote, 'rev-parse', `${evidence.file.head}^`)).toBe(world.base);
  });
});

describe('publishing', () => {
  it('is refused before anything runs when the code branch exists', async () => {
    gitIn(world.clone, 'push', '-q', world.remote, 'HEAD:refs/heads/throughline/greet/1-1');
    const marker = join(world.folder, 'ran');
    await expect(runCommand(world, `touch ${marker}`)).rejects.toThrow(/exists already.*\/retry/);
    expect(existsSync(marker)).toBe(false);
  });

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
    const again = await runAssignment(optionsFor(world, assignment));
    expect(again).toMatchObject({ state: 'already-published' });
    expect(readEvidence(world, assignment.id).file.run.id).toBe(7);
  });

  it('says what to do when the base is gone', async () => {
    const gone = 'a'.repeat(40);
    const assignment = assignmentFor(world, { base: gone, recordedBase: gone });
    await expect(runAssignment(optionsFor(world, assignment))).rejects.toThrow(
      /not in the repository any more/,
    );
  });
});
