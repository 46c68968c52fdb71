import { cp, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildAction } from '../../action/build.ts';
import { assignmentWorkflow, releaseRepository, unreleased } from '../contracts/workflow.ts';
import type { ActionsOptions } from './actions/options.ts';

const ours = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

const workflowReference = `${assignmentWorkflow}@${unreleased}`;
const actionReference = `${releaseRepository}/action@${unreleased}`;

/** The action as a release holds it: its `action.yml` beside the bundle. */
const layOutAction = async (folder: string): Promise<string> => {
  await mkdir(folder, { recursive: true });
  await cp(ours('action/action.yml'), join(folder, 'action.yml'));
  await buildAction(join(folder, 'dist'));
  return folder;
};

/**
 * Actions on this machine: the workflow that releases hold is the one of this checkout, and so is the action; every other
 * reference is as unknown as it would be on GitHub.
 */
export const localActions = async (options: {
  folder: string;
  /** Of agents of kind `replay`. */
  recordings: string | null;
  /** Folder with the agents' CLIs, when it is not the runners' own. */
  agents?: string | undefined;
  path: string;
}): Promise<ActionsOptions> => {
  // everything else may start meanwhile; that it failed is told to the run that asks for it
  const action = layOutAction(join(options.folder, 'action'));
  action.catch(() => undefined);
  const home = join(options.folder, 'home');
  await mkdir(home, { recursive: true });
  return {
    folder: join(options.folder, 'runners'),
    machine: {
      environment: 'self-hosted',
      env: {
        PATH: options.path,
        HOME: home,
        ...(options.recordings === null ? {} : { THROUGHLINE_RECORDINGS: options.recordings }),
        ...(options.agents === undefined ? {} : { THROUGHLINE_AGENTS: options.agents }),
      },
    },
    resolve: {
      known: [workflowReference, actionReference],
      workflow: async (reference) =>
        reference === workflowReference
          ? {
              path: assignmentWorkflow,
              text: await readFile(ours('.github/workflows/assignment.yml'), 'utf8'),
              sha: unreleased,
            }
          : null,
      action: async (reference) => (reference === actionReference ? { folder: await action } : null),
    },
  };
};
