import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { AgentReport } from '../../contracts/evidence.ts';
import { findHead } from './head.ts';
import { commitLeftovers, type Leftovers } from './leftovers.ts';
import { type AgentSide, askTheirs, type Collecting, type SideOptions, SideStuck } from './side.ts';

export interface Collected {
  /** Commit that holds everything; the base when nothing was done. */
  head: string;
  leftoversCommitted: boolean;
  /** File with the objects between base and head, on the agent's side; null when there are none. */
  pack: string | null;
  /** What already keeps the work here. */
  withheld: AgentReport['withheld'];
  /** What a person should know about how it came about. */
  remarks: string[];
}

/** Takes what the agent left, commits what it did not commit, and packs it; all of it as the second user. */
export const collectWork = async (side: AgentSide, assignment: Collecting): Promise<Collected> => {
  try {
    return await collect(side, assignment);
  } catch (error) {
    if (!(error instanceof SideStuck)) throw error;
    const detail = `The agent's repository cannot be read: ${error.message}.`;
    const withheld = { why: 'malformed', detail } as const;
    return { head: assignment.base, leftoversCommitted: false, pack: null, withheld, remarks: [] };
  }
};

const collect = async (side: AgentSide, assignment: Collecting): Promise<Collected> => {
  const { exchange } = side.folders;
  const { base } = assignment;
  // A name of its own: the agent may have left anything under one it could foresee.
  const folder = join(exchange, randomUUID());
  const scratch: SideOptions = { cwd: exchange, variables: scratchVariables(side, folder) };
  await askTheirs(side, ['init', '--quiet', '--bare', folder], { cwd: exchange });
  const stand = await findHead(side, assignment, scratch);
  const left = stand.worktree
    ? await commitLeftovers(side, { assignment, head: stand.commit, scratch })
    : null;
  const head = left?.commit ?? stand.commit;
  const remarks = [...stand.remarks, ...(left?.remarks ?? [])];
  const withheld = head === base && left ? whyWithheld(left) : tooLarge(left);
  const collected = { head, leftoversCommitted: typeof left?.commit === 'string', withheld, remarks };
  if (withheld || head === base) return { ...collected, pack: null };
  const pack = await packUp(side, { range: `${head}\n^${base}\n`, name: join(folder, 'work'), scratch });
  return { ...collected, pack };
};

const tooLarge = (left: Leftovers | null): AgentReport['withheld'] => {
  if (!left || left.tooLarge === null) return null;
  const detail = `\`${left.tooLarge}\` was left uncommitted and is larger than what leaves a run.`;
  return { why: 'too-large', detail };
};

/** Without commits, leftovers that cannot be read are all there is: it would be a lie that nothing was changed. */
const whyWithheld = (left: Leftovers): AgentReport['withheld'] =>
  left.readable
    ? tooLarge(left)
    : { why: 'malformed', detail: 'What the agent left cannot be read, and it committed nothing.' };

const scratchVariables = (side: AgentSide, folder: string): Record<string, string> => ({
  GIT_DIR: folder,
  GIT_WORK_TREE: side.folders.worktree,
  GIT_INDEX_FILE: join(folder, 'leftovers.index'),
  GIT_ALTERNATE_OBJECT_DIRECTORIES: join(side.folders.repository, 'objects'),
});

const packUp = async (
  side: AgentSide,
  { range, name, scratch }: { range: string; name: string; scratch: SideOptions },
): Promise<string | null> => {
  const packed = await askTheirs(side, ['pack-objects', '--revs', '-q', name], { ...scratch, input: range });
  return packed.exitCode === 0 && /^[0-9a-f]{40}$/.test(packed.text) ? `${name}-${packed.text}.pack` : null;
};
