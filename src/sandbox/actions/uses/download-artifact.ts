import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { digestOf } from '../artifacts.ts';
import type { StepRoom } from '../execute/room.ts';
import { unpackFiles } from './artifact-files.ts';
import { checkInputs } from './given.ts';
import { resultsClient } from './results-client.ts';

const known = ['name', 'path'];

/**
 * Stands in for actions/download-artifact, for one artifact of the same run: inputs `name` and `path` (the workspace),
 * output `download-path`. The digest it checks is the store's: whoever replaced the artifact replaced that as well.
 */
export async function runDownload(step: StepRoom, given: Record<string, string>): Promise<void> {
  checkInputs('actions/download-artifact', given, known);
  const { name } = given;
  if (!name) throw new Error("Local Actions download one artifact by its name: give the input 'name'");
  const results = resultsClient(step);
  const listed = (await results.list()).find((artifact) => artifact.name === name);
  if (!listed) throw new Error(`Unable to download artifact(s): Artifact not found for name: ${name}`);
  const content = await results.get(name);
  const digest = digestOf(content);
  if (digest !== listed.digest)
    throw new Error(`Artifact ${name} has the digest ${digest}, not ${listed.digest}`);
  const folder = resolve(step.room.machine.workspace, given.path ?? '');
  for (const file of unpackFiles(content)) {
    const path = resolve(folder, file.path);
    if (relative(folder, path).startsWith('..'))
      throw new Error(`Artifact ${name} holds a path outside: ${file.path}`);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, file.content);
  }
  step.output('download-path', folder);
  step.log.write(`Artifact ${name} was downloaded to ${folder}. SHA256 digest is ${digest}`);
}
