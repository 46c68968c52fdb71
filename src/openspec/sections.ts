import { isOfFile } from './blocks.ts';
import type { DocumentLine } from './document.ts';

/** One box of tasks.md. */
export interface Task {
  /** `N.M` (or deeper) as written; a box without a number gets `N.#k`, the k-th such box of its section. */
  id: string;
  /** Number of the section it stands in. */
  section: string;
  ticked: boolean;
  /** The box's own line without box and id. */
  text: string;
  /**
   * Lines below it up to the next box or heading, as written but for line ends, which are `\n`. Without opsx blocks:
   * what was added to a task later is neither its scope nor a command to run.
   */
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
  /** Last line before the next heading of the same or a higher level, inclusive; without blocks of the whole file at its end. */
  endLine: number;
  tasks: Task[];
}

const sectionTitlePattern = /^(\d+)[.):](?:[ \t]+(.*))?$/;
const idPattern = /^(?:\*\*)?(\d+(?:\.\d+)+)[.:)]?(?:\*\*)?[.:)]?(?:[ \t]+(.*))?$/;
const manualPattern = /\[(?:MANUAL|HITL)\]|\((?:ops|data)\)/i;
const validationPattern = /(?:^|[\s(])[*_]{0,2}Validation[*_]{0,2}:[*_]{0,2}(.*)$/i;

/** Numbered sections with their boxes. Boxes outside a numbered section belong to nobody and are left out. */
export const readSections = (lines: DocumentLine[]): TasksSection[] => {
  const sections: TasksSection[] = [];
  let open: SectionReader | null = null;
  for (const [index, line] of lines.entries()) {
    if (line.heading && line.heading.level <= 2) {
      open = startSection(line.heading, index + 1);
      if (open) sections.push(open.section);
    } else {
      open?.take(line, index + 1);
    }
  }
  for (const section of sections) {
    for (const task of section.tasks) task.detail = task.detail.trimEnd();
  }
  return sections;
};

interface SectionReader {
  section: TasksSection;
  take(line: DocumentLine, number: number): void;
}

const startSection = (heading: { level: number; title: string }, line: number): SectionReader | null => {
  const match = heading.level === 2 ? sectionTitlePattern.exec(heading.title) : null;
  if (!match?.[1]) return null;
  const title = withoutClosingHashes(match[2] ?? '');
  const section: TasksSection = { number: match[1], title, line, endLine: line, tasks: [] };
  let detailOf: Task | null = null;
  let unnumbered = 0;
  const end = endOf(section);
  return {
    section,
    take: (next, number) => {
      end(next, number);
      if (next.box) {
        detailOf = readTask(next.box, { section: section.number, line: number });
        if (detailOf.id === '') {
          unnumbered += 1;
          detailOf.id = `${section.number}.#${unnumbered}`;
        }
        section.tasks.push(detailOf);
      } else if (next.heading) {
        detailOf = null;
      } else if (detailOf && !next.block) {
        addDetail(detailOf, next.text);
      }
    },
  };
};

/** Moves the section's end on; past a block of the whole file only when more of the section follows. */
const endOf = (section: TasksSection): ((next: DocumentLine, number: number) => void) => {
  let afterBlock = false;
  return (next, number) => {
    if (next.block && isOfFile(next.block)) afterBlock = true;
    else if (!afterBlock || next.text.trim() !== '') {
      afterBlock = false;
      section.endLine = number;
    }
  };
};

/** `## 2. Title ##` is Markdown's closed form of the same heading. */
const withoutClosingHashes = (title: string): string => {
  let end = title.length;
  while (title.charAt(end - 1) === '#') end -= 1;
  return (/[ \t]/.test(title.charAt(end - 1)) ? title.slice(0, end) : title).trim();
};

const readTask = (box: { mark: string; rest: string }, place: { section: string; line: number }): Task => {
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
