import { randomUUID } from 'node:crypto';
import type {
  AssignmentOf,
  PlanningAssignment,
  PlanningPhaseName,
} from '../../../src/contracts/assignment.ts';
import type { Decision } from '../../../src/contracts/planning/inputs.ts';
import { decisionLog } from '../../../src/openspec/decisions.ts';
import {
  assignmentFor,
  makeWorld,
  optionsFor,
  readEvidence,
  runThrough,
  type Stepping,
  type World,
} from '../world.ts';

/** A repository with one capability and a change whose tasks can be enhanced. */
export const makePlanningWorld = (files: Record<string, string> = {}): World =>
  makeWorld({
    'openspec/specs/farewell/spec.md': spec(
      '# Farewell\n\n## Purpose\n\nSays goodbye to people, so that nobody wonders whether the program has ended.\n\n## Requirements\n',
      'Goodbye',
    ),
    'openspec/changes/greet/specs/greeting/spec.md': newSpec,
    ...files,
  });

const spec = (head: string, name: string): string =>
  `${head}\n### Requirement: ${name}\nThe tool SHALL say it.\n\n#### Scenario: Asked\n- **WHEN** asked\n- **THEN** it says so\n`;

export const newSpec = spec(
  '## Purpose\n\nGreets people by their name, so that they know that the program has begun.\n\n## ADDED Requirements\n',
  'Greeting',
);
/** No archive takes it: there is no such requirement. */
export const modifiesNothing = spec('## MODIFIED Requirements\n', 'Wave');

const inputs = {
  explore: { said: [], earlier: [] },
  grill: { said: [], direction: null, tree: [], branch: null },
  propose: { said: [], direction: null, decisions: [], change: null },
  enhance: { change: 'greet', branch: 'main' },
  prompt: { said: [] },
} satisfies { [P in PlanningPhaseName]: AssignmentOf<P>['inputs'] };

/** Of its own each time: tests share a world, and no branch is ever overwritten. */
const branchOf = (phase: PlanningPhaseName): string => `throughline/per-1/${phase}-${randomUUID()}`;

const common = (world: World, phase: PlanningPhaseName) => {
  const { delegation: _, change: __, sections: ___, verify: ____, ...rest } = assignmentFor(world);
  return { ...rest, id: randomUUID(), codeBranch: branchOf(phase) };
};

type Changes = Partial<Pick<PlanningAssignment, 'promptsAt' | 'limits' | 'codeBranch'>>;

/** An assignment of a phase, to a shell command line. */
export const planned = {
  explore: (world: World, command: string, changes: Changes = {}): AssignmentOf<'explore'> => ({
    ...common(world, 'explore'),
    phase: 'explore',
    inputs: inputs.explore,
    agent: agent(command),
    ...changes,
  }),
  propose: (
    world: World,
    command: string,
    changes: Changes & { decisions?: Decision[] } = {},
  ): AssignmentOf<'propose'> => {
    const { decisions = [], ...rest } = changes;
    return {
      ...common(world, 'propose'),
      phase: 'propose',
      inputs: { ...inputs.propose, decisions },
      agent: agent(command),
      ...rest,
    };
  },
  enhance: (world: World, command: string, changes: Changes = {}): AssignmentOf<'enhance'> => ({
    ...common(world, 'enhance'),
    phase: 'enhance',
    inputs: inputs.enhance,
    agent: agent(command),
    ...changes,
  }),
};

const agent = (command: string) => ({ name: 'probe', kind: 'command' as const, command });

/** Shell words that write a file. */
const writing = (path: string, text: string): string =>
  `mkdir -p "$(dirname "${path}")"; cat > "${path}" <<'TEXT'\n${text.replace(/\n*$/, '\n')}TEXT\n`;

export const says = (answer: unknown): string => writing('$ANSWER_FILE', JSON.stringify(answer));

/** Shell words that do one thing when asked first and another when asked again. */
export const firstThen = (first: string, then: string): string =>
  `if grep -q 'What was wrong with your last answer' "$PROMPT_FILE"; then\n${then}\nelse\n${first}\nfi`;

export const explored = (path: string, line = 1) => ({
  status: 'EXPLORED',
  problem: 'Nobody is greeted.',
  read: [{ path, line, shows: 'exports a number' }],
  directions: ['In the tool', 'In a library'].map((title) => ({
    title,
    summary: 'The greeting is said there.',
    diagram: '+------+     +------+\n| tool | --> | text |\n+------+     +------+',
    tradeoffs: { gains: ['Few files'], costs: ['One more place'] },
    cost: 'A day, in src',
    ruledOutBy: 'A second tool that greets',
  })),
});

export const decision: Decision = {
  id: 'empty-name',
  question: 'What is said to nobody?',
  answer: 'Hello, world',
  who: 'ada',
  why: 'Nothing would look broken',
};

/** Shell words that write and commit a proposal; `files` are below the change's folder. */
export const proposing = (files: Record<string, string> = {}, subject = 'PER-1: Propose to wave'): string => {
  const all = {
    'proposal.md': '## Why\n\nPER-1: nobody is greeted.\n\n## What Changes\n\n- The tool greets.\n',
    'design.md': `## Decision log\n\n${decisionLog([decision])}\n`,
    'specs/greeting/spec.md': newSpec,
    'tasks.md': '# Tasks\n\n## 1. Wave\n\n- [ ] 1.1 Greeting: add `src/wave.js`\n',
    ...files,
  };
  const written = Object.entries(all).map(([path, text]) =>
    writing(`openspec/changes/add-wave/${path}`, text),
  );
  return [...written, 'git add --all', `git commit --quiet --message '${subject}'`, says(proposed)].join(
    '\n',
  );
};

export const proposed = { status: 'PROPOSED', change: 'add-wave', summary: 'The tool greets.' };

export const enhancement = {
  status: 'ENHANCED',
  sections: ['1', '2'].map((number) => ({
    ...{
      number,
      goal: 'It greets',
      input: 'The sources',
      output: '`src/greet.js`',
      validation: '`node check.js`',
    },
  })),
  tasks: [],
  repos: [{ repo: 'acme/probe', path: '.', branch: 'main', role: 'all of it' }],
  crossRepo: [],
};

/** The three jobs, and what stands in the evidence. */
export const runPlanned = async (
  world: World,
  assignment: PlanningAssignment,
  changes: Partial<Stepping> = {},
) => {
  const options = { ...optionsFor(world, assignment), ...changes };
  const { agent: ran } = await runThrough(world, options);
  const evidence = readEvidence(world, assignment.id);
  return { evidence, file: evidence.file, answer: ran.answer, lines: options.lines, options };
};
