import { fixUpTasks } from '../../../text/rounds/fix-up-tasks.ts';
import type { Delegation, Item } from '../../item.ts';
import type { Finding } from '../../rounds/round.ts';
import { toFix } from '../../rounds/to-fix.ts';

type FixUp = NonNullable<Delegation['fixUp']>;

/** To be fixed as it is decided now, also what another attempt is asked for after one at it was rejected. */
export const stillToFix = (item: Item, { findings: ids }: FixUp): Finding[] =>
  toFix({
    ...item,
    findings: (item.findings ?? []).map((finding): Finding => {
      const { fixRejected: _again, ...anew } = finding;
      return (ids?.includes(finding.id) ?? true) ? anew : finding;
    }),
  });

/** What a fix-up is asked for. */
export const fixUpOf = (findings: Finding[], round: number): FixUp => ({
  round,
  tasks: fixUpTasks(round, findings) ?? '',
  behavioural: findings.flatMap(({ id, decided }) =>
    decided?.to === 'fix' && decided.behavioural ? [id] : [],
  ),
  findings: findings.map(({ id }) => id),
});

/**
 * Another attempt is asked for what is decided by then: people may have corrected the triage since the one before.
 * Changes the delegation. What an attempt did about a finding that is not to be fixed any more is not gone on from.
 */
export const renewFixUp = (item: Item, delegation: Delegation): void => {
  const { fixUp } = delegation;
  if (!fixUp) return;
  const renewed = fixUpOf(stillToFix(item, fixUp), fixUp.round);
  const known = fixUp.findings ?? [];
  if (known.some((id) => !renewed.findings?.includes(id))) delegation.recordedBase = null;
  delegation.fixUp = renewed;
};
