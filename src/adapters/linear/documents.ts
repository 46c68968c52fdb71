/**
 * Every GraphQL document this adapter can send. They are our own and lean: the SDK's models select whole
 * entities and cost one request per edge. Inputs are spelled out field by field, so that the schema extract
 * (made from this registry) knows exactly what we rely on.
 */
const ticketFields = `fragment TicketFields on Issue {
  id
  identifier
  title
  description
  url
  updatedAt
  team { id key }
  state { id name type }
  labels(first: 50) { nodes { id name } }
  attachments(first: 50) { nodes { url title } }
}`;

const relativeFields = `fragment RelativeFields on Issue {
  id
  identifier
  title
  url
  team { id key }
  state { id name type }
}`;

export const documents = {
  /** `id` is a UUID or a key: Linear takes both here. */
  ticket: `query Ticket($id: String!) { issue(id: $id) { ...TicketFields } }\n${ticketFields}`,

  /**
   * Linear lists by `updatedAt` newest first, so the pages are read from the end: the oldest change comes first
   * and a ticket that changes meanwhile moves to pages still to come. (`sort` could turn it round but is internal.)
   */
  changedTickets: `query ChangedTickets($teamKeys: [String!]!, $since: DateTimeOrDuration!, $last: Int!, $before: String) {
  issues(
    filter: { team: { key: { in: $teamKeys } }, updatedAt: { gte: $since } }
    orderBy: updatedAt
    last: $last
    before: $before
  ) {
    nodes { ...TicketFields }
    pageInfo { hasPreviousPage startCursor }
  }
}
${ticketFields}`,

  /** Where a ticket stands and where it could go. */
  ticketStates: `query TicketStates($id: String!) {
  issue(id: $id) {
    state { id name type }
    team { key states(first: 100) { nodes { id name type position } } }
  }
}`,

  moveTicket: `mutation MoveTicket($id: String!, $stateId: String!) {
  issueUpdate(id: $id, input: { stateId: $stateId }) {
    success
    issue { state { id name type } }
  }
}`,

  createTicket: `mutation CreateTicket(
  $id: String!
  $teamId: String!
  $title: String!
  $description: String!
  $priority: Int!
  $parentId: String
) {
  issueCreate(
    input: {
      id: $id
      teamId: $teamId
      title: $title
      description: $description
      priority: $priority
      parentId: $parentId
    }
  ) {
    success
    issue { ...TicketFields }
  }
}
${ticketFields}`,

  removeLabel: `mutation RemoveLabel($id: String!, $labelId: String!) {
  issueRemoveLabel(id: $id, labelId: $labelId) { success }
}`,

  comment: `query Comment($id: String!) { comment(id: $id) { id body issue { id } } }`,

  ticketComments: `query TicketComments($ticketId: ID!, $since: DateTimeOrDuration!, $first: Int!, $after: String) {
  comments(
    filter: { issue: { id: { eq: $ticketId } }, createdAt: { gte: $since } }
    orderBy: createdAt
    first: $first
    after: $after
  ) {
    nodes { id body createdAt user { id } }
    pageInfo { hasNextPage endCursor }
  }
}`,

  createComment: `mutation CreateComment($id: String!, $issueId: String!, $body: String!) {
  commentCreate(input: { id: $id, issueId: $issueId, body: $body }) { success }
}`,

  updateComment: `mutation UpdateComment($id: String!, $body: String!) {
  commentUpdate(id: $id, input: { body: $body }) { success }
}`,

  relation: `query Relation($id: String!) { issueRelation(id: $id) { id } }`,

  createRelation: `mutation CreateRelation(
  $id: String!
  $issueId: String!
  $relatedIssueId: String!
  $type: IssueRelationType!
) {
  issueRelationCreate(input: { id: $id, issueId: $issueId, relatedIssueId: $relatedIssueId, type: $type }) {
    success
  }
}`,

  attachment: `query Attachment($id: String!) { attachment(id: $id) { url issue { id } } }`,

  /** Linear updates the attachment that has this URL on this ticket, instead of making a second one. */
  createAttachment: `mutation CreateAttachment($id: String!, $issueId: String!, $url: String!, $title: String!) {
  attachmentCreate(input: { id: $id, issueId: $issueId, url: $url, title: $title }) { success }
}`,

  attachedTo: `query AttachedTo($url: String!, $first: Int!) {
  attachmentsForURL(url: $url, first: $first) { nodes { issue { ...TicketFields } } }
}
${ticketFields}`,

  /** A relation describes how its `issue` relates to its `relatedIssue`: the duplicate is the `issue`. */
  relatives: `query Relatives($id: String!) {
  issue(id: $id) {
    parent { ...RelativeFields }
    children(first: 50) { nodes { ...RelativeFields } }
    relations(first: 50) { nodes { type relatedIssue { ...RelativeFields } } }
    inverseRelations(first: 50) { nodes { type issue { ...RelativeFields } } }
  }
}
${relativeFields}`,

  team: `query Team($key: String!) {
  teams(filter: { key: { eqIgnoreCase: $key } }, first: 1) { nodes { id key } }
}`,

  person: `query Person($id: String!) {
  user(id: $id) { id name email gitHubUserId guest active app }
}`,

  self: `query Self { viewer { id } }`,
} as const;

export type DocumentName = keyof typeof documents;
