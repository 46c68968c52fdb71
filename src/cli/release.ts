import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { releaseRepository, unreleased } from '../contracts/workflow.ts';

/**
 * `npm run release -- <version>`, run by the release workflow in a clean checkout with the bundle built: commits the bundle,
 * pins that commit in assignment.yml, commits the pin and tags it. Pushes nothing.
 */
const bundle = 'action/dist';
const workflow = '.github/workflows/assignment.yml';

const git = (...args: string[]): string =>
  execFileSync(
    'git',
    ['-c', 'user.name=throughline', '-c', 'user.email=throughline@noreply.invalid', ...args],
    {
      encoding: 'utf8',
    },
  ).trim();

const release = (version: string): string => {
  if (!/^\d+\.\d+\.\d+(?:-[0-9a-z.]+)?$/.test(version))
    throw new Error(`\`${version}\` is no version: name one like 0.2.0.`);
  if (!existsSync(`${bundle}/index.js`)) throw new Error('There is no bundle: npm run build:action first.');
  if (git('tag', '--list', `v${version}`) !== '')
    throw new Error(`v${version} is there already: name the next one.`);
  if (git('status', '--porcelain', '--untracked-files=no') !== '')
    throw new Error('The checkout is not clean: commit first.');
  const placeholder = `${releaseRepository}/action@${unreleased} # pinned by the release`;
  const text = readFileSync(workflow, 'utf8');
  if (!text.includes(placeholder))
    throw new Error(`${workflow} has nothing to pin: it must use ${placeholder}.`);
  git('add', '--force', '--', bundle);
  git('commit', '--quiet', '-m', `Bundle the action of v${version}`);
  const pin = git('rev-parse', 'HEAD');
  writeFileSync(workflow, text.replaceAll(placeholder, `${releaseRepository}/action@${pin} # v${version}`));
  git('commit', '--quiet', '--all', '-m', `Pin the action of v${version}`);
  git('tag', '--annotate', '-m', `v${version}`, `v${version}`);
  return `v${version} is ${git('rev-parse', 'HEAD')}, with the action of ${pin}`;
};

try {
  process.stdout.write(`${release(process.argv[2] ?? '')}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : 'not released'}\n`);
  process.exitCode = 1;
}
