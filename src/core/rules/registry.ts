import type { Rule } from '../outcome.ts';
import { absorb, recorded, ticketChanged } from './absorbing.ts';
import { accept, confirm, conflict, iterate, merged, reject } from './deciding.ts';
import { delegate, enter } from './entering.ts';
import { judgeAgain } from './judging.ts';
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
import { late, lost, result, resultTooLate } from './returning.ts';
import { branchCreated, dispatched, dispatchedTooLate, found, retry } from './running.ts';
import {
  cancel,
  codePushed,
  drop,
  effectRefused,
  featureMoved,
  help,
  mode,
  pause,
  prompt,
  resume,
  status,
  unreadable,
} from './steering.ts';

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
  branchCreated,
  pullOpened,
  pullNoted,
  pullNotedOpen,
  pullMerged,
  pullClosed,
  pullReopened,
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
} satisfies Record<string, Rule>;

export type RuleName = keyof typeof rules;
