import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { callerPath, sandboxCaller } from '../../../../src/text/caller-workflow.ts';

const tasks = `# Tasks

## 1. Note

- [ ] 1.1 Write \`notes/done.txt\`
`;

/** A checkout as people have it by default, with the token left in its configuration: what our own workflow does not do. */
const persisted = `name: persisted
on:
  workflow_dispatch:
    inputs:
      box: { required: true, type: string }
permissions: { contents: read }
jobs:
  look:
    runs-on: self-hosted
    steps:
      - uses: actions/checkout@${'1'.repeat(40)}
      - run: node probe.mjs "$BOX" persisted look
        env: { BOX: '\${{ inputs.box }}' }
`;

/** The repository that assignments are for. */
export const writeProject = (into: string): void => {
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(into, path)), { recursive: true });
    writeFileSync(join(into, path), text);
  };
  for (const name of ['probe.mjs', 'hold.mjs']) cpSync(join(import.meta.dirname, name), join(into, name));
  write('README.md', '# Notes\n');
  write('.gitignore', '.env\n');
  // What the base says; a branch may say otherwise.
  write('check.sh', 'echo nothing to check\n');
  write('openspec/changes/notes/proposal.md', '## Why\nPER-1\n');
  write('openspec/changes/notes/tasks.md', tasks);
  write(callerPath, sandboxCaller());
  write('.github/workflows/persisted.yml', persisted);
};
