import type { Event } from '../../core/event.ts';
import type { TalkFact } from '../../core/facts.ts';
import type { Pushed } from '../../core/feature.ts';
import type { Item } from '../../core/item.ts';
import { mayRun } from '../../core/permissions.ts';
import { pushedOf } from '../../core/rounds/pushed.ts';
import type { GitReader } from '../../ports/git.ts';
import type { GithubRepository } from '../../ports/github.ts';
import type { PullTalk, Word } from '../../reviewers/reader.ts';
import { readers } from '../../reviewers/registry.ts';
import { type StandingDemand, standingDemands, takenAtOnce, takenBack } from '../../reviewers/standing.ts';
import { configurationOf } from '../configuration.ts';
import { type OtherReviewer, otherReviewerOf } from '../gating.ts';
import type { World } from '../world.ts';

interface Asking {
  world: World;
  item: Item;
  event: Event;
}

/** While a delegation works or waits for a decision nothing of it would be taken up. */
const isRead = ({ item, event }: Asking): boolean => {
  const { stage } = item;
  if (event.kind === 'delegation-merged') return true;
  if (stage.name === 'blocked') return stage.resume === 'polishing';
  return stage.name === 'polishing' || stage.name === 'handed-over';
};

const wordOf = (reviewer: OtherReviewer | null, talk: PullTalk, pushed: Pushed): Word | null =>
  reviewer === null
    ? null
    : readers[reviewer.reads].read(talk, {
        login: reviewer.login,
        marker: reviewer.marker ?? null,
        head: pushed.sha,
        pushedAt: pushed.at,
      });

interface Asked {
  demands: StandingDemand[];
  /** Who asked for what is not taken up, one login for each demand. */
  passedBy: string[];
}

/** What a stranger asks for starts no agent: only who may order the work may demand. */
const permitted = async (repository: GithubRepository, demands: StandingDemand[]): Promise<Asked> => {
  const allowed = new Map<string, boolean>();
  for (const { by } of demands) {
    if (allowed.has(by)) continue;
    const { role } = await repository.permission(by);
    allowed.set(by, mayRun('write', { state: 'role', role, sameAccount: true }).allowed);
  }
  return {
    demands: takenAtOnce(demands.filter(({ by }) => allowed.get(by))),
    passedBy: demands.filter(({ by }) => !allowed.get(by)).map(({ by }) => by),
  };
};

type Place = { path: string | null; line: number | null };

const codeAt = async (
  reader: GitReader,
  commit: string,
  places: Place[],
): Promise<Record<string, string | null>> => {
  const code: Record<string, string | null> = {};
  for (const { path, line } of places) {
    if (path === null || line === null) continue;
    const text = await reader.readFile({ commit, path });
    code[`${path}:${line}`] = text?.split(/\r?\n/)[line - 1] ?? null;
  }
  return code;
};

/** What the gating reviewer and people say of this head; null where it is not asked for. The head has been fetched. */
export const talkFact = async (
  asking: Asking,
  { sha, reader, renamed }: { sha: string; reader: GitReader; renamed: ReadonlyMap<string, string> },
): Promise<TalkFact | null> => {
  const { world, item, event } = asking;
  if (!item.pull || !isRead(asking)) return null;
  const repository = world.github.repository(item.repository);
  const reviewer = otherReviewerOf(await configurationOf(world, item.repository));
  const talk = await repository.talk(item.pull.number);
  const pushed = pushedOf(item, event, { sha, now: world.clock.now().toISOString() });
  const word = wordOf(reviewer, talk, pushed);
  const { botLogin } = await world.github.identity();
  const except = [botLogin, ...(reviewer ? [reviewer.login] : [])];
  const { demands, passedBy } = await permitted(repository, standingDemands(talk, { except }));
  const found = word?.state === 'reviewed' ? word.findings : [];
  return {
    ...{ pushed, word, demands, takenBack: takenBack(talk) },
    ...(passedBy.length > 0 ? { passedBy } : {}),
    code: await codeAt(reader, sha, [...found, ...demands]),
    renamed: Object.fromEntries(renamed),
  };
};
