import { readDocument } from './document.ts';
import { splitLines } from './lines.ts';
import type { TasksSection } from './sections.ts';

export type { Task, TasksSection } from './sections.ts';

export interface TasksFile {
  sections: TasksSection[];
  /** The file as it was read, so that sections can be quoted byte for byte. */
  source: string;
}

/**
 * Reads tasks.md line by line, as the format is defined. Boxes outside a numbered section belong to nobody and are
 * left out. Never throws: what is not recognised is text.
 */
export const readTasks = (markdown: string): TasksFile => ({
  sections: readDocument(markdown).sections,
  source: markdown,
});

/** The sections' source lines, byte for byte, in the order of the file. */
export const sectionText = (file: TasksFile, numbers: string[]): string => {
  const lines = splitLines(file.source);
  return file.sections
    .filter((section) => numbers.includes(section.number))
    .map((section) => file.source.slice(lines[section.line - 1]?.start, lines[section.endLine - 1]?.end))
    .join('');
};
