/** What every planning assignment has in common, for judging answers. */
export const planningAssignment = {
  id: '7b7a5a0e-7a4b-4a0d-9a53-0d6f3b1c2d3e',
  attempt: 1,
  ticket: { key: 'PER-206', title: 'Resolve links', url: 'https://linear.app/x/issue/PER-206' },
  repository: 'acme/warehouse',
  base: 'a'.repeat(40),
  recordedBase: 'a'.repeat(40),
  codeBranch: 'throughline/per-206/plan-1',
  agent: { name: 'replay', kind: 'replay' as const },
  models: { chain: [], budget: { requests: 1, tokens: 1, cost: null }, paths: [], direct: [] },
  notes: [],
  limits: { agentSeconds: 60, stallSeconds: 60, verifySeconds: 60 },
  runner: { isolation: 'preferred' as const, keepHours: 0 },
  protectedPaths: [],
};
