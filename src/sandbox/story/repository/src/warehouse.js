import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Every file of a warehouse by its path from the root, with forward slashes, sorted. Markdown comes with its text,
 * other files with null.
 *
 * @param {string} root
 * @returns {Promise<Map<string, string | null>>}
 */
export async function readWarehouse(root) {
  const files = new Map();
  for (const path of (await listFiles(root, '')).sort()) {
    files.set(path, path.endsWith('.md') ? await readFile(join(root, path), 'utf8') : null);
  }
  return files;
}

async function listFiles(root, folder) {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  const nested = entries.map((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return listFiles(root, path);
    return entry.isFile() ? [path] : [];
  });
  return (await Promise.all(nested)).flat();
}
