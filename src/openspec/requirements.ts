import type { Requirement } from '../contracts/judgement.ts';
import { type DeltaRequirement, readDelta } from './delta.ts';

/** A Markdown file of a change. */
export interface SpecDocument {
  path: string;
  text: string;
}

/** Most characters of a name that a judgement can repeat. */
const longestName = 400;

interface Stated extends DeltaRequirement {
  /** Folder below `specs/`. */
  capability: string;
}

const specPattern = /^openspec\/changes\/[^/]+\/specs\/(.+)\/spec\.md$/;

const stated = (documents: readonly SpecDocument[]): Stated[] =>
  [...documents]
    .sort((one, other) => (one.path < other.path ? -1 : 1))
    .flatMap(({ path, text }) => {
      const capability = specPattern.exec(path)?.[1];
      if (capability === undefined) return [];
      return readDelta(text).requirements.map((requirement) => ({ ...requirement, capability }));
    });

/** Names as they are compared: one line, at most as long as an answer can repeat. */
export const plainName = (name: string): string => name.replace(/\s+/g, ' ').trim().slice(0, longestName);

/** Each name once: whoever answers by name has to tell them apart. */
const distinct = (names: string[]): string[] => {
  const times = new Map<string, number>();
  return names.map((name) => {
    const time = (times.get(name) ?? 0) + 1;
    times.set(name, time);
    return time === 1 ? name : `${name.slice(0, longestName - 10)} (${time})`;
  });
};

/**
 * What a change's specs ask of the code, in the order of the files: requirements that are added or modified. What is
 * removed or only renamed has nothing to show. Requirements of one name get their capability's beside it.
 */
export const requirementsOf = (documents: readonly SpecDocument[]): Requirement[] => {
  const asked = stated(documents).filter(
    ({ operation }) => operation === 'ADDED' || operation === 'MODIFIED',
  );
  const plain = asked.map(({ name }) => plainName(name));
  const times = new Map<string, number>();
  for (const name of plain) times.set(name, (times.get(name) ?? 0) + 1);
  const names = plain.map((name, index) =>
    (times.get(name) ?? 0) > 1 ? plainName(`${asked[index]?.capability}: ${name}`) : name,
  );
  return distinct(names).map((name, index) => ({
    name,
    scenarios: distinct((asked[index]?.scenarios ?? []).map(plainName).filter((scenario) => scenario !== '')),
  }));
};

/** What the specs take away or call otherwise, one line each. */
export const withdrawnBy = (documents: readonly SpecDocument[]): string[] =>
  stated(documents).flatMap(({ operation, name, from }) => {
    if (operation === 'REMOVED') return [`“${plainName(name)}” is removed`];
    return operation === 'RENAMED' ? [`“${plainName(from ?? '')}” becomes “${plainName(name)}”`] : [];
  });
