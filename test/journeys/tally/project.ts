import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { callerPath, sandboxCaller } from '../../../src/text/caller-workflow.ts';

const legacy = `package Tally::Legacy;
use strict;
use warnings;

sub read_old {
    my ($path) = @_;
    open my $file, '<', $path or die "$path: $!";
    return join '', <$file>;
}

1;
`;

const packageOf = (change: string): string => change.charAt(0).toUpperCase() + change.slice(1);
export const modulePath = (change: string): string => `lib/Tally/${packageOf(change)}.pm`;
export const testPath = (change: string): string => `t/${change}.t`;
export const tasksPath = (change: string): string => `openspec/changes/${change}/tasks.md`;

/** Line 6 takes the text, line 7 splits it: what reviewers find something in. */
export const moduleText = (
  change: string,
  split = 'split /\\n/, $text',
): string => `package Tally::${packageOf(change)};
use strict;
use warnings;

sub count {
    my ($text) = @_;
    my @lines = ${split};
    return scalar @lines;
}

1;
`;

export const testText = (change: string, more = ''): string => `use strict;
use warnings;
use Test::More;
use Tally::${packageOf(change)};

is(Tally::${packageOf(change)}::count("a\\nb"), 2, 'two lines');
${more}
done_testing();
`;

/** Its words are what answers cite. */
export const tasksText = (change: string, mark = ' '): string =>
  change === 'manual' ? manualTasks(mark) : countTasks(change, mark);

const countTasks = (change: string, mark: string): string => `# Tasks

## 1. Count the lines

- [${mark}] 1.1 Create \`${modulePath(change)}\`, which counts the lines of a text. \`lib/Tally/Legacy.pm\` SHALL NOT be modified: it reads old files as before.
- [${mark}] 1.2 Create \`${testPath(change)}\`, which counts two lines
`;

/** A change that says something and runs nothing. */
export const manualPath = 'docs/manual.md';
const manualTasks = (mark: string): string => `# Tasks

## 1. Say it

- [${mark}] 1.1 Create \`${manualPath}\`, which says how lines are counted
`;

const design = `# Design

An empty text counts as zero lines, and so does a text that is not given.
`;

const proposal = (change: string, key: string): string => `# Count the lines of ${change}

## Why

${key} asks for it.

## What Changes

- A module that counts lines.
`;

const spec = `## ADDED Requirements

### Requirement: Lines are counted
The project SHALL count the lines of a text.

#### Scenario: Two lines
- **WHEN** a text of two lines is counted
- **THEN** the count is 2
`;

const phases = ['review', 'rounds', 'triage'] as const;

/** A small project in Perl, with one change of one section per ticket. `control`: address that the agents ask. */
export const writeTally = (options: {
  into: string;
  control: string;
  /** Change → key of its ticket. */
  changes: ReadonlyMap<string, string>;
  /** Laid over the configuration. */
  more?: object;
}): void => {
  const { into, control, changes, more } = options;
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(into, path)), { recursive: true });
    writeFileSync(join(into, path), text);
  };
  const agent = (phase: string) => ({
    kind: 'command',
    command: `perl scripts/agent.pl '${control}' ${phase}`,
  });
  write('README.md', '# Tally\n\nCounts.\n');
  write('lib/Tally/Legacy.pm', legacy);
  write(
    't/legacy.t',
    "use strict;\nuse warnings;\nuse Test::More;\nuse_ok('Tally::Legacy');\ndone_testing();\n",
  );
  cpSync(join(import.meta.dirname, 'agent.pl'), join(into, 'scripts/agent.pl'), { recursive: true });
  write(callerPath, sandboxCaller());
  write(
    '.github/throughline.yml',
    stringify({
      tracker: { team: 'PER' },
      agents: {
        default: 'delegate',
        allowed: Object.fromEntries(['delegate', ...phases].map((phase) => [phase, agent(phase)])),
        phases: Object.fromEntries(phases.map((phase) => [phase, { agent: phase }])),
      },
      verify: { commands: ['prove -l t'] },
      runner: { labels: ['self-hosted'], isolation: 'preferred' },
      ...more,
    }),
  );
  for (const [change, key] of changes) {
    const folder = `openspec/changes/${change}`;
    write(`${folder}/proposal.md`, proposal(change, key));
    write(`${folder}/design.md`, design);
    write(`${folder}/tasks.md`, tasksText(change));
    write(`${folder}/specs/${change}/spec.md`, spec);
  }
};
