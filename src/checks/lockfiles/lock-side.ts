import { askedLines } from '../asked.ts';
import { declaredPaths } from '../declared-paths.ts';
import type { ChangedText, Evidence } from '../evidence.ts';
import { globMatcher } from '../globs.ts';
import { folderOf, lockOf, nameOf } from './ecosystems.ts';
import type { Locked } from './locked.ts';
import { type Findings, nothing } from './manifest-side.ts';
import { readLock } from './read-lock.ts';
import { tampering } from './tampered.ts';
import type { ChangedManifest } from './world.ts';

const updates =
  /\b(?:lock ?files?|(?:npm|pnpm|yarn) (?:audit|update|upgrade|dedupe)|audit fix|cargo update|bundle update|poetry update|composer update|go get -u|CVE-\d|GHSA-|security (?:fix|update|advisor)|vulnerabilit|(?:update|upgrade|bump|refresh|dedupe|regenerate|renew)\w* (?:\S+ ){0,4}(?:dependenc|deps\b|packages?\b|transitive))/i;

const isAsked = (evidence: Evidence, path: string): boolean =>
  declaredPaths(evidence).includes(path) ||
  askedLines(evidence).some((line) => updates.test(line) || line.includes(nameOf(path)));

/** Does a line ask for another lock, and not for one that comes of another manifest? */
const isAskedAlone = (evidence: Evidence, path: string): boolean => {
  const lines = askedLines(evidence).filter((line) => line.includes(nameOf(path)));
  const manifest = lockOf(path)?.ecosystem.manifest;
  const besideManifest = (line: string): boolean =>
    line.split(/[\s`'",;()]+/).some((word) => manifest?.test(nameOf(word)) ?? false);
  return (
    askedLines(evidence).some((line) => updates.test(line)) ||
    lines.some((line) => !besideManifest(line)) ||
    (lines.length === 0 && declaredPaths(evidence).includes(path))
  );
};

const goes = /\b(?:remov|delet|drop|replac|switch|migrat|mov|renam|untrack|stop|ignor|get rid|clean)/i;

const isToGo = (evidence: Evidence, path: string): boolean =>
  askedLines(evidence).some(
    (line) => goes.test(line) && (line.includes(nameOf(path)) || /\block ?files?\b/i.test(line)),
  );

/** Packages that the tasks name, new in a lock, and in none of the manifests that did not change beside it. */
const unasked = (
  evidence: Evidence,
  path: string,
  locked: { base: Locked; head: Locked } | null,
): string[] => {
  const manifest = lockOf(path)?.ecosystem.manifest;
  const texts = [...(evidence.partners ?? [])].flatMap(([one, text]) =>
    folderOf(one) === folderOf(path) && manifest?.test(nameOf(one)) ? [text] : [],
  );
  if (!locked || texts.length === 0 || texts.some((text) => text === null)) return [];
  const namesOf = ({ entries }: Locked): string[] => [...entries.values()].map(({ name }) => name);
  const [before, asked] = [new Set(namesOf(locked.base)), askedLines(evidence).join('\n')];
  return [...new Set(namesOf(locked.head))].filter(
    (name) =>
      name !== '' && !before.has(name) && asked.includes(name) && !texts.some((text) => text?.includes(name)),
  );
};

const below = (path: string, folder: string): boolean => folder === '' || path.startsWith(`${folder}/`);

/** Something else that may have moved it: settings, sources that import, a package that came or went. */
const isSteered = (evidence: Evidence, path: string): boolean => {
  const steering = lockOf(path)?.ecosystem.steering;
  return (
    steering !== undefined &&
    evidence.texts.some(({ file }) => steering.test(nameOf(file.path)) && below(file.path, folderOf(path)))
  );
};

const summary = (locked: Locked): string =>
  JSON.stringify(
    [...locked.entries]
      .filter(([, { local, resolved }]) => !local || resolved !== null)
      .map(([key, one]) => [key, one.version, one.resolved, one.integrity]),
  );

/** Only what a lock repeats of the package itself is another: its name, its version, its engines. */
const onlyOwn = ({ base, head }: { base: Locked; head: Locked }): boolean =>
  base.entries.size > 0 && summary(base) === summary(head);

/** A lock and its text that did not come along with anything that moves one. */
const alone = (
  evidence: Evidence,
  change: ChangedText,
  manifests: ChangedManifest[],
  locked: { base: Locked; head: Locked } | null,
): Findings => {
  const { path } = change.file;
  const own = manifests.filter(({ locks }) => locks.includes(path));
  const moved = own.filter(
    ({ requests, change: one }) => requests === null || requests.length > 0 || one.file.status !== 'modified',
  );
  if (moved.length > 0)
    return {
      ...nothing(),
      notes: [
        `\`${path}\` moved together with ${moved
          .slice(0, 5)
          .map((one) => `\`${one.path}\``)
          .join(', ')}.`,
      ],
    };
  if (isAskedAlone(evidence, path))
    return { ...nothing(), notes: [`\`${path}\` moved without a manifest, as the tasks ask.`] };
  const [extra] = own.length > 0 ? [] : unasked(evidence, path, locked);
  if (extra !== undefined)
    return {
      ...nothing(),
      problems: [
        {
          path,
          text: `\`${path}\` locks \`${extra}\`, and its manifest, which did not change, does not ask for it. Add it there.`,
        },
      ],
    };
  if (isSteered(evidence, path))
    return { ...nothing(), notes: [`\`${path}\` moved together with settings that it depends on.`] };
  if (own.length > 0 && (locked === null ? (change.file.additions ?? 0) <= 3 : onlyOwn(locked)))
    return { ...nothing(), notes: [`\`${path}\` repeats what changed in the manifest.`] };
  const why = own.length > 0 ? 'no dependency in its manifest did' : 'none of its manifests did';
  return {
    ...nothing(),
    problems: [
      { path, text: `\`${path}\` changed, and ${why}. Take it back, or name the update in a task.` },
    ],
  };
};

/** Locks of the same folder and ecosystem, at a commit. */
const beside = (paths: string[], path: string): string[] => {
  const ecosystem = lockOf(path)?.ecosystem;
  return paths.filter(
    (one) => one !== path && folderOf(one) === folderOf(path) && lockOf(one)?.ecosystem === ecosystem,
  );
};

const removed = (evidence: Evidence, { file }: ChangedText): Findings => {
  const { head } = evidence.trees;
  const ecosystem = lockOf(file.path)?.ecosystem;
  const needed = head.some(
    (path) => folderOf(path) === folderOf(file.path) && ecosystem?.manifest.test(nameOf(path)),
  );
  if (!needed || isToGo(evidence, file.path)) return nothing();
  const [other] = beside(head, file.path);
  if (other !== undefined)
    return { ...nothing(), flags: [`\`${file.path}\` was removed; \`${other}\` locks the same.`] };
  const text = `\`${file.path}\` was removed, and what it locks is still there. Bring it back.`;
  return { ...nothing(), problems: [{ path: file.path, text }] };
};

/** A lock of another package manager beside the one in use. */
const second = (evidence: Evidence, { file }: ChangedText): Findings | null => {
  if (file.status !== 'added' || isAsked(evidence, file.path)) return null;
  const [other] = beside(evidence.trees.base, file.path);
  if (other === undefined || !evidence.trees.head.includes(other)) return null;
  const text = `\`${file.path}\` is new, and \`${other}\` already locks the same: another package manager was run. Remove it.`;
  return { ...nothing(), problems: [{ path: file.path, text }] };
};

const readBoth = (
  evidence: Evidence,
  { file, base, head }: ChangedText,
): { base: Locked; head: Locked } | 'broken' | null => {
  if (base === null || head === null) return null;
  const [before, after] = [base, head].map((text) => readLock(evidence, { path: file.path, text }));
  if (before && !after) return 'broken';
  return before && after ? { base: before, head: after } : null;
};

const trustedHosts = (evidence: Evidence): ((host: string) => boolean) => {
  const configured = globMatcher(evidence.configuration.review.hosts.map((host) => host.toLowerCase()));
  const asked = askedLines(evidence).join('\n').toLowerCase();
  return (host) => configured(host) || asked.includes(host);
};

/** Did a changed lock have a reason to, and is what it says what a package manager writes? */
export const lockFindings = (
  evidence: Evidence,
  change: ChangedText,
  manifests: ChangedManifest[],
): Findings => {
  const { file } = change;
  if (file.status === 'deleted') return removed(evidence, change);
  const foreign = second(evidence, change);
  if (foreign) return foreign;
  const locked = readBoth(evidence, change);
  if (locked === 'broken') {
    const command = lockOf(file.path)?.command ?? '';
    return {
      ...nothing(),
      problems: [
        {
          path: file.path,
          text: `\`${file.path}\` can no longer be read (merge markers, or cut off?). Run \`${command}\`.`,
        },
      ],
    };
  }
  const found = alone(evidence, change, manifests, locked);
  const unread =
    change.head === null ? [`\`${file.path}\` is over 1 MiB or no text: what it says was not compared.`] : [];
  if (!locked) return { ...found, flags: [...found.flags, ...unread] };
  const { problems, flags } = tampering(file.path, { ...locked, trusted: trustedHosts(evidence) });
  return {
    problems: [
      ...found.problems,
      ...problems.map((text) => ({
        path: file.path,
        text: `${text} Lock it anew with \`${lockOf(file.path)?.command ?? ''}\`.`,
      })),
    ],
    flags: [...found.flags, ...flags],
    notes: found.notes,
  };
};
