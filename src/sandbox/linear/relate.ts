import type { IssueRecord, RelationType, UserRecord } from './state.ts';
import type { World } from './world.ts';

/** Linear closes a duplicate by itself: it goes to its team's first state of that type, else to its first cancelled one. */
export const relateIssues = (
  world: World,
  draft: { id?: string; issue: IssueRecord; related: IssueRecord; type: RelationType; by: UserRecord },
): void => {
  const { by, ...relation } = draft;
  world.addRelation(relation);
  if (draft.type !== 'duplicate') return;
  const states = world.state.states.filter((each) => each.teamId === draft.issue.teamId);
  const closed =
    states.find((each) => each.type === 'duplicate') ?? states.find((each) => each.type === 'canceled');
  if (closed) world.changeIssue(draft.issue, { stateId: closed.id }, by);
};
