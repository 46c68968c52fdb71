import { checkAccess, needWrite } from './access.ts';
import { createComment, deleteComment, editComment } from './domain/comments.ts';
import { openIssue } from './domain/issues.ts';
import { addLabels, removeLabel } from './domain/labels.ts';
import { type MergeMethod, mergePull } from './domain/merges.ts';
import { setPullState } from './domain/pulls.ts';
import type { Actor, Repository, UserRole } from './model.ts';
import { commentShape, issueShape } from './shapes/issue.ts';
import { findIssue, findPull, findRepository, findUser, type World } from './world.ts';

interface Place {
  /** `owner/name` */
  repository: string;
  /** Of the issue or pull request. */
  number: number;
}

/** What people do by hand, through the same code as the API, refused in the same way (`Problem`). */
export interface People {
  commentAs(login: string, options: Place & { body: string }): ReturnType<typeof commentShape>;
  /** Also how a box is ticked: the whole new body. */
  editCommentAs(
    login: string,
    options: { repository: string; id: number; body: string },
  ): ReturnType<typeof commentShape>;
  deleteCommentAs(login: string, options: { repository: string; id: number }): void;
  openIssueAs(
    login: string,
    options: { repository: string; title: string; body: string; labels?: string[] },
  ): ReturnType<typeof issueShape>;
  labelAs(login: string, options: Place & { label: string }): void;
  unlabelAs(login: string, options: Place & { label: string }): void;
  /** Gives the SHA that is now the base branch's head. */
  mergePullAs(login: string, options: Place & { method?: MergeMethod }): Promise<string>;
  setPullStateAs(login: string, options: Place & { state: 'open' | 'closed' }): Promise<void>;
}

export function createPeople(world: World): People {
  const enter = (
    login: string,
    options: { repository: string; role: UserRole },
  ): { actor: Actor; repository: Repository } => {
    const repository = findRepository(world, options.repository);
    const actor = findUser(world, login);
    checkAccess({ kind: 'user', account: actor.account }, repository, needWrite(options.role));
    return { actor, repository };
  };
  return {
    commentAs(login, { repository: name, number, body }) {
      const { actor, repository } = enter(login, { repository: name, role: 'read' });
      return commentShape(
        world,
        repository,
        createComment(world, repository, { issue: number, body, actor }),
      );
    },
    editCommentAs(login, { repository: name, id, body }) {
      const { actor, repository } = enter(login, { repository: name, role: 'read' });
      return commentShape(world, repository, editComment(world, repository, { id, body, actor }));
    },
    deleteCommentAs(login, { repository: name, id }) {
      const { actor, repository } = enter(login, { repository: name, role: 'read' });
      deleteComment(world, repository, { id, actor });
    },
    openIssueAs(login, { repository: name, title, body, labels }) {
      const { actor, repository } = enter(login, { repository: name, role: 'read' });
      return issueShape(
        world,
        repository,
        openIssue(world, repository, { title, body, labels: labels ?? [], actor }),
      );
    },
    labelAs(login, { repository: name, number, label }) {
      const { actor, repository } = enter(login, { repository: name, role: 'triage' });
      addLabels(world, repository, { issue: findIssue(repository, number), names: [label], actor });
    },
    unlabelAs(login, { repository: name, number, label }) {
      const { actor, repository } = enter(login, { repository: name, role: 'triage' });
      removeLabel(world, repository, { issue: findIssue(repository, number), name: label, actor });
    },
    mergePullAs(login, { repository: name, number, method }) {
      const { actor, repository } = enter(login, { repository: name, role: 'write' });
      return mergePull(world, repository, {
        issue: findPull(repository, number),
        method: method ?? 'merge',
        actor,
      });
    },
    setPullStateAs(login, { repository: name, number, state }) {
      const { actor, repository } = enter(login, { repository: name, role: 'write' });
      return setPullState(world, repository, { issue: findPull(repository, number), state, actor });
    },
  };
}
