import type { Rule } from '../outcome.ts';
import { absorb, recorded, ticketChanged } from './absorbing.ts';
import { branchDeleted } from './branch.ts';
import { accept, confirm, iterate, reject } from './deciding.ts';
import { delegate, enter } from './entering.ts';
import { judgeAgain } from './judging.ts';
import { conflict, merged, refusedAfterCancel } from './merging.ts';
import { answer, answerBlocked, notAsked } from './planning/answering.ts';
import { choose, explore } from './planning/exploring.ts';
import { planBranchPut } from './planning/publishing.ts';
import {
  continueOpen,
  finish,
  mergedBySha,
  pullClosed,
  pullMerged,
  pullNoted,
  pullNotedOpen,
  pullOpened,
  pullReopened,
} from './pull.ts';
import { featureMoved } from './pushing.ts';
import { mode, resume } from './resuming.ts';
import { pullRetargeted } from './retargeting.ts';
import { late, lost, result, resultTooLate } from './returning.ts';
import { followUpFiled } from './rounds/answering.ts';
import { followUp } from './rounds/asked-follow-ups.ts';
import { review } from './rounds/asked-review.ts';
import { triage } from './rounds/correcting.ts';
import { pullDrafted, pullReady } from './rounds/drafts.ts';
import { quietOver } from './rounds/quiet.ts';
import { followUpRefused } from './rounds/refused-follow-ups.ts';
import { pullReviewed, reviewerLate } from './rounds/reviewed.ts';
import { branchCreated, dispatched, dispatchedTooLate, found, retry } from './running.ts';
import {
  cancel,
  codePushed,
  drop,
  effectRefused,
  help,
  pause,
  prompt,
  status,
  unreadable,
} from './steering.ts';
import { baseMoved, featureNotUpdated, featureUpdated, update } from './updating.ts';

/** Rules by the name the table uses. A rule decides; it never reads or writes anything but its arguments. */
export const rules = {
  enter,
  explore,
  choose,
  answer,
  answerBlocked,
  notAsked,
  planBranchPut,
  delegate,
  confirm,
  accept,
  iterate,
  reject,
  merged,
  conflict,
  refusedAfterCancel,
  branchCreated,
  pullOpened,
  pullNoted,
  pullNotedOpen,
  pullMerged,
  pullClosed,
  pullReopened,
  pullRetargeted,
  branchDeleted,
  mergedBySha,
  finish,
  continueOpen,
  dispatched,
  dispatchedTooLate,
  result,
  resultTooLate,
  lost,
  late,
  found,
  retry,
  judgeAgain,
  status,
  help,
  prompt,
  unreadable,
  pause,
  resume,
  mode,
  cancel,
  drop,
  ticketChanged,
  recorded,
  absorb,
  featureMoved,
  codePushed,
  effectRefused,
  followUpFiled,
  followUpRefused,
  followUp,
  triage,
  pullReviewed,
  reviewerLate,
  review,
  pullDrafted,
  pullReady,
  quietOver,
  baseMoved,
  update,
  featureUpdated,
  featureNotUpdated,
} satisfies Record<string, Rule>;

export type RuleName = keyof typeof rules;
