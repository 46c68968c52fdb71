import { type Claim, type ClaimVerdict, claimVerdicts } from '../contracts/claims.ts';
import { bullets, code, folded, inline, paragraphs } from './markdown.ts';

const words: Record<ClaimVerdict, [one: string, several: string]> = {
  holds: ['holds', 'hold'],
  moved: ['moved', 'moved'],
  stale: ['is stale', 'are stale'],
  'to be created': ['is to be created', 'are to be created'],
  'not run': ['was not run', 'were not run'],
};

export const claimsOf = (claims: Claim[], verdict: ClaimVerdict): Claim[] =>
  claims.filter((claim) => claim.verdict === verdict);

/** `12 hold, 1 is stale`, in the order of the verdicts; those that nothing came to are left out. */
export const claimsCount = (claims: Claim[]): string =>
  claimVerdicts
    .map((verdict) => ({ verdict, count: claimsOf(claims, verdict).length }))
    .filter(({ count }) => count > 0)
    .map(({ verdict, count }) => `${count} ${words[verdict][count === 1 ? 0 : 1]}`)
    .join(', ');

const sameAs = (one: string): string => one.replace(/\s+/g, ' ').trim();

/** What was named where, and what was found of it: one line. */
const claimLine = ({ text, source, detail, nearest }: Claim): string => {
  const near =
    nearest === null || sameAs(detail).includes(sameAs(nearest)) ? '' : ` Nearest: ${code(nearest, 200)}.`;
  const where = `task ${inline(source.task, 40)}, ${code(`${source.path}:${source.line}`, 200)}`;
  return `${code(text, 200)} (${where}): ${inline(detail, 400)}${near}`;
};

const mostLines = 50;

const listed = (claims: Claim[]): string => {
  const more = claims.length - mostLines;
  return bullets([...claims.slice(0, mostLines).map(claimLine), ...(more > 0 ? [`and ${more} more`] : [])]);
};

/** Open, because a person has to look. */
const toLookAt: ClaimVerdict[] = ['stale', 'moved'];

/** What the dispatched sections name, by verdict, for the page of a run; null where nothing was looked up. */
export const claimsSummary = (claims: Claim[], base: string): string | null => {
  if (claims.length === 0) return null;
  const lists = claimVerdicts.flatMap((verdict) => {
    const these = claimsOf(claims, verdict);
    if (these.length === 0 || toLookAt.includes(verdict)) return [];
    return [folded(`${these.length} ${words[verdict][these.length === 1 ? 0 : 1]}`, listed(these), 'github')];
  });
  const open = toLookAt.flatMap((verdict) => {
    const these = claimsOf(claims, verdict);
    return these.length === 0 ? [] : [`**${verdict === 'stale' ? 'Stale' : 'Moved'}:**\n\n${listed(these)}`];
  });
  const lead = `### Claims\n\nWhat the tasks name, looked up at ${code(base.slice(0, 7))}: ${claimsCount(claims)}.`;
  return paragraphs(lead, ...open, ...lists);
};

/** What a person does about stale claims. */
export const staleRemedy =
  'Correct the tasks and push them, then comment `/retry`; or comment `/confirm` to have it go on all the same: that is noted, and the agent is told what was not found.';

/** Why no agent was started, in one line. */
export const notStartedText = (claims: Claim[]): string => {
  const names = [...new Set(claimsOf(claims, 'stale').map(({ text }) => text))];
  const shown = names.slice(0, 5).map((name) => code(name, 120));
  const more = names.length > 5 ? ` and ${names.length - 5} more` : '';
  return `Not started: the tasks name ${shown.join(', ')}${more}, which ${names.length === 1 ? 'is' : 'are'} not in the code.`;
};
