import { z } from 'zod';
import { reviewInputsSchema } from './judgement.ts';
import { budgetSchema, directProviderSchema, servedModelSchema } from './models.ts';
import {
  enhanceInputsSchema,
  exploreInputsSchema,
  grillInputsSchema,
  promptInputsSchema,
  proposeInputsSchema,
} from './planning/inputs.ts';
import { roundInputsSchema } from './rounds/bot-review.ts';
import { findingIdSchema } from './rounds/finding.ts';
import { triageInputsSchema } from './rounds/triage.ts';

export const shaSchema = z.string().regex(/^[0-9a-f]{40}$/, 'must be a full 40-character commit SHA');

export const agentKindSchema = z.enum(['opencode', 'claude-code', 'codex', 'command', 'replay']);
export type AgentKind = z.infer<typeof agentKindSchema>;

/** A release of an agent's CLI on npm, for the platform of the runner. */
export const cliReleaseSchema = z.strictObject({
  version: z
    .string()
    .regex(/^\d[\w.+-]*$/, 'is no version: write it in full, as `npm view <package> version` tells'),
  /** `sha512-…` of the package that holds the program, as the registry gives it. */
  integrity: z
    .string()
    .regex(
      /^sha512-[A-Za-z0-9+/]{86}==$/,
      'is no SHA-512: write the `sha512-…` that `npm view <package>@<version> dist.integrity` tells of the package for your runner’s platform',
    ),
});
export type CliRelease = z.infer<typeof cliReleaseSchema>;

/** The agent as the default branch's configuration defines it; never taken from a comment. */
export const agentSchema = z.strictObject({
  name: z.string().min(1),
  kind: agentKindSchema,
  /** Shell command line of a `command` agent; run in the worktree. */
  command: z.string().min(1).optional(),
  /** `provider/model`; for agents that go to no provider of the configuration, any name. */
  model: z.string().min(1).optional(),
  /** Release of the CLI instead of the one this release of Throughline pins. */
  release: cliReleaseSchema.optional(),
  /** Where the choice comes from, for a person: `agents.default`, `/delegate --agent`. */
  chosenBy: z.string().optional(),
});
export type AssignmentAgent = z.infer<typeof agentSchema>;

const common = {
  id: z.uuid(),
  /** From 1: within its delegation, or of this phase of this ticket. */
  attempt: z.int().min(1),
  ticket: z.strictObject({ key: z.string().min(1), title: z.string(), url: z.string() }),
  /** `owner/name` */
  repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
  /** Commit the worktree starts at. Attempt n + 1 of a delegation starts at attempt n's head. */
  base: shaSchema,
  /** Head of the feature branch when the delegation was confirmed: the first parent of the later merge. The base when planning. */
  recordedBase: shaSchema,
  /** Commit of the default branch that the run was dispatched from: where the repository's own prompts are read. */
  promptsAt: shaSchema.optional(),
  /** `throughline/<change>/<sections>-<attempt>`, when planning `throughline/<ticket key>/<phase>-<attempt>`; created by the run, never forced. */
  codeBranch: z.string().regex(/^throughline\/[\w./-]+$/),
  agent: agentSchema,
  models: z.strictObject({
    /** What the gateway serves: the first, and the next one only when those before it are out of order. Empty: there is no gateway. */
    chain: z.array(servedModelSchema),
    budget: budgetSchema,
    /** Further paths (`/embeddings`) that pass to the first model's provider, uncounted. */
    paths: z.array(z.string()),
    /** Providers whose key the agent itself is given, because the configuration allows this agent to go past the gateway. */
    direct: z.array(directProviderSchema),
  }),
  /** What people and checks said of earlier attempts, oldest first. */
  notes: z.array(z.string()),
  limits: z.strictObject({
    /** Wall clock of the agent, seconds; of all its turns together where it has several. */
    agentSeconds: z.int().min(1),
    /** The agent is ended when neither it nor its model gives a sign of life for so long, seconds. */
    stallSeconds: z.int().min(1),
    /** Wall clock of one verification command, seconds. */
    verifySeconds: z.int().min(1),
  }),
  runner: z.strictObject({
    /** What to do where a second user and a PID namespace are not to be had. */
    isolation: z.enum(['required', 'preferred']),
    /** How long a self-hosted runner keeps the worktree of a rejected delegation. */
    keepHours: z.int().min(0),
  }),
  protectedPaths: z.array(z.string()),
};

/** A delegation that answers the findings of one round. */
const fixUpSchema = z.strictObject({
  round: z.int().min(1),
  /** Findings whose fix changes what the program does: each has to come with a test. */
  behavioural: z.array(findingIdSchema),
});

export const delegateAssignmentSchema = z
  .strictObject({
    ...common,
    phase: z.literal('delegate'),
    /** Number of the delegation within its item, from 1. */
    delegation: z.int().min(1),
    /** Folder below `openspec/changes/`; null where the tasks were authored from the ticket. */
    change: z
      .string()
      .regex(/^[a-z0-9][a-z0-9._-]*$/i)
      .nullable(),
    /** Markdown in the form of tasks.md: as a person confirmed it where there is no change, or what the findings of a round ask for. */
    tasks: z.string().min(1).max(30_000).optional(),
    /** There when the tasks answer findings; the change's own tasks, design and specs stand beside them. */
    fixUp: fixUpSchema.optional(),
    /** Section numbers of tasks.md, e.g. `["2","3"]`. */
    sections: z.array(z.string().regex(/^\d+$/)).min(1),
    verify: z.strictObject({ setup: z.array(z.string()), commands: z.array(z.string()) }),
    /** Who had it go on although something that the tasks name was not found. */
    claims: z.strictObject({ override: z.strictObject({ by: z.string().min(1) }) }).optional(),
    /** Files (globs) and identifiers that the configuration guards, besides those that the tasks forbid. */
    guarded: z.array(z.string()).optional(),
  })
  .refine(({ change, tasks, fixUp }) => (change === null || fixUp !== undefined) === (tasks !== undefined), {
    path: ['tasks'],
    message: 'must be there exactly when `change` is null or findings are answered',
  });
export type DelegateAssignment = z.infer<typeof delegateAssignmentSchema>;

const planning = [
  z.strictObject({ ...common, phase: z.literal('explore'), inputs: exploreInputsSchema }),
  z.strictObject({ ...common, phase: z.literal('grill'), inputs: grillInputsSchema }),
  z.strictObject({ ...common, phase: z.literal('propose'), inputs: proposeInputsSchema }),
  z.strictObject({ ...common, phase: z.literal('enhance'), inputs: enhanceInputsSchema }),
  z.strictObject({ ...common, phase: z.literal('prompt'), inputs: promptInputsSchema }),
] as const;
/** The read-only judgement of a delegation, or of a person's commits. `base` is the commit that is judged, `recordedBase` what it is compared with. */
export const reviewAssignmentSchema = z.strictObject({
  ...common,
  phase: z.literal('review'),
  inputs: reviewInputsSchema,
});
export type ReviewAssignment = z.infer<typeof reviewAssignmentSchema>;

/** One review of the pull request's head. `base` is that head, `recordedBase` where the branch left the default branch. */
export const roundAssignmentSchema = z.strictObject({
  ...common,
  phase: z.literal('rounds'),
  inputs: roundInputsSchema,
});
export type RoundAssignment = z.infer<typeof roundAssignmentSchema>;

/** Proposes the answer to each finding of a round. `base` is the head that was reviewed. */
export const triageAssignmentSchema = z.strictObject({
  ...common,
  phase: z.literal('triage'),
  inputs: triageInputsSchema,
});
export type TriageAssignment = z.infer<typeof triageAssignmentSchema>;

export const planningAssignmentSchema = z.discriminatedUnion('phase', planning);
export type PlanningAssignment = z.infer<typeof planningAssignmentSchema>;
export type PlanningPhaseName = PlanningAssignment['phase'];
/** Answered without commits, about commits that are there. */
export type ReadingAssignment = ReviewAssignment | RoundAssignment | TriageAssignment;
/** What the supervisor's own agents are asked: to plan, to judge, or to answer. */
export type SupervisorAssignment = PlanningAssignment | ReadingAssignment;
export type SupervisorPhaseName = SupervisorAssignment['phase'];
export type AssignmentOf<P extends Assignment['phase']> = Extract<Assignment, { phase: P }>;

/**
 * One request to the runner: the `assignment` input (JSON) of one workflow run.
 * Everything the run needs; it never talks to the tracker or the App.
 */
export const assignmentSchema = z.discriminatedUnion('phase', [
  delegateAssignmentSchema,
  ...planning,
  reviewAssignmentSchema,
  roundAssignmentSchema,
  triageAssignmentSchema,
]);
export type Assignment = z.infer<typeof assignmentSchema>;

/** Author and committer of every commit that a run makes. */
export const commitIdentity = { name: 'throughline', email: 'throughline@noreply.invalid' } as const;

/** The ref whose commit holds prompt, answer, verification output and transcript. */
export const evidenceRef = (assignmentId: string): string => `refs/throughline/assignments/${assignmentId}`;

/** Name of the tmux session in which a self-hosted runner shows the agent; its server is `tmux -L throughline`. */
export const sessionName = (assignmentId: string): string => `throughline-${assignmentId.slice(0, 8)}`;

/** Name of the workflow run: how a run whose dispatch reply was lost is found again. */
export const runName = (assignmentId: string): string => `throughline ${assignmentId}`;
