import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { expandPartials } from './partials.js';
import { scanLinks } from './scanner/links.js';

/** Where an artifact lands in a project. Assistants are looked up by name, so their folders go. */
export function placeOf(path) {
  return path.startsWith('agents/') ? `assistants/${posix.basename(path)}` : path;
}

/**
 * Writes every Markdown artifact of a warehouse into a project.
 *
 * @param {Map<string, string | null>} files
 * @param {string} project
 * @returns {Promise<{written: string[], warnings: string[]}>}
 */
export async function sync(files, project) {
  const written = [];
  const warnings = [];
  for (const [path, text] of files) {
    if (text === null) continue;
    const place = placeOf(path);
    const target = join(project, place);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, expandPartials(text, files));
    written.push(place);
    warnings.push(...scanFileForKnowledge(path, text, files));
  }
  return { written, warnings };
}

/** Links into `contexts/` that name no file. Warnings only: a project gets its artifacts all the same. */
export function scanFileForKnowledge(path, text, files) {
  return scanLinks(text)
    .map((link) => link.target.split('#')[0])
    .filter((target) => target.includes('contexts/'))
    .map((target) => target.slice(target.indexOf('contexts/')))
    .filter((target) => !files.has(target))
    .map((target) => `${path} links to ${target}, which does not exist`);
}
