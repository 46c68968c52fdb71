import { describe, expect, it } from 'vitest';
import { commitProvenance, namesTicket } from '../../src/checks/commit-provenance.ts';
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
