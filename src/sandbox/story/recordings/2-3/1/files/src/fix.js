import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { judgeLink } from './lint.js';
import { scanLinks } from './scanner/links.js';
import { readWarehouse } from './warehouse.js';

/**
 * The text with every fixable link in canonical form. Targets are replaced by their position: the same characters may
 * stand in the label. From the end, so that earlier positions stay true.
 *
 * @param {string} path
 * @param {string} text
 * @param {Map<string, string | null>} files the warehouse
 * @returns {{text: string, links: number}}
 */
export function fixText(path, text, files) {
  let fixed = text;
  let links = 0;
  for (const link of scanLinks(text).reverse()) {
    const canonical = judgeLink(link.target, path, files)?.fix;
    if (canonical === undefined) continue;
    fixed = fixed.slice(0, link.start) + canonical + fixed.slice(link.end);
    links += 1;
  }
  return { text: fixed, links };
}

/**
 * Rewrites the files of a warehouse that have something to fix, and no others.
 *
 * @param {string} root
 * @returns {Promise<{links: number, written: string[]}>}
 */
export async function fixWarehouse(root) {
  const files = await readWarehouse(root);
  const written = [];
  let links = 0;
  for (const [path, text] of files) {
    if (text === null) continue;
    const fixed = fixText(path, text, files);
    if (fixed.links === 0) continue;
    await writeFile(join(root, path), fixed.text);
    written.push(path);
    links += fixed.links;
  }
  return { links, written };
}
