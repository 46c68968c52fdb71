import { checkAccess, needWrite } from './access.ts';
import { retarget, updateBranch } from './domain/bases.ts';
import { type MergeMethod, mergePull } from './domain/merges.ts';
import { setDraft } from './domain/pulls.ts';
import { createRef, deleteRef, updateRef } from './domain/refs.ts';
import type { Actor, Repository } from './model.ts';
import { accountOf, findPull, findRepository, findUser, type World } from './world.ts';

interface Place {
  /** `owner/name` */
  repository: string;
  /** Of the pull request. */
  number: number;
}

/** What people do with a pull request and its branches, through the same code as the API (`Problem`). */
export interface PullPeople {
  retargetAs(login: string, options: Place & { base: string }): Promise<void>;
  setDraftAs(login: string, options: Place & { draft: boolean }): void;
  /** Merges the base into the head branch. */
  updateBranchAs(login: string, options: Place): Promise<void>;
  /** Moves the head branch to a commit that is there already, by force: a force push. */
  forcePushAs(login: string, options: Place & { sha: string }): Promise<void>;
  /** Deletes the head branch, which closes the pull request. */
  deleteBranchAs(login: string, options: Place): Promise<void>;
  /** Makes the head branch again where it was; the pull request stays closed until it is reopened. */
  restoreBranchAs(login: string, options: Place): Promise<void>;
  /** What a merge queue leaves behind: merged by its bot, as a commit of its own. Gives that commit. */
  mergeByQueue(options: Place & { method?: MergeMethod }): Promise<string>;
}

const queue = 'github-merge-queue[bot]';

export function createPullPeople(world: World): PullPeople {
  const enter = (login: string, { repository: name, number }: Place) => {
    const repository: Repository = findRepository(world, name);
    const actor: Actor = findUser(world, login);
    const principal = { kind: 'user' as const, account: actor.account };
    checkAccess(principal, repository, needWrite('write'));
    const issue = findPull(repository, number);
    const ref = `refs/heads/${issue.pull.headBranch}`;
    return { repository, actor, issue, ref, by: { principal, actor } };
  };
  return {
    retargetAs(login, { base, ...place }) {
      const { repository, actor, issue } = enter(login, place);
      return retarget(world, repository, { issue, base, actor });
    },
    setDraftAs(login, { draft, ...place }) {
      const { repository, actor, issue } = enter(login, place);
      setDraft(world, repository, { issue, draft, actor });
    },
    updateBranchAs(login, place) {
      const { repository, actor, issue } = enter(login, place);
      return updateBranch(world, repository, { issue, actor });
    },
    forcePushAs(login, { sha, ...place }) {
      const { repository, ref, by } = enter(login, place);
      return updateRef(world, repository, { ref, sha, force: true, by });
    },
    deleteBranchAs(login, place) {
      const { repository, ref, by } = enter(login, place);
      return deleteRef(world, repository, { ref, by });
    },
    restoreBranchAs(login, place) {
      const { repository, ref, issue, by } = enter(login, place);
      return createRef(world, repository, { ref, sha: issue.pull.headSha, by });
    },
    mergeByQueue({ repository: name, number, method }) {
      const repository = findRepository(world, name);
      return mergePull(world, repository, {
        issue: findPull(repository, number),
        method: method ?? 'merge',
        actor: { account: accountOf(world, { login: queue, type: 'Bot' }), app: null },
      });
    },
  };
}
