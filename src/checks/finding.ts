import type { CheckVerdict } from './check.ts';

/** What a check found in one place or of one thing. */
export interface Finding {
  /** `note` is only shown; `flag` does not fail, and a person has to look. */
  weight: 'problem' | 'flag' | 'note';
  text: string;
  place?: { path: string; line: number };
}

export const problem = (text: string, place?: Finding['place']): Finding => ({
  weight: 'problem',
  text,
  ...(place ? { place } : {}),
});
export const flagged = (text: string): Finding => ({ weight: 'flag', text });
export const noted = (text: string): Finding => ({ weight: 'note', text });

const most = 20;

/** The first few, and how many more there are. */
const few = (lines: string[]): string[] =>
  lines.length <= most ? lines : [...lines.slice(0, most), `… and ${lines.length - most} more.`];

/** Fails when there is a problem; `looked` says what was looked at. */
export const verdictFrom = (findings: Finding[], looked: string[]): CheckVerdict => {
  const of = (weight: Finding['weight']): string[] => [
    ...new Set(findings.filter((finding) => finding.weight === weight).map(({ text }) => text)),
  ];
  const problems = few(of('problem'));
  const flags = few(of('flag'));
  const places = findings
    .filter(({ weight, place }) => weight === 'problem' && place !== undefined)
    .flatMap(({ text, place }) => (place ? [{ ...place, text }] : []))
    .slice(0, most);
  return {
    verdict: problems.length > 0 ? 'fail' : 'pass',
    evidence: [...problems, ...looked, ...flags, ...few(of('note'))],
    ...(places.length > 0 ? { places } : {}),
    ...(flags.length > 0 ? { flags } : {}),
  };
};
