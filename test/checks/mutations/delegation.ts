import type { JudgementEvidence } from '../../../src/checks/evidence.ts';
import type { EvidenceFile } from '../../../src/contracts/evidence.ts';
import type { JudgedRequirement } from '../../../src/contracts/judgement.ts';
import type { CheckId } from '../../../src/contracts/review.ts';
import type { CommitInfo } from '../../../src/ports/git.ts';
import { evidenceFile, tasksFile } from '../support.ts';
import type { Tree } from '../world.ts';

/** Everything a delegation comes back with, before anybody judged it. */
export interface Delegation {
  base: Tree;
  head: Tree;
  /** New path by old path. */
  renames: Record<string, string>;
  commits: Partial<CommitInfo>[];
  /** Parts of the answer; a text is taken as it is, null is none. */
  answer: Record<string, unknown> | string | null;
  /** evidence.json */
  file: EvidenceFile;
  judgement: (head: Tree) => JudgementEvidence;
}

export type Change = (delegation: Delegation) => Delegation;

/** What is done to a good delegation, and every check that fails then; where none does, a person is told to look. */
export type Mutation = [what: string, fails: CheckId[], change: Change];
/** What is done to a good delegation, and nothing may fail. */
export type LookAlike = [what: string, change: Change];

/** What is called how in a language. */
export interface Names {
  source: string;
  test: string;
  config: string;
  main: string;
  sync: string;
  manifest: string;
  lock: string;
  command: string;
  classify: string;
  scan: string;
  from: string;
  to: string;
  guarded: string;
  dependency: string;
  /** Lines of the head that show what was asked. */
  shown: { classes: string; internal: string; broken: string; fences: string; fenced: string };
}

export interface Language {
  names: Names;
  good: Delegation;
  mutations: Mutation[];
  lookAlikes: LookAlike[];
}

const folder = 'openspec/changes/gate-links';
const specification = `${folder}/specs/links/spec.md`;

/** The plan as it is at the base. */
const plan = (names: Names): Tree => ({
  [`${folder}/proposal.md`]: `## Why

Links of the old warehouse rot, and nobody sees which.

## What Changes

- Links are classified before they are synchronised.
`,
  [`${folder}/design.md`]: `## Decisions

- Classes come from globs, so that people can add their own.
- \`${names.guarded}\` in \`${names.sync}\` SHALL NOT be modified: the old warehouse calls it.
`,
  [specification]: `## ADDED Requirements

### Requirement: Links are classified

Each link SHALL be internal, external or broken.

#### Scenario: Internal

- **WHEN** a link points into the same warehouse
- **THEN** it is internal

#### Scenario: Broken

- **WHEN** a link points to nothing
- **THEN** it is broken

### Requirement: Code is no prose

Links in fenced code SHALL be left out.

#### Scenario: Fence

- **WHEN** a link stands in fenced code
- **THEN** it is not listed
`,
  [tasksFile]: `# Tasks

Keep the order.

## 1. Scanner

- [ ] 1.1 Add \`${names.classify}\` to \`${names.source}\`, with the classes of the spec
  - Validation: \`${names.command}\`
- [ ] 1.2 Let \`${names.scan}\` in \`${names.source}\` leave out fenced code
- [ ] 1.3 Rename \`${names.from}\` to \`${names.to}\` in \`${names.config}\`, \`${names.main}\`, \`${names.sync}\` and \`docs/links.md\`
- [ ] 1.4 Add \`${names.dependency}\` to \`${names.manifest}\` and \`${names.lock}\`
- [ ] 1.5 Cover it in \`${names.test}\`
- [ ] 1.6 [MANUAL] Try it on the old warehouse

## 2. Docs

- [ ] 2.1 Describe the classes in \`docs/classes.md\`
`,
});

/** tasks.md once section 1 is done. */
const ticked = (base: Tree): Tree => ({
  [tasksFile]: (base[tasksFile] ?? '').replace(/^- \[ \] (1\.[1-5]) /gm, '- [x] $1 '),
});

/** 1-based line that holds it; the first where none does. */
const lineOf = (head: Tree, path: string, text: string): number =>
  Math.max(1, (head[path] ?? '').split('\n').findIndex((line) => line.includes(text)) + 1);

/** A reviewer that looked: each answer cites a line that is there. */
export const judged =
  (
    { source, test, shown }: Names,
    change: (all: JudgedRequirement[]) => JudgedRequirement[] = (all) => all,
  ) =>
  (head: Tree): JudgementEvidence => {
    const met = (requirement: string, scenario: string | null, [path, text]: [string, string]) => ({
      requirement,
      scenario,
      verdict: 'met' as const,
      evidence: [{ path, line: lineOf(head, path, text), shows: 'it is done here' }],
      sections: [],
      why: 'Code and tests show it.',
    });
    const classes = 'Links are classified';
    const prose = 'Code is no prose';
    return {
      state: 'judged',
      value: {
        status: 'JUDGED',
        summary: 'Links are classified, and fences are left out.',
        recommendation: 'accept',
        concerns: [],
        requirements: change([
          met(classes, null, [source, shown.classes]),
          met(classes, 'Internal', [test, shown.internal]),
          met(classes, 'Broken', [test, shown.broken]),
          met(prose, null, [source, shown.fences]),
          met(prose, 'Fence', [test, shown.fenced]),
        ]),
      },
    };
  };

/** What is the same in every language of a delegation that went well. */
export const delivered = (names: Names, { base, head }: { base: Tree; head: Tree }): Delegation => {
  const before = { ...base, ...plan(names) };
  return {
    base: before,
    head: { ...before, ...head, ...ticked(before) },
    renames: {},
    commits: [
      { message: `feat(scanner): classify links\n\nRefs PER-206` },
      { message: `PER-206: rename ${names.from} to ${names.to}` },
    ],
    answer: {
      summary: `Added \`${names.classify}\` to \`${names.source}\`, left fenced code out in \`${names.scan}\` and renamed \`${names.from}\` to \`${names.to}\`.`,
      verification: [{ command: names.command, passed: true }],
    },
    file: evidenceFile({
      verification: [
        {
          command: names.command,
          kind: 'command',
          passed: true,
          exitCode: 0,
          timedOut: false,
          durationMs: 4100,
          output: '12 passed\n',
        },
      ],
    }),
    judgement: judged(names),
  };
};

/** `from` becomes `to` in a file of the head: everywhere for a pattern, else where it stands first. */
export const edit =
  (path: string, from: string | RegExp, to: string): Change =>
  (delegation) => {
    const text = delegation.head[path] ?? '';
    const changed = typeof from === 'string' ? text.replace(from, () => to) : text.replace(from, to);
    if (changed === text) throw new Error(`${path} does not hold ${String(from)}`);
    return { ...delegation, head: { ...delegation.head, [path]: changed } };
  };

/** Files of the head, new ones too. */
export const write =
  (files: Tree): Change =>
  (delegation) => ({ ...delegation, head: { ...delegation.head, ...files } });

/** Text behind what a file of the head holds. */
export const append =
  (path: string, text: string): Change =>
  (delegation) =>
    write({ [path]: `${delegation.head[path] ?? ''}${text}` })(delegation);

/** Files that are at both ends. */
export const had =
  (files: Tree): Change =>
  (delegation) => ({
    ...delegation,
    base: { ...delegation.base, ...files },
    head: { ...delegation.head, ...files },
  });

/** A file as it was at the base; gone where there was none. */
export const undo =
  (path: string): Change =>
  (delegation) => {
    const { [path]: _now, ...rest } = delegation.head;
    const before = delegation.base[path];
    return { ...delegation, head: before === undefined ? rest : { ...rest, [path]: before } };
  };

export const remove =
  (path: string): Change =>
  (delegation) => {
    const { [path]: _now, ...rest } = delegation.head;
    return { ...delegation, head: rest };
  };

export const move =
  (from: string, to: string): Change =>
  (delegation) => ({
    ...delegation,
    head: { ...remove(from)(delegation).head, [to]: delegation.head[from] ?? '' },
    renames: { ...delegation.renames, [from]: to },
  });

export const commits =
  (...list: Partial<CommitInfo>[]): Change =>
  (delegation) => ({ ...delegation, commits: [...delegation.commits, ...list] });

/** Output of the command that verifies. */
export const printed =
  (output: string): Change =>
  (delegation) => ({
    ...delegation,
    file: {
      ...delegation.file,
      verification: (delegation.file.verification ?? []).map((one) => ({ ...one, output })),
    },
  });

/** One after the other. */
export const all =
  (...changes: Change[]): Change =>
  (delegation) =>
    changes.reduce((done, change) => change(done), delegation);
