import { repositoryShape } from '../github/shapes/repository.ts';
import { emit } from '../github/webhooks.ts';
import type { World } from '../github/world.ts';
import type { WorkflowRun } from './run.ts';
import { runShape, workflowShape } from './shapes.ts';

export function announceRun(
  world: World,
  run: WorkflowRun,
  action: 'requested' | 'in_progress' | 'completed',
): void {
  emit(world, {
    name: 'workflow_run',
    action,
    repository: run.repository,
    sender: run.triggeredBy.account,
    payload: {
      workflow: workflowShape(world, run.repository, run.workflow),
      workflow_run: { ...runShape(world, run), repository: repositoryShape(world, run.repository) },
    },
  });
  world.changed({ repository: run.repository.fullName, kind: 'run', number: run.id });
}
