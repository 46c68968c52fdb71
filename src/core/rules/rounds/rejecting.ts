import type { OneShot } from '../../effect.ts';
import type { Delegation, Item } from '../../item.ts';
import { type Context, moved, type Outcome } from '../../outcome.ts';
import { answerFinding } from '../../rounds/answers.ts';
import { openRoundOf } from '../../rounds/current.ts';
import { heldBack, toFix } from '../../rounds/to-fix.ts';
import { notice, withdraw } from '../parts.ts';
import { carryOut } from './starting.ts';

/** The fix-up that was rejected last, while its round waits for what people make of that. */
export const rejectedFixUp = (item: Item): Delegation | null => {
  const last = item.delegations.at(-1);
  const waits = item.stage.name === 'rejected' && item.pull?.state === 'open' && openRoundOf(item) !== null;
  return waits && last?.fixUp && last.state.name === 'rejected' ? last : null;
};

/** Nothing is fixed behind the back of who said no: each finding it was made for waits for a person's word. */
export const fixUpRejected = (context: Context): Outcome => {
  const { item, event } = context;
  const held = toFix(item).map(({ id }) => id);
  item.findings = (item.findings ?? []).map((finding) =>
    held.includes(finding.id) ? { ...finding, fixRejected: true as const } : finding,
  );
  const waiting = heldBack(item).map(({ id }) => id);
  if (waiting.length === 0) return leaveFixUp(context);
  return moved(item, `fix-up rejected by ${event.actor.login}: ${waiting.join(', ')} wait for a word`, {
    effects: [notice(item, event, { kind: 'rejected', to: item.startedBy })],
  });
};

/** A fix-up that failed or was rejected is started from its beginning. */
export const fixAnew = (item: Item, by: string): void => {
  const last = item.delegations.at(-1);
  if (!last?.fixUp) return;
  withdraw(item, by);
  if (last.state.name === 'rejected') last.state = { name: 'withdrawn', by };
  item.findings = (item.findings ?? []).map(({ fixRejected: _anew, ...finding }) => finding);
};

/** Every finding has its word: the round goes on, and the rejected fix-up is not taken up again. */
export const leaveFixUp = (context: Context, before: OneShot[] = []): Outcome => {
  const { item, event } = context;
  const delegation = rejectedFixUp(item);
  if (delegation) delegation.state = { name: 'withdrawn', by: event.actor.login };
  item.stage = { name: 'polishing' };
  item.decision = null;
  return carryOut(context, before);
};

/** A person's own commits after a fix was rejected are that person's fix; the next round looks whether they are one. */
export const fixPushed = (context: Context, { sha, before }: { sha: string; before: OneShot[] }): Outcome => {
  const { item, event } = context;
  const reason = `Pushed by @${event.actor.login} in place of the fix that was rejected.`;
  const held = heldBack(item).map(({ id }) => id);
  item.findings = (item.findings ?? []).map((finding) => {
    if (!held.includes(finding.id)) return finding;
    const { fixRejected: _pushed, ...open } = finding;
    const given = answerFinding(open, { kind: 'fixed', sha, reason });
    return given.ok ? given.finding : finding;
  });
  return leaveFixUp(context, before);
};
