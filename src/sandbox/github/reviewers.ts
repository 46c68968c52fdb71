import { checkAccess, needWrite } from './access.ts';
import { type CheckChanges, createCheck, updateCheck } from './domain/checks.ts';
import { createComment, editComment } from './domain/comments.ts';
import type { Actor, GithubApp } from './model.ts';
import { type Reviewing, reviewing } from './reviewing.ts';
import { addApp } from './seed.ts';
import { checkShape } from './shapes/check.ts';
import { commentShape } from './shapes/issue.ts';
import { findCheck, findRepository, findUser, type World } from './world.ts';

type CheckAnswer = ReturnType<typeof checkShape>;
type CommentAnswer = ReturnType<typeof commentShape>;

/** An App that is not under test: what it writes on one repository, without asking for permission. */
export interface OtherApp extends Reviewing {
  /** `<slug>[bot]` */
  login: string;
  appId: number;
  comment(options: { number: number; body: string }): CommentAnswer;
  editComment(options: { id: number; body: string }): CommentAnswer;
  createCheck(options: { name: string; headSha: string; changes?: CheckChanges }): Promise<CheckAnswer>;
  updateCheck(options: { id: number; changes: CheckChanges }): CheckAnswer;
}

export interface Reviewers {
  /** A person at review; refused where they may not even read (`Problem`). */
  reviewerOn(login: string, repository: string): Reviewing;
  /** Another App by its slug, e.g. `coderabbitai`; it comes to be when first asked for. */
  otherApp(slug: string, repository: string): OtherApp;
}

const firstOtherAppId = 900_000;

function appBySlug(world: World, slug: string): GithubApp {
  const known = [...world.apps.values()].find((app) => app.slug === slug);
  if (known) return known;
  return addApp(world, {
    id: firstOtherAppId + world.apps.size,
    ...{ slug, name: slug, owner: slug, publicKey: null, permissions: {}, events: [] },
  });
}

export const createReviewers = (world: World): Reviewers => ({
  reviewerOn(login, name) {
    const repository = findRepository(world, name);
    const actor = findUser(world, login);
    checkAccess({ kind: 'user', account: actor.account }, repository, needWrite('read'));
    return reviewing(world, repository, actor);
  },
  otherApp(slug, name) {
    const repository = findRepository(world, name);
    const app = appBySlug(world, slug);
    const actor: Actor = { account: app.bot, app };
    return {
      ...reviewing(world, repository, actor),
      login: app.bot.login,
      appId: app.id,
      comment: ({ number, body }) =>
        commentShape(world, repository, createComment(world, repository, { issue: number, body, actor })),
      editComment: ({ id, body }) =>
        commentShape(world, repository, editComment(world, repository, { id, body, actor })),
      async createCheck({ name: of, headSha, changes = {} }) {
        const check = await createCheck(world, repository, { name: of, headSha, changes, actor });
        return checkShape(world, repository, check);
      },
      updateCheck({ id, changes }) {
        const check = findCheck(repository, id);
        updateCheck(world, repository, { check, changes, actor });
        return checkShape(world, repository, check);
      },
    };
  },
});
