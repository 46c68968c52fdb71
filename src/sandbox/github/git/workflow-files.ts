import { git, tryObjects } from './plumbing.ts';

const filesAt = async (dir: string, commit: string): Promise<string[]> => {
  const answer = await tryObjects(dir, ['ls-tree', '-r', commit, '.github/workflows/']);
  return answer.ok ? answer.stdout.split('\n').filter(Boolean) : [];
};

/** Workflow files of a commit that no branch holds in just this form; empty when a plain token may put it on a ref. */
export async function newWorkflowFiles(dir: string, commit: string): Promise<string[]> {
  const brought = await filesAt(dir, commit);
  if (brought.length === 0) return [];
  const tips = await git(dir, ['for-each-ref', '--format=%(objectname)', 'refs/heads/']);
  const known = new Set<string>();
  for (const tip of new Set(tips.split('\n').filter(Boolean))) {
    for (const line of await filesAt(dir, tip)) known.add(line);
  }
  return brought.filter((line) => !known.has(line)).map((line) => line.split('\t')[1] ?? line);
}
