import { z } from 'zod';
import { agentKindSchema, cliReleaseSchema } from './assignment.ts';
import { modelsSection } from './models-configuration.ts';
import { phaseSchema } from './phase.ts';
import { roundsSection } from './rounds/configuration.ts';

const agentDefinition = z.strictObject({
  kind: agentKindSchema.describe(
    'Which CLI it is: `opencode`, `claude-code`, `codex`; `command` runs a shell command line; `replay` applies recorded edits.',
  ),
  command: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Command line of a `command` agent, run in the worktree with PROMPT_FILE, ANSWER_FILE, ANSWER_SCHEMA and ACCESS set; with a model also MODEL, MODEL_API, OPENAI_BASE_URL, OPENAI_API_KEY, ANTHROPIC_BASE_URL and ANTHROPIC_API_KEY, the key being a token of the run’s gateway.',
    ),
  model: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Model as `<provider>/<model>`, the provider one of `models.providers`, `anthropic` or `openai`.',
    ),
  fallback: z
    .array(z.string().min(1))
    .default([])
    .describe('Models to go on with, in this order, while the ones before are out of order.'),
  release: cliReleaseSchema
    .optional()
    .describe(
      'Another release of the CLI than the one this release of Throughline pins, by version and integrity.',
    ),
});

const choice = z.strictObject({
  agent: z.string().min(1).optional().describe('Agent of this phase, one of `agents.allowed`.'),
  model: z.string().min(1).optional().describe("Model of this phase, instead of the agent's own."),
});

const tokenCaps = (who: string) =>
  z
    .strictObject({
      tokens: z.int().min(1).optional().describe(`Tokens, input and output together, that ${who} may use.`),
      cost: z.number().positive().optional().describe(`US dollars that ${who} may cost.`),
    })
    .prefault({});

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
      phases: z
        .partialRecord(phaseSchema, choice)
        .default({})
        .describe('Agent and model by phase, where they differ from the default.'),
    })
    .describe('Coding agents.'),
  models: modelsSection.describe('Where models are served, and what they cost.'),
  mode: z
    .enum(['copilot', 'auto'])
    .default('copilot')
    .describe('`copilot` asks at scope and accept; `auto` asks only for the merge.'),
  plan: z
    .strictObject({
      enhance: z
        .enum(['off', 'on', 'auto'])
        .default('off')
        .describe(
          'Whether phase `enhance` adds test cases and summaries to tasks.md: `off`, `on`, or `auto` for changes of five sections and more.',
        ),
    })
    .prefault({}),
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
      stall: z
        .int()
        .min(1)
        .max(350)
        .default(10)
        .describe('Minutes without a sign of life after which an agent run is ended.'),
      requests: z.int().min(1).default(400).describe('Requests to models of one agent run.'),
      tokens: z
        .int()
        .min(1)
        .default(20_000_000)
        .describe('Tokens of one agent run, input and output together.'),
      cost: z.number().positive().optional().describe('US dollars of one agent run; needs `models.prices`.'),
      item: tokenCaps('all runs of one ticket together').describe('Caps of one ticket.'),
      month: tokenCaps('all runs of this repository in one calendar month (UTC)').describe(
        'Caps of one month.',
      ),
      rounds: z
        .int()
        .min(1)
        .max(20)
        .default(5)
        .describe('Rounds of review of one pull request, before a person is asked.'),
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
      scope: globs
        .default([])
        .describe('Globs a delegation may always change besides the paths its tasks name.'),
      hosts: z
        .array(z.string().min(1))
        .default([])
        .describe(
          'Hosts that may appear in diffs and outputs besides those the code names already, e.g. `api.example.com` or `*.example.com`.',
        ),
      environments: z
        .array(z.string().min(1))
        .default([])
        .describe(
          'Names of environments that may appear besides those the code names already, e.g. `staging`.',
        ),
      guarded: z
        .array(z.string().min(1))
        .default([])
        .describe(
          'Files (globs) and identifiers that no delegation may touch, besides those its tasks forbid.',
        ),
    })
    .prefault({}),
  rounds: roundsSection,
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
