import { expect, it } from 'vitest';
import { doneSummary } from '../../src/text/rounds/done-summary.ts';
import { statusComment } from '../../src/text/status.ts';
import { acknowledge, fix, head, oneShots, ours, reviewed, tell, triaged } from './rounds/told.ts';
import { at, reviewOf, sha } from './support.ts';

const pull = (state: 'open' | 'closed') => ({
  pull: { number: 12, state, draft: false, merged: false, mergeSha: null, mergedBy: null } as const,
});
const triage = (to: 'fix' | 'acknowledge', finding: string) =>
  ({ name: 'triage', finding, to, priority: null, why: 'So.' }) as const;
const run = { runId: 9, url: 'https://github.test/runs/9', evidenceUrl: 'e', completedAt: at };

it('/delegate brings a deleted branch back and opens a new pull request of it', () => {
  const told = tell(ours);
  told.merged(1, head('1'));
  told.ends(reviewed([]));
  const branch = told.item().feature?.branch ?? '';
  const gone = { featureSha: null, ...pull('closed') };
  told.hears('branch-deleted', { branch, sha: sha('1') }, gone);
  told.hears('pull-closed', {}, gone);
  expect(statusComment(told.item())).toContain('`/delegate`');
  told.is(head('1'));
  const asked = told.says(
    { name: 'delegate', groups: 'next', agent: null, model: null },
    { featureSha: null },
  );
  expect(oneShots(asked)).toContainEqual({ kind: 'put-branch', branch, from: null, to: sha('1') });
  const back = { featureSha: sha('1') };
  const opening = told.hears('branch-created', { branch, sha: sha('1') }, back);
  expect(oneShots(opening).map(({ kind }) => kind)).toContain('open-pull');
  // our own push is told as well
  const again = told.hears('feature-pushed', { sha: sha('1') }, back);
  expect(oneShots(again).map(({ kind }) => kind)).not.toContain('open-pull');
});

it('a rejected fix-up holds nothing back once its findings were answered while the pull request was closed', () => {
  const told = tell(ours);
  told.merged(1, head('1'));
  told.ends(reviewed(['Links break']));
  told.ends(triaged(fix('F1')));
  const review = reviewOf('iterate');
  told.ends({ state: 'returned', ...run, head: sha('9'), review, told: { requirements: [], answer: null } });
  told.ends({ state: 'judged', ...run, review });
  told.says({ name: 'reject', why: 'No.' });
  told.hears('pull-closed', {}, pull('closed'));
  told.says(triage('acknowledge', 'F1'));
  told.hears('pull-reopened', {}, pull('open'));
  expect(told.item().stage.name).toBe('handed-over');
  expect(told.item().findings?.[0]?.answer).toMatchObject({ kind: 'acknowledged' });
});

it('two fix-ups of one round are two', () => {
  const told = tell(ours);
  told.merged(1, head('1'));
  told.ends(reviewed(['Links break', 'Data is lost']));
  told.ends(triaged(fix('F1'), acknowledge('F2')));
  told.says(triage('fix', 'F2'));
  told.fixed(head('2'));
  told.fixed(head('3'));
  told.ends(reviewed([], ['F1', 'F2']));
  const item = told.item();
  const summary = doneSummary({
    ...{ item, rounds: item.rounds ?? [], findings: item.findings ?? [] },
    sha: sha('f'),
  });
  expect(summary).toContain('and 2 fix-ups');
});
