import { answerSchema } from '../../contracts/answer.ts';
import type { Attempt } from '../../core/attempt.ts';
import type { Item } from '../../core/item.ts';
import type { GitReader } from '../../ports/git.ts';
import type { WorkflowRun } from '../../ports/workflow-runs.ts';
import type { World } from '../world.ts';

/** A run that ended, and the attempt it belongs to. */
export interface Reading {
  world: World;
  item: Item;
  attempt: Attempt;
  run: WorkflowRun;
}

export const blockedReason = (answer: string | null): string | null => {
  try {
    const parsed = answerSchema.safeParse(JSON.parse(answer ?? ''));
    return parsed.success && parsed.data.status === 'BLOCKED'
      ? `${parsed.data.summary} ${parsed.data.notes}`.trim()
      : null;
  } catch {
    return null;
  }
};

export const openReader = async ({ world, item }: Reading): Promise<{ reader: GitReader; url: string }> => {
  const repository = world.github.repository(item.repository);
  const info = await repository.info();
  const reader = world.git.open({
    fullName: info.fullName,
    url: info.cloneUrl,
    token: (refused) => repository.readToken(refused),
  });
  return { reader, url: info.url };
};

/** undefined where there is none, or it is not JSON. */
export const parsedJson = (text: string | null): unknown => {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
};
