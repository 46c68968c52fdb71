import type { ChangedText, Evidence } from '../evidence.ts';
import { isTestPath, isVendored } from '../paths.ts';
import { type Ecosystem, ecosystemOf, folderOf, lockOf, nameOf, nearestLocks } from './ecosystems.ts';
import { changedRequests, type RequestChange, requestsOf } from './requests.ts';

/** A manifest that changed, and the locks it belongs to. */
export interface ChangedManifest {
  path: string;
  ecosystem: Ecosystem;
  change: ChangedText;
  /** At the base, or where there was none, at the head. */
  locks: string[];
  /** What is asked for in another way; null when the manifest cannot be read at both ends. */
  requests: RequestChange[] | null;
}

type Subject = Pick<Evidence, 'trees' | 'texts'>;

/** Packages in fixtures and templates are data; what lies beside a lock of its own is a package all the same. */
const isData = (path: string, locks: string[]): boolean =>
  isVendored(path) || (isTestPath(path) && !locks.some((lock) => folderOf(lock) === folderOf(path)));

const readable = ({ file, base, head }: ChangedText): boolean =>
  (file.status === 'added' || base !== null) && (file.status === 'deleted' || head !== null);

export const changedManifests = ({ trees, texts }: Subject): ChangedManifest[] => {
  const [base, head] = [new Set(trees.base), new Set(trees.head)];
  return texts.flatMap((change) => {
    const { path } = change.file;
    const ecosystem = ecosystemOf(path);
    if (!ecosystem) return [];
    const before = nearestLocks(path, ecosystem, (one) => base.has(one));
    const after = nearestLocks(path, ecosystem, (one) => head.has(one));
    // A new package may bring a lock of its own; beside one that was there, a new lock proves nothing.
    const locks = change.file.status === 'added' || before.length === 0 ? after : before;
    if (isData(path, locks)) return [];
    const [asked, asks] = [requestsOf(ecosystem.kind, change.base), requestsOf(ecosystem.kind, change.head)];
    const requests = readable(change) && asked && asks ? changedRequests(asked, asks) : null;
    return [{ path, ecosystem, change, locks, requests }];
  });
};

export const changedLocks = ({ texts }: Pick<Evidence, 'texts'>): ChangedText[] =>
  texts.filter(({ file }) => lockOf(file.path) !== null && !isVendored(file.path) && !isTestPath(file.path));

/** Says which packages pnpm locks; the manifest beside it does not. */
const workspaceFile = 'pnpm-workspace.yaml';

/** Beside a lock, the manifests its own folder has; in a tree of packages the others lie deeper. */
const manifestsBeside = (lock: string, { trees }: Subject): string[] => {
  const ecosystem = lockOf(lock)?.ecosystem;
  const folder = folderOf(lock);
  if (!ecosystem) return [];
  return trees.head.filter(
    (path) =>
      folderOf(path) === folder &&
      (ecosystemOf(path) === ecosystem ||
        (nameOf(path) === workspaceFile && nameOf(lock) === 'pnpm-lock.yaml')),
  );
};

/** Files that did not change and are needed to compare those that did: locks of changed manifests, manifests of changed locks. */
export const partnerPaths = (subject: Subject): string[] => {
  const changed = new Set(subject.texts.map(({ file }) => file.path));
  const manifests = changedManifests(subject);
  const wanted = [
    ...manifests.flatMap(({ locks }) => locks),
    ...manifests.flatMap(({ locks }) => locks.flatMap((lock) => manifestsBeside(lock, subject))),
    ...changedLocks(subject).flatMap(({ file }) => manifestsBeside(file.path, subject)),
  ];
  return [...new Set(wanted)].filter((path) => !changed.has(path));
};
