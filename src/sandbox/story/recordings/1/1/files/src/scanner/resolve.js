import { posix } from 'node:path';
import { anchorsOf } from './slug.js';

/**
 * The file and anchor that a canonical link names, and which of the two is not there.
 *
 * @param {string} target `/contexts/rules.md#severity`
 * @param {Map<string, string | null>} files a warehouse
 * @returns {{file: string, anchor: string | null, missing: 'file' | 'anchor' | null}}
 */
export function resolveCanonicalLink(target, files) {
  const [place, anchor = null] = target.slice(1).split('#');
  const file = posix.normalize(place);
  if (!files.has(file)) return { file, anchor, missing: 'file' };
  const text = files.get(file);
  const dead = anchor !== null && typeof text === 'string' && !anchorsOf(text).includes(anchor);
  return { file, anchor, missing: dead ? 'anchor' : null };
}
