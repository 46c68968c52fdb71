import type { OneShot } from '../../effect.ts';
import type { Facts } from '../../facts.ts';
import type { Item } from '../../item.ts';
import { markDemands, withDemands } from '../../rounds/demands.ts';
import { type Fixes, openRound } from '../../rounds/lifecycle.ts';
import type { Raised } from '../../rounds/matching.ts';
import type { Round } from '../../rounds/round.ts';

/** The word of a reviewer, whoever it is. */
export interface Told {
  raised: Raised[];
  /** What it says of earlier fixes; none where it says nothing of them. */
  fixes: Fixes;
  /** Findings whose code has changed since they were answered. */
  touched: string[];
  /** Text of the lines it names, by `path:line`. */
  code: Record<string, string | null>;
  /** Old path → new path. */
  renamed: Record<string, string>;
}

/** What was found, and what people ask for, becomes the findings of this round, matched with what is known. */
export const takeFindings = (
  { item, facts }: { item: Item; facts: Facts },
  { round, told }: { round: Round; told: Told },
): OneShot[] => {
  const talk = facts.head?.talk;
  const demands = talk?.demands ?? [];
  const { known, raised } = withDemands(item.findings ?? [], demands);
  const code = { ...talk?.code, ...told.code };
  const opened = openRound({
    findings: known,
    round: round.number,
    reported: [...told.raised, ...raised],
    fixes: told.fixes,
    codeChanged: ({ id }) => told.touched.includes(id),
    codeAt: (path, line) => code[`${path}:${line}`] ?? null,
    renamed: new Map(Object.entries(told.renamed)),
  });
  item.findings = markDemands(opened.findings, demands);
  round.findings = opened.ids;
  return opened.vanished.flatMap(({ id, answer }) =>
    answer?.kind === 'filed' ? [{ kind: 'note-follow-up' as const, finding: id, key: answer.key }] : [],
  );
};
