const fence = /```(?:json)?[ \t]*\n([\s\S]*?)\n[ \t]*```\s*$/;
/** Places tried for the beginning of an object at the end of a text. */
const tries = 200;

/** The JSON object that a text is or ends with, bare or as its last fenced block; null when there is none. */
export const lastObject = (text: string): string | null => {
  const trimmed = text.trim();
  const fenced = lastFence(trimmed);
  if (fenced !== null) return isObject(fenced) ? fenced : null;
  if (!trimmed.endsWith('}')) return null;
  for (const start of starts(trimmed)) {
    const candidate = trimmed.slice(start);
    if (isObject(candidate)) return candidate;
  }
  return null;
};

/** A pattern finds the first block and may swallow others, so the last opening fence is looked for by hand. */
const lastFence = (text: string): string | null => {
  if (!text.endsWith('```')) return null;
  const opening = text.lastIndexOf('```', text.length - 4);
  return opening < 0 ? null : (fence.exec(text.slice(opening))?.[1]?.trim() ?? null);
};

/** Where a line begins with a brace. */
const starts = (text: string): number[] =>
  [...text.matchAll(/^[ \t]*\{/gm)].slice(0, tries).map((match) => match.index);

const isObject = (text: string): boolean => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
};
