import { nameOf } from './ecosystems.ts';
import type { Locked } from './locked.ts';
import { readNpmLock } from './npm-lock.ts';
import { readAnyLock, readGoSum, readPythonLock, readTomlLock } from './other-locks.ts';
import { readPnpmLock } from './pnpm-lock.ts';
import { attempt } from './records.ts';
import { readYarnLock } from './yarn-lock.ts';

const readers: Record<string, (text: string) => Locked> = {
  'package-lock.json': readNpmLock,
  'npm-shrinkwrap.json': readNpmLock,
  'pnpm-lock.yaml': readPnpmLock,
  'yarn.lock': readYarnLock,
  'Cargo.lock': readTomlLock,
  'poetry.lock': readPythonLock,
  'uv.lock': readTomlLock,
  'pdm.lock': readPythonLock,
  'go.sum': readGoSum,
};

/** A lock of a megabyte takes a second to read, and a workspace asks for it once per package. */
const known = new WeakMap<object, Map<string, Locked | null>>();

/** Null when it cannot be read in its own form. `of`: for as long as this lives, a text is read once. */
export const readLock = (of: object, { path, text }: { path: string; text: string }): Locked | null => {
  const mine = known.get(of) ?? new Map<string, Locked | null>();
  known.set(of, mine);
  const key = `${nameOf(path)}\n${text}`;
  const before = mine.get(key);
  if (before !== undefined) return before;
  const read = Object.hasOwn(readers, nameOf(path)) ? readers[nameOf(path)] : undefined;
  const locked = attempt(() => (read ?? readAnyLock)(text));
  mine.set(key, locked);
  return locked;
};
