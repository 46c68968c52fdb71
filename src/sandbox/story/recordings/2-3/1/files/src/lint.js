import { posix } from 'node:path';
import { classifyLink } from './scanner/classify.js';
import { scanLinks } from './scanner/links.js';
import { resolveCanonicalLink } from './scanner/resolve.js';

/**
 * A finding that can be repaired without a person carries the canonical target as `fix`.
 *
 * @typedef {{path: string, line: number, rule: string, message: string, fix?: string}} Finding
 */

/**
 * @param {Map<string, string | null>} files a warehouse
 * @returns {Finding[]}
 */
export function lint(files) {
  const findings = [];
  for (const [path, text] of files) {
    if (text === null) continue;
    for (const link of scanLinks(text)) {
      const problem = judgeLink(link.target, path, files);
      if (problem) findings.push({ path, line: link.line, ...problem });
    }
  }
  return findings;
}

/**
 * What is wrong with one link, or null.
 *
 * @returns {{rule: string, message: string, fix?: string} | null}
 */
export function judgeLink(target, path, files) {
  switch (classifyLink(target, path)) {
    case 'external':
      return null;
    case 'escaping':
      return { rule: 'escaping-link', message: `${target} leaves the warehouse: name a file inside it` };
    case 'anchor':
      return target.length > 1 ? judgePlace(`/${path}${target}`, files) : null;
    case 'canonical':
      return judgePlace(target, files);
    case 'relative':
      return judgeRelative(target, path, files);
  }
}

function judgePlace(canonical, files) {
  const { file, anchor, missing } = resolveCanonicalLink(canonical, files);
  if (missing === 'file') return { rule: 'dead-link', message: `${file} does not exist` };
  if (missing === 'anchor') return { rule: 'dead-anchor', message: `${file} has no heading with the anchor #${anchor}` };
  return null;
}

function judgeRelative(target, path, files) {
  const canonical = `/${posix.join(posix.dirname(path), target)}`;
  const skill = skillOf(path);
  const dead = judgePlace(canonical, files);
  if (dead || (skill !== null && canonical.startsWith(`/${skill}/`))) return dead;
  return { rule: 'relative-link', message: `write ${canonical}: relative links break in projects`, fix: canonical };
}

/** Folder of the skill a file belongs to: its files travel together. */
function skillOf(path) {
  return /^skills\/[^/]+(?=\/)/.exec(path)?.[0] ?? null;
}
