import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { unreleased } from '../contracts/workflow.ts';
import { callerWorkflow } from '../text/caller-workflow.ts';

const usage = 'npm run --silent caller -- --release <40-character commit SHA of a release>';
const noRelease = `This checkout has no release tag to pin. Fetch the tags (git fetch --tags), or name one: ${usage}\n`;
const wrongOption = `Only --release is taken, with a whole commit SHA, because tags can be moved: ${usage}\n`;

interface Release {
  sha: string;
  version: string;
}

/** The last release that is no preview, if there is one. */
const newestRelease = (): Release | null => {
  const format = '--format=%(refname:short) %(objectname) %(*objectname)';
  const args = ['-c', 'versionsort.suffix=-', 'tag', '--list', 'v[0-9]*', '--sort=-version:refname', format];
  const cwd = fileURLToPath(new URL('../..', import.meta.url));
  try {
    const listed = execFileSync('git', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const tags = listed.split('\n').map((line) => line.split(' '));
    const [version = '', tag = '', commit = ''] = tags.find(([name]) => !name?.includes('-')) ?? [];
    return version === '' ? null : { version, sha: commit || tag };
  } catch {
    return null;
  }
};

const named = (sha: string): Release | null =>
  /^[0-9a-f]{40}$/.test(sha) && sha !== unreleased ? { sha, version: 'as named' } : null;

const options = (): { release?: string | undefined } => {
  try {
    return parseArgs({ options: { release: { type: 'string' } } }).values;
  } catch {
    return { release: '' };
  }
};

/** `npm run --silent caller [-- --release <sha>]`: prints the workflow to install as `.github/workflows/throughline.yml`. */
const { release: asked } = options();
const release = asked === undefined ? newestRelease() : named(asked);
if (release) {
  process.stdout.write(callerWorkflow(release));
} else {
  process.stderr.write(asked === undefined ? noRelease : wrongOption);
  process.exitCode = 1;
}
