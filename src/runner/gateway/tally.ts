/** Paths are the agent's own words: their number and length are bounded. */
const mostPaths = 50;
const longestPath = 100;
const otherPaths = '(others)';

/** Counts requests by path. */
export const createTally = () => {
  const counts = new Map<string, number>();
  let total = 0;
  return {
    add: (path: string): void => {
      const short = path.slice(0, longestPath);
      const name = counts.has(short) || counts.size < mostPaths ? short : otherPaths;
      counts.set(name, (counts.get(name) ?? 0) + 1);
      total += 1;
    },
    total: () => total,
    list: () => [...counts].map(([path, requests]) => ({ path, requests })),
  };
};
