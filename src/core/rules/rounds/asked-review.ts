import { currentDelegation, type Item, openSections, type Stage } from '../../item.ts';
import type { Context, Outcome } from '../../outcome.ts';
import { openRoundOf } from '../../rounds/current.ts';
import { configurationOf } from '../dispatching.ts';
import { copyOf, refuseWith, to } from '../parts.ts';
import { isWaitedFor } from './asking.ts';
import { startRound } from './starting.ts';

/** Where a head can be reviewed. */
const rounds: Stage['name'][] = ['polishing', 'handed-over', 'blocked'];

/** What has to come first, wherever the head is. */
const inTheWay = ({ item, facts }: Context): string | null => {
  const { stage } = item;
  if (item.paused) return 'this ticket is paused: `/resume` first';
  const current = currentDelegation(item);
  if (current?.fixUp)
    return 'fixes are being made: their merge is reviewed by itself, and `/retry` goes on where they are blocked';
  if (stage.name === 'rejected' && item.delegations.at(-1)?.fixUp)
    return 'the fix-up was rejected: what becomes of its findings comes first, and the status says how';
  if (current || openSections(item).length > 0 || !rounds.includes(stage.name))
    return 'the pull request is reviewed once every section is decided';
  if (stage.name === 'blocked' && stage.cause === 'caps')
    return 'a cap is used up: `/confirm` goes over it once, or raise it in the configuration, then `/retry`';
  if (stage.name === 'blocked' && stage.resume !== 'polishing')
    return 'what is blocked comes before the rounds: `/retry` tries it again';
  if (item.pull?.state !== 'open') return 'no pull request is open';
  return configurationOf(facts)?.rounds.reviewer === 'none'
    ? 'no reviewer is configured: `rounds.reviewer` in the configuration'
    : null;
};

/** Why nothing would be gained by a review of this head. */
const settled = (item: Item, head: string): string | null => {
  const clean = (item.rounds ?? []).find(
    (round) => round.head === head && !round.demands && round.state.name === 'closed' && round.state.clean,
  );
  if (clean)
    return `\`${head.slice(0, 7)}\` was reviewed in round ${clean.number} and is clean: nothing is spent on it again`;
  const open = openRoundOf(item);
  if (!open) return null;
  if (open.findings.length > 0 || open.state.name === 'answering')
    return `what round ${open.number} found is answered first: the head is reviewed after it`;
  return open.head === head && isWaitedFor(open)
    ? `\`${head.slice(0, 7)}\` is being reviewed in round ${open.number}: wait for it`
    : null;
};

const whyNot = (context: Context): string | null => {
  const barred = inTheWay(context);
  if (barred !== null) return barred;
  const { head } = context.facts;
  return head ? settled(context.item, head.sha) : 'the head of the pull request cannot be read';
};

/** `/review`: the head is reviewed now, also one that a rule leaves out, a draft, or one from another repository. Caps hold. */
export const review = (context: Context): Outcome => {
  const { event, facts } = context;
  const why = whyNot(context);
  if (why !== null)
    return refuseWith(context, 'no review', {
      ...{ kind: 'wrong-stage', to: to(event), command: 'review', stage: context.item.stage.name, why },
    });
  const item = copyOf(context.item);
  item.startedBy = event.actor.login;
  delete item.quiet;
  return startRound({ item, event, facts, asked: true });
};
