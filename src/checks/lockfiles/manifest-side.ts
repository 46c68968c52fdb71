import type { ChangedText, Evidence } from '../evidence.ts';
import { type Disagreement, disagreements, isPrecise } from './disagreements.ts';
import { folderOf, lockOf, nameOf } from './ecosystems.ts';
import { readLock } from './read-lock.ts';
import { type RequestChange, requestsOf } from './requests.ts';
import type { ChangedManifest } from './world.ts';

export interface Findings {
  problems: { path: string; text: string }[];
  flags: string[];
  notes: string[];
}

export const nothing = (): Findings => ({ problems: [], flags: [], notes: [] });

type Texts = { base: string | null; head: string | null };

/** Texts of a file at both ends, changed or not; null when nobody read it. */
const textsOf = (evidence: Evidence, path: string): Texts | null => {
  const changed = evidence.texts.find(({ file }) => file.path === path);
  if (changed) return changed.head === null && changed.file.status !== 'deleted' ? null : changed;
  const text = evidence.partners?.get(path);
  return text === undefined ? null : { base: text, head: text };
};

const relative = (path: string, lock: string): string => {
  const [folder, root] = [folderOf(path), folderOf(lock)];
  return root === '' ? folder : folder.slice(root.length + 1);
};

const sentence = ({ name, before, after }: RequestChange): string => {
  if (before === null) return `asks for \`${name}\` at \`${(after ?? '').slice(0, 100)}\` now`;
  if (after === null) return `no longer asks for \`${name}\``;
  return `asks for \`${name}\` at \`${after.slice(0, 100)}\` instead of \`${before.slice(0, 100)}\``;
};

/** Peers are recorded by npm alone, overrides by whoever resolves. */
const concerns = (change: RequestChange, lock: string): boolean =>
  change.group !== 'peerDependencies' || /^(?:package-lock|npm-shrinkwrap)/.test(nameOf(lock));

const unmoved = (manifest: ChangedManifest, lock: string, changes: RequestChange[]): Findings => {
  const command = lockOf(lock)?.command ?? '';
  const { recordsRanges, kind } = manifest.ecosystem;
  const sure = changes.filter(
    ({ before, group }) => recordsRanges || before === null || (kind === 'go.mod' && group === 'require'),
  );
  const asLines = (list: RequestChange[]): string[] =>
    list.map(
      (change) =>
        `\`${manifest.path}\` ${sentence(change)}, and \`${lock}\` did not move. Run \`${command}\`.`,
    );
  return {
    problems: asLines(sure.filter(({ after }) => recordsRanges || after !== null)).map((text) => ({
      path: manifest.path,
      text,
    })),
    flags: asLines(changes.filter((change) => !sure.includes(change))),
    notes: [],
  };
};

/** A changed manifest and one of the locks it belongs to. */
interface Belonging {
  evidence: Evidence;
  manifest: ChangedManifest;
  lock: string;
}

const pairAt = (
  { evidence, manifest, lock }: Belonging,
  { text, lockText, gone }: { text: string; lockText: string; gone: RequestChange[] },
): Disagreement[] | null => {
  const requests = requestsOf(manifest.ecosystem.kind, text);
  const locked = readLock(evidence, { path: lock, text: lockText });
  if (!requests || !locked) return null;
  const folder = relative(manifest.path, lock);
  if (folder !== '' && locked.member(folder) === false) return null;
  return disagreements({
    kind: manifest.ecosystem.kind,
    manifest: { path: manifest.path, text, requests },
    lock: { path: lock, locked },
    folder,
    gone,
  });
};

/** What disagreed before is not the delegation's. */
const newDisagreements = (belonging: Belonging, texts: Texts): Findings | null => {
  const { manifest, lock } = belonging;
  const { base, head } = manifest.change;
  if (head === null || texts.head === null) return null;
  const gone = (manifest.requests ?? []).filter(({ after }) => after === null);
  const now = pairAt(belonging, { text: head, lockText: texts.head, gone });
  if (now === null) return null;
  const before =
    base === null || texts.base === null
      ? null
      : pairAt(belonging, { text: base, lockText: texts.base, gone: [] });
  const known = new Set((before ?? []).map(({ key }) => key));
  const command = lockOf(lock)?.command ?? '';
  return {
    ...nothing(),
    problems: now
      .filter(({ key }) => !known.has(key))
      .map(({ text }) => ({ path: manifest.path, text: `${text} Run \`${command}\`.` })),
  };
};

/** A package below a lock that is no member of its workspace has none. null: nobody can tell. */
const isMember = (evidence: Evidence, manifest: ChangedManifest, lock: string): boolean | null => {
  const folder = relative(manifest.path, lock);
  if (folder === '') return true;
  const texts = textsOf(evidence, lock);
  const [base, head] = [texts?.base ?? null, texts?.head ?? null].map((text) =>
    text === null ? null : readLock(evidence, { path: lock, text }),
  );
  const said = [base, head].map((locked) => locked?.member(folder) ?? null);
  if (said.includes(true)) return true;
  // A new package is not in a lock that did not move.
  if (manifest.change.file.status !== 'added' && said.includes(false)) return false;
  return workspaceOf(evidence, lock, folder) ?? (said.includes(false) ? false : null);
};

/** Globs of the root's `workspaces`, by their first folders: enough to tell a package from an example. */
const workspaceOf = (evidence: Evidence, lock: string, folder: string): boolean | null => {
  const root = folderOf(lock);
  const at = (name: string): string | null =>
    textsOf(evidence, root === '' ? name : `${root}/${name}`)?.head ?? null;
  const listed = [at('package.json'), at('pnpm-workspace.yaml'), at('Cargo.toml')].filter(
    (text) => text !== null,
  );
  const globs = listed.flatMap((text) =>
    [...text.matchAll(/["'\s]((?!\.|!)[\w@./-]+\/?(?:\*{1,2})?)(?=["'\s,])/g)].map((match) => match[1] ?? ''),
  );
  if (listed.length === 0 || !listed.some((text) => /workspaces|packages:|members/.test(text)))
    return listed.length > 0 ? false : null;
  return globs.some(
    (glob) =>
      glob === folder ||
      (glob.endsWith('*') && folder.startsWith(glob.replace(/\*+$/, ''))) ||
      glob.replace(/\/$/, '') === folder,
  );
};

const concerning = (manifest: ChangedManifest, lock: string): RequestChange[] =>
  (manifest.requests ?? []).filter((change) => concerns(change, lock));

/** What is put in another's place moves a lock only where it comes to something: a person can tell. */
const steered = (manifest: ChangedManifest, lock: string, changes: RequestChange[]): string[] =>
  unmoved(
    manifest,
    lock,
    changes.filter(({ group }) => group === 'overrides' || group === 'resolutions'),
  ).problems.map(({ text }) => text);

const againstLock = (evidence: Evidence, manifest: ChangedManifest, lock: string): Findings => {
  const lockChange: ChangedText | undefined = evidence.texts.find(({ file }) => file.path === lock);
  const texts = textsOf(evidence, lock);
  const changes = concerning(manifest, lock);
  if (lockChange && texts === null)
    return {
      ...nothing(),
      flags: [
        `\`${lock}\` is over 1 MiB or no text: whether it agrees with \`${manifest.path}\` was not compared.`,
      ],
    };
  const found = texts === null ? null : newDisagreements({ evidence, manifest, lock }, texts);
  if (found && (lockChange || isPrecise(lock)))
    return lockChange ? found : { ...found, flags: [...found.flags, ...steered(manifest, lock, changes)] };
  if (lockChange || changes.length === 0) return nothing();
  return unmoved(manifest, lock, changes);
};

const ofLock = (
  evidence: Evidence,
  manifest: ChangedManifest,
  lock: string,
): Findings & { compared: boolean } => {
  const member = isMember(evidence, manifest, lock);
  if (member === false) {
    const notes = [`\`${manifest.path}\` is no part of what \`${lock}\` locks.`];
    return { ...nothing(), notes, compared: false };
  }
  const found = againstLock(evidence, manifest, lock);
  if (member) return { ...found, compared: true };
  const flags = [...found.flags, ...found.problems.map(({ text }) => text)];
  return { ...found, problems: [], flags, compared: false };
};

/** Does each lock that a changed manifest belongs to hold what it asks for? */
export const manifestFindings = (evidence: Evidence, manifest: ChangedManifest): Findings => {
  const { path, locks, requests, change } = manifest;
  if (locks.length === 0) return { ...nothing(), notes: [`\`${path}\` has no lockfile.`] };
  if (change.file.status === 'deleted') return nothing();
  if (requests === null)
    return {
      ...nothing(),
      flags: [`\`${path}\` cannot be read at both ends: it was not compared with its lockfile.`],
    };
  const head = new Set(evidence.trees.head);
  const found = locks.filter((one) => head.has(one)).map((lock) => ofLock(evidence, manifest, lock));
  // Of two locks in one folder people keep one: when that agrees, the other is old news.
  const kept = found.some(({ problems, compared }) => compared && problems.length === 0);
  return {
    problems: kept ? [] : found.flatMap(({ problems }) => problems),
    flags: [
      ...found.flatMap(({ flags }) => flags),
      ...(kept ? found.flatMap(({ problems }) => problems.map(({ text }) => text)) : []),
    ],
    notes: found.flatMap(({ notes }) => notes),
  };
};
