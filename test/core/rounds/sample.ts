import type { Raised } from '../../../src/core/rounds/matching.ts';
import type { Answer, Decided, Finding, Round } from '../../../src/core/rounds/round.ts';

export const finding = (over: Partial<Finding> = {}): Finding => ({
  id: 'F1',
  fingerprint: 'src/a.ts: label rewrit',
  severity: 'medium',
  title: 'Rewrites the label',
  path: 'src/a.ts',
  line: 4,
  detail: '',
  code: 'text.replace(label, target);',
  by: 'throughline[bot]',
  url: null,
  demanded: false,
  state: 'open',
  decided: null,
  answer: null,
  seen: [1],
  ...over,
});

export const raised = (over: Partial<Raised> = {}): Raised => ({
  severity: 'medium',
  title: 'Rewrites the label',
  path: 'src/a.ts',
  line: 4,
  detail: '',
  by: 'throughline[bot]',
  url: null,
  demanded: false,
  ...over,
});

export const fixed: Answer = { kind: 'fixed', sha: '94528d5', reason: 'Only the target is rewritten now.' };
export const acknowledged: Answer = {
  kind: 'acknowledged',
  reason: 'Decided so.',
  cites: null,
  sha: null,
};
export const filed: Answer = {
  kind: 'filed',
  key: 'PER-241',
  url: 'https://linear.app/per/issue/PER-241',
  reason: 'Out of scope.',
  cites: null,
};

export const toFile: Extract<Decided, { to: 'file' }> = {
  to: 'file',
  reason: 'Out of scope.',
  cites: null,
  title: 'Links stay broken after sync',
  blocks: null,
  priority: 'medium',
  by: 'triage',
};

export const round = (over: Partial<Round> = {}): Round => ({
  number: 1,
  head: 'a'.repeat(40),
  mergeBase: 'd'.repeat(40),
  reviewer: 'throughline',
  state: { name: 'answering' },
  findings: [],
  reviews: [],
  triages: [],
  fixUp: null,
  startedAt: '2026-03-02T10:00:00Z',
  ...over,
});
