const marks = /(?:^|[\s;{})])(?:\/\/|\/\*|#|<!--)(?=\s)/g;
/** Where two dashes are a comment, and no option or decrement. */
const dashed = /(?:^|[\s;)])--(?=\s)/g;
const dashedPath = /\.(?:sql|lua|hs|elm|ads|adb|vhdl?)$/i;

const isInString = (before: string): boolean =>
  ['"', "'", '`'].some((quote) => before.split(quote).length % 2 === 0);

/** Offset at which a remark behind code begins (`x = 1  # why`); the length of the line where there is none. */
export const remarkStart = (line: string, path = ''): number => {
  const found = [...line.matchAll(marks), ...(dashedPath.test(path) ? line.matchAll(dashed) : [])]
    .map(({ index }) => index)
    .sort((a, b) => a - b);
  return found.find((at) => !isInString(line.slice(0, at))) ?? line.length;
};
