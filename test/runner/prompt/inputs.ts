import type { Claim } from '../../../src/contracts/claims.ts';
import { readTasks } from '../../../src/openspec/tasks.ts';
import { buildPrompt, type PromptInputs } from '../../../src/runner/prompt/prompt.ts';
import { assignmentFor, tasksMd, templates } from '../world.ts';

export const assignment = assignmentFor(
  { base: 'b'.repeat(40) },
  {
    id: '3f0c4f0e-6a51-4d4b-9f0a-3d1c4f7b2a10',
    ticket: { key: 'PER-1', title: 'Greet\npeople {{base}}', url: 'https://linear.example/PER-1' },
  },
);

export const claim = (changes: Partial<Claim> = {}): Claim => ({
  kind: 'identifier',
  text: 'greet',
  source: { path: 'openspec/changes/greet/tasks.md', line: 5, task: '1.1' },
  verdict: 'holds',
  detail: 'It is there.',
  nearest: null,
  ...changes,
});

export const hit = (path: string, line: number, text: string) => ({ path, line, text });

export const inputs: PromptInputs = {
  assignment,
  template: { text: templates.delegate, file: null },
  tasks: readTasks(tasksMd),
  claims: [],
  rules: [{ path: 'openspec/changes/greet/design.md', text: 'The index MUST NOT grow.\n' }],
  look: {
    files: ['src/index.js', 'openspec/changes/greet/proposal.md', 'openspec/changes/greet/tasks.md'],
    texts: new Map([['src/index.js', 'export const one = 1;\n']]),
    search: { hits: [], complete: true },
  },
  conventions: [],
  verification: { setup: ['npm ci'], commands: ['npm test'], source: '' },
  answerSchema: { type: 'object' },
};

export const build = (changes: Partial<PromptInputs> = {}): string => buildPrompt({ ...inputs, ...changes });
