import { zeroSha } from '../git/plumbing.ts';
import type { RefChange } from '../git/refs.ts';
import type { Actor, Repository } from '../model.ts';
import { emit } from '../webhooks.ts';
import type { World } from '../world.ts';

/** `create` and `delete`: a branch or tag that comes or goes, by its short name. A ref that only moves says nothing here. */
export function announceRef(
  world: World,
  repository: Repository,
  { change, actor }: { change: RefChange; actor: Actor },
): void {
  const [, kind, ref] = /^refs\/(heads|tags)\/(.+)$/.exec(change.ref) ?? [];
  const name = change.before === zeroSha ? 'create' : change.after === zeroSha ? 'delete' : null;
  if (name === null || ref === undefined) return;
  const born = name === 'create' ? { master_branch: repository.defaultBranch, description: null } : {};
  emit(world, {
    name,
    action: null,
    repository,
    sender: actor.account,
    payload: { ref, ref_type: kind === 'tags' ? 'tag' : 'branch', ...born, pusher_type: 'user' },
  });
}
