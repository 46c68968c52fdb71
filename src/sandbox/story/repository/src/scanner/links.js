const linkPattern = /!?\[((?:[^[\]\\]|\\.)*)\]\(([^()\s]*)(?:\s+"[^"]*")?\)/g;

/**
 * Inline links and images of a Markdown text, in order. What stands in code is no link.
 *
 * @param {string} text
 * @returns {{label: string, target: string, line: number}[]}
 */
export function scanLinks(text) {
  const prose = withoutCode(text);
  return [...prose.matchAll(linkPattern)].map((match) => ({
    label: match[1],
    target: match[2],
    line: text.slice(0, match.index).split('\n').length,
  }));
}

/** Code becomes blanks of the same length, so that positions stay true. */
export function withoutCode(text) {
  const blank = (code) => code.replace(/[^\n]/g, ' ');
  return text
    .replace(/^ {0,3}(```+|~~~+)[^\n]*\n[\s\S]*?(?:^ {0,3}\1[`~]*[ \t]*$|$(?![\s\S]))/gm, blank)
    .replace(/(`+)(?!`)[^\n]*?[^`\n]\1(?!`)/g, blank);
}
