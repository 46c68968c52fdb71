import { describe, expect, it } from 'vitest';
import { commitProvenance, namesTicket } from '../../src/checks/commit-provenance.ts';
import type { RawEvidence } from '../../src/checks/evidence.ts';
import type { FileChange } from '../../src/ports/git.ts';
import {
  assignment,
  base,
  commit,
  evidence,
  evidenceFile,
  file,
  first,
  head,
  range,
  raw,
  sha,
} from './support.ts';

const touching = (changed: FileChange, globs: string[] = []) =>
  commitProvenance.run(
    evidence({
      range: range({ files: [changed] }),
      configuration: { ...raw().configuration, protected: globs },
    }),
  );

describe('commit-provenance', () => {
  it('passes for linear commits that name the ticket', () => {
    const commits = [commit({ sha: first }), commit({ parents: [first] })];
    expect(commitProvenance.run(evidence({ range: range({ commits }) }))).toEqual({
      verdict: 'pass',
      evidence: ['2 commits on aaaaaaa.'],
    });
  });

  it.each([
    [
      'a merge commit',
      range({ commits: [commit({ parents: [base, sha('d')] })] }),
      'do not have exactly one parent',
    ],
    ['a root commit', range({ commits: [commit({ parents: [] })] }), 'do not have exactly one parent'],
    ['a gap', range({ commits: [commit({ parents: [sha('d')] })] }), 'does not follow'],
    ['another end', range({ commits: [commit({ sha: sha('d') })] }), 'not at the head'],
    ['no commit', range({ commits: [] }), 'Nothing was committed'],
    ['another history', range({ descends: false }), 'does not descend from the recorded base'],
    [
      'another base',
      range({ base: sha('d'), commits: [commit({ parents: [sha('d')] })] }),
      'the recorded base is aaaaaaa',
    ],
    [
      'another author',
      range({ commits: [commit({ authorName: 'Ada', authorEmail: 'ada@acme.test' })] }),
      '`ccccccc by Ada <ada@acme.test>`',
    ],
    [
      'an author who is a bot of GitHub’s',
      range({ commits: [commit({ authorEmail: '1+throughline[bot]@users.noreply.github.com' })] }),
      'under another name than the run',
    ],
    [
      'another committer',
      range({ commits: [commit({ committerEmail: 'noreply@github.com' })] }),
      'committed by <noreply@github.com>',
    ],
    [
      'a commit without the key',
      range({ commits: [commit({ message: 'Classify links' })] }),
      'do not name PER-206',
    ],
  ])('fails for %s', (_, whole, words) => {
    const verdict = commitProvenance.run(evidence({ range: whole }));
    expect(verdict.verdict).toBe('fail');
    expect(verdict.evidence.join('\n')).toContain(words);
  });

  it.each([
    ['another head', { head: sha('d') }],
    ['no head', { head: null }],
    ['another branch', { codeBranch: 'throughline/other/1-1' }],
  ])('fails when the run reports %s', (_, changes) => {
    expect(commitProvenance.run(evidence({ file: evidenceFile(changes) })).verdict).toBe('fail');
  });

  it.each([
    ['PER-206: x', true],
    ['feat(scanner): x (PER-206)', true],
    ['x\n\nper-206', true],
    ['feat/PER-206', true],
    ['PER-2061: x', false],
    ['XPER-206', false],
    ['PER-206-1', false],
    ['PER 206', false],
  ])('%j names PER-206: %s', (message, expected) => {
    expect(namesTicket(message, 'PER-206')).toBe(expected);
  });

  it('reads a key with special characters literally', () => {
    expect(namesTicket('A.B-1', 'A.B-1')).toBe(true);
    expect(namesTicket('AxB-1', 'A.B-1')).toBe(false);
  });

  it('holds a later attempt to its own messages and shows the earlier ones', () => {
    const earlier = commit({ sha: first, message: 'wip' });
    const own = commit({ parents: [first] });
    const verdict = commitProvenance.run(
      evidence({
        assignment: assignment({ attempt: 2, base: first }),
        range: range({ commits: [earlier, own] }),
        attemptRange: range({ base: first, commits: [own] }),
      }),
    );
    expect(verdict.verdict).toBe('pass');
    expect(verdict.evidence).toContain('Commits of earlier attempts that do not name PER-206: `bbbbbbb`.');
  });

  it('fails when a later attempt does not continue from its base', () => {
    const verdict = commitProvenance.run(
      evidence({
        assignment: assignment({ attempt: 2, base: first }),
        attemptRange: range({ base: first, descends: false }),
      }),
    );
    expect(verdict.evidence.join('\n')).toContain('does not continue from bbbbbbb');
  });

  it.each([
    '.github/workflows/ci.yml',
    '.GitHub/workflows/ci.yml',
    '.husky/pre-commit',
    '.vscode/settings.json',
    'CODEOWNERS',
    'docs/CODEOWNERS',
    'AGENTS.md',
    'packages/core/AGENTS.md',
    'CLAUDE.md',
    'sub/.claude/settings.json',
    'GEMINI.md',
    '.cursorrules',
    '.gitmodules',
    'opencode.json',
  ])('fails when %s is touched', (path) => {
    expect(touching(file(path)).evidence[0]).toContain(`\`${path}\` (`);
    expect(touching(file(path)).verdict).toBe('fail');
  });

  it.each([
    'src/github/a.js',
    'docs/codeowners.md',
    'src/CODEOWNERS',
    'docs/agents-guide.md',
    '.npmrc',
    'src/.hidden/a.go',
    'pkg/claude.py',
  ])('passes when %s is touched', (path) => {
    expect(touching(file(path)).verdict).toBe('pass');
  });

  it('judges both names of a rename, and modes', () => {
    expect(touching(file('a.yml', { status: 'renamed', oldPath: '.github/a.yml' })).verdict).toBe('fail');
    expect(
      touching(file('link', { status: 'added', oldMode: '000000', newMode: '120000' })).evidence[0],
    ).toContain('a symbolic link');
    expect(touching(file('vendor/x', { newMode: '160000' })).evidence[0]).toContain('a submodule');
    expect(touching(file('run.sh', { newMode: '100755' }))).toEqual({
      verdict: 'pass',
      evidence: ['1 commit on aaaaaaa.', 'Became executable: `run.sh`.'],
    });
  });

  it('takes configured paths, from the configuration and from the assignment', () => {
    expect(touching(file('infra/main.tf')).verdict).toBe('pass');
    expect(touching(file('infra/main.tf'), ['infra/']).evidence[0]).toContain(
      'protected by the configuration',
    );
    const assigned = evidence({
      assignment: assignment({ protectedPaths: ['infra/**'] }),
      range: range({ files: [file('infra/main.tf')], head }),
    });
    expect(commitProvenance.run(assigned).verdict).toBe('fail');
  });
});

describe('commits of a person beside those of a delegate', () => {
  const ada = { authorName: 'Ada', authorEmail: 'ada@acme.test', committerEmail: 'ada@acme.test' };
  const delegates = commit({ sha: first, parents: [base], paths: ['src/a.js'] });
  const adas = commit({
    sha: head,
    parents: [first],
    message: 'The right word',
    paths: ['.github/x.yml'],
    ...ada,
  });
  const files = [file('src/a.js'), file('.github/x.yml')];
  const judged = (changes: Partial<RawEvidence>) =>
    commitProvenance.run(
      evidence({
        range: range({ files, commits: [delegates, adas] }),
        heads: [
          { head: first, by: null },
          { head, by: 'ada' },
        ],
        ...changes,
      }),
    );
  const pushed = { pushedBy: 'ada', file: evidenceFile({ base: head, head: null }) };

  it('are hers to answer for: name, message, protected paths', () => {
    const { verdict, evidence: told } = judged(pushed);
    expect([verdict, told.join('\n')]).toEqual(['pass', expect.stringContaining('Some are of ada')]);
  });

  it('do not excuse what the delegate did before', () => {
    const forged = { ...delegates, authorEmail: 'linus@acme.test' };
    const commits = [forged, adas];
    expect(judged({ ...pushed, range: range({ files, commits }) }).verdict).toBe('fail');
    const touching = [{ ...delegates, paths: ['src/a.js', '.github/x.yml'] }, adas];
    expect(judged({ ...pushed, range: range({ files, commits: touching }) }).verdict).toBe('fail');
  });

  it('fail no later attempt of a delegate', () => {
    const last = 'd'.repeat(40);
    const next = commit({ sha: last, parents: [head], paths: ['src/a.js'] });
    const whole = range({ files, head: last, commits: [delegates, adas, next] });
    const { verdict } = commitProvenance.run(
      evidence({
        range: whole,
        attemptRange: range({ base: head, head: last, files: [file('src/a.js')], commits: [next] }),
        assignment: assignment({ attempt: 3, base: head }),
        file: evidenceFile({ base: head, head: last, attempt: 3 }),
        heads: [
          { head: first, by: null },
          { head, by: 'ada' },
          { head: last, by: null },
        ],
      }),
    );
    expect(verdict).toBe('pass');
  });
});
