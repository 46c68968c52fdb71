import type { Context, Outcome } from '../outcome.ts';
import { ignored, refused } from '../outcome.ts';
import { mayRun, type Permission } from '../permissions.ts';
import { reply, to } from './parts.ts';

/** Says why, and what would work. */
export const notPermitted = (
  context: Context,
  { why, remedy }: Extract<Permission, { allowed: false }>,
): Outcome => {
  const { event, facts } = context;
  if (facts.actor?.state === 'bot') return ignored(context.item, 'bots steer nothing');
  const command = event.kind === 'command' ? event.command.name : 'label';
  const answer = reply(context, { kind: 'not-permitted', to: to(event), command, why, remedy });
  // one answer per comment, however many commands it holds: a stranger's page of them is no page of ours
  const tag = `${answer.tag.replace(/^(reply:(?:review-)?comment:\d+):\d+$/, '$1')}:not-permitted`;
  return refused(context.item, `${event.actor.login} ${why}`, [{ ...answer, tag }]);
};

/** For what needs more than the row of its trigger asks; null where it is permitted. */
export const mayNotWrite = (context: Context): Outcome | null => {
  const { actor } = context.facts;
  const permission = actor ? mayRun('write', actor) : null;
  return permission && !permission.allowed ? notPermitted(context, permission) : null;
};
