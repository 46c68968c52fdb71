import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownProject, type Stage } from '../../../src/sandbox/repository.ts';

/** The story's project from the bare ticket on, without a reviewer of the pull request: what comes after is `roundsProject`'s. */
export const unreviewedProject = async (into: string): Promise<Stage> => {
  const stage = await ownProject({ into, agent: null, bare: true });
  appendFileSync(join(into, '.github/throughline.yml'), '\nrounds:\n  reviewer: none\n');
  return stage;
};
