import { expect, it } from 'vitest';
import { isDocumentationOnly } from '../../../src/core/rounds/documentation.ts';

it.each([
  'README.md',
  './README.md',
  'packages/a/README',
  'guide/intro.mdx',
  'CHANGES.rst',
  'manual.adoc',
  'LICENSE',
  'LICENSE-MIT',
  'license.txt',
  'docs/a/b.html',
  'docs/img/flow.svg',
  'Documentation/notes.txt',
  'packages/a/docs/screen.PNG',
  'docs/commands/run.md',
  'docs/agents/overview.md',
  'CHANGELOG',
  'CODE_OF_CONDUCT.md',
  '.github/ISSUE_TEMPLATE/bug.md',
  '.github/PULL_REQUEST_TEMPLATE.md',
  'src/parser/README.md',
])('documentation: %s', (path) => {
  expect(isDocumentationOnly([path])).toBe(true);
  expect(isDocumentationOnly([path, 'src/a.ts'])).toBe(false);
});

it.each([
  'AGENTS.md',
  'packages/a/AGENTS.md',
  'agents.override.md',
  'CLAUDE.md',
  'CLAUDE.local.md',
  'docs/CLAUDE.md',
  'GEMINI.md',
  '.cursor/rules/style.md',
  '.cursor/rules/style.mdc',
  '.claude/commands/run.md',
  '.github/copilot-instructions.md',
  '.github/instructions/style.instructions.md',
  '.github/prompts/review.prompt.md',
  '.github/workflows/triage.md',
  '.changeset/big-dogs-run.md',
  'prompts/review.md',
  'src/prompts/review.txt',
  'docs/prompts/review.md',
  'system-prompt.md',
  'review.prompt.md',
  'skills/test/SKILL.md',
  'agents/reviewer.md',
  'commands/fix.md',
  'openspec/changes/a/tasks.md',
  'openspec/specs/a/spec.md',
  'packages/a/openspec/project.md',
  'requirements.txt',
  'docs/requirements.txt',
  'requirements-dev.txt',
  'CMakeLists.txt',
  'docs/CMakeLists.txt',
  'public/robots.txt',
  'public/llms.txt',
  'notes.txt',
  'docs/conf.py',
  'docs/package.json',
  'docs/mkdocs.yml',
  'docs/examples/run.ts',
  'docs/CNAME',
  'test/fixtures/links.md',
  'src/templates/mail.md',
  'src/__snapshots__/a.md',
  'logo.png',
  'src/index.html',
  'CODEOWNERS',
  'VERSION',
  'license.ts',
  'security.py',
  'history.json',
  'readme-check.sh',
  'src/a.md.ts',
  'notebook.Rmd',
  '',
])('not documentation: %s', (path) => {
  expect(isDocumentationOnly([path])).toBe(false);
});

it('takes no path at all for no documentation', () => {
  expect(isDocumentationOnly([])).toBe(false);
  expect(isDocumentationOnly(['README.md', 'docs/a.md'])).toBe(true);
});
