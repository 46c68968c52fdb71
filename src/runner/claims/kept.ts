import type { Claim, ClaimVerdict } from '../../contracts/claims.ts';
import { claimLength, mostClaims } from '../../contracts/evidence.ts';
import { capText } from '../../text/sanitize.ts';
import { oneLine } from '../prompt/markdown.ts';

/** What has to be seen comes before what is as expected. */
const weight: Record<ClaimVerdict, number> = {
  stale: 0,
  moved: 1,
  'to be created': 2,
  'not run': 3,
  holds: 4,
};

/** As many as evidence holds, in the order of the tasks: what is left out is what weighs least. */
export const keptClaims = (claims: Claim[]): Claim[] => {
  const placed = claims.map((claim, index) => ({ claim, index }));
  const first = [...placed].sort(
    (one, other) => weight[one.claim.verdict] - weight[other.claim.verdict] || one.index - other.index,
  );
  return first
    .slice(0, mostClaims)
    .sort((one, other) => one.index - other.index)
    .map(({ claim }) => shortened(claim));
};

const shortened = (claim: Claim): Claim => {
  const short = (text: string): string => capText(oneLine(text), claimLength);
  const { source, nearest } = claim;
  return {
    ...claim,
    text: short(claim.text) || '…',
    source: { ...source, path: short(source.path), task: short(source.task) },
    detail: short(claim.detail),
    nearest: nearest === null ? null : short(nearest),
  };
};
