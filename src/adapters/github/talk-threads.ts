import { z } from 'zod';
import { Unavailable } from '../../ports/errors.ts';
import type { SaidThread } from '../../reviewers/reader.ts';
import type { Requester } from './request.ts';
import type { Budget } from './talk-limits.ts';

/** Whether a thread is resolved or out of date only GraphQL tells. */
const comments = /* GraphQL */ `
  nodes {
    fullDatabaseId
    body
    url
    createdAt
    updatedAt
    author {
      __typename
      login
    }
    pullRequestReview {
      fullDatabaseId
    }
    commit {
      oid
    }
    originalCommit {
      oid
    }
  }
  pageInfo {
    hasNextPage
    endCursor
  }
`;

export const REVIEW_THREADS = /* GraphQL */ `
  query ReviewThreads($id: ID!, $after: String) {
    node(id: $id) {
      ... on PullRequest {
        reviewThreads(first: 50, after: $after) {
          nodes {
            id
            isResolved
            resolvedBy {
              login
            }
            isOutdated
            path
            line
            comments(first: 50) {
              ${comments}
            }
          }
          pageInfo {
            hasNextPage
            endCursor
          }
        }
      }
    }
  }
`;

export const THREAD_COMMENTS = /* GraphQL */ `
  query ThreadComments($id: ID!, $after: String) {
    node(id: $id) {
      ... on PullRequestReviewThread {
        comments(first: 100, after: $after) {
          ${comments}
        }
      }
    }
  }
`;

/** Ids outgrew GraphQL's integers, so they come as text. */
const bigId = z.union([z.string().regex(/^\d+$/), z.int()]).transform(Number);
const commit = z.object({ oid: z.string() }).nullable();
const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });

const commentNode = z.object({
  fullDatabaseId: bigId,
  body: z.string(),
  url: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  author: z.object({ __typename: z.string(), login: z.string() }).nullable(),
  pullRequestReview: z.object({ fullDatabaseId: bigId.nullable() }).nullable(),
  commit,
  originalCommit: commit,
});

/** GitHub leaves null where something may not be seen. */
const connection = <Node extends z.ZodType>(node: Node) =>
  z.object({ nodes: z.array(node.nullable()).nullable(), pageInfo });

const commentPage = connection(commentNode);
const threadNode = z.object({
  id: z.string(),
  isResolved: z.boolean(),
  resolvedBy: z.object({ login: z.string() }).nullish(),
  isOutdated: z.boolean(),
  path: z.string(),
  line: z.number().nullable(),
  comments: commentPage,
});
const threadsAnswer = z.object({ node: z.object({ reviewThreads: connection(threadNode) }) });
const commentsAnswer = z.object({ node: z.object({ comments: commentPage }) });

type CommentNode = z.infer<typeof commentNode>;
type ThreadNode = z.infer<typeof threadNode>;
type ThreadComment = SaidThread['comments'][number];

interface Page<Node> {
  nodes: (Node | null)[] | null;
  pageInfo: z.infer<typeof pageInfo>;
}

/** REST's logins of bots end in `[bot]`, GraphQL's do not. */
export function restLogin(author: CommentNode['author']): string {
  if (author === null) return 'ghost';
  const bare = author.login.replace(/\[bot\]$/, '');
  return author.__typename === 'Bot' ? `${bare}[bot]` : author.login;
}

const toComment = (node: CommentNode): ThreadComment => ({
  id: node.fullDatabaseId,
  by: restLogin(node.author),
  body: node.body,
  url: node.url,
  createdAt: node.createdAt,
  updatedAt: node.updatedAt,
  review: node.pullRequestReview?.fullDatabaseId ?? null,
  // `commit` follows the head for as long as the line stands; what was commented on is the original.
  commit: node.originalCommit?.oid ?? node.commit?.oid ?? '',
});

function parsed<T extends z.ZodType>(schema: T, answer: unknown): z.output<T> {
  const read = schema.safeParse(answer);
  if (read.success) return read.data;
  throw new Unavailable('GitHub answered without the review threads that were asked for');
}

/** A cursor that does not move would be read for ever. */
async function everyNode<Node>(
  first: Page<Node> | null,
  fetchPage: (after: string | null) => Promise<Page<Node>>,
): Promise<Node[]> {
  const found: Node[] = [];
  let after: string | null = null;
  for (let page = first ?? (await fetchPage(null)); ; page = await fetchPage(after)) {
    found.push(...(page.nodes ?? []).filter((node) => node !== null));
    const { hasNextPage, endCursor } = page.pageInfo;
    if (!hasNextPage) return found;
    if (endCursor === null || endCursor === after)
      throw new Unavailable('GitHub named a next page and not where it begins');
    after = endCursor;
  }
}

const byId = (one: { id: number }, other: { id: number }): number => one.id - other.id;

const firstId = ({ comments: [first] }: SaidThread): number => first?.id ?? 0;

/** Conversations on lines of a pull request by its node id, in the order in which they began. */
export async function readThreads(
  graphql: Requester['graphql'],
  { nodeId, budget }: { nodeId: string; budget: Budget },
): Promise<SaidThread[]> {
  const ask = async <T extends z.ZodType>(schema: T, document: string, variables: object) =>
    parsed(schema, await graphql('node', document, { ...variables }));

  const threadsAfter = async (after: string | null): Promise<Page<ThreadNode>> => {
    const answer = await ask(threadsAnswer, REVIEW_THREADS, { id: nodeId, after });
    for (const node of answer.node.reviewThreads.nodes ?? []) budget.take(node?.path);
    return answer.node.reviewThreads;
  };
  const counted = (page: Page<CommentNode>): Page<CommentNode> => {
    for (const node of page.nodes ?? []) budget.take(node?.body);
    return page;
  };
  const toThread = async (node: ThreadNode): Promise<SaidThread> => {
    const said = await everyNode(counted(node.comments), async (after) => {
      const answer = await ask(commentsAnswer, THREAD_COMMENTS, { id: node.id, after });
      return counted(answer.node.comments);
    });
    const { id, path, line, isResolved: resolved, isOutdated: outdated } = node;
    const by = resolved && node.resolvedBy ? { resolvedBy: node.resolvedBy.login } : {};
    return { id, path, line, resolved, ...by, outdated, comments: said.map(toComment).sort(byId) };
  };

  const threads: SaidThread[] = [];
  for (const node of await everyNode(null, threadsAfter)) threads.push(await toThread(node));
  return threads
    .filter(({ comments: said }) => said.length > 0)
    .sort((one, other) => firstId(one) - firstId(other));
}
