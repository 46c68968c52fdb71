import { z } from 'zod';

const prioritySchema = z.enum(['urgent', 'high', 'medium', 'low']);

const otherReviewer = z.strictObject({
  login: z
    .string()
    .min(1)
    .describe(
      'Its login: of a GitHub App with `[bot]`, else an account of that very name counts as well; for `check-run` the App’s slug.',
    ),
  reads: z
    .enum(['markdown', 'coderabbit', 'copilot', 'check-run'])
    .describe(
      'How it speaks: `markdown` for a comment with `## Findings`, `coderabbit`, `copilot`, `check-run` for annotations.',
    ),
  marker: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Text that each of its comments carries, e.g. `<!-- opencode-pr-review -->`; for `check-run` the name of the check.',
    ),
});

/** `rounds` of the configuration: who reviews the pull request, and what findings come to. */
export const roundsSection = z
  .strictObject({
    reviewer: z
      .enum(['throughline', 'none'])
      .or(otherReviewer)
      .default('throughline')
      .describe(
        'Who reviews the pull request once every section is merged: `throughline` (our own), `none`, or another one as `{login, reads, marker}`.',
      ),
    wait: z
      .int()
      .min(1)
      .max(1440)
      .default(30)
      .describe('Minutes after which another reviewer that says nothing has not reviewed.'),
    quiet: z
      .int()
      .min(0)
      .max(3600)
      .default(30)
      .describe(
        'Seconds without another push after which a head that somebody pushed is reviewed; 0 reviews each at once.',
      ),
    priorities: z
      .strictObject({
        high: prioritySchema.default('medium').describe('Of follow-ups to High findings.'),
        medium: prioritySchema.default('low').describe('Of follow-ups to Medium findings.'),
        low: prioritySchema.default('low').describe('Of follow-ups to Low findings.'),
        note: prioritySchema.default('low').describe('Of follow-ups to notes.'),
        blocking: prioritySchema.default('high').describe('Of follow-ups that later work waits for.'),
      })
      .prefault({}),
  })
  .prefault({});
