import type { Event } from '../../core/event.ts';
import { type Heard, subjects } from '../../core/heard.ts';
import type { RepositoryRef } from '../../ports/github.ts';
import type { RouteOutcome } from '../../ports/store.ts';
import { isWrittenBy, sameLogin } from '../../reviewers/recognised.ts';
import { configurationOf } from '../configuration.ts';
import { otherReviewerOf } from '../gating.ts';
import type { World } from '../world.ts';
import { common, deliver, ignored, type Of } from './common.ts';

const itemsOf = async (world: World, heard: Of<'reviewed'>): Promise<string[]> => {
  const { fullName } = heard.repository;
  const found = new Set<string>();
  for (const number of heard.pulls)
    for (const id of await world.store.itemsBySubject(subjects.issue(fullName, number))) found.add(id);
  if (heard.branch !== null)
    for (const id of await world.store.itemsBySubject(subjects.branch(fullName, heard.branch))) found.add(id);
  return [...found];
};

const gatingLogin = async (world: World, ref: RepositoryRef): Promise<string | null> =>
  otherReviewerOf(await configurationOf(world, ref))?.login ?? null;

const isGating = async (world: World, ref: RepositoryRef, author: string): Promise<boolean> => {
  const login = await gatingLogin(world, ref);
  return login !== null && isWrittenBy(author, login);
};

const isGatingApp = async (world: World, ref: RepositoryRef, slug: string): Promise<boolean> => {
  const login = await gatingLogin(world, ref);
  return login !== null && sameLogin(slug, login);
};

/** Whether anything that counts for the rounds may have been said. Repositories have many checks, and bots that gate nothing. */
const mayCount = async (world: World, heard: Of<'reviewed'>): Promise<boolean> => {
  const { slug, botLogin } = await world.github.identity();
  const { check, actor, human, repository } = heard;
  if (check !== null)
    return check.toLowerCase() !== slug.toLowerCase() && isGatingApp(world, repository, check);
  if (actor.login.toLowerCase() === botLogin.toLowerCase()) return false;
  return human || isGating(world, repository, actor.login);
};

const reviewedEvent = (heard: Exclude<Heard, { kind: 'nothing' }>): Event => ({
  ...common(heard),
  kind: 'pull-reviewed',
});

export const githubReviewed = async (world: World, heard: Of<'reviewed'>): Promise<RouteOutcome> => {
  const items = await itemsOf(world, heard);
  if (items.length === 0) return ignored('no pull request of ours');
  if (!(await mayCount(world, heard))) return ignored('no word that the rounds wait for');
  return deliver(items, [reviewedEvent(heard)], '');
};

/** A comment of the reviewer that gates, new or edited: its word may stand in it. Null where it is no such comment. */
export const reviewerSpoke = async (
  world: World,
  heard: Of<'github-comment' | 'github-comment-edited'>,
  author: string | null,
): Promise<RouteOutcome | null> => {
  const { fullName } = heard.repository;
  const items = await world.store.itemsBySubject(subjects.issue(fullName, heard.issue));
  if (items.length === 0 || author === null) return null;
  return (await isGating(world, heard.repository, author))
    ? deliver(items, [reviewedEvent(heard)], '')
    : null;
};
