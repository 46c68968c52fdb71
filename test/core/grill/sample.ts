import type { Assumption, GrillNode, Question } from '../../../src/contracts/planning/grill.ts';

export const questionNode = (id: string, more: Partial<Question> = {}): Question => ({
  kind: 'question',
  id,
  parent: null,
  opens: null,
  question: `What about ${id}?`,
  why: `Without ${id} the links break.`,
  options: [
    { id: 'github-exact', text: 'GitHub-exact slugify (with -N dedup)' },
    { id: 'hard-error', text: 'Hard error, no autofix' },
    { id: 'target-only', text: 'Target only. Span-based slicing' },
  ],
  recommended: 'github-exact',
  justification: 'That is what the readers of these links already do.',
  evidence: [],
  resolvedBy: 'person',
  ...more,
});

export const assumptionNode = (id: string, more: Partial<Assumption> = {}): Assumption => ({
  kind: 'assumption',
  id,
  parent: null,
  opens: null,
  why: `Other paths would break ${id}.`,
  justification: 'No other separator occurs in the repository.',
  evidence: [],
  assumes: 'All paths are POSIX paths.',
  ...more,
});

export const ids = (nodes: { node: GrillNode }[]): string[] => nodes.map(({ node }) => node.id);
