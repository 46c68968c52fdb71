/** The part of GitHub's schema that is served; a test holds it to GitHub's own. */
export const graphqlSchema = `
interface Actor { login: String! }
scalar BigInt
type Bot implements Actor & Node { id: ID! login: String! }
type Commit implements Node { id: ID! oid: GitObjectID! }
input ConvertPullRequestToDraftInput { clientMutationId: String pullRequestId: ID! }
type ConvertPullRequestToDraftPayload { clientMutationId: String pullRequest: PullRequest }
scalar DateTime
type EnterpriseUserAccount implements Actor & Node { id: ID! login: String! }
scalar GitObjectID
type Mannequin implements Actor & Node { id: ID! login: String! }
input MarkPullRequestReadyForReviewInput { clientMutationId: String pullRequestId: ID! }
type MarkPullRequestReadyForReviewPayload { clientMutationId: String pullRequest: PullRequest }
type Mutation {
  convertPullRequestToDraft(input: ConvertPullRequestToDraftInput!): ConvertPullRequestToDraftPayload
  markPullRequestReadyForReview(input: MarkPullRequestReadyForReviewInput!): MarkPullRequestReadyForReviewPayload
  resolveReviewThread(input: ResolveReviewThreadInput!): ResolveReviewThreadPayload
  unresolveReviewThread(input: UnresolveReviewThreadInput!): UnresolveReviewThreadPayload
}
interface Node { id: ID! }
type Organization implements Actor & Node { id: ID! login: String! }
type PageInfo {
  endCursor: String
  hasNextPage: Boolean!
  hasPreviousPage: Boolean!
  startCursor: String
}
type PullRequest implements Node {
  id: ID!
  isDraft: Boolean!
  merged: Boolean!
  number: Int!
  reviewThreads(after: String, before: String, first: Int, last: Int): PullRequestReviewThreadConnection!
  state: PullRequestState!
  url: URI!
}
type PullRequestReview implements Node { databaseId: Int fullDatabaseId: BigInt id: ID! }
type PullRequestReviewComment implements Node {
  author: Actor
  body: String!
  commit: Commit
  createdAt: DateTime!
  databaseId: Int
  fullDatabaseId: BigInt
  id: ID!
  originalCommit: Commit
  pullRequestReview: PullRequestReview
  updatedAt: DateTime!
  url: URI!
}
type PullRequestReviewCommentConnection {
  nodes: [PullRequestReviewComment]
  pageInfo: PageInfo!
  totalCount: Int!
}
type PullRequestReviewThread implements Node {
  comments(after: String, before: String, first: Int, last: Int, skip: Int): PullRequestReviewCommentConnection!
  id: ID!
  isOutdated: Boolean!
  isResolved: Boolean!
  line: Int
  originalLine: Int
  path: String!
  resolvedBy: User
}
type PullRequestReviewThreadConnection {
  nodes: [PullRequestReviewThread]
  pageInfo: PageInfo!
  totalCount: Int!
}
enum PullRequestState { CLOSED MERGED OPEN }
type Query { node(id: ID!): Node }
input ResolveReviewThreadInput { clientMutationId: String threadId: ID! }
type ResolveReviewThreadPayload { clientMutationId: String thread: PullRequestReviewThread }
scalar URI
input UnresolveReviewThreadInput { clientMutationId: String threadId: ID! }
type UnresolveReviewThreadPayload { clientMutationId: String thread: PullRequestReviewThread }
type User implements Actor & Node { id: ID! login: String! }
`;
