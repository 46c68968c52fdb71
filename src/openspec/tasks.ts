import { splitLines } from './lines.ts';
import { markProse } from './prose.ts';

/** One box of tasks.md. */
export interface Task {
  /** `N.M` (or deeper) as written; a box without a number gets `N.#k`, the k-th such box of its section. */
  id: string;
  /** Number of the section it stands in. */
  section: string;
  ticked: boolean;
  /** The box's own line without box and id. */
  text: string;
  /** Lines below it up to the next box or heading, as written but for line ends, which are `\n`. */
  detail: string;
  /** 1-based line in the file. */
  line: number;
  /** Tagged `[MANUAL]`, `[HITL]`, `(ops)` or `(data)`: not for a delegate. */
  manual: boolean;
  /** What follows `Validation:` in its text or detail. */
  validation: string | null;
}

export interface TasksSection {
  /** `N` of `## N. Title`. */
  number: string;
  title: string;
  /** Line of the heading, 1-based. */
  line: number;
  /** Last line before the next heading of the same or a higher level, inclusive. */
  endLine: number;
  tasks: Task[];
}

export interface TasksFile {
  sections: TasksSection[];
  /** The file as it was read, so that sections can be quoted byte for byte. */
  source: string;
}

const headingPattern = /^ {0,3}(#{1,6})(?:[ \t]+(.*))?$/;
const sectionTitlePattern = /^(\d+)[.):](?:[ \t]+(.*))?$/;
/**
 * The box as OpenSpec's own CLI counts it (any list marker, any one-character mark, not a link); only `x` is done.
 * Unlike the CLI, boxes in fences and comments are text to us: nobody sees them as boxes.
 */
const boxPattern =
  /^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]*\[(?:[ \t]*(?:([^\]\s])[ \t]*)?\](?![([])|[ \t]+\])[ \t]*(.*)$/;
const idPattern = /^(?:\*\*)?(\d+(?:\.\d+)+)[.:)]?(?:\*\*)?[.:)]?(?:[ \t]+(.*))?$/;
const manualPattern = /\[(?:MANUAL|HITL)\]|\((?:ops|data)\)/i;
const validationPattern = /(?:^|[\s(])[*_]{0,2}Validation[*_]{0,2}:[*_]{0,2}(.*)$/i;

interface Line {
  text: string;
  number: number;
  heading: { level: number; title: string } | null;
  box: { mark: string; rest: string } | null;
}

/**
 * Reads tasks.md line by line, as the format is defined. Boxes outside a numbered section belong to nobody and are
 * left out. Never throws: what is not recognised is text.
 */
export const readTasks = (markdown: string): TasksFile => {
  const sections: TasksSection[] = [];
  let open: SectionReader | null = null;
  for (const line of readLines(markdown)) {
    if (line.heading && line.heading.level <= 2) {
      open = startSection(line.heading, line.number);
      if (open) sections.push(open.section);
    } else {
      open?.take(line);
    }
  }
  for (const section of sections) {
    for (const task of section.tasks) task.detail = task.detail.trimEnd();
  }
  return { sections, source: markdown };
};

/** The sections' source lines, byte for byte, in the order of the file. */
export const sectionText = (file: TasksFile, numbers: string[]): string => {
  const lines = splitLines(file.source);
  return file.sections
    .filter((section) => numbers.includes(section.number))
    .map((section) => file.source.slice(lines[section.line - 1]?.start, lines[section.endLine - 1]?.end))
    .join('');
};

const readLines = (markdown: string): Line[] => {
  const texts = splitLines(markdown).map((line) => line.text);
  const prose = markProse(texts);
  return texts.map((text, index) => {
    const heading = prose[index] ? headingPattern.exec(text) : null;
    const box = prose[index] ? boxPattern.exec(text) : null;
    return {
      text,
      number: index + 1,
      heading: heading && { level: (heading[1] ?? '').length, title: (heading[2] ?? '').trim() },
      box: box && { mark: box[1] ?? '', rest: (box[2] ?? '').trim() },
    };
  });
};

interface SectionReader {
  section: TasksSection;
  take(line: Line): void;
}

const startSection = (heading: { level: number; title: string }, line: number): SectionReader | null => {
  const match = heading.level === 2 ? sectionTitlePattern.exec(heading.title) : null;
  if (!match?.[1]) return null;
  const title = withoutClosingHashes(match[2] ?? '');
  const section: TasksSection = { number: match[1], title, line, endLine: line, tasks: [] };
  let detailOf: Task | null = null;
  let unnumbered = 0;
  return {
    section,
    take: (next) => {
      section.endLine = next.number;
      if (next.box) {
        detailOf = readBox(next.box, { section: section.number, line: next.number });
        if (detailOf.id === '') {
          unnumbered += 1;
          detailOf.id = `${section.number}.#${unnumbered}`;
        }
        section.tasks.push(detailOf);
      } else if (next.heading) {
        detailOf = null;
      } else if (detailOf) {
        addDetail(detailOf, next.text);
      }
    },
  };
};

/** `## 2. Title ##` is Markdown's closed form of the same heading. */
const withoutClosingHashes = (title: string): string => {
  let end = title.length;
  while (title.charAt(end - 1) === '#') end -= 1;
  return (/[ \t]/.test(title.charAt(end - 1)) ? title.slice(0, end) : title).trim();
};

const readBox = (box: { mark: string; rest: string }, place: { section: string; line: number }): Task => {
  const match = idPattern.exec(box.rest);
  const text = (match ? (match[2] ?? '') : box.rest).trim();
  return {
    id: match?.[1] ?? '',
    section: place.section,
    ticked: box.mark.toLowerCase() === 'x',
    text,
    detail: '',
    line: place.line,
    // A tag in code is the subject of the task, not a tag on it.
    manual: manualPattern.test(text.replace(/`[^`]*`/g, '')),
    validation: readValidation(text),
  };
};

const addDetail = (task: Task, text: string): void => {
  if (task.detail === '' && text.trim() === '') return;
  task.detail = task.detail === '' ? text : `${task.detail}\n${text}`;
  task.validation ??= readValidation(text);
};

const readValidation = (line: string): string | null => validationPattern.exec(line)?.[1]?.trim() || null;
