import { namedPaths } from '../openspec/named-paths.ts';
import type { Evidence } from './evidence.ts';
import { normalizePath } from './scope.ts';
import { tasksOf } from './tasks.ts';

/** Paths the tasks of these sections name. From tasks.md at the base: what a delegate writes there cannot widen its own scope. */
export const declaredPaths = (evidence: Evidence): string[] => {
  const { base } = evidence.tasks;
  if (!base) return [];
  const texts = tasksOf(base.parsed, evidence.assignment.sections).map(
    (task) => `${task.text}\n${task.detail}`,
  );
  const paths = texts.flatMap((text) => namedPaths(text)).map(normalizePath);
  return [...new Set(paths)].filter((path) => path !== '' && path !== '.' && !path.startsWith('..'));
};
