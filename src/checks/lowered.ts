import type { Recommendation } from '../contracts/review.ts';
import { placeProblem } from '../openspec/place.ts';
import type { Evidence } from './evidence.ts';
import { lookAt } from './look.ts';

const rank: Record<Recommendation, number> = { accept: 2, iterate: 1, reject: 0 };

export interface Lowered {
  recommendation: Recommendation;
  reasons: string[];
}

/** The read-only agent may lower what the checks come to, with a reason that cites a line; it never raises it. */
export const lowered = (computed: Recommendation, evidence: Evidence): Lowered => {
  const { judgement } = evidence;
  if (judgement.state !== 'judged') return { recommendation: computed, reasons: [] };
  const { recommendation, concerns } = judgement.value;
  if (rank[recommendation] >= rank[computed]) return { recommendation: computed, reasons: [] };
  const look = lookAt(evidence);
  const cited = concerns.filter((concern) => placeProblem(concern, look) === null);
  if (cited.length === 0) return { recommendation: computed, reasons: [] };
  const reasons = cited.map(({ path, line, why }) => `\`${path}:${line}\`: ${why}`);
  return { recommendation, reasons: [`The reviewer lowers it from ${computed}:`, ...reasons] };
};
