import type { Local } from './local.ts';
import { heardOnTicket, typeOnTicket, until } from './person.ts';
import type { Said } from './story/answers.ts';
import { story } from './story/index.ts';

/** How the person plays the planning of a bare ticket. */
export interface Planner {
  withinMs: number;
  tell: (line: string) => void;
}

/** What it took: commands outside the grill, and replies in it. */
export interface Planned {
  commands: number;
  replies: number;
}

/** The App's comments on the ticket, as they are now. */
export const ticketComments = (local: Local): string[] =>
  (local.linear.issue(local.ticketKey)?.comments ?? [])
    .filter((comment) => comment.author === 'Throughline')
    .map((comment) => comment.body);

const commentWith = (local: Local, heading: string): string | null =>
  ticketComments(local).find((body) => body.includes(heading)) ?? null;

/** Why planning stands still, if it does. */
const blockedWith = (local: Local): string | null => {
  const status = ticketComments(local).find((body) => /^Stage: \*\*blocked/m.test(body));
  return status?.slice(status.search(/^Stage: /m)) ?? null;
};

const waitFor = <T>(
  local: Local,
  { withinMs }: Planner,
  { what, look }: { what: string; look: () => T | null },
): Promise<T> =>
  until(local, {
    what,
    withinMs,
    look: () => {
      const found = look();
      if (found !== null) return found;
      const why = blockedWith(local);
      if (why !== null) throw new Error(`planning stands still while waiting for ${what}: ${why}`);
      return null;
    },
  });

/** Webhooks overtake each other, and what comes next must not arrive before this. */
const say = async (local: Local, planner: Planner, { by = 'Ada', says }: Said): Promise<void> => {
  planner.tell(`${by} types ${says}`);
  const id = typeOnTicket(local, says, by);
  await waitFor(local, planner, { what: `${says} to be heard`, look: () => heardOnTicket(local, id) });
};

type Seen =
  | { kind: 'question'; id: string; body: string }
  | { kind: 'assumptions'; body: string }
  /** The plan is there and its first sections are to be confirmed. */
  | { kind: 'planned' };

const questionLine = /^#### .+ `([a-z0-9-]+)`$/m;
const noQuestion = /^_No question now/m;

/** What the App asks now; null while it thinks, and until it shows what became of the last reply. */
const nextSeen = (local: Local, answered: string | null): Seen | null => {
  if (commentWith(local, '### Scope of delegation') !== null) return { kind: 'planned' };
  const body = commentWith(local, '### Grill: ');
  if (body === null || body === answered || noQuestion.test(body)) return null;
  const id = questionLine.exec(body)?.[1];
  if (id !== undefined) return { kind: 'question', id, body };
  return body.includes('#### Every question is closed') ? { kind: 'assumptions', body } : null;
};

/** The next of a question's replies; a question that comes more often, or that the story does not know, is no part of it. */
const replyTo = (id: string, used: Map<string, number>): Said => {
  const times = used.get(id) ?? 0;
  const said = story.answers[id]?.[times];
  if (!said)
    throw new Error(
      times === 0
        ? `the App asks ${id}, and the story has no answer for it`
        : `the App asks ${id} again after ${times} answers`,
    );
  used.set(id, times + 1);
  return said;
};

const unasked = (used: Map<string, number>): string[] =>
  Object.entries(story.answers).flatMap(([id, all]) => ((used.get(id) ?? 0) < all.length ? [id] : []));

const grill = async (local: Local, planner: Planner): Promise<number> => {
  const used = new Map<string, number>();
  let answered: string | null = null;
  for (let replies = 0; ; replies += 1) {
    const seen: Seen = await waitFor(local, planner, {
      what: 'the next question, or the plan',
      look: () => nextSeen(local, answered),
    });
    if (seen.kind === 'planned') {
      const left = unasked(used);
      if (left.length > 0) throw new Error(`the plan was written before ${left.join(', ')} was answered`);
      return replies;
    }
    if (seen.kind === 'assumptions') throw new Error('assumptions stand that the story has objected to');
    answered = seen.body;
    await say(local, planner, replyTo(seen.id, used));
  }
};

/** From the bare ticket to the first scope: labelled, explored, a direction chosen, every question answered. */
export const playPlanning = async (local: Local, planner: Planner): Promise<Planned> => {
  const { related } = story.ticket;
  await waitFor(local, planner, {
    what: 'the directions on the ticket',
    look: () => (commentWith(local, '`/choose 1`') === null ? null : true),
  });
  planner.tell(`${related.key} has the same cause`);
  await say(local, planner, { says: `/absorb ${related.key}` });
  await say(local, planner, { says: `/choose ${story.direction}` });
  return { commands: 2, replies: await grill(local, planner) };
};
