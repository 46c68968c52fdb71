import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { checks } from '../../src/checks/registry.ts';
import { checkIds } from '../../src/contracts/review.ts';
import { story } from '../../src/sandbox/story/index.ts';

const workflowPath = '.github/workflows/throughline.yml';

/**
 * An agent of a few lines: writes the files its tasks name and ticks them, unless a file of its control folder, named
 * like the change, orders otherwise. `wrong` fails verification, and goes on doing so until a note says "right".
 */
const agentScript = `import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

const prompt = readFileSync(process.env.PROMPT_FILE, 'utf8');
const [, change] = /openspec\\/changes\\/([\\w-]+)\\/tasks\\.md/.exec(prompt);
const order = () => {
  try {
    return readFileSync(process.argv[2] + '/' + change, 'utf8').trim();
  } catch {
    return 'work';
  }
};
while (order() === 'wait') await wait(25);
const answer = (status, files, notes) =>
  writeFileSync(
    process.env.ANSWER_FILE,
    JSON.stringify({ status, summary: status === 'DONE' ? 'Written.' : 'The format is not said.', files, verification: [], notes }),
  );
if (order() === 'crash') process.exit(3);
if (order() === 'blocked') {
  answer('BLOCKED', [], 'Should the list be sorted?');
  process.exit(0);
}
if (order() !== 'nothing') {
  const wanted = prompt.slice(prompt.indexOf('## Tasks'), prompt.indexOf('## Context'));
  const notes = prompt.slice(prompt.indexOf('## Earlier attempts'));
  const word = order() === 'wrong' && !notes.includes('right') ? 'wrong' : 'good';
  const paths = [...wanted.matchAll(/Write \`([^\`]+)\`/g)].map((match) => match[1]);
  const tasks = 'openspec/changes/' + change + '/tasks.md';
  mkdirSync('notes', { recursive: true });
  for (const path of paths) writeFileSync(path, word + ' after ' + notes.length + '\\n');
  const before = readFileSync(tasks, 'utf8');
  const after = paths.reduce((text, path) => text.replace('- [ ] ' + /(\\d+\\.1) Write/.exec(before.split('\\n').find((line) => line.includes(path)))[1], (box) => box.replace('[ ]', '[x]')), before);
  writeFileSync(tasks, after);
  answer('DONE', [...paths, tasks], '');
}
`;

const proposal = (change: string, keys: string[]): string => `# Notes of ${change}

## Why

${keys.join(' and ')} asks for notes, one file per section.

## What Changes

- Three files in \`notes/\`.
`;

const tasks = (change: string): string =>
  [
    '# Tasks',
    ...['First', 'Second', 'Third'].map((title, index) => sectionText(change, title, index + 1)),
  ].join('\n\n');

const sectionText = (change: string, title: string, number: number): string =>
  `## ${number}. ${title} note\n\n- [ ] ${number}.1 Write \`notes/${change}-${number}.txt\``;

const spec = (change: string): string => `## ADDED Requirements

### Requirement: ${change} is noted
The project SHALL keep a note for each section of ${change}.

#### Scenario: All sections are done
- **WHEN** the last section is merged
- **THEN** three notes exist
`;

export interface ProjectOptions {
  into: string;
  /** Where orders for the agent are laid. */
  control: string;
  /** Change → ticket keys its proposal names. */
  changes: Record<string, string[]>;
  /** Text of \`.github/throughline.yml\`; null leaves it out, absent writes one that works. */
  configuration?: string | null;
}

/** A configuration that works with the fixture's agent; \`more\` is laid over it. */
export const configurationText = (control: string, more: object = {}): string =>
  stringify({
    tracker: { team: 'PER' },
    agents: {
      default: 'scribe',
      allowed: { scribe: { kind: 'command', command: `node scripts/agent.mjs '${control}'` } },
    },
    verify: { commands: ['sh scripts/verify.sh'] },
    review: { without: checkIds.filter((id) => !checks[id]) },
    ...more,
  });

/** Writes the smallest project on which a whole delegation can be played. */
export const writeProject = (options: ProjectOptions): void => {
  const { into, control, changes } = options;
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(into, path)), { recursive: true });
    writeFileSync(join(into, path), text);
  };
  write('README.md', '# Notes\n');
  write('scripts/agent.mjs', agentScript);
  write('scripts/verify.sh', '! grep -rn wrong notes\n');
  cpSync(join(story.repositoryPath, workflowPath), join(into, workflowPath), { recursive: true });
  if (options.configuration !== null)
    write('.github/throughline.yml', options.configuration ?? configurationText(control));
  for (const [change, keys] of Object.entries(changes)) {
    const folder = `openspec/changes/${change}`;
    write(`${folder}/proposal.md`, proposal(change, keys));
    write(`${folder}/tasks.md`, `${tasks(change)}\n`);
    write(`${folder}/specs/${change}/spec.md`, spec(change));
  }
};
