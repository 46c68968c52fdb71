import { type DocumentLine, readDocument, type TasksDocument, writeDocument } from './document.ts';

const upToBox = /^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]*\[/;

/** The document with this task's box ticked; the very same one when it is ticked already. One character changes. */
export const tick = (document: TasksDocument, taskId: string): TasksDocument =>
  markBox(document, { taskId, ticked: true });

/** The document with this task's box empty; the very same one when it is. One character changes. */
export const untick = (document: TasksDocument, taskId: string): TasksDocument =>
  markBox(document, { taskId, ticked: false });

const markBox = (
  document: TasksDocument,
  { taskId, ticked }: { taskId: string; ticked: boolean },
): TasksDocument => {
  const task = onlyTask(document, taskId);
  if (task.ticked === ticked) return document;
  const lines = document.lines.map((line, index) =>
    index === task.line - 1 ? { ...line, raw: marked(line, ticked ? 'x' : ' ') } : line,
  );
  return readDocument(writeDocument({ ...document, lines }));
};

const onlyTask = (document: TasksDocument, taskId: string) => {
  const tasks = document.sections.flatMap((section) => section.tasks);
  const [task, ...others] = tasks.filter(({ id }) => id === taskId);
  if (!task)
    throw new Error(
      `tasks.md has no task ${taskId}. It has: ${tasks.map(({ id }) => id).join(', ') || 'none'}.`,
    );
  if (others.length > 0)
    throw new Error(`tasks.md has task ${taskId} more than once: give each its own number.`);
  return task;
};

const marked = ({ raw, text, box }: DocumentLine, mark: string): string => {
  const start = raw.indexOf(text);
  const open = start + (upToBox.exec(text)?.[0].length ?? 0);
  const at = box?.mark ? raw.indexOf(box.mark, open) : open;
  // `[]` has no character to replace
  return raw.slice(0, at) + mark + raw.slice(raw.charAt(at) === ']' ? at : at + 1);
};
