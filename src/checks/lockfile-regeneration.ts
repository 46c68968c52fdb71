import { type Check, type CheckVerdict, plural } from './check.ts';
import type { Evidence } from './evidence.ts';
import { lockFindings } from './lockfiles/lock-side.ts';
import { manifestFindings } from './lockfiles/manifest-side.ts';
import { changedLocks, changedManifests } from './lockfiles/world.ts';
import { checkTitles } from './titles.ts';

const mostShown = 20;

const shortened = (lines: string[]): string[] => {
  const unique = [...new Set(lines)];
  return unique.length <= mostShown
    ? unique
    : [...unique.slice(0, mostShown), `and ${plural(unique.length - mostShown, 'more finding')}.`];
};

/** The first added line that names what a finding is about; the first of the file when none does. */
const lineOf = ({ texts }: Evidence, path: string, text: string): number | null => {
  const change = texts.find(({ file }) => file.path === path);
  if (!change || change.file.status === 'deleted') return null;
  const [, name = ''] = /(?:asks for|fetches|for) `([^`]+?)(?:@[^`@]*)?`/.exec(text) ?? [];
  const added = change.hunks.flatMap((hunk) => hunk.added);
  return (added.find((line) => name !== '' && line.text.includes(name)) ?? added[0])?.number ?? 1;
};

const run = (evidence: Evidence): CheckVerdict => {
  const [manifests, locks] = [changedManifests(evidence), changedLocks(evidence)];
  if (manifests.length === 0 && locks.length === 0)
    return { verdict: 'n/a', evidence: ['Neither a manifest nor a lockfile changed.'] };
  const findings = [
    ...manifests.map((manifest) => manifestFindings(evidence, manifest)),
    ...locks.map((lock) => lockFindings(evidence, lock, manifests)),
  ];
  const problems = findings.flatMap((one) => one.problems);
  const notes = shortened(findings.flatMap((one) => one.notes));
  const locked = locks.length > 0 || manifests.some((manifest) => manifest.locks.length > 0);
  if (!locked) return { verdict: 'n/a', evidence: notes };
  const flags = shortened(findings.flatMap((one) => one.flags));
  const places = problems.flatMap(({ path, text }) => {
    const line = lineOf(evidence, path, text);
    return line === null ? [] : [{ path, line, text }];
  });
  return {
    verdict: problems.length > 0 ? 'fail' : 'pass',
    evidence: [
      ...shortened(problems.map(({ text }) => text)),
      ...flags,
      ...notes,
      `${plural(manifests.length, 'manifest')} and ${plural(locks.length, 'lockfile')} compared.`,
    ],
    ...(places.length > 0 ? { places } : {}),
    ...(flags.length > 0 ? { flags } : {}),
  };
};

export const lockfileRegeneration: Check = {
  id: 'lockfile-regeneration',
  title: checkTitles['lockfile-regeneration'],
  run,
};
