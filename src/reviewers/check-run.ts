import type { Severity } from '../contracts/rounds/finding.ts';
import { type Found, finding, notReviewed, reviewedWord, waiting } from './found.ts';
import { isCommit } from './newest.ts';
import { givenPath, lineNumber } from './place.ts';
import type { Asked, Reader, SaidCheck, Word } from './reader.ts';
import { recognisedCheck } from './recognised.ts';
import { firstSentence } from './words.ts';

type Annotation = SaidCheck['annotations'][number];
type NotReviewed = Extract<Word, { state: 'not-reviewed' }>;

const levels: Record<Annotation['level'], Severity> = { failure: 'high', warning: 'medium', notice: 'note' };

/** GitHub's runner speaks of itself there: a step that failed, a runtime that gets old. */
const ofRunner = ({ path }: Annotation): boolean => path === '.github';

const addressOf = (check: SaidCheck): string => check.url ?? '';

/** Many tools give the rule as the title: which of its breaches it is says the message alone. */
const titled = ({ title, message }: Annotation): string => {
  const [rule, sentence] = [title?.trim() ?? '', firstSentence(message)];
  if (rule === '' || sentence.toLowerCase().startsWith(rule.toLowerCase())) return sentence;
  return sentence === '' ? rule : `${rule}: ${sentence}`;
};

const isSerious = ({ severity }: Found): boolean => severity === 'high' || severity === 'medium';

const found = (annotation: Annotation, check: SaidCheck): Found =>
  finding({
    severity: levels[annotation.level],
    title: titled(annotation),
    place: { path: givenPath(annotation.path), line: lineNumber(annotation.line) },
    detail: annotation.message,
    url: check.url,
  });

const unreviewed = (check: SaidCheck, cause: NotReviewed['cause'], why: string): Word =>
  notReviewed(cause, { detail: `Check “${check.name}” ${why}`, url: addressOf(check) });

const readCheck = (check: SaidCheck): Word => {
  if (check.status !== 'completed') return waiting;
  const own = check.annotations.filter((annotation) => !ofRunner(annotation));
  const findings = own.map((annotation) => found(annotation, check));
  const notes = check.annotations.filter(ofRunner).map(({ message }) => `Check “${check.name}”: ${message}`);
  const url = addressOf(check);
  const serious = findings.some(isSerious);
  switch (check.conclusion) {
    case 'success':
      return reviewedWord({ findings, notes, url });
    case 'failure':
      return serious
        ? reviewedWord({ findings, notes, url })
        : unreviewed(check, 'unreadable', 'failed, and no annotation says why.');
    case 'neutral':
    case 'action_required':
      // some tools end so with what they found
      if (serious) return reviewedWord({ findings, notes, url });
      return unreviewed(
        check,
        check.conclusion === 'neutral' ? 'skipped' : 'died',
        `ended as “${check.conclusion}”.`,
      );
    case 'skipped':
      return unreviewed(check, 'skipped', `ended as “${check.conclusion}”.`);
    case 'cancelled':
    case 'timed_out':
    case 'stale':
    case 'startup_failure':
      return unreviewed(check, 'died', `ended as “${check.conclusion}”.`);
    default:
      return unreviewed(check, 'unreadable', `has no known conclusion (${check.conclusion ?? 'none'}).`);
  }
};

/** A re-run is a new check run of the same name: only the newest counts. */
const newestOfEachName = (checks: SaidCheck[]): SaidCheck[] => {
  const byName = new Map<string, SaidCheck>();
  for (const check of checks) {
    const known = byName.get(check.name);
    if (!known || check.id >= known.id) byName.set(check.name, check);
  }
  return [...byName.values()];
};

const joined = (words: Word[]): Word => {
  const reviewed = words.filter((word) => word.state === 'reviewed');
  return reviewedWord({
    findings: reviewed.flatMap(({ findings }) => findings),
    notes: reviewed.flatMap(({ notes }) => notes),
    url: reviewed[0]?.url ?? '',
  });
};

const onHead = (check: SaidCheck, asked: Asked): boolean => isCommit(check.commit, asked.head);

/**
 * The check runs of an App, by its slug and, as marker, the check's name. Where several are meant, one that did not
 * review outweighs all others. A check belongs to its commit, so no time is asked for.
 */
export const checkRun: Reader = {
  kind: 'check-run',
  read(talk, asked) {
    const checks = talk.checks.filter((check) => onHead(check, asked) && recognisedCheck(check, asked));
    const words = newestOfEachName(checks).map(readCheck);
    if (words.length === 0) return waiting;
    return (
      words.find(({ state }) => state === 'waiting') ??
      words.find(({ state }) => state === 'not-reviewed') ??
      joined(words)
    );
  },
};
