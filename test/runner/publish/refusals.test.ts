import {
  chmodSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RunRefused } from '../../../src/runner/run.ts';
import { gitIn, token } from '../world.ts';
import { type HandedOn, handed, handOn, sha256 } from './handed-on.ts';

let on: HandedOn;
beforeAll(async () => {
  on = await handOn();
});
afterAll(() => on.world.remove());

const nothingRan = (): void => expect(on.refs()).toBe(`refs/heads/main ${on.world.base}`);

const other = '11111111-2222-4333-8444-555555555555';
const anotherSha = 'b'.repeat(40);

/** The refusal as the page of the run shows it: one line. */
const refusal = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof RunRefused)) throw error ?? new Error('nothing was refused');
  expect(error.message).not.toMatch(/\n/);
  return error.message;
};

describe('a file that is not the one handed on', () => {
  afterEach(nothingRan);

  it.each([
    ['the bundle', () => on.publish({ bundle: { file: on.bundle, sha256: 'a'.repeat(64) } }), 'agent'],
    ['a bundle without its digest', () => on.publish({ bundle: { file: on.bundle, sha256: '' } }), 'agent'],
    [
      'the verification',
      () => on.publish({ verification: { file: on.verification, sha256: 'a'.repeat(64) } }),
      'verify',
    ],
  ])('is refused by its digest: %s', async (_, publish, job) => {
    const said = await refusal(publish());
    expect(said).toMatch(new RegExp(`not what job \`${job}\` handed on.*replaced; nothing of it is used`));
  });

  it.each([
    [
      'a file that is not there',
      () => join(on.world.folder, 'nowhere'),
      /handed nothing on: .* is not there/,
    ],
    ['a folder', () => on.world.folder, /handed nothing on/],
    [
      'a link to the right one',
      () => {
        const link = on.file('');
        unlinkSync(link);
        symlinkSync(on.bundle, link);
        return link;
      },
      /handed nothing on/,
    ],
  ])('is refused: %s', async (_, make, said) => {
    expect(await refusal(on.publish({ bundle: { file: make(), sha256: sha256(on.bundle) } }))).toMatch(said);
    const verification = { file: make(), sha256: sha256(on.verification) };
    expect(await refusal(on.publish({ verification }))).toMatch(said);
  });
});

describe('a bundle that is not what job `agent` makes', () => {
  afterEach(nothingRan);

  it.each<[string, () => string, RegExp]>([
    ['no bundle at all', () => on.file('nonsense\n'), /Git refuses the bundle.*(?:not.*bundle|v2)/],
    ['an empty file', () => on.file(''), /Git refuses the bundle/],
    [
      'one cut short',
      () => {
        const path = on.file('');
        writeFileSync(path, readFileSync(on.bundle));
        truncateSync(path, readFileSync(on.bundle).length - 100);
        return path;
      },
      /Git refuses the bundle.*(?:early EOF|pack|index)/,
    ],
    [
      'a further branch',
      () => on.forge({ report: on.report, refs: { 'refs/heads/main': on.report.head ?? '' } }),
      /other contents than it may have: refs\/heads\/main/,
    ],
    [
      'a ref of our own that is not foreseen',
      () => on.forge({ report: on.report, refs: { 'refs/throughline/base': on.report.head ?? '' } }),
      /other contents than it may have: refs\/throughline\/base/,
    ],
    [
      'a code branch that is no commit',
      () =>
        on.forge({
          report: on.report,
          refs: { 'refs/throughline/code': treeOfHead() },
        }),
      /Git refuses the bundle/,
    ],
    ['a path `..`', () => crafted('100644 ..'), /Git refuses the bundle.*hasDotdot/],
    ['a path `.git`', () => crafted('100644 .git'), /Git refuses the bundle.*hasDotgit/],
    ['a path `.GIT`', () => crafted('100644 .GIT'), /Git refuses the bundle.*hasDotgit/],
    ['a path with a slash', () => crafted('100644 a/b'), /Git refuses the bundle.*fullPathname/],
    ['a mode that git would not write', () => crafted('0100644 x'), /Git refuses the bundle.*zeroPadded/],
  ])('is refused, by publish and by verify: %s', async (_, make, said) => {
    const bundle = make();
    expect(await refusal(on.publish({ bundle: handed(bundle), verification: null }))).toMatch(said);
    expect(await refusal(on.verify(bundle))).toMatch(said);
  });

  const treeOfHead = (): string =>
    gitIn(join(on.world.folder, 'handed-on', 'forger.git'), 'rev-parse', `${on.report.head}^{tree}`);
  const crafted = (entry: string): string => {
    const code = on.craft(entry);
    return on.forge({ report: { ...on.report, head: code }, code });
  };
});

describe('a report that does not fit', () => {
  afterEach(nothingRan);

  it.each<[string, () => unknown, RegExp]>([
    ['none', () => null, /report of job `agent` cannot be read: it is not JSON/],
    ['no JSON', () => '{', /cannot be read: it is not JSON/],
    ['another shape', () => ({ ...on.report, surprise: 1 }), /cannot be read: .*surprise/],
    ['another assignment', () => ({ ...on.report, assignment: other }), /it is of another assignment/],
    ['another attempt', () => ({ ...on.report, attempt: 2 }), /it is of another assignment/],
    ['another run', () => ({ ...on.report, run: { id: 8, attempt: 1 } }), /it is of another run/],
    ['a re-run', () => ({ ...on.report, run: { id: 7, attempt: 2 } }), /it is of another run/],
    ['another base', () => ({ ...on.report, base: anotherSha }), /it starts at another base/],
    ['another branch', () => ({ ...on.report, codeBranch: 'throughline/x/1-1' }), /it names another branch/],
    ['another head', () => ({ ...on.report, head: anotherSha }), /it names another head/],
    ['no head beside commits', () => ({ ...on.report, head: null }), /it names another head/],
  ])('is refused: %s', async (_, make, said) => {
    const bundle = handed(on.forge({ report: make() }));
    expect(await refusal(on.publish({ bundle }))).toMatch(said);
  });

  it.each<[string, (right: Record<string, unknown>) => string, RegExp]>([
    ['no JSON', () => '', /report of job `verify` cannot be read: it is not JSON/],
    ['another shape', () => '{}', /report of job `verify` cannot be read/],
    [
      'another head',
      (right) => JSON.stringify({ ...right, head: anotherSha }),
      /another assignment, run or head/,
    ],
    [
      'another run',
      (right) => JSON.stringify({ ...right, run: { id: 8, attempt: 1 } }),
      /another assignment, run/,
    ],
    [
      'another attempt',
      (right) => JSON.stringify({ ...right, run: { id: 7, attempt: 2 } }),
      /another assignment, run/,
    ],
    ['another assignment', (right) => JSON.stringify({ ...right, assignment: other }), /another assignment/],
  ])('is refused, of the verification: %s', async (_, make, said) => {
    const right: Record<string, unknown> = JSON.parse(readFileSync(on.verification, 'utf8'));
    const verification = handed(on.file(make(right)));
    expect(await refusal(on.publish({ verification }))).toMatch(said);
  });
});

describe('a remote', () => {
  const code = (): string => `refs/heads/${on.assignment.codeBranch}`;
  const evidence = (): string => `refs/throughline/assignments/${on.assignment.id}`;
  const hook = (name: string): string => join(on.world.remote, 'hooks', name);
  const hookUp = (name: string, script: string): void => {
    mkdirSync(join(on.world.remote, 'hooks'), { recursive: true });
    writeFileSync(hook(name), `#!/bin/sh\n${script}\n`);
    chmodSync(hook(name), 0o755);
  };
  let before: string;
  beforeEach(() => {
    before = on.refs();
  });

  it.each([
    ['the code branch', code],
    ['the evidence', evidence],
    ['the evidence as a branch', () => `refs/heads/throughline/assignments/${on.assignment.id}`],
  ])('that has %s already is left as it is, whatever stands there', async (_, ref) => {
    gitIn(on.world.remote, 'update-ref', ref(), on.world.base);
    try {
      const with_ = on.refs();
      expect(await refusal(on.publish())).toMatch(/exists already, at [0-9a-f]{40}, .*\/retry/);
      expect(on.refs()).toBe(with_);
    } finally {
      gitIn(on.world.remote, 'update-ref', '-d', ref());
    }
    expect(on.refs()).toBe(before);
  });

  it('that refuses the code branch gets no evidence either, and its words are told', async () => {
    hookUp('pre-receive', 'echo "GH013: Repository rule violations found" >&2; exit 1');
    try {
      const said = await refusal(on.publish());
      expect(said).toMatch(
        /refused refs\/heads\/throughline\/greet\/1-1: .*GH013.*branch rules.*contents: write/,
      );
      expect(on.refs()).toBe(before);
    } finally {
      unlinkSync(hook('pre-receive'));
    }
  });

  it('that has nothing there is not overwritten by what appears between looking and pushing', async () => {
    // appears when the code branch is pushed
    hookUp('post-receive', `git update-ref ${evidence()} ${on.world.base}; rm -f "$0"`);
    try {
      expect(await refusal(on.publish())).toMatch(/assignments.* exists already/);
      expect(gitIn(on.world.remote, 'rev-parse', evidence())).toBe(on.world.base);
    } finally {
      gitIn(on.world.remote, 'update-ref', '-d', evidence());
      gitIn(on.world.remote, 'update-ref', '-d', code());
    }
  });

  it.each([
    ['is not there', () => `file://${on.world.folder}/nowhere.git`],
    ['does not answer', () => 'http://127.0.0.1:9/acme/probe.git'],
  ])('that %s: the failure is one line without the token', async (_, url) => {
    const failed = on.publish({ remote: { url: url(), token } });
    const message = await failed.then(
      () => '',
      (error: Error) => error.message,
    );
    expect(message).toMatch(/^git fetch failed: .*(?:nowhere|127\.0\.0\.1|repository)/);
    expect(message).not.toContain('\n');
    expect(message).not.toContain(token);
  });
});

describe('what is published', () => {
  it('has no verification, and says so, when job `verify` did not report', async () => {
    const { file } = await on.publish({ verification: null });
    expect(file.verification).toBeNull();
    expect(file.remarks.join()).toMatch(/Job `verify` did not report/);
    gitIn(on.world.remote, 'update-ref', '-d', `refs/throughline/assignments/${on.assignment.id}`);
    gitIn(on.world.remote, 'update-ref', '-d', `refs/heads/${on.assignment.codeBranch}`);
    nothingRan();
  });

  it('is everything when everything fits (control)', async () => {
    const { file, evidence } = await on.publish();
    expect(file.verification).toMatchObject([{ passed: true }]);
    expect(on.refs().split('\n').sort()).toEqual([
      `refs/heads/main ${on.world.base}`,
      `refs/heads/${on.assignment.codeBranch} ${on.report.head}`,
      `${evidence.ref} ${evidence.sha}`,
    ]);
  });
});
