import type { CommandSource } from '../../core/event.ts';
import { subjects } from '../../core/heard.ts';
import type { RouteOutcome } from '../../ports/store.ts';
import type { World } from '../world.ts';
import { commandEvents, deliver, ignored, type Of } from './common.ts';

/** A comment on a line of a pull request: its commands are answered in its thread. No work begins there. */
export const githubReviewComment = async (
  world: World,
  heard: Of<'github-review-comment'>,
): Promise<RouteOutcome> => {
  if (!heard.human) return ignored('a bot wrote it');
  const source: CommandSource = {
    on: 'github',
    issue: heard.pull,
    commentId: heard.commentId,
    via: 'review',
  };
  const events = commandEvents(heard, source);
  if (events.length === 0) return ignored('no command in it');
  const items = await world.store.itemsBySubject(subjects.issue(heard.repository.fullName, heard.pull));
  return deliver(items, events, 'no ticket is tracked here');
};
