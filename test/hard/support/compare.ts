/** What a play left behind, as lines that can be counted and texts that can be compared. */
export interface Evidence {
  /** Things that must be there as often as in an undisturbed play: a comment, a run, a merge, a reaction. */
  things: string[];
  /** Last text of each thing that is edited in place. */
  texts: Record<string, string>;
}

const count = (things: string[], thing: string): number => things.filter((one) => one === thing).length;

const firstDifference = (expected: string, actual: string): string => {
  const [wanted, got] = [expected.split('\n'), actual.split('\n')];
  const at = wanted.findIndex((line, index) => line !== got[index]);
  return `“${wanted[at] ?? '(nothing more)'}” became “${got[at] ?? '(nothing)'}”`;
};

const counted = (wanted: number, got: number): string => {
  if (wanted === 0) return 'added';
  return got > wanted ? 'doubled' : 'lost';
};

/** What a disturbed play doubled, lost, added or said otherwise; empty when it came to the same. */
export const differences = (undisturbed: Evidence, disturbed: Evidence): string[] => {
  const all = [...new Set([...undisturbed.things, ...disturbed.things])];
  const things = all.flatMap((thing) => {
    const [wanted, got] = [count(undisturbed.things, thing), count(disturbed.things, thing)];
    return wanted === got ? [] : [`${counted(wanted, got)}: ${thing} (${got}, not ${wanted})`];
  });
  const texts = Object.entries(undisturbed.texts).flatMap(([place, text]) => {
    const now = disturbed.texts[place];
    return now === undefined || now === text
      ? []
      : [`says otherwise: ${place}: ${firstDifference(text, now)}`];
  });
  return [...things, ...texts];
};
