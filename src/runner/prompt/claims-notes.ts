import type { Claim } from '../../contracts/claims.ts';
import { atMost, codeSpan } from './capped.ts';
import { bullets, oneLine } from './markdown.ts';

interface Noting {
  claims: Claim[];
  /** Commit at which they were looked up. */
  base: string;
  /** Who had it go on although something was not found; null when nobody had to. */
  confirmedBy: string | null;
}

const mostLines = 40;

/** What stands beside the verbatim tasks: nothing in them is rewritten. Empty when there is nothing to say. */
export const claimsNotes = ({ claims, base, confirmedBy }: Noting): string => {
  const moved = linesOf(claims, 'moved');
  const stale = linesOf(claims, 'stale');
  const parts = [
    ...(moved.length === 0
      ? []
      : [
          `Beside these tasks, as of commit \`${base}\`: what they name is there, on another line than they say.`,
          bullets(atMost(moved, mostLines, 'lines that moved'), ''),
        ]),
    ...(stale.length === 0
      ? []
      : [
          `Named in the tasks, not found at commit \`${base}\`; ${personOf(confirmedBy)} confirmed to go on. Find out what is meant before you rely on it, and say in \`notes\` what you took it for.`,
          bullets(atMost(stale, mostLines, 'names that were not found'), ''),
        ]),
  ];
  return parts.length === 0 ? 'Everything they name was looked up: no line has moved.' : parts.join('\n\n');
};

const linesOf = (claims: Claim[], verdict: Claim['verdict']): string[] => [
  ...new Set(claims.filter((claim) => claim.verdict === verdict).map(lineOf)),
];

const lineOf = ({ text, source, verdict, detail, nearest }: Claim): string => {
  const is = verdict === 'moved' ? 'Now at' : 'Nearest:';
  const near = nearest === null || detail.includes(nearest) ? '' : ` ${is} ${codeSpan(oneLine(nearest))}.`;
  return `Task ${oneLine(source.task)}, line ${source.line}: ${codeSpan(oneLine(text))}. ${oneLine(detail)}${near}`;
};

/** Whoever names themselves may put anything into a name. */
const personOf = (name: string | null): string =>
  name === null
    ? 'a person'
    : `\`${oneLine(name)
        .replace(/[`*_<>[\]]/g, '')
        .slice(0, 80)}\``;
