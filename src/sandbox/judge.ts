import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { openStore } from '../adapters/postgres/open.ts';
import type { Item } from '../core/item.ts';
import { judgeOpenSpec, type OpenSpecVerdict } from './judge-openspec.ts';
import type { Local } from './local.ts';

/** The item as the App left it: read from its folder once it has stopped. */
export const readItem = async (local: Local): Promise<Item | null> => {
  const store = await openStore({ dataDir: local.dataDir });
  try {
    const ticket = local.linear.issue(local.ticketKey);
    return ticket ? ((await store.loadItem(ticket.id))?.item ?? null) : null;
  } finally {
    await store.close();
  }
};

/** What must hold in git after the merge: one merge per delegation with the ticket's key, and the project's own tests pass. */
export const judgeGit = async (options: {
  local: Local;
  item: Item | null;
  runTests: boolean;
}): Promise<string[]> => {
  const { local, item } = options;
  const folder = join(local.folder, 'merged');
  await rm(folder, { recursive: true, force: true });
  await execa('git', ['clone', '--quiet', '--', local.github.gitDir(local.repository), folder]);
  const problems: string[] = [];
  const { stdout } = await execa('git', ['log', '--merges', '--format=%H %s'], { cwd: folder });
  const merges = stdout.split('\n').filter((line) => line.includes(local.ticketKey));
  for (const delegation of item?.delegations ?? []) {
    const { state } = delegation;
    if (state.name === 'accepted' && !merges.some((line) => line.startsWith(state.mergeSha)))
      problems.push(`git log --merges does not show ${state.mergeSha} with ${local.ticketKey}`);
  }
  if (options.runTests) {
    const run = await execa('npm', ['test'], {
      cwd: folder,
      reject: false,
      stdin: 'ignore',
      timeout: 120_000,
    });
    if (run.exitCode !== 0) problems.push('the project’s own tests fail at the merge');
  }
  return problems;
};

/** A check that nobody completes stays beside its commit as if work were going on. */
export const judgeChecks = (local: Local): string[] =>
  local.github
    .checks(local.repository)
    .filter(({ name, status }) => name.startsWith('throughline / ') && status !== 'completed')
    .map(
      (check) => `the check \`${check.name}\` on ${check.head_sha.slice(0, 7)} is ${check.status} for ever`,
    );

/** The plan as it stands on the feature branch, by OpenSpec's own CLI; null where nothing was planned. */
export const judgePlan = async (local: Local, item: Item | null): Promise<OpenSpecVerdict | null> => {
  if (!item?.planning || !item.feature || item.change === null) return null;
  return judgeOpenSpec({
    gitDir: local.github.gitDir(local.repository),
    branch: item.feature.branch,
    change: item.change,
    into: join(local.folder, 'planned'),
  });
};
