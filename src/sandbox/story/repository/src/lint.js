import { posix } from 'node:path';
import { scanLinks } from './scanner/links.js';

/**
 * @param {Map<string, string | null>} files a warehouse
 * @returns {{path: string, line: number, rule: string, message: string}[]}
 */
export function lint(files) {
  const findings = [];
  for (const [path, text] of files) {
    if (text === null) continue;
    for (const link of scanLinks(text)) {
      if (/^(?:[a-z][a-z0-9+.-]*:|#|$)/i.test(link.target)) continue;
      const [file] = link.target.split('#');
      const target = posix.join(posix.dirname(path), file);
      if (files.has(target)) continue;
      findings.push({ path, line: link.line, rule: 'dead-link', message: `${target} does not exist` });
    }
  }
  return findings;
}
