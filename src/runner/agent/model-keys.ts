import { RunRefused } from '../run.ts';

/**
 * Keys by provider, from lines `provider=key`. A line without a key is a secret that is not set: whether it is needed
 * is for the preflight to say. What stands in a broken line is never repeated: it may be a key.
 */
export const readModelKeys = (text: string): Map<string, string> => {
  const keys = new Map<string, string>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const [, provider, key] = /^\s*([a-z][a-z0-9-]*)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (provider === undefined || key === undefined)
      throw new RunRefused(
        `Line ${index + 1} of \`model-keys\` is not \`provider=key\`: correct it in .github/workflows/throughline.yml on the default branch (\`npm run caller\` prints one that works).`,
      );
    if (key !== '') keys.set(provider, key);
  }
  return keys;
};
