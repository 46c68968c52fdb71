import type { OneShotKind } from '../../core/effect.ts';
import { absorbTicket } from './absorbing.ts';
import { answerThread } from './answer-thread.ts';
import { createBranch, markReady, mergeDelegation, openPull, putBranch } from './branches.ts';
import { fileFollowUp, noteFollowUp } from './follow-ups.ts';
import type { Performer } from './performer.ts';
import { cancelRun, dispatch } from './runs.ts';
import { attachPull, react, removeLabel, sendReply } from './talk.ts';
import { updateFeature } from './updating.ts';

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
  'file-follow-up': fileFollowUp,
  'note-follow-up': noteFollowUp,
  'answer-thread': answerThread,
  'update-feature': updateFeature,
};
