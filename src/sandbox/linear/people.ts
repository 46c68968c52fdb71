import { entityNotFound } from './errors.ts';
import { relateIssues } from './relate.ts';
import type { IssueRecord, LabelRecord, RelationType, TeamRecord, UserRecord } from './state.ts';
import type { World } from './world.ts';

/** What people do by hand in Linear. A user is named by id, e-mail or name; a ticket by id or key. */
export interface People {
  commentAs(act: { user: string; issue: string; body: string }): { id: string };
  /** Adds a label the ticket's team or the workspace has. */
  labelAs(act: { user: string; issue: string; label: string }): void;
  unlabelAs(act: { user: string; issue: string; label: string }): void;
  /** Moves a ticket to a state of its team by name. */
  moveAs(act: { user: string; issue: string; state: string }): void;
  assignAs(act: { user: string; issue: string; to: string }): void;
  /** Gives a ticket to an app's user. */
  delegateAs(act: { user: string; issue: string; to: string }): void;
  /** Makes a ticket a sub-issue of another one. */
  nestAs(act: { user: string; issue: string; under: string }): void;
  /** `duplicate`: the ticket duplicates `to`, and goes to its team's state for that. */
  relateAs(act: { user: string; issue: string; to: string; type: RelationType }): void;
  /** Links an address to a ticket. */
  attachAs(act: { user: string; issue: string; url: string; title: string }): void;
  editAs(act: { user: string; issue: string; title?: string; description?: string }): void;
}

export const findUser = ({ state }: World, user: string): UserRecord => {
  const found =
    state.users.find((each) => each.id === user || each.email === user) ??
    state.users.find((each) => each.name === user);
  if (!found) throw entityNotFound('User');
  return found;
};

export const findTeam = ({ state }: World, team: string): TeamRecord => {
  const found = state.teams.find((each) => each.id === team || each.key === team);
  if (!found) throw entityNotFound('Team');
  return found;
};

/** A state of the team by its name, as people see it. */
export const findState = ({ state }: World, team: TeamRecord, name: string) => {
  const found = state.states.find((each) => each.teamId === team.id && each.name === name);
  if (!found) throw entityNotFound('WorkflowState');
  return found;
};

export const findLabel = ({ state }: World, team: TeamRecord, name: string): LabelRecord => {
  const found = state.labels.find(
    (each) =>
      each.name === name &&
      each.organizationId === team.organizationId &&
      (each.teamId === null || each.teamId === team.id),
  );
  if (!found) throw entityNotFound('IssueLabel');
  return found;
};

const findIssue = (world: World, issue: string): IssueRecord => {
  const found = world.findIssue(issue);
  if (!found) throw entityNotFound('Issue');
  return found;
};

export const createPeople = (world: World): People => {
  const labelChange = (act: { user: string; issue: string; label: string }) => {
    const issue = findIssue(world, act.issue);
    const label = findLabel(world, world.team(issue.teamId), act.label);
    return { issue, label, by: findUser(world, act.user) };
  };
  return {
    commentAs: ({ user, issue, body }) => {
      const comment = world.addComment({ issue: findIssue(world, issue), body, by: findUser(world, user) });
      return { id: comment.id };
    },
    labelAs: (act) => {
      const { issue, label, by } = labelChange(act);
      world.changeIssue(issue, { labelIds: [...new Set([...issue.labelIds, label.id])] }, by);
    },
    unlabelAs: (act) => {
      const { issue, label, by } = labelChange(act);
      world.changeIssue(issue, { labelIds: issue.labelIds.filter((id) => id !== label.id) }, by);
    },
    moveAs: (act) => {
      const issue = findIssue(world, act.issue);
      const stateId = findState(world, world.team(issue.teamId), act.state).id;
      world.changeIssue(issue, { stateId }, findUser(world, act.user));
    },
    assignAs: (act) => {
      const assigneeId = findUser(world, act.to).id;
      world.changeIssue(findIssue(world, act.issue), { assigneeId }, findUser(world, act.user));
    },
    delegateAs: (act) => {
      const delegateId = findUser(world, act.to).id;
      world.changeIssue(findIssue(world, act.issue), { delegateId }, findUser(world, act.user));
    },
    nestAs: (act) => {
      const parentId = findIssue(world, act.under).id;
      world.changeIssue(findIssue(world, act.issue), { parentId }, findUser(world, act.user));
    },
    relateAs: ({ user, issue, to, type }) => {
      relateIssues(world, {
        issue: findIssue(world, issue),
        related: findIssue(world, to),
        type,
        by: findUser(world, user),
      });
    },
    attachAs: ({ user, issue, url, title }) => {
      world.attach({ issue: findIssue(world, issue), url, title, by: findUser(world, user) });
    },
    editAs: ({ user, issue, ...changes }) => {
      world.changeIssue(findIssue(world, issue), changes, findUser(world, user));
    },
  };
};
