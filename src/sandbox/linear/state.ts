import type { StateType } from '../../ports/tracker.ts';

/** Everything the local Linear knows, as plain JSON: a snapshot is a copy of it. Times are ISO 8601. */
export interface LinearState {
  organizations: OrganizationRecord[];
  users: UserRecord[];
  teams: TeamRecord[];
  states: StateRecord[];
  labels: LabelRecord[];
  issues: IssueRecord[];
  comments: CommentRecord[];
  relations: RelationRecord[];
  attachments: AttachmentRecord[];
  keys: KeyRecord[];
  webhooks: WebhookRecord[];
  deliveries: DeliveryRecord[];
}

export interface OrganizationRecord {
  id: string;
  name: string;
  urlKey: string;
}

export interface UserRecord {
  id: string;
  organizationId: string;
  name: string;
  email: string;
  /** Numeric GitHub user id as text. */
  gitHubUserId: string | null;
  guest: boolean;
  admin: boolean;
  /** An app's own user, not a person. */
  app: boolean;
  active: boolean;
}

export interface TeamRecord {
  id: string;
  organizationId: string;
  key: string;
  name: string;
  /** Seen by its members only. */
  private: boolean;
  memberIds: string[];
  nextNumber: number;
}

export interface StateRecord {
  id: string;
  teamId: string;
  name: string;
  type: StateType;
  position: number;
  color: string;
}

export interface LabelRecord {
  id: string;
  organizationId: string;
  /** null: a label of the whole workspace. */
  teamId: string | null;
  name: string;
  color: string;
}

export interface IssueRecord {
  id: string;
  teamId: string;
  number: number;
  title: string;
  description: string | null;
  priority: number;
  stateId: string;
  labelIds: string[];
  assigneeId: string | null;
  delegateId: string | null;
  creatorId: string | null;
  parentId: string | null;
  createdAt: string;
  updatedAt: string;
  /** The states it was in, the present one last. */
  history: { state: string; at: string; userId: string | null }[];
}

export interface CommentRecord {
  id: string;
  issueId: string;
  userId: string;
  body: string;
  createdAt: string;
  updatedAt: string;
  editedAt: string | null;
}

export type RelationType = 'blocks' | 'duplicate' | 'related' | 'similar';

export interface RelationRecord {
  id: string;
  issueId: string;
  relatedIssueId: string;
  type: RelationType;
  createdAt: string;
}

interface AttachmentRecord {
  id: string;
  issueId: string;
  url: string;
  title: string;
  creatorId: string;
  createdAt: string;
  updatedAt: string;
}

export interface KeyRecord {
  token: string;
  kind: 'api-key' | 'access-token';
  userId: string;
  access: 'read' | 'write';
  /** null: every team the user sees. */
  teamIds: string[] | null;
  expiresAt: string | null;
}

export interface WebhookRecord {
  id: string;
  organizationId: string;
  teamId: string | null;
  url: string;
  secret: string;
  resourceTypes: ResourceType[];
}

export type ResourceType = 'Issue' | 'Comment';

export interface DeliveryRecord {
  /** `Linear-Delivery`; the same for every retry. */
  id: string;
  webhookId: string;
  event: ResourceType;
  /** The very bytes that were signed; every retry sends them again. */
  body: string;
  signature: string;
  /** `status` is null where no answer came in time. */
  attempts: { at: string; status: number | null }[];
  state: 'waiting' | 'delivered' | 'given-up';
}

export const emptyState = (): LinearState => ({
  organizations: [],
  users: [],
  teams: [],
  states: [],
  labels: [],
  issues: [],
  comments: [],
  relations: [],
  attachments: [],
  keys: [],
  webhooks: [],
  deliveries: [],
});
