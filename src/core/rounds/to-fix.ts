import type { Item } from '../item.ts';
import { isAnswered } from './answers.ts';
import type { Finding } from './round.ts';

const asksForCode = ({ decided }: Finding): boolean =>
  decided?.to === 'fix' || (decided?.to === 'acknowledge' && decided.rationale !== null);

/** Findings whose answer is a commit that is still to be made: a fix, or a sentence in the code that says why. */
export const toFix = ({ findings = [] }: Item): Finding[] =>
  findings.filter((finding) => !isAnswered(finding) && !finding.fixRejected && asksForCode(finding));

/** Findings whose fix a person rejected, and of which none has said more. */
export const heldBack = ({ findings = [] }: Item): Finding[] =>
  findings.filter((finding) => !isAnswered(finding) && finding.fixRejected === true);
