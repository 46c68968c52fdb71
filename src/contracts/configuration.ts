import { z } from 'zod';
import { checkIdSchema } from './review.ts';

const agentDefinition = z.strictObject({
  kind: z
    .enum(['replay', 'command'])
    .describe('`command` runs a shell command line; `replay` applies recorded edits.'),
  command: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Command line of a `command` agent, run in the worktree with PROMPT_FILE, ANSWER_FILE, ANSWER_SCHEMA and ACCESS set.',
    ),
  model: z.string().min(1).optional().describe('Model name handed to the agent.'),
});

const trackerSection = z.strictObject({
  team: z
    .string()
    .min(1)
    .describe('Key of the Linear team whose tickets may belong to this repository, e.g. `PER`.'),
  label: z
    .string()
    .min(1)
    .optional()
    .describe('Only tickets with this label belong here; needed when several repositories share a team.'),
  states: z
    .strictObject({
      started: z
        .string()
        .min(1)
        .default('In Progress')
        .describe(
          'State set when the pull request opens; a state of type `started` is used when no state has this name.',
        ),
      done: z
        .string()
        .min(1)
        .default('Done')
        .describe('State set when the pull request merges; falls back to type `completed`.'),
    })
    .prefault({}),
});

const globs = z.array(z.string().min(1));

/** Shape of `.github/throughline.yml` (default branch only). Unknown keys are refused. */
export const configurationSchema = z.strictObject({
  tracker: trackerSection,
  agents: z
    .strictObject({
      default: z.string().min(1).describe('Agent used when a command names none; must be one of `allowed`.'),
      allowed: z
        .record(z.string().regex(/^[a-z][a-z0-9-]*$/), agentDefinition)
        .describe('Agents that `--agent` may name.'),
    })
    .describe('Coding agents.'),
  mode: z
    .enum(['copilot', 'auto'])
    .default('copilot')
    .describe('`copilot` asks at scope and accept; `auto` asks only for the merge.'),
  verify: z
    .strictObject({
      setup: z
        .array(z.string().min(1))
        .default([])
        .describe('Commands that prepare the checkout, e.g. `npm ci`.'),
      commands: z
        .array(z.string().min(1))
        .default([])
        .describe('Commands that must pass; when empty, what the manifest at the base commit declares.'),
      timeout: z.int().min(1).max(3600).default(600).describe('Limit of one command, seconds.'),
    })
    .prefault({}),
  caps: z
    .strictObject({
      attempts: z
        .int()
        .min(1)
        .max(10)
        .default(3)
        .describe('Attempts per delegation before the recommendation becomes reject.'),
      minutes: z.int().min(1).max(350).default(30).describe('Wall clock of one agent run, minutes.'),
      files: z.int().min(1).default(100).describe('Files one delegation may change.'),
      lines: z.int().min(1).default(4000).describe('Lines one delegation may add and delete together.'),
    })
    .prefault({}),
  runner: z
    .strictObject({
      labels: z
        .array(z.string().min(1))
        .min(1)
        .default(['ubuntu-latest'])
        .describe(
          'Labels of the runner (`runs-on`) that executes assignments; `self-hosted` among them keeps worktree and terminal.',
        ),
      isolation: z
        .enum(['required', 'preferred'])
        .default('required')
        .describe(
          'What happens where agent and verification cannot have a user and namespaces of their own: `required` refuses to run; `preferred` runs all the same, and the evidence says `isolation: none`.',
        ),
      keep: z
        .int()
        .min(0)
        .max(720)
        .default(168)
        .describe('Hours a self-hosted runner keeps the worktree and terminal of a rejected delegation.'),
    })
    .prefault({}),
  review: z
    .strictObject({
      without: z
        .array(checkIdSchema)
        .default([])
        .describe('Checks that may be missing; shown as waived in every findings block.'),
      scope: globs
        .default([])
        .describe('Globs a delegation may always change besides the paths its tasks name.'),
    })
    .prefault({}),
  protected: globs
    .default([])
    .describe(
      'Further protected paths (globs), besides `.github/`, dot-directories, CODEOWNERS, agent instructions, `.gitmodules`.',
    ),
  pull: z
    .strictObject({
      open: z
        .enum(['first-dispatch', 'last-accept'])
        .default('first-dispatch')
        .describe('When the pull request opens.'),
      draft: z.boolean().default(true).describe('Open as draft where the plan allows it.'),
    })
    .prefault({}),
  people: z
    .record(z.string(), z.string())
    .default({})
    .describe('Linear user (e-mail) to GitHub login, for people whose Linear account names no GitHub user.'),
});
export type Configuration = z.infer<typeof configurationSchema>;

/** Path of the configuration in a repository. */
export const configurationPath = '.github/throughline.yml';
