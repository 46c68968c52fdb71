const includePattern = /^<!-- include: ([\w-]+) -->$/gm;

/** Where partials live in a warehouse. */
export const partialFolder = 'agents/_partials';

/**
 * Replaces each include line by the partial it names. A partial may include others; one that is missing stays as it is.
 *
 * @param {string} text
 * @param {Map<string, string | null>} files a warehouse
 */
export function expandPartials(text, files, open = []) {
  return text.replace(includePattern, (line, name) => {
    const partial = files.get(`${partialFolder}/${name}.md`);
    if (typeof partial !== 'string' || open.includes(name)) return line;
    return expandPartials(partial.trimEnd(), files, [...open, name]);
  });
}
