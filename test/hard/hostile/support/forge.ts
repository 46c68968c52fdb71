import { join } from 'node:path';
import { execa } from 'execa';
import type { WorkflowRun } from '../../../../src/sandbox/actions/run.ts';
import { type LocalGithub, startGithub } from '../../../../src/sandbox/github/github.ts';
import { makeKeys } from '../../../../src/sandbox/keys.ts';
import { localActions } from '../../../../src/sandbox/runners.ts';
import type { Places } from './places.ts';
import { writeProject } from './project.ts';

const appId = 301;

/** A local GitHub with one repository, whose machines have the planted folders and variables. */
export interface Forge {
  github: LocalGithub;
  appId: number;
  /** `owner/name` */
  repository: string;
  gitDir: string;
  /** The commit assignments start at. */
  base: string;
  /** Git in the bare repository; stdout, empty when git fails. */
  git: (...args: string[]) => Promise<string>;
  /** Resolves once the run exists. */
  dispatch: (workflow: string, inputs: Record<string, string>) => Promise<WorkflowRun>;
  rerun: (run: WorkflowRun) => void;
  completed: (run: WorkflowRun) => Promise<void>;
}

const actionsFor = async (places: Places, node: string) => {
  const { folder, bin } = places;
  const actions = await localActions({
    folder: join(folder, 'actions'),
    recordings: null,
    path: `${bin}:${process.env.PATH}`,
  });
  const { machine } = actions;
  return {
    ...actions,
    machine: {
      ...machine,
      // One for a neighbour that waits while two others work.
      count: 3,
      node,
      env: { ...machine.env, CLOUD_TOKEN: places.canary('machine-variable') },
    },
  };
};

export const startForge = async (places: Places, at: { node: string; webhooks: string }): Promise<Forge> => {
  const { folder } = places;
  const repository = 'acme/notes';
  const github = await startGithub({
    root: join(folder, 'git'),
    app: {
      ...{ id: appId, slug: 'throughline', name: 'Throughline', owner: 'throughline', ...makeKeys() },
      permissions: { contents: 'write', actions: 'write', issues: 'write', pull_requests: 'write' },
      events: ['push', 'workflow_run'],
    },
    actions: await actionsFor(places, at.node),
  });
  const seed = join(folder, 'seed');
  writeProject(seed);
  const made = await github.createRepository({ fullName: repository, from: { folder: seed } });
  github.setSecret({ repository, name: 'OPENAI_API_KEY', value: places.canary('model-key') });
  github.installApp({ appId, repositories: [repository] });
  github.subscribe({ appId, url: at.webhooks, secret: 'placeholder' });
  const actor = { account: github.addUser({ login: 'ada', roles: { [repository]: 'admin' } }), app: null };
  const gitDir = github.gitDir(repository);
  const git = async (...args: string[]): Promise<string> =>
    (await execa('git', args, { cwd: gitDir, reject: false })).stdout.trim();
  return {
    ...{ github, appId, repository, gitDir, git, base: await git('rev-parse', 'refs/heads/main') },
    dispatch: (workflow, inputs) => github.actions.dispatch(made, { workflow, ref: 'main', inputs, actor }),
    rerun: (run) => github.actions.rerun(run, { actor, jobs: 'all' }),
    completed: (run) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (run.status !== 'completed') return;
          stop();
          resolve();
        };
        const stop = github.onChange(check);
        check();
      }),
  };
};
