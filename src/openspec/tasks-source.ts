import type { DelegateAssignment } from '../contracts/assignment.ts';

/** What says where the tasks of a delegation stand. */
export type TasksSource = Pick<DelegateAssignment, 'change' | 'tasks'>;

/** Where the tasks of a change lie in its repository. */
export const tasksPath = (change: string): string => `openspec/changes/${change}/tasks.md`;

/** The tasks' own file in the repository; null where they were written for this delegation and stand in no file. */
export const ownTasksPath = ({ change, tasks }: TasksSource): string | null =>
  change === null || tasks !== undefined ? null : tasksPath(change);

/** The tasks of a delegation; null where they are nowhere. `inFile`: text of `ownTasksPath` at the commit that counts. */
export const tasksFrom = ({ change, tasks }: TasksSource, inFile: string | null): string | null =>
  tasks ?? (change === null ? null : inFile);
