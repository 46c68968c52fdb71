import { chmod, mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { git, gitEnvironment, tryGit } from './plumbing.ts';

/** `custom` refs are allowed as on GitHub; `refs/pull/` is GitHub's own. */
const settings: [string, string][] = [
  ['http.receivepack', 'true'],
  ['core.logAllRefUpdates', 'always'],
  ['uploadpack.allowFilter', 'true'],
  ['uploadpack.allowAnySHA1InWant', 'true'],
  ['receive.fsckObjects', 'true'],
  ['receive.hideRefs', 'refs/pull'],
  ['receive.autogc', 'false'],
  ['gc.auto', '0'],
];

/**
 * Runs inside receive-pack's quarantine: sees the pushed objects, while the refs are still the old ones.
 * GitHub refuses a pushed workflow file that no branch holds already, unless the token may write workflows.
 */
const preReceive = `#!/bin/sh
[ "$SANDBOX_MAY_WRITE_WORKFLOWS" = yes ] && exit 0
files() { git ls-tree -r "$1" .github/workflows/ 2>/dev/null; }
known=$(git for-each-ref --format='%(objectname)' refs/heads/ | sort -u | while read -r tip; do files "$tip"; done)
status=0
while read -r _ after ref; do
  case "$after" in *[!0]*) ;; *) continue ;; esac
  files "$after" | { while IFS= read -r line; do
    printf '%s\\n' "$known" | grep -Fxq -- "$line" && continue
    path=\${line#*	}
    echo "refusing to allow a GitHub App to create or update workflow \\\`$path\\\` without \\\`workflows\\\` permission" >&2
    exit 1
  done; } || status=1
done
exit $status
`;

async function prepare(dir: string): Promise<void> {
  for (const [name, value] of settings) await git(dir, ['config', name, value]);
  await mkdir(join(dir, 'hooks'), { recursive: true });
  const hook = join(dir, 'hooks', 'pre-receive');
  await writeFile(hook, preReceive);
  await chmod(hook, 0o755);
}

const isFolder = async (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

async function commitFolder(options: {
  dir: string;
  folder: string;
  branch: string;
  at: Date;
}): Promise<void> {
  const { dir, folder, branch, at } = options;
  const date = at.toISOString();
  const env = {
    GIT_WORK_TREE: folder,
    GIT_INDEX_FILE: join(dir, 'seed.index'),
    GIT_AUTHOR_NAME: 'Octavia',
    GIT_AUTHOR_EMAIL: 'octavia@localhost',
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: 'Octavia',
    GIT_COMMITTER_EMAIL: 'octavia@localhost',
    GIT_COMMITTER_DATE: date,
  };
  // Whatever the folder's own ignore rules leave out (node_modules, build output) stays out here as well.
  await execa('git', ['--git-dir', dir, '--work-tree', folder, 'add', '--all'], {
    cwd: folder,
    env: { ...gitEnvironment, ...env },
  });
  const tree = await git(dir, ['write-tree'], { env });
  const commit = await git(dir, ['commit-tree', tree, '-m', 'Initial commit'], { env });
  await git(dir, ['update-ref', `refs/heads/${branch}`, commit]);
}

/** A git repository (work tree or bare, by path or address) is cloned with its branches and tags; a plain folder becomes one commit. */
export type RepositorySource = { folder: string } | { git: string };

export async function createBareRepository(options: {
  dir: string;
  from: RepositorySource;
  defaultBranch: string | undefined;
  at: Date;
}): Promise<{ defaultBranch: string }> {
  const { dir, from, at } = options;
  if ('git' in from) {
    await execa('git', ['clone', '--quiet', '--bare', '--no-hardlinks', '--', from.git, dir], {
      env: { ...gitEnvironment },
      timeout: 300_000,
    });
    await tryGit(dir, ['remote', 'remove', 'origin']);
  } else {
    if (!(await isFolder(from.folder))) throw new Error(`No folder ${from.folder} to make a repository from`);
    const branch = options.defaultBranch ?? 'main';
    await mkdir(dir, { recursive: true });
    await git(dir, ['init', '--quiet', '--bare', `--initial-branch=${branch}`]);
    await commitFolder({ dir, folder: from.folder, branch, at });
  }
  const head = (await tryGit(dir, ['symbolic-ref', '--short', 'HEAD'])).stdout || 'main';
  const defaultBranch = options.defaultBranch ?? head;
  if (!(await tryGit(dir, ['rev-parse', '--verify', '--quiet', `refs/heads/${defaultBranch}`])).ok) {
    throw new Error(`The repository has no branch "${defaultBranch}"; name its default branch`);
  }
  await git(dir, ['symbolic-ref', 'HEAD', `refs/heads/${defaultBranch}`]);
  await prepare(dir);
  return { defaultBranch };
}
