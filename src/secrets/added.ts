import type { ChangedText, SecretFinding } from '../checks/evidence.ts';
import type { CommitInfo, Line } from '../ports/git.ts';
import { redactSecrets } from '../text/secrets.ts';
import { assignedIn } from './assigned.ts';
import { type Finding, scanTexts } from './scan.ts';

/** Nobody reads more. */
const mostFindings = 100;
/** Lines of a key file at most; a run is widened by what it is part of. */
const mostKeyLines = 300;

/** A stretch of the head, with the lines of it that were added. */
interface Run {
  where: string;
  /** What stood there before. */
  base: string | null;
  /** 1-based line of the head at which `text` begins. */
  firstLine: number;
  text: string;
  added: Set<number>;
  isTest: boolean;
}

export interface Added {
  texts: ChangedText[];
  commits: CommitInfo[];
}

const tests =
  /(?:^|\/)(?:tests?|__tests__|__mocks__|__fixtures__|fixtures?|testdata|spec|specs|e2e|mocks?|examples?|docs?)\/|[._-](?:test|tests|spec|stories|mock|fixture)s?\.[\w.]+$|(?:^|\/)test_[^/]+$|Tests?\.(?:java|kt|cs|php|swift|scala)$|\.(?:md|mdx|rst|adoc)$/i;
/** Their hashes are long and random, and are what they are there for. */
const locked =
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|[\w.-]*\.lock|[\w.-]*lock\.ya?ml|go\.sum|packages\.lock\.json)$/i;

const keyStart = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY/;
const keyEnd = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY/;

/** First and last line of each private key of a text, so that a line put into one is read with the rest of it. */
const keyLines = (lines: string[]): { first: number; last: number }[] => {
  const found: { first: number; last: number }[] = [];
  let first: number | null = null;
  for (const [index, line] of lines.entries()) {
    if (keyStart.test(line)) first = index + 1;
    if (first !== null && (keyEnd.test(line) || index + 1 - first > mostKeyLines)) {
      found.push({ first, last: index + 1 });
      first = null;
    }
  }
  return found;
};

const runOf = (
  change: ChangedText,
  added: Line[],
  around: { lines: string[]; first: number; last: number },
): Run => ({
  where: change.file.path,
  base: change.base,
  firstLine: around.first,
  text: around.lines.slice(around.first - 1, around.last).join('\n'),
  added: new Set(added.map(({ number }) => number)),
  isTest: tests.test(change.file.path),
});

const runsOf = (change: ChangedText): Run[] => {
  const hunks = change.hunks.filter(({ added }) => added.length > 0);
  if (hunks.length === 0) return [];
  const { head } = change;
  const lines = head === null ? null : head.split(/\r?\n/);
  const keys = head?.includes('PRIVATE KEY') && lines ? keyLines(lines) : [];
  return hunks.map(({ added }) => {
    const first = added[0]?.number ?? 1;
    const last = first + added.length - 1;
    const key = keys.find((one) => one.first <= last && one.last >= first);
    if (key && lines)
      return runOf(change, added, {
        lines,
        first: Math.min(first, key.first),
        last: Math.max(last, key.last),
      });
    const run = runOf(change, added, { lines: [], first, last });
    return { ...run, text: added.map(({ text }) => text).join('\n') };
  });
};

/** The parts of a line that are the credential, as far as that can be told: the name beside it may have changed. */
const partsOf = (matched: string): string[] => {
  const lines = matched.split('\n');
  if (lines.length > 1) return [lines.reduce((a, b) => (b.length > a.length ? b : a), '')];
  const parts = matched.split(/[\s"'`=,;()<>]+/).filter((part) => redactSecrets(part) !== part);
  return parts.length > 0 ? parts : [matched];
};

const stoodBefore = (matched: string, base: string | null): boolean =>
  base !== null && partsOf(matched).every((part) => base.includes(part));

const isNew = (run: Run, finding: Finding, moved: ReadonlySet<string>): boolean => {
  const span = finding.matched.split('\n').length;
  const first = run.firstLine + finding.line - 1;
  const touched = Array.from({ length: Math.min(span, 2 * mostKeyLines) }, (_, index) => first + index);
  if (!touched.some((number) => run.added.has(number))) return false;
  const text = run.text.split('\n')[finding.line - 1]?.trim() ?? '';
  return !stoodBefore(finding.matched, run.base) && !(span === 1 && moved.has(text));
};

/** Two rules often know the same key. */
const oncePerLine = (findings: SecretFinding[]): SecretFinding[] => {
  const byLine = new Map<string, SecretFinding>();
  for (const finding of findings) {
    const place = `${finding.where}:${finding.line}`;
    if (!byLine.has(place)) byLine.set(place, finding);
  }
  return [...byLine.values()].slice(0, mostFindings);
};

const assignedOf = (run: Run): Finding[] =>
  run.isTest || locked.test(run.where)
    ? []
    : run.text
        .split('\n')
        .flatMap((line, index) =>
          assignedIn(line, run.where).map(({ kind, text }) => ({ kind, line: index + 1, matched: text })),
        );

const messageRun = ({ sha, message }: CommitInfo): Run => {
  const lines = message.split('\n');
  return {
    where: `commit ${sha}`,
    base: null,
    firstLine: 1,
    text: message,
    added: new Set(lines.map((_, index) => index + 1)),
    isTest: true,
  };
};

/**
 * What looks like a credential in the lines that were added and in the messages of the commits; by line at the head,
 * at most 100. What stood in the same file before, or was only taken from another one, is none. Never holds what it found.
 */
export const secretsAdded = async ({ texts, commits }: Added): Promise<SecretFinding[]> => {
  const runs = [...texts.flatMap(runsOf), ...commits.map(messageRun)];
  const found = await scanTexts(runs.map(({ text }) => text));
  const moved = new Set(
    texts.flatMap(({ hunks }) => hunks.flatMap(({ removed }) => removed.map(({ text }) => text.trim()))),
  );
  const findings = runs.flatMap((run, index) =>
    [...(found[index] ?? []), ...assignedOf(run)]
      .filter((finding) => isNew(run, finding, moved))
      .map(({ kind, line }) => ({ where: run.where, line: run.firstLine + line - 1, kind })),
  );
  return oncePerLine(findings);
};
