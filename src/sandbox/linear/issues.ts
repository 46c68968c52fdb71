import { conflictOnInsert, entityNotFound, invalidArgument } from './errors.ts';
import type { Ground } from './ground.ts';
import { claimId, maxBody, maxTitle, required, requireText, stampAfter } from './rules.ts';
import type { IssueRecord, LinearState, StateRecord, TeamRecord, UserRecord } from './state.ts';

type IssueChanges = Partial<
  Pick<
    IssueRecord,
    'title' | 'description' | 'priority' | 'stateId' | 'labelIds' | 'assigneeId' | 'delegateId' | 'parentId'
  >
>;

interface NewIssue {
  id?: string;
  team: TeamRecord;
  title: string;
  by: UserRecord;
  description?: string | null;
  priority?: number;
  parentId?: string | null;
  labelIds?: string[];
  /** Default: the team's first backlog state, as in Linear. */
  stateId?: string;
  /** Default: the team's next. */
  number?: number;
}

export interface Issues {
  addIssue(draft: NewIssue): IssueRecord;
  changeIssue(issue: IssueRecord, changes: IssueChanges, by: UserRecord): void;
}

const checkState = (state: LinearState, teamId: string, stateId: string): void => {
  if (required(state.states, stateId, 'WorkflowState').teamId !== teamId)
    throw invalidArgument('stateId must be a workflow state of the team of the issue.');
};

const checkLabels = (state: LinearState, teamId: string, labelIds: string[]): void => {
  for (const labelId of labelIds) {
    const label = required(state.labels, labelId, 'IssueLabel');
    if (label.teamId !== null && label.teamId !== teamId)
      throw invalidArgument('labelIds must be labels of the workspace or of the team of the issue.');
  }
};

const checkChanges = (state: LinearState, teamId: string, changes: IssueChanges): void => {
  const { title, description, priority, stateId, labelIds, delegateId } = changes;
  if (title !== undefined) requireText('title', title, maxTitle);
  if (description) requireText('description', description, maxBody);
  if (priority !== undefined && ![0, 1, 2, 3, 4].includes(priority))
    throw invalidArgument('priority must be a whole number from 0 to 4.');
  if (stateId !== undefined) checkState(state, teamId, stateId);
  checkLabels(state, teamId, labelIds ?? []);
  if (delegateId && !required(state.users, delegateId, 'User').app)
    throw invalidArgument('delegateId must be the user of an app; people are assigned.');
};

/** A ticket is not below itself, however many stand between. */
const checkParent = (state: LinearState, issue: IssueRecord, parentId: string | null | undefined): void => {
  for (let id = parentId ?? null; id !== null; id = required(state.issues, id, 'Issue').parentId)
    if (id === issue.id)
      throw invalidArgument('parentId must not be the issue itself or one of its sub-issues.');
};

const firstState = (state: LinearState, team: TeamRecord): StateRecord => {
  const states = state.states
    .filter((each) => each.teamId === team.id)
    .sort((a, b) => a.position - b.position);
  const first = states.find((each) => each.type === 'backlog') ?? states[0];
  if (!first) throw entityNotFound('WorkflowState');
  return first;
};

const newIssue = ({ state, now, workflowState }: Ground, draft: NewIssue): IssueRecord => {
  const { team, title, by, description = null, priority = 0, labelIds = [], parentId = null } = draft;
  const { id: stateId, name } = draft.stateId ? workflowState(draft.stateId) : firstState(state, team);
  const number = draft.number ?? team.nextNumber;
  checkChanges(state, team.id, { title, description, priority, stateId, labelIds });
  if (state.issues.some((each) => each.teamId === team.id && each.number === number))
    throw conflictOnInsert('Issue', `${team.key}-${number}`);
  const at = now().toISOString();
  return {
    id: claimId(state.issues, draft.id, 'Issue'),
    teamId: team.id,
    number,
    title,
    description,
    priority,
    stateId,
    labelIds,
    assigneeId: null,
    delegateId: null,
    creatorId: by.id,
    parentId,
    createdAt: at,
    updatedAt: at,
    history: [{ state: name, at, userId: by.id }],
  };
};

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

export const createIssues = (ground: Ground): Issues => ({
  addIssue(draft) {
    const { team, by } = draft;
    const issue = newIssue(ground, draft);
    team.nextNumber = Math.max(team.nextNumber, issue.number + 1);
    ground.state.issues.push(issue);
    ground.tell({ type: 'Issue', action: 'create', issue, by, before: {} });
    return issue;
  },

  changeIssue(issue, wanted, by) {
    checkChanges(ground.state, issue.teamId, wanted);
    checkParent(ground.state, issue, wanted.parentId);
    const old: Record<string, unknown> = { ...issue };
    const changes = Object.entries(wanted).filter(([field, value]) => !same(value, old[field]));
    if (changes.length === 0) return;
    const updatedAt = stampAfter(ground.now(), issue.updatedAt);
    Object.assign(issue, Object.fromEntries(changes), { updatedAt });
    const fields = [...changes.map(([field]) => field), 'updatedAt'];
    const before = Object.fromEntries(fields.map((field) => [field, old[field]]));
    if ('stateId' in before) {
      const { name } = ground.workflowState(issue.stateId);
      issue.history.push({ state: name, at: updatedAt, userId: by.id });
    }
    ground.tell({ type: 'Issue', action: 'update', issue, by, before });
  },
});
