import type { OneShotKind } from '../../core/effect.ts';
import { absorbTicket } from './absorbing.ts';
import { createBranch, markReady, mergeDelegation, openPull, putBranch } from './branches.ts';
import type { Performer } from './performer.ts';
import { cancelRun, dispatch } from './runs.ts';
import { attachPull, react, removeLabel, sendReply } from './talk.ts';

export const performers: { [K in OneShotKind]: Performer<K> } = {
  'create-branch': createBranch,
  'put-branch': putBranch,
  'open-pull': openPull,
  dispatch,
  'cancel-run': cancelRun,
  'merge-delegation': mergeDelegation,
  'mark-ready': markReady,
  reply: sendReply,
  react,
  'remove-label': removeLabel,
  'attach-pull': attachPull,
  'absorb-ticket': absorbTicket,
};
