import { currentDelegation } from '../../core/item.ts';
import type { CapUse } from '../../core/rounds/cap-use.ts';
import type { Finding } from '../../core/rounds/round.ts';
import { bullets, code, paragraphs } from '../markdown.ts';
import { branchLink, ticketLink, ticketTitle } from '../places.ts';
import { fitBullets } from './fitting.ts';
import {
  entryLine,
  followUpsText,
  foundLine,
  type HandingOver,
  pullName,
  reviewedRounds,
  usedLine,
  useText,
} from './hand-over.ts';
import { bySeverity, headLink, isUnanswered, listed, severityCounts, some } from './words.ts';

export type Stopped = HandingOver & {
  /** Those that ended the rounds; `caps` are the others. */
  reached: CapUse[];
};

const openText = (findings: readonly Finding[]): string => {
  const open = bySeverity(findings).filter(isUnanswered);
  if (open.length === 0) return 'Every finding has its answer, but no reviewer has seen what was fixed last.';
  return paragraphs(
    `**Still open:** ${severityCounts(open)}`,
    fitBullets(
      open.map((finding) => `${finding.severity.toUpperCase()} — ${entryLine(finding)}`),
      { room: 8_000, most: 40, rest: (left) => `${left} more, in the comments of the rounds` },
    ),
  );
};

const isFixingUp = ({ item }: Stopped): boolean => currentDelegation(item)?.fixUp !== undefined;

const confirmWay = (stopped: Stopped): string => {
  if (isFixingUp(stopped)) return '`/confirm`: the fix-up gets one more attempt all the same, on the record.';
  return stopped.reached.some(({ setting }) => setting === 'caps.rounds')
    ? '`/confirm`: exactly one more round, on the record.'
    : '`/confirm`: the next run is started all the same, on the record and with the caps of one run.';
};

const retryWay = ({ reached }: Stopped): string => {
  const settings = listed(reached.map(({ setting }) => code(setting, 60))) || 'the cap';
  const months = reached.some(({ setting }) => setting.startsWith('caps.month.'));
  return `\`/retry\`: the rounds go on, once ${settings} in \`.github/throughline.yml\` leaves room${months ? ', or the month is over' : ''}.`;
};

/** Without a fix, or without the fix-up. */
const answerWays = (stopped: Stopped): string[] => {
  const [worst] = bySeverity(stopped.findings).filter(isUnanswered);
  if (!worst) return [];
  const ack = worst.demanded ? '' : ` or ${code(`/triage ${worst.id} ack <why>`)}`;
  return [
    `${code(`/triage ${worst.id} file high`)}${ack}: that finding is answered without a fix.`,
    ...(isFixingUp(stopped)
      ? ['`/reject <why>`: the fix-up is given up, and its findings wait for `/triage` or your push.']
      : []),
  ];
};

const waysOn = (stopped: Stopped): string => {
  const { item, findings } = stopped;
  const branch = item.feature ? branchLink(item, item.feature.branch) : 'the feature branch';
  const open = findings.some(isUnanswered);
  return bullets([
    confirmWay(stopped),
    retryWay(stopped),
    ...answerWays(stopped),
    ...(isFixingUp(stopped)
      ? []
      : [
          `Push ${open ? 'the fix' : 'what you change'} to ${branch} by hand, then \`/confirm\`: your head is reviewed.`,
        ]),
    `Merge ${pullName(item)} as it is, which is yours to decide: ${open ? 'what is open stays on record here' : 'the last fix stays unreviewed'}.`,
  ]);
};

/** When a cap ended the rounds before they were clean: asks a person, and is no hand-over. */
export const roundsStoppedText = (stopped: Stopped): string => {
  const { item, rounds, findings, reached } = stopped;
  const last = rounds.at(-1);
  return paragraphs(
    `### The rounds stopped at a cap: ${ticketLink(item)} ${ticketTitle(item)}`,
    `❌ **Not clean.** Used up: ${listed(reached.map(useText)) || 'a cap'}, after ${some(reviewedRounds(rounds).length, 'reviewed round')}${last ? `, the last at ${headLink(item, last)}` : ''}.`,
    bullets([foundLine(findings), ...usedLine(stopped)]),
    openText(findings),
    followUpsText(stopped),
    paragraphs('How it goes on:', waysOn(stopped)),
  );
};
