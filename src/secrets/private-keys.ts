const header = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
const footer = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/;
/** The longest key there is in practice, 16,384 bits of RSA. */
const longest = 16 * 1024;
/** Of a key that was cut off, the first line follows within this. */
const shortBefore = 300;
const leastRun = 40;
const leastDistinct = 16;

/** Words and paths are long too; a key mixes letters of both cases with digits. */
const isKeyMaterial = (run: string): boolean =>
  /[a-z]/.test(run) && /[A-Z]/.test(run) && /\d/.test(run) && new Set(run).size >= leastDistinct;

const holdsMaterial = (after: string): boolean => {
  const end = footer.exec(after)?.index;
  // In source code line breaks are written as two characters, and would be part of a run.
  const body = after.slice(0, end ?? shortBefore).replace(/\\[nrt]/g, '\n');
  const runs = body.match(new RegExp(`[A-Za-z0-9+/=]{${leastRun},}`, 'g')) ?? [];
  return runs.some(isKeyMaterial);
};

/** The text without the first lines of private keys that hold none: code that looks for them, documentation, templates. */
export const withoutEmptyKeys = (text: string): string =>
  text.replace(header, (line: string, at: number) => {
    const start = at + line.length;
    return holdsMaterial(text.slice(start, start + longest)) ? line : ' '.repeat(line.length);
  });
