import { required } from './rules.ts';
import type {
  CommentRecord,
  IssueRecord,
  LinearState,
  StateRecord,
  TeamRecord,
  UserRecord,
} from './state.ts';

/** Something a webhook tells of. `before` holds the changed fields as they were. */
export type Happening = { action: 'create' | 'update'; by: UserRecord; before: Record<string, unknown> } & (
  | { type: 'Issue'; issue: IssueRecord }
  | { type: 'Comment'; comment: CommentRecord }
);

interface Reading {
  readonly state: LinearState;
  readonly now: () => Date;
  team(id: string): TeamRecord;
  workflowState(id: string): StateRecord;
  user(id: string): UserRecord;
  issueKey(issue: IssueRecord): string;
  /** By UUID or key, whoever asks. */
  findIssue(idOrKey: string): IssueRecord | null;
}

/** What changes are made with. */
export interface Ground extends Reading {
  tell(happening: Happening): void;
  /** After everything that a person could see. */
  changed(): void;
}

export const createReading = (state: LinearState, now: () => Date): Reading => {
  const team = (id: string): TeamRecord => required(state.teams, id, 'Team');
  const issueKey = (issue: IssueRecord): string => `${team(issue.teamId).key}-${issue.number}`;
  return {
    state,
    now,
    team,
    issueKey,
    workflowState: (id) => required(state.states, id, 'WorkflowState'),
    user: (id) => required(state.users, id, 'User'),
    findIssue: (idOrKey) =>
      state.issues.find((each) => each.id === idOrKey || issueKey(each) === idOrKey) ?? null,
  };
};
