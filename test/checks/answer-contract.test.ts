import { describe, expect, it } from 'vitest';
import { answerContract } from '../../src/checks/answer-contract.ts';
import { answer, assignment, changedFiles, evidence, file, first, range } from './support.ts';

const paths = changedFiles().map((one) => one.path);
const judge = (answerText: string | null) => answerContract.run(evidence({ answerText }));

describe('answer-contract', () => {
  it.each([
    ['the same files', paths],
    ['another order', [...paths].reverse()],
    ['`./` before them', paths.map((path) => `./${path}`)],
    ['one twice', [...paths, paths[0]]],
  ])('passes with %s', (_, files) => {
    expect(judge(answer({ files })).verdict).toBe('pass');
  });

  it.each([
    ['no answer', null, 'There is no answer'],
    ['an empty file', ' \n', 'There is no answer'],
    ['no JSON', 'Done!', 'is not JSON'],
    ['a list', '[]', 'does not fit its contract'],
    ['another status', answer({ status: 'OK' }), 'status'],
    ['no summary', answer({ summary: '' }), 'summary'],
    ['a blocked agent', answer({ status: 'BLOCKED', summary: 'No database.' }), 'blocked: No database.'],
    [
      'a file it does not list',
      answer({ files: paths.slice(1) }),
      "not in the answer's `files`: `src/scanner/links.js`",
    ],
    ['a file it did not change', answer({ files: [...paths, 'README.md'] }), 'but not changed: `README.md`'],
  ])('fails with %s', (_, text, words) => {
    const verdict = judge(text);
    expect(verdict.verdict).toBe('fail');
    expect(verdict.evidence.join('\n')).toContain(words);
  });

  it.each([[['new.py']], [['old.py']], [['old.py', 'new.py']], [['`new.py`']], [['.\\new.py']]])(
    'takes %j for a rename',
    (files) => {
      const moved = range({ files: [file('new.py', { status: 'renamed', oldPath: 'old.py' })] });
      expect(answerContract.run(evidence({ range: moved, answerText: answer({ files }) })).verdict).toBe(
        'pass',
      );
    },
  );

  it('does not take the source of a copy for a changed file', () => {
    const copied = range({ files: [file('new.go', { status: 'copied', oldPath: 'old.go' })] });
    const judged = (files: string[]) =>
      answerContract.run(evidence({ range: copied, answerText: answer({ files }) })).verdict;
    expect(judged(['new.go'])).toBe('pass');
    expect(judged(['old.go'])).toBe('fail');
  });

  it('asks a later attempt for its own files, and lets it list the earlier ones', () => {
    const later = {
      assignment: assignment({ attempt: 2, base: first }),
      attemptRange: range({ base: first, files: [file('src/scanner/links.js')] }),
    };
    const judged = (files: string[]) =>
      answerContract.run(evidence({ ...later, answerText: answer({ files }) })).verdict;
    expect(judged(['src/scanner/links.js'])).toBe('pass');
    expect(judged(paths)).toBe('pass');
    expect(judged([])).toBe('fail');
  });
});
