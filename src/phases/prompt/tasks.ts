import { namedPaths } from '../../openspec/named-paths.ts';
import type { Task } from '../../openspec/tasks.ts';

/** Words after which nobody can tell whether a task is done. */
const vague =
  /\betc\b\.?|\band so (?:on|forth)\b|\band (?:similar|others?|more)(?=\s*(?:[.;,)]|$))|\b(?:as|if|when|where(?:ver)?) (?:needed|necessary|appropriate|required|applicable|possible)\b|\b(?:somehow|TBD|TODO)\b|\bimprov(?:e|es|ing)\b|\bmake (?:\S+ ){1,6}(?:better|nicer|cleaner|more robust|robust)\b|^(?:clean up|enhance|optimi[sz]e|polish|tidy(?: up)?)\b/im;

const inProse = (text: string): string => text.replace(/`[^`]*`/g, ' ');

/** What is wrong with one task, whatever stands around it. Tasks for people may say less. */
export const taskProblems = (task: Task): string[] => {
  if (task.manual) return [];
  const { id, text, detail, validation } = task;
  const whole = `${text}\n${detail}`;
  const words = vague.exec(inProse(whole))?.[0];
  return [
    ...(namedPaths(whole).length > 0
      ? []
      : [
          `Task ${id} names no path: say in backticks which file it is about, from the root of the checkout.`,
        ]),
    ...(words === undefined
      ? []
      : [
          `Task ${id} is vague (“${words}”): say what is different once it is done, so that anybody can see it.`,
        ]),
    ...(validation === null || /`[^`]+`/.test(validation)
      ? []
      : [
          `The Validation of task ${id} is no command: write one in backticks, runnable from the root of the checkout, or leave it out.`,
        ]),
  ];
};
