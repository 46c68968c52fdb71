import { type ReportedFinding, type Severity, severities } from '../../contracts/rounds/finding.ts';
import { isElsewhere, likeness, linesApart, type Profile, profileOf } from './likeness.ts';
import type { Finding } from './round.ts';
import { plainWords } from './words.ts';

/** What a reviewer or a person says, with who said it. */
export interface Raised extends ReportedFinding {
  by: string;
  url: string | null;
  /** A person asks for it. */
  demanded: boolean;
  /** Earlier finding that it says it repeats. */
  repeats?: string | null;
  /** An earlier review's conversation that nobody resolved: it speaks only where no newer report does. */
  standing?: true;
}

/** Text of a line at the commit under review; null where there is none. */
export type CodeAt = (path: string, line: number) => string | null;

export interface Matching {
  pairs: { known: Finding; reported: Raised }[];
  /** Reported, and known before to nobody; worst first. */
  fresh: Raised[];
  /** Known, and not reported. */
  gone: Finding[];
}

export const worse = (one: Severity, other: Severity): Severity =>
  severities.indexOf(one) <= severities.indexOf(other) ? one : other;

interface Match {
  known: readonly Finding[];
  reported: readonly Raised[];
  codeAt: CodeAt;
  /** Old path → new path, of files that moved since the known ones were found. */
  renamed: ReadonlyMap<string, string>;
  /** Answered, and its code stands as it was: the answer is about that place, and speaks for no other. */
  settled: (finding: Finding) => boolean;
}

/**
 * Which finding each report is. A report is one known finding at most, and a finding one report. The same for any order of
 * both. What stands from earlier reviews is matched with what is left, and left out where a report beside it says the same.
 */
export const matchFindings = (options: Match): Matching => {
  const told = matchOnce({ ...options, reported: options.reported.filter(({ standing }) => !standing) });
  const standing = options.reported.filter((one) => one.standing);
  if (standing.length === 0) return told;
  const left = matchOnce({ ...options, known: told.gone, reported: standing });
  const pairs = [...told.pairs, ...left.pairs];
  const spoken = [...pairs.map(({ reported }) => reported), ...told.fresh];
  for (const one of left.fresh)
    if (!spoken.some((other) => isSaidBeside(one, other, options.codeAt))) spoken.push(one);
  const fresh = spoken.slice(pairs.length).sort((one, other) => compare(fullKey(one), fullKey(other)));
  return { pairs, fresh, gone: left.gone };
};

/** The same defect at the same place: who repeats a comment leaves both of them open. */
const isSaidBeside = (one: Raised, other: Raised, codeAt: CodeAt): boolean =>
  (linesApart(one, other) ?? 0) <= 3 &&
  likeness(
    profileOf({ ...one, code: codeOf(one, codeAt) }),
    profileOf({ ...other, code: codeOf(other, codeAt) }),
    false,
  ) !== null;

const matchOnce = (options: Match): Matching => {
  const reported = withoutRepeats(options.reported);
  const known = [...options.known].sort((one, other) => compare(one.id, other.id));
  const candidates = candidatesOf({ ...options, known, reported });
  const ofKnown = new Map<Finding, Raised>();
  const taken = new Set<Raised>();
  for (const candidate of candidates) {
    if (ofKnown.has(candidate.known) || taken.has(candidate.reported)) continue;
    ofKnown.set(candidate.known, candidate.reported);
    taken.add(candidate.reported);
  }
  return {
    pairs: known.flatMap((one) => {
      const found = ofKnown.get(one);
      return found === undefined ? [] : [{ known: one, reported: found }];
    }),
    fresh: reported.filter((one) => !taken.has(one)),
    gone: known.filter((one) => !ofKnown.has(one)),
  };
};

interface Candidate {
  known: Finding;
  reported: Raised;
  score: number;
  /** Lines between them; a place that nobody can say is far away. */
  apart: number;
}

/** Surest first; the order they come in breaks ties, and does not depend on the caller's. */
const candidatesOf = (options: Match): Candidate[] => {
  const { codeAt, renamed, settled } = options;
  const known = options.known.map((finding): [Finding, Profile] => [
    finding,
    profileOf({ ...finding, path: pathNow(finding.path, renamed) }),
  ]);
  const reported = options.reported.map((raised): [Raised, Profile] => [
    raised,
    profileOf({ ...raised, code: codeOf(raised, codeAt) }),
  ]);
  const candidates = known.flatMap(([finding, one]) =>
    reported.flatMap(([raised, other]): Candidate[] => {
      const isOther =
        isSaidElsewhere(finding, raised) || (settled(finding) && isBeside([finding, one], [raised, other]));
      const score = isOther ? null : scoreOf([finding, one], [raised, other]);
      if (score === null) return [];
      const apart = linesApart(one, other) ?? Number.MAX_SAFE_INTEGER;
      return [{ known: finding, reported: raised, score, apart }];
    }),
  );
  return candidates.sort((one, other) => other.score - one.score || one.apart - other.apart);
};

/** The reviewer does not say which one it repeats, and what it says is no word on that place. */
const isBeside = ([known, one]: [Finding, Profile], [raised, other]: [Raised, Profile]): boolean =>
  !isNamed(known, raised) && isElsewhere(one, other, isGraver(raised.severity, known.severity));

const isGraver = (one: Severity, other: Severity): boolean => one !== other && worse(one, other) === one;

const isNamed = (known: Finding, raised: Raised): boolean =>
  isSaidAgain(known, raised) || raised.repeats === known.id || isStillOpen(known, raised);

/** A conversation is one finding, whatever its person makes of its words and wherever its file has gone. */
const scoreOf = ([known, one]: [Finding, Profile], [raised, other]: [Raised, Profile]): number | null => {
  const named = isNamed(known, raised);
  const score = likeness(one, other, named);
  if (isSaidAgain(known, raised)) return (score ?? 0) + 10;
  return score !== null && named ? score + 3 : score;
};

/** Each person is answered where they asked: the same demand in another conversation is another finding. */
const isSaidElsewhere = (known: Finding, { url, demanded }: Raised): boolean =>
  demanded && known.demanded && url !== known.url;

/** A person's own words that stand where they stood, edited or not. */
export const isSaidAgain = (known: Finding, { url, demanded }: Raised): boolean =>
  demanded && known.demanded && url !== null && url === known.url;

const isStillOpen = (known: Finding, { url, standing }: Raised): boolean =>
  standing === true && url !== null && url === known.url;

export const pathNow = (path: string | null, renamed: ReadonlyMap<string, string>): string | null =>
  path === null ? null : (renamed.get(path) ?? path);

export const codeOf = (
  { path, line }: Pick<ReportedFinding, 'path' | 'line'>,
  codeAt: CodeAt,
): string | null => (path === null || line === null ? null : codeAt(path, line));

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

const keyOf = (raised: Raised): string =>
  JSON.stringify([raised.path, raised.line, plainWords(raised.title), raised.repeats ?? null]);

/** What decides among reports that are the same: a person's words stand for all of them. */
const fullKey = (raised: Raised): string =>
  JSON.stringify([
    severities.indexOf(raised.severity),
    raised.path ?? '',
    (raised.line ?? 0).toString().padStart(12, '0'),
    raised.title,
    raised.detail,
    raised.demanded ? 0 : 1,
    raised.by,
    raised.url ?? '',
    raised.repeats ?? '',
  ]);

const asWorst = (first: Raised, same: readonly Raised[]): Raised => ({
  ...first,
  severity: same.map(({ severity }) => severity).reduce(worse, first.severity),
});

/** Of identical reports: what people ask for in one place stands for what programs say, and not for what others ask. */
const merged = (same: readonly Raised[]): Raised[] => {
  const demands = same.filter(({ demanded }) => demanded);
  const programs = same.filter(({ demanded }) => !demanded);
  const places = new Map(demands.toReversed().map((demand) => [demand.url, demand]));
  const first = programs[0];
  if (places.size === 0) return first ? [asWorst(first, programs)] : [];
  return [...places].map(([url, demand]) =>
    asWorst(demand, [...programs, ...demands.filter((one) => one.url === url)]),
  );
};

/** Worst first, then by place; identical reports are one, as severe as the worst of them. */
const withoutRepeats = (reported: readonly Raised[]): Raised[] => {
  const ordered = [...reported].sort((one, other) => compare(fullKey(one), fullKey(other)));
  const byKey = new Map<string, Raised[]>();
  for (const raised of ordered) byKey.set(keyOf(raised), [...(byKey.get(keyOf(raised)) ?? []), raised]);
  return [...byKey.values()].flatMap(merged).sort((one, other) => compare(fullKey(one), fullKey(other)));
};
