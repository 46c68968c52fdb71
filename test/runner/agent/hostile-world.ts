import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { AgentReport } from '../../../src/contracts/evidence.ts';
import { agentStep, assignmentFor, optionsFor, type World } from '../world.ts';
import { watchGit } from './watched-git.ts';

export interface Hostile {
  report: AgentReport;
  /** Remarks and what is said of withheld work, together. */
  said: string;
  /** Paths of the head that is handed on. */
  paths: string[];
  /** Git over the repository that job `agent` hands on from. */
  git: (...args: string[]) => string;
  /** Calls of our own git after the agent began that name a folder the agent could write. */
  trespasses: string[];
  /** All calls of our own git after the agent began. */
  ours: string[];
}

/** Runs a shell script as the agent and watches which repositories our git opens afterwards. */
export const runHostile = async (world: World, script: string): Promise<Hostile> => {
  const command = `git --version > /dev/null; ${script}`;
  const assignment = assignmentFor(world, { agent: { name: 'probe', kind: 'command', command } });
  const watched = watchGit(world.folder);
  const options = { ...optionsFor(world, assignment), path: watched.path };
  const { report } = await agentStep(world, options);
  const root = join(options.workDir, assignment.id);
  const lent = ['repository.git', 'worktree', 'exchange', 'home', 'tmp'].map((name) => join(root, name));
  const ours = watched.oursAfterTheAgent();
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: join(root, 'own', 'outbox.git'), encoding: 'utf8' }).trimEnd();
  const listed = report.head === null ? '' : git('ls-tree', '-r', '--name-only', report.head);
  return {
    report,
    said: [
      ...report.remarks,
      report.withheld ? `${report.withheld.why}: ${report.withheld.detail}` : '',
    ].join('\n'),
    paths: listed.split('\n').filter(Boolean),
    git,
    trespasses: ours.filter((call) => lent.some((folder) => call.includes(folder))),
    ours,
  };
};
