import { splitLines } from './lines.ts';

export type DeltaOperation = 'ADDED' | 'MODIFIED' | 'REMOVED' | 'RENAMED';

export interface DeltaRequirement {
  operation: DeltaOperation;
  /** Of RENAMED: the new one. */
  name: string;
  /** The name before; null unless RENAMED. */
  from: string | null;
  scenarios: string[];
  /** 1-based line of its heading. */
  line: number;
}

/** `specs/<capability>/spec.md` of a change. */
export interface Delta {
  requirements: DeltaRequirement[];
  /** What stands below `## Purpose` when that is the first section, as a new capability needs it; null otherwise. */
  purpose: string | null;
}

interface Line {
  text: string;
  number: number;
}

const operationPattern = /^(ADDED|MODIFIED|REMOVED|RENAMED) Requirements$/i;
const requirementPattern = /^###\s*Requirement:(.*)$/i;
const bulletPattern = /^[-*+]\s*`?###\s*Requirement:(.*)$/;
const renamePattern = /^(?:[-*+]\s*)?(FROM|TO):\s*`?###\s*Requirement:(.*)$/;
const scenarioPattern = /^####\s+(.*)$/;

/** Reads what OpenSpec's CLI would apply. Never throws: what is not recognised is text, and so is what fences hold. */
export const readDelta = (markdown: string): Delta => {
  const sections = splitSections(unfenced(markdown));
  const requirements = sections.flatMap(({ title, lines }) => {
    const operation = operationOf(title);
    if (operation === null) return [];
    return operation === 'RENAMED' ? readRenames(lines) : readRequirements(lines, operation);
  });
  return { requirements, purpose: purposeOf(sections[0]) };
};

const operationOf = (title: string): DeltaOperation | null => {
  const name = operationPattern.exec(title)?.[1]?.toUpperCase();
  return name === 'ADDED' || name === 'MODIFIED' || name === 'REMOVED' || name === 'RENAMED' ? name : null;
};

/** As the CLI knows fences: at any indentation, closed by at least as many of the same mark. */
const unfenced = (markdown: string): Line[] => {
  let fence: string | null = null;
  return splitLines(markdown).flatMap(({ text }, index) => {
    const run: string | undefined = /^\s*(`{3,}|~{3,})/.exec(text)?.[1];
    if (fence === null) {
      fence = run ?? null;
      return run === undefined ? [{ text, number: index + 1 }] : [];
    }
    if (run?.startsWith(fence) && text.trim() === run) fence = null;
    return [];
  });
};

interface Section {
  title: string;
  lines: Line[];
}

const splitSections = (lines: Line[]): Section[] => {
  const sections: Section[] = [];
  for (const line of lines) {
    const title = /^##\s+(.*)$/.exec(line.text)?.[1]?.trim();
    if (title) sections.push({ title, lines: [] });
    else sections.at(-1)?.lines.push(line);
  }
  return sections;
};

const purposeOf = (first: Section | undefined): string | null => {
  if (first?.title.toLowerCase() !== 'purpose') return null;
  const text = first.lines
    .map((line) => line.text)
    .join('\n')
    .trim();
  // the CLI leaves out a purpose that holds a comment: it could hide what follows
  return text === '' || text.includes('<!--') ? null : text;
};

const readRequirements = (lines: Line[], operation: DeltaOperation): DeltaRequirement[] => {
  const requirements: DeltaRequirement[] = [];
  for (const { text, number } of lines) {
    const name = requirementName(text, operation);
    if (name) requirements.push({ operation, name, from: null, scenarios: [], line: number });
    else addScenario(requirements.at(-1), text);
  }
  return requirements;
};

const requirementName = (text: string, operation: DeltaOperation): string => {
  const heading = requirementPattern.exec(text)?.[1];
  if (heading !== undefined) return cleanName(heading);
  const bullet = operation === 'REMOVED' ? bulletPattern.exec(text.trimStart())?.[1] : undefined;
  return bullet === undefined ? '' : cleanName(withoutTick(bullet));
};

const addScenario = (requirement: DeltaRequirement | undefined, text: string): void => {
  const title = scenarioPattern.exec(text)?.[1];
  if (title === undefined) return;
  requirement?.scenarios.push(cleanName(title).replace(/^Scenario:\s*/i, ''));
};

/** A `TO` counts with the `FROM` right before it. */
const readRenames = (lines: Line[]): DeltaRequirement[] => {
  const requirements: DeltaRequirement[] = [];
  let from: string | null = null;
  for (const { text, number } of lines) {
    const [, side, rest] = renamePattern.exec(text.trimStart()) ?? [];
    if (side === undefined || rest === undefined) continue;
    const name = cleanName(withoutTick(rest));
    if (side === 'TO' && from !== null)
      requirements.push({ operation: 'RENAMED', name, from, scenarios: [], line: number });
    from = side === 'FROM' ? name : null;
  }
  return requirements;
};

const withoutTick = (text: string): string => text.trimEnd().replace(/`$/, '');

/** `### Requirement: Name ##` is Markdown's closed form of the same heading; `C#` keeps its mark. */
const cleanName = (text: string): string => {
  const trimmed = text.trim();
  let end = trimmed.length;
  while (trimmed.charAt(end - 1) === '#') end -= 1;
  return end < trimmed.length && /[ \t]/.test(trimmed.charAt(end - 1))
    ? trimmed.slice(0, end).trim()
    : trimmed;
};
