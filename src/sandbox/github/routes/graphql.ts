import { buildSchema, GraphQLError, graphql } from 'graphql';
import { z } from 'zod';
import { actorOf, checkAccess, type Need, needRead, needWrite } from '../access.ts';
import { setDraft } from '../domain/pulls.ts';
import type { Api } from '../http/api.ts';
import { readBody } from '../http/body.ts';
import { pullNodeId } from '../ids.ts';
import type { Repository } from '../model.ts';
import { badCredentials, Problem } from '../problems.ts';
import { type PullIssue, pullSimpleShape } from '../shapes/pull.ts';
import type { Principal } from '../tokens.ts';
import type { World } from '../world.ts';

/** The part of GitHub's schema that is served; a test holds it to GitHub's own. */
export const graphqlSchema = `
input ConvertPullRequestToDraftInput { clientMutationId: String pullRequestId: ID! }
type ConvertPullRequestToDraftPayload { clientMutationId: String pullRequest: PullRequest }
input MarkPullRequestReadyForReviewInput { clientMutationId: String pullRequestId: ID! }
type MarkPullRequestReadyForReviewPayload { clientMutationId: String pullRequest: PullRequest }
type Mutation {
  convertPullRequestToDraft(input: ConvertPullRequestToDraftInput!): ConvertPullRequestToDraftPayload
  markPullRequestReadyForReview(input: MarkPullRequestReadyForReviewInput!): MarkPullRequestReadyForReviewPayload
}
interface Node { id: ID! }
type PullRequest implements Node {
  id: ID!
  isDraft: Boolean!
  merged: Boolean!
  number: Int!
  state: PullRequestState!
  url: URI!
}
enum PullRequestState { CLOSED MERGED OPEN }
type Query { node(id: ID!): Node }
scalar URI
`;

const request = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

const schema = buildSchema(graphqlSchema);

interface Found {
  repository: Repository;
  issue: PullIssue;
}

function findByNode(world: World, id: string): Found | null {
  for (const repository of world.repositories.values()) {
    for (const issue of repository.issues.values()) {
      const { pull } = issue;
      if (pull && pullNodeId(pull.id) === id) return { repository, issue: Object.assign(issue, { pull }) };
    }
  }
  return null;
}

const failed = (type: string, message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { type } });
const unresolved = (id: string): GraphQLError =>
  failed('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`);

function access(principal: Principal, { found, id, need }: { found: Found; id: string; need: Need }): void {
  try {
    checkAccess(principal, found.repository, need);
  } catch (error) {
    if (error instanceof Problem && error.status === 403) throw failed('FORBIDDEN', error.message);
    throw unresolved(id);
  }
}

const nodeOf = (world: World, { repository, issue }: Found) => ({
  __typename: 'PullRequest',
  id: pullNodeId(issue.pull.id),
  isDraft: issue.pull.draft,
  merged: issue.pull.merged,
  number: issue.number,
  state: issue.pull.merged ? 'MERGED' : issue.state.toUpperCase(),
  url: pullSimpleShape(world, repository, issue).html_url,
});

interface MutationArguments {
  input: { pullRequestId: string; clientMutationId?: string };
}

function resolvers(world: World, principal: Principal) {
  const change =
    (draft: boolean) =>
    ({ input }: MutationArguments) => {
      const found = findByNode(world, input.pullRequestId);
      if (!found) throw unresolved(input.pullRequestId);
      access(principal, { found, id: input.pullRequestId, need: needWrite('write', 'pull_requests') });
      try {
        setDraft(world, found.repository, { issue: found.issue, draft, actor: actorOf(world, principal) });
      } catch (error) {
        throw error instanceof Problem ? failed('UNPROCESSABLE', error.message) : error;
      }
      return { clientMutationId: input.clientMutationId ?? null, pullRequest: nodeOf(world, found) };
    };
  const node = ({ id }: { id: string }) => {
    const found = findByNode(world, id);
    if (!found) throw unresolved(id);
    access(principal, { found, id, need: needRead('pull_requests') });
    return nodeOf(world, found);
  };
  return { node, markPullRequestReadyForReview: change(false), convertPullRequestToDraft: change(true) };
}

/** GitHub answers 200 with `errors`, each carrying its `type` beside the message. */
function errorShape(error: GraphQLError) {
  const { message, locations, path, extensions } = error;
  return {
    ...(extensions.type ? { type: extensions.type } : {}),
    ...(path ? { path } : {}),
    locations: locations ?? [],
    message,
  };
}

export function graphqlRoutes({ hono, world }: Api): void {
  hono.post('/graphql', async (c) => {
    const principal = c.get('principal');
    if (principal.kind === 'anonymous' || principal.kind === 'app') {
      throw badCredentials('This endpoint requires you to be authenticated.');
    }
    const { query, variables, operationName } = await readBody(c, request);
    const result = await graphql({
      schema,
      source: query,
      rootValue: resolvers(world, principal),
      variableValues: variables ?? {},
      operationName: operationName ?? null,
    });
    return c.json({
      ...(result.data === undefined ? {} : { data: result.data }),
      ...(result.errors ? { errors: result.errors.map(errorShape) } : {}),
    });
  });
}
