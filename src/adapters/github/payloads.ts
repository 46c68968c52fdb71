import { z } from 'zod';

/** Only the fields that are used; GitHub's payloads have hundreds more and gain new ones. */
const id = z.number().int();

const sender = z.object({ id, login: z.string(), type: z.string() });

const repository = z.object({ full_name: z.string(), default_branch: z.string() });

/** Every payload that is acted upon names who did it, where, and as which installation. */
export const envelope = z.object({
  action: z.string().optional(),
  sender,
  repository,
  installation: z.object({ id }),
});
export type Envelope = z.infer<typeof envelope>;

const issue = z.object({
  number: id,
  title: z.string(),
  body: z.string().nullish(),
  updated_at: z.string(),
  /** Present, with links, when the issue is a pull request. */
  pull_request: z.unknown().optional(),
});

const comment = z.object({
  id,
  body: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
  user: z.object({ login: z.string() }).nullish(),
});

export const issueComment = z.object({ issue, comment });

export const commentEdited = issueComment.extend({
  changes: z.object({ body: z.object({ from: z.string() }).optional() }),
});

/** On a line of a pull request. */
export const reviewComment = z.object({ pull_request: z.object({ number: id }), comment });

const label = z.object({ name: z.string() });

export const issueLabeled = z.object({ issue, label });

const pullRequest = z.object({
  number: id,
  title: z.string(),
  body: z.string().nullish(),
  updated_at: z.string(),
  closed_at: z.string().nullish(),
  merged: z.boolean().nullish(),
  merged_at: z.string().nullish(),
  head: z.object({ ref: z.string(), repo: z.object({ full_name: z.string() }).nullish() }),
});

export const pullLabeled = z.object({ pull_request: pullRequest, label });

export const pullChanged = z.object({ pull_request: pullRequest });

export const pullEdited = pullChanged.extend({
  changes: z.object({ base: z.unknown().optional() }),
});

const pulled = z.object({ number: id, updated_at: z.string().nullish() });

export const pullReview = z.object({
  review: z.object({ id, submitted_at: z.string().nullish() }),
  pull_request: pulled,
});

export const reviewThread = z.object({
  thread: z.object({ node_id: z.string() }),
  pull_request: pulled,
  updated_at: z.string().nullish(),
});

export const checkRun = z.object({
  check_run: z.object({
    id,
    completed_at: z.string().nullish(),
    app: z.object({ slug: z.string().nullish() }).nullish(),
    check_suite: z.object({ head_branch: z.string().nullish() }).nullish(),
    pull_requests: z.array(z.object({ number: id })).nullish(),
  }),
});

export const push = z.object({
  ref: z.string(),
  before: z.string(),
  after: z.string(),
  head_commit: z.object({ timestamp: z.string() }).nullish(),
  /** Seconds since 1970 here, ISO 8601 in other payloads. */
  repository: z.object({ pushed_at: z.union([z.number(), z.string()]).nullish() }),
});

export const workflowRun = z.object({
  workflow_run: z.object({
    id,
    run_attempt: id.default(1),
    name: z.string().nullish(),
    display_title: z.string().nullish(),
    path: z.string(),
    conclusion: z.string().nullish(),
    updated_at: z.string(),
  }),
});
