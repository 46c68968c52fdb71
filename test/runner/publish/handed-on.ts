import { execFileSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Assignment } from '../../../src/contracts/assignment.ts';
import type { AgentReport } from '../../../src/contracts/evidence.ts';
import { type PublishStepOptions, runPublishStep } from '../../../src/runner/publish/step.ts';
import { runVerifyStep } from '../../../src/runner/verify/step.ts';
import {
  agentStep,
  answering,
  assignmentFor,
  gitIn,
  makeWorld,
  optionsFor,
  remoteOf,
  type World,
} from '../world.ts';

export const sha256 = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

export const handed = (file: string): { file: string; sha256: string } => ({ file, sha256: sha256(file) });

/** What jobs `agent` and `verify` handed on, and what a forger can make of it. */
export interface HandedOn {
  world: World;
  assignment: Assignment;
  report: AgentReport;
  bundle: string;
  verification: string;
  /** A bundle of other contents; `report` is written into it as `agent.json` unless it is null. */
  forge(contents: {
    report: unknown;
    code?: string | null;
    refs?: Record<string, string>;
    /** Raw arguments in place of the base as what the bundle builds on. */
    without?: string[];
  }): string;
  /** A commit whose tree is these raw entries, in the forger's repository. */
  craft(entry: string): string;
  file(text: string): string;
  publish(changes?: Partial<PublishStepOptions>): ReturnType<typeof runPublishStep>;
  verify(bundle: string): ReturnType<typeof runVerifyStep>;
  /** All refs of the remote with what they are at. */
  refs(): string;
}

export const handOn = async (): Promise<HandedOn> => {
  const world = makeWorld();
  const command = `echo 'export const greet = () => 1;' > src/greet.js; ${answering()}`;
  const assignment = assignmentFor(world, { agent: { name: 'probe', kind: 'command', command } });
  const options = optionsFor(world, assignment);
  const agent = await agentStep(world, options);
  const verified = await runVerifyStep({ ...options, source: world.remote, ...agent });
  const kept = join(world.folder, 'handed-on');
  mkdirSync(kept);
  const forger = join(kept, 'forger.git');
  cpSync(join(options.workDir, assignment.id, 'own', 'outbox.git'), forger, { recursive: true });
  cpSync(agent.bundle, join(kept, 'assignment.bundle'));
  cpSync(verified.file, join(kept, 'verification.json'));
  const git = (input: string | Buffer, ...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=f', '-c', 'user.email=f@b.test', ...args], {
      cwd: forger,
      input,
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'pipe'],
    }).trim();
  const file = (text: string): string => {
    const path = join(kept, randomUUID());
    writeFileSync(path, text);
    return path;
  };

  return {
    world,
    assignment,
    report: agent.report,
    bundle: join(kept, 'assignment.bundle'),
    verification: join(kept, 'verification.json'),
    file,
    forge: ({ report, code = agent.report.head, refs = {}, without = [`^${world.base}`] }) => {
      const text = typeof report === 'string' ? report : JSON.stringify(report);
      const entry =
        report === null ? '' : `100644 blob ${git(text, 'hash-object', '-w', '--stdin')}\tagent.json\n`;
      const commit = git('', 'commit-tree', git(entry, 'mktree'), '-m', 'forged');
      const all: Record<string, string> = {
        'refs/throughline/agent': commit,
        ...(code === null ? {} : { 'refs/throughline/code': code }),
        ...refs,
      };
      for (const [name, sha] of Object.entries(all)) git('', 'update-ref', name, sha);
      const path = join(kept, `${randomUUID()}.bundle`);
      git('', 'bundle', 'create', '--quiet', path, ...Object.keys(all), ...(code === null ? [] : without));
      return path;
    },
    craft: (entry) => {
      const blob = Buffer.from(git('x', 'hash-object', '-w', '--stdin'), 'hex');
      const raw = Buffer.concat([Buffer.from(entry), Buffer.from([0]), blob]);
      const tree = git(raw, 'hash-object', '-w', '-t', 'tree', '--literally', '--stdin');
      return git('', 'commit-tree', tree, '-p', world.base, '-m', 'crafted');
    },
    publish: (changes = {}) =>
      runPublishStep({
        ...options,
        remote: remoteOf(world),
        bundle: handed(join(kept, 'assignment.bundle')),
        verification: handed(join(kept, 'verification.json')),
        ...changes,
      }),
    verify: (path) => runVerifyStep({ ...options, source: world.remote, bundle: path, sha256: sha256(path) }),
    refs: () => gitIn(world.remote, 'for-each-ref', '--format=%(refname) %(objectname)'),
  };
};
