/** Labels by which a phase is asked for, in the tracker and on GitHub; what each means at a stage is the rules' business. */
export const phaseLabels = [
  'phase:explore',
  'phase:grill',
  'phase:propose',
  'phase:enhance',
  'phase:delegate',
] as const;
export type PhaseLabel = (typeof phaseLabels)[number];

/** Names of labels differ in case only by accident, and GitHub knows no difference. */
export const phaseLabel = (name: string): PhaseLabel | null =>
  phaseLabels.find((label) => label === name.trim().toLowerCase()) ?? null;
