import { posix } from 'node:path';

/**
 * What kind of place a link names, seen from the file that holds it. Only the form counts; whether the place exists
 * is for others to say.
 *
 * @param {string} target as written
 * @param {string} path of the file, from the warehouse root
 * @returns {'external' | 'anchor' | 'canonical' | 'relative' | 'escaping'}
 */
export function classifyLink(target, path) {
  if (target === '' || target.startsWith('#')) return 'anchor';
  if (/^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(target)) return 'external';
  const canonical = target.startsWith('/');
  if (leavesRoot(canonical ? target.slice(1) : posix.join(posix.dirname(path), target))) return 'escaping';
  return canonical ? 'canonical' : 'relative';
}

function leavesRoot(path) {
  const normal = posix.normalize(path);
  return normal === '..' || normal.startsWith('../');
}
