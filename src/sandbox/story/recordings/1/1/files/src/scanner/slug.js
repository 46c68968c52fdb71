/**
 * The anchor of a heading as GitHub makes it, before headings of the same text are told apart.
 *
 * @param {string} text of the heading, Markdown as written
 */
export function slugifyHeading(text) {
  return text
    .trim()
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/(^|[^\p{L}\p{N}_])_+([^_]+)_+(?![\p{L}\p{N}_])/gu, '$1$2')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
}

/**
 * Anchors of all headings of a file, in order. Lines of fenced code are no headings.
 *
 * @param {string} markdown
 * @returns {string[]}
 */
export function anchorsOf(markdown) {
  const seen = new Map();
  return headingsOf(markdown).map((heading) => {
    const slug = slugifyHeading(heading);
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  });
}

function headingsOf(markdown) {
  const headings = [];
  let fence = null;
  for (const line of markdown.split(/\r?\n/)) {
    const mark = /^ {0,3}(```+|~~~+)/.exec(line)?.[1];
    if (fence === null && mark) fence = mark;
    else if (fence !== null && mark?.startsWith(fence)) fence = null;
    const heading = /^ {0,3}#{1,6}[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$/.exec(line);
    if (fence === null && heading) headings.push(heading[1]);
  }
  return headings;
}
