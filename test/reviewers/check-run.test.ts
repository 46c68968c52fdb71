import { describe, expect, it } from 'vitest';
import { checkRun } from '../../src/reviewers/check-run.ts';
import type { Asked, SaidCheck, Word } from '../../src/reviewers/reader.ts';
import { asked, check, older, talk } from './talk.ts';

const read = (checks: SaidCheck[], change: Partial<Asked> = {}): Word =>
  checkRun.read(talk({ checks }), asked({ login: 'semgrep-app', ...change }));

type Annotation = SaidCheck['annotations'][number];
const annotation = (change: Partial<Annotation> = {}): Annotation => ({
  path: 'src/lint.py',
  line: 477,
  level: 'failure',
  title: 'Unsafe replace',
  message: 'The first occurrence is replaced. It may be the label.',
  ...change,
});

describe('check runs of an App', () => {
  it('find by annotations: failure high, warning medium, notice a note', () => {
    const annotations = [
      annotation(),
      annotation({ level: 'warning', title: null }),
      annotation({ level: 'notice', path: './docs/a.md', line: 0 }),
      annotation({ path: '/github/workspace/a.ts', title: ' ' }),
    ];
    expect(read([check({ conclusion: 'failure', annotations })])).toMatchObject({
      state: 'reviewed',
      findings: [
        {
          severity: 'high',
          title: 'Unsafe replace: The first occurrence is replaced.',
          path: 'src/lint.py',
          line: 477,
        },
        { severity: 'medium', title: 'The first occurrence is replaced.' },
        { severity: 'note', path: 'docs/a.md', line: null },
        { severity: 'high', title: 'The first occurrence is replaced.', path: null, line: null },
      ],
      url: 'https://github.com/acme/beacon/runs/5',
    });
  });

  it('are clean when they succeed without a word, and not when they succeed with one', () => {
    expect(read([check()])).toMatchObject({ state: 'reviewed', findings: [] });
    expect(read([check({ annotations: [annotation()] })])).toMatchObject({
      findings: [{ severity: 'high' }],
    });
  });

  it('are told apart where the title is a rule, and say nothing twice', () => {
    const annotations = [
      annotation({ title: 'no-undef', message: "'foo' is not defined." }),
      annotation({ title: 'no-undef', message: "'bar' is not defined." }),
      annotation({ title: 'Unused import', message: 'Unused import of os. Remove it.' }),
      annotation({ title: 'mypy', message: '' }),
    ];
    const word = read([check({ conclusion: 'failure', annotations })]);
    expect(word.state === 'reviewed' && word.findings.map(({ title }) => title)).toEqual([
      "no-undef: 'foo' is not defined.",
      "no-undef: 'bar' is not defined.",
      'Unused import of os.',
      'mypy',
    ]);
  });

  it.each(['neutral', 'action_required'])('that end as %s with what they found did review', (conclusion) => {
    expect(read([check({ conclusion, annotations: [annotation()] })])).toMatchObject({
      state: 'reviewed',
      findings: [{ severity: 'high' }],
    });
    expect(read([check({ conclusion, annotations: [annotation({ level: 'notice' })] })])).toMatchObject({
      state: 'not-reviewed',
    });
  });

  it.each([
    ['neutral', 'skipped'],
    ['skipped', 'skipped'],
    ['cancelled', 'died'],
    ['timed_out', 'died'],
    ['action_required', 'died'],
    ['stale', 'died'],
    ['startup_failure', 'died'],
    ['failure', 'unreadable'],
    ['something-new', 'unreadable'],
    [null, 'unreadable'],
  ])('that end as %s did not review', (conclusion, cause) => {
    expect(read([check({ conclusion })])).toMatchObject({ state: 'not-reviewed', cause });
  });

  it('that fail with mere notices, or the runner’s own words, do not say why', () => {
    expect(
      read([check({ conclusion: 'failure', annotations: [annotation({ level: 'notice' })] })]),
    ).toMatchObject({
      cause: 'unreadable',
    });
    const exit = annotation({ path: '.github', message: 'Process completed with exit code 1.', title: null });
    expect(read([check({ conclusion: 'failure', annotations: [exit] })])).toMatchObject({
      cause: 'unreadable',
    });
  });

  it.each([
    ['queued', check({ status: 'queued', conclusion: null })],
    ['running', check({ status: 'in_progress', conclusion: null })],
    ['of another commit', check({ commit: older })],
    ['of another App', check({ app: 'github-actions' })],
    ['of an unnamed commit', check({ commit: '' })],
  ])('are waited for while %s', (_, only) => {
    expect(read([only])).toEqual({ state: 'waiting' });
  });

  it('are known by their name', () => {
    const lint = check({ id: 6, name: 'lint', conclusion: 'cancelled' });
    expect(read([check(), lint], { marker: 'Semgrep' })).toMatchObject({ state: 'reviewed' });
    expect(read([check(), lint], { marker: 'other' })).toEqual({ state: 'waiting' });
    expect(read([check({ summary: 'made by <!-- r -->' })], { marker: '<!-- r -->' })).toMatchObject({
      state: 'reviewed',
    });
  });

  it('count by the newest run of each name, and together', () => {
    const rerun = check({ id: 9, conclusion: 'cancelled' });
    expect(read([rerun, check()])).toMatchObject({ cause: 'died' });
    expect(read([check(), check({ id: 9, name: 'b', status: 'queued' })])).toEqual({ state: 'waiting' });
    expect(read([check(), check({ id: 9, name: 'b', conclusion: 'skipped' })])).toMatchObject({
      cause: 'skipped',
    });
    const found = check({ id: 9, name: 'b', annotations: [annotation()] });
    expect(read([check(), found])).toMatchObject({
      findings: [{ title: expect.stringContaining('Unsafe replace') }],
    });
  });
});
