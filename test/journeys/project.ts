import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { callerPath, sandboxCaller } from '../../src/text/caller-workflow.ts';

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
  /** Address of the orders for the agent. */
  control: string;
  /** File beside this one that the agent is; the scribe when absent. */
  agent?: string | undefined;
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
    runner: { labels: ['self-hosted'], isolation: 'preferred' },
    rounds: { reviewer: 'none' },
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
  cpSync(join(import.meta.dirname, options.agent ?? 'scribe.mjs'), join(into, 'scripts/agent.mjs'), {
    recursive: true,
  });
  write('scripts/verify.sh', '! grep -rn ^wrong notes\n');
  write(callerPath, sandboxCaller());
  if (options.configuration !== null)
    write('.github/throughline.yml', options.configuration ?? configurationText(control));
  for (const [change, keys] of Object.entries(changes)) {
    const folder = `openspec/changes/${change}`;
    write(`${folder}/proposal.md`, proposal(change, keys));
    write(`${folder}/tasks.md`, `${tasks(change)}\n`);
    write(`${folder}/specs/${change}/spec.md`, spec(change));
  }
};
