import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { webOf } from '../../github/shapes/repository.ts';
import { digestOf } from '../artifacts.ts';
import type { StepRoom } from '../execute/room.ts';
import { type PackedFile, packFiles } from './artifact-files.ts';
import { booleanInput, checkInputs, numberInput } from './given.ts';
import { resultsClient } from './results-client.ts';

const known = ['name', 'path', 'if-no-files-found', 'retention-days', 'overwrite'];
const mostDays = 90;

/** Hidden files stay behind, as with the real action. */
async function filesBelow(path: string): Promise<string[]> {
  const entry = await stat(path).catch(() => null);
  if (entry?.isFile()) return [path];
  if (!entry?.isDirectory()) return [];
  const names = (await readdir(path)).filter((name) => !name.startsWith('.'));
  return (await Promise.all(names.sort().map((name) => filesBelow(join(path, name))))).flat();
}

function commonFolder(paths: string[]): string {
  const [first = [], ...rest] = paths.map((path) => path.split(sep));
  const differs = first.findIndex((part, at) => rest.some((other) => other[at] !== part));
  return first.slice(0, differs < 0 ? first.length : differs).join(sep) || sep;
}

async function findFiles(step: StepRoom, given: string): Promise<PackedFile[]> {
  const wanted = given
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const pattern = wanted.find((path) => /[*?[\]!]/.test(path));
  if (pattern !== undefined)
    throw new Error(`Local Actions take paths of files and folders, no patterns: '${pattern}'`);
  const starts = wanted.map((path) => resolve(step.room.machine.workspace, path));
  const found = await Promise.all(starts.map(filesBelow));
  // A folder is the artifact's root; a file's own folder is.
  const roots = starts.map((start, at) => (found[at]?.[0] === start ? dirname(start) : start));
  const root = commonFolder(roots);
  const paths = [...new Set(found.flat())];
  return Promise.all(
    paths.map(async (path) => ({
      path: relative(root, path).split(sep).join('/'),
      content: await readFile(path),
    })),
  );
}

/** Throws when that is a failure. */
function sayNothingFound(step: StepRoom, given: Record<string, string>): void {
  const message = `No files were found with the provided path: ${given.path}. No artifacts will be uploaded.`;
  const how = given['if-no-files-found'] || 'warn';
  if (how === 'error') throw new Error(message);
  if (how === 'warn') step.log.issue('warning', message);
  else if (how === 'ignore') step.log.write(message);
  else
    throw new Error(
      `Unrecognized if-no-files-found input. Provided: ${how}. Available options: warn, error, ignore`,
    );
}

/**
 * Stands in for actions/upload-artifact. Inputs `name` (artifact), `path`, `if-no-files-found`, `retention-days`,
 * `overwrite`; outputs `artifact-id`, `artifact-digest`, `artifact-url`.
 */
export async function runUpload(step: StepRoom, given: Record<string, string>): Promise<void> {
  checkInputs('actions/upload-artifact', given, known);
  if (!given.path) throw new Error('Input required and not supplied: path');
  const name = given.name || 'artifact';
  const days = numberInput(given, 'retention-days', 0) || mostDays;
  const files = await findFiles(step, given.path);
  if (files.length === 0) {
    sayNothingFound(step, given);
    return;
  }
  const results = resultsClient(step);
  const there = (await results.list()).some(
    (artifact) => artifact.name === name && artifact.attempt === step.room.run.attempt,
  );
  if (booleanInput(given, 'overwrite', false) && there) await results.remove(name);
  const content = packFiles(files);
  const digest = digestOf(content);
  const artifact = await results.create(name, { content, digest, days: Math.min(days, mostDays) });
  const { world, run } = step.room;
  step.output('artifact-id', String(artifact.id));
  step.output('artifact-digest', digest);
  step.output(
    'artifact-url',
    `${webOf(world, run.repository)}/actions/runs/${run.id}/artifacts/${artifact.id}`,
  );
  step.log.write(
    `Artifact ${name} (${files.length} file${files.length === 1 ? '' : 's'}) has been uploaded. SHA256 digest is ${digest}`,
  );
}
