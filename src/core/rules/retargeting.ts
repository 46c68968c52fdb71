import type { PullRef } from '../item.ts';
import { type Context, ignored, moved, type Outcome } from '../outcome.ts';
import { copyOf, personOf } from './parts.ts';

/** Absent where it is the default branch: that has been renamed before. */
export const setBase = (
  pull: PullRef,
  { base, usual }: { base: string | undefined; usual: string },
): void => {
  if (base === undefined) return;
  if (base === usual) delete pull.base;
  else pull.base = base;
};

/** The pull request goes to another branch now: said once, and the rounds compare with that one from the next head on. */
export const pullRetargeted = (context: Context): Outcome => {
  const { event, facts } = context;
  const item = copyOf(context.item);
  const { pull } = item;
  const base = facts.pull?.base;
  if (!pull || pull.state === 'merged' || facts.pull?.number !== pull.number || base === undefined)
    return ignored(item, 'no pull request of ours that waits for its merge');
  const usual = item.repository.defaultBranch;
  const from = pull.base ?? usual;
  if (from === base) return ignored(item, 'that base is known');
  setBase(pull, { base, usual });
  // told of the branch it went to before
  delete item.baseMoved;
  delete item.baseContained;
  return moved(item, `the pull request goes to ${base} now`, {
    effects: [
      {
        kind: 'reply',
        home: { on: 'github', issue: pull.number },
        tag: `retargeted:${pull.number}`,
        reply: { kind: 'retargeted', to: item.startedBy, from, base, by: personOf(event) },
      },
    ],
  });
};
