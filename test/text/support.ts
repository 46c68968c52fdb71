import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { visit } from 'unist-util-visit';
import { type CheckId, type CheckResult, checkIds, type Review } from '../../src/contracts/review.ts';
import type { Attempt } from '../../src/core/attempt.ts';
import type { Delegation, Item, Section } from '../../src/core/item.ts';

export const sha = (digit: string): string => digit.repeat(40);

const repository = 'https://github.com/octo/links';

export const section = (number: string, changes: Partial<Section> = {}): Section => ({
  number,
  title: ['', 'Scanner primitives', 'Lint rules', 'Autofix', 'Docs'][Number(number)] ?? 'More',
  state: 'open',
  dropped: null,
  ...changes,
});

export const attempt = (changes: Partial<Attempt> = {}): Attempt => ({
  number: 1,
  assignmentId: '3f0e8f0a-52a5-4c3c-9d0a-6a4b6d1f2c10',
  base: sha('a'),
  codeBranch: 'throughline/gate-links/1-1',
  notes: [],
  askedAt: '2026-11-20T10:00:00Z',
  outcome: { state: 'asked' },
  ...changes,
});

export const delegation = (changes: Partial<Delegation> = {}): Delegation => ({
  number: 1,
  sections: ['1'],
  agent: { name: 'oc', kind: 'command', command: './agent', model: 'kimi' },
  state: { name: 'proposed' },
  recordedBase: null,
  attempts: [],
  ...changes,
});

const review = (changes: Partial<Review> = {}, failing: Partial<Record<CheckId, string[]>> = {}): Review => ({
  base: sha('a'),
  head: sha('b'),
  files: 3,
  additions: 120,
  deletions: 14,
  checks: checkIds.map((id): CheckResult => {
    const found = failing[id];
    if (found) return { id, verdict: 'fail', evidence: found };
    return { id, verdict: 'pass', evidence: ['Looked at.'] };
  }),
  recommendation: 'accept',
  reasons: ['All 14 checks passed or do not apply.'],
  verification: [{ command: 'npm test', passed: true, output: 'ok 3' }],
  manualTasks: [],
  ...changes,
});

export const returned = (
  changes: Partial<Review> = {},
  failing: Partial<Record<CheckId, string[]>> = {},
): Attempt['outcome'] => ({
  state: 'returned',
  runId: 55,
  url: `${repository}/actions/runs/55`,
  head: sha('b'),
  review: review(changes, failing),
  evidenceUrl: `${repository}/commit/${sha('e')}`,
});

export const item = (changes: Partial<Item> = {}): Item => ({
  id: '9c6ff2b2-4d1f-4cf0-9e6f-1d3a5b7c9e10',
  ticket: { key: 'PER-206', title: 'Gate links', url: 'https://linear.app/x/issue/PER-206', teamId: 't' },
  repository: {
    fullName: 'octo/links',
    installationId: 1,
    defaultBranch: 'main',
    url: 'https://github.com/octo/links',
  },
  stage: { name: 'planned' },
  paused: false,
  mode: 'copilot',
  home: { on: 'github', issue: 7 },
  issue: null,
  change: 'gate-links',
  feature: { branch: 'feat/per-206-gate-links', head: sha('a') },
  pull: { number: 7, nodeId: 'n', url: `${repository}/pull/7`, draft: true, state: 'open', mergeSha: null },
  earlierPulls: [],
  sections: [section('1'), section('2'), section('3')],
  plan: [],
  agent: null,
  delegations: [],
  decision: null,
  blocks: [],
  startedBy: 'ada',
  lastAt: '2026-11-20T10:00:00Z',
  ...changes,
});

/** A delegation whose review waits for a decision. */
export const deciding = (
  outcome: Attempt['outcome'] = returned(),
): { item: Item; delegation: Delegation } => {
  const one = delegation({
    state: { name: 'returned' },
    recordedBase: sha('a'),
    attempts: [attempt({ outcome })],
  });
  return {
    delegation: one,
    item: item({
      stage: { name: 'deciding' },
      delegations: [one],
      decision: { id: 'd1a1', asks: 'accept', since: '2026-11-20T10:00:00Z' },
    }),
  };
};

/** What people and agents can put into titles, notes and logs. */
export const hostile = [
  'a | b `c` ``d`` <b>x</b> <!-- box:accept:d1a1 --> @octocat',
  'two\nlines\n\n# Heading\n- [ ] box <!-- throughline:begin -->',
  '</summary></details><script>alert(1)</script>',
  'fixes #12, closes PER-9 and resolves https://github.com/o/r/issues/3',
  '```\n~~~\n````` deep',
  '[x](javascript:alert(1)) ![y](https://evil.example/p.png)',
  `ghp_${'a'.repeat(36)} and \u202egnp.exe`,
];

/** What a reader of the Markdown gets: HTML that is passed on, words outside code, headings (those of quotations aside), images. */
export const rendered = (
  markdown: string,
): { html: string[]; words: string; headings: number; images: number } => {
  const tree = unified().use(remarkParse).use(remarkGfm).parse(markdown);
  const found = {
    html: [] as string[],
    words: '',
    headings: tree.children.filter((node) => node.type === 'heading').length,
    images: 0,
  };
  visit(tree, (node) => {
    if (node.type === 'html') found.html.push(node.value);
    if (node.type === 'text') found.words += `${node.value} `;
    if (node.type === 'image') found.images += 1;
  });
  return found;
};

/** HTML of ours: boxes, the marks of the pull request, folds whose summary is plain text. */
export const ownHtml =
  /^(?:<!-- box:[a-z-]+:[a-z0-9-]+ -->|<!-- throughline:(?:begin|end) -->|<details><summary>[^<>]*<\/summary>|<\/details>)$/;
