import type { ChangeFact, SectionFact } from '../../core/facts.ts';
import type { Item } from '../../core/item.ts';
import { findChange } from '../../openspec/find-change.ts';
import { readTasks, type TasksSection } from '../../openspec/tasks.ts';
import type { GithubRepository } from '../../ports/github.ts';
import type { World } from '../world.ts';

const folder = 'openspec/changes';

const textOf = async (repository: GithubRepository, path: string, ref: string): Promise<string | null> => {
  const answer = await repository.readFile({ path, ref });
  return answer.state === 'found' ? answer.text : null;
};

export const sectionFact = ({ number, title, tasks }: TasksSection): SectionFact => ({
  number,
  title,
  ticked: tasks.length > 0 && tasks.every((task) => task.ticked),
});

const sectionsOf = async (repository: GithubRepository, id: string, ref: string): Promise<ChangeFact> => {
  const tasks = await textOf(repository, `${folder}/${id}/tasks.md`, ref);
  const sections = tasks === null ? [] : readTasks(tasks).sections.map(sectionFact);
  return sections.length === 0 ? { state: 'no-sections', id } : { state: 'found', id, sections };
};

/** The other direction: the ticket's description names the folder of the change. */
const namedByTicket = async (world: World, item: Item, ids: string[]): Promise<string | null> => {
  const ticket = await world.tracker.ticket(item.id);
  const named = [...(ticket?.description ?? '').matchAll(/openspec\/changes\/([\w.-]+)/g)].map(
    (match) => match[1],
  );
  return ids.find((id) => named.includes(id)) ?? null;
};

/** The change of this ticket: as known, else the one whose proposal names the key. Read at the feature branch once there is one. */
export const changeFact = async (world: World, item: Item, at?: string): Promise<ChangeFact> => {
  const repository = world.github.repository(item.repository);
  const ref = at ?? item.feature?.head ?? (await repository.info()).defaultBranch;
  if (item.change) return sectionsOf(repository, item.change, ref);
  const entries = (await repository.listFolder({ path: folder, ref })) ?? [];
  const ids = entries
    .filter((entry) => entry.type === 'dir' && entry.name !== 'archive')
    .map((entry) => entry.name);
  const changes: { id: string; proposal: string }[] = [];
  for (const id of ids) {
    const proposal = await textOf(repository, `${folder}/${id}/proposal.md`, ref);
    if (proposal !== null) changes.push({ id, proposal });
  }
  const found = findChange(changes, item.ticket.key);
  if (found.state === 'several') return found;
  const id = found.state === 'found' ? found.id : await namedByTicket(world, item, ids);
  return id === null ? { state: 'none' } : sectionsOf(repository, id, ref);
};
