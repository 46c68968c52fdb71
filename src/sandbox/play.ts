import type { Local } from './local.ts';
import { people } from './local.ts';
import { type Asked, askedOn, heardOnTicket, tick, typeOnGithub, typeOnTicket, until } from './person.ts';
import { type Planned, playPlanning, ticketComments } from './plan.ts';
import { roundLines } from './rounds-told.ts';

export interface Play {
  /** How the sections are grouped, as typed after `/delegate`; null: one by one. */
  groups: string | null;
  /** What the person writes when a review recommends another attempt; null: the box, which sends the failures. */
  iterateNotes: string | null;
  withinMs: number;
  /** A line for the person who watches. */
  tell: (line: string) => void;
}

/** `commands`: typed outside the grill; `replies`: in it. */
interface Typed {
  commands: number;
  replies: number;
}

export type Ending = Typed &
  ({ ok: true; pull: number; mergeSha: string } | { ok: false; why: string; pull: number | null });

const recommendation = (body: string): string =>
  /\*\*Recommendation: (accept|iterate|reject)\.\*\*/.exec(body)?.[1] ?? 'none';

const reasons = (body: string): string => /\*\*Recommendation: \w+\.\*\* (.*)/.exec(body)?.[1] ?? '';

const appComments = (local: Local): string[] =>
  local.github.threads(local.repository).flatMap(({ number }) =>
    local.github
      .thread(local.repository, number)
      .comments.filter((comment) => comment.user.login === 'throughline[bot]')
      .map((comment) => comment.body),
  );

/** What the App asks or says now that this person has not answered yet. */
type Next =
  | { kind: 'scope'; asked: Asked }
  | { kind: 'review'; asked: Asked; recommendation: string }
  | { kind: 'handed-over'; pull: number }
  | { kind: 'stuck'; why: string };

const handedOver = (local: Local): number | null => {
  const pull = local.github.pulls(local.repository).find((one) => one.state === 'open' && !one.draft);
  return pull && appComments(local).some((body) => body.includes(':handed-over')) ? pull.number : null;
};

const stuck = (local: Local): string | null => {
  const body = [...appComments(local), ...ticketComments(local)].find((one) =>
    /<!-- throughline:notice:[^>]*:(?:blocked|rounds-stopped) -->/.test(one),
  );
  return body ? body.replace(/<!--.*?-->/gs, '').trim() : null;
};

const next = (local: Local, answered: Set<string>): Next | null => {
  const open = askedOn(local).filter((asked) => !answered.has(asked.decision));
  const scope = open.find((asked) => asked.command === 'confirm');
  if (scope) return { kind: 'scope', asked: scope };
  const review = open.find((asked) => asked.command === 'accept' || asked.command === 'iterate');
  if (review) return { kind: 'review', asked: review, recommendation: recommendation(review.comment.body) };
  const pull = handedOver(local);
  if (pull !== null) return { kind: 'handed-over', pull };
  const why = stuck(local);
  return why === null ? null : { kind: 'stuck', why };
};

/** Labels the ticket, plans it where it is bare, chooses the sections and confirms: from then on people talk on the pull request. */
const begin = async (local: Local, play: Play): Promise<Typed> => {
  play.tell(`Ada labels ${local.ticketKey} ${local.startLabel} in Linear`);
  local.linear.labelAs({ user: 'Ada', issue: local.ticketKey, label: local.startLabel });
  const planned: Planned =
    local.startLabel === 'phase:explore' ? await playPlanning(local, play) : { commands: 0, replies: 0 };
  return { ...planned, commands: planned.commands + (await confirmScope(local, play)) };
};

/** How many commands it took. */
const confirmScope = async (local: Local, play: Play): Promise<number> => {
  const shown = () => ticketComments(local).find((body) => body.includes('### Scope of delegation')) ?? null;
  await until(local, { what: 'the scope on the ticket', withinMs: play.withinMs, look: shown });
  let typed = 0;
  if (play.groups) {
    play.tell(`Ada types /delegate ${play.groups}`);
    const typedId = typeOnTicket(local, `/delegate ${play.groups}`);
    typed += 1;
    // webhooks overtake each other, and a confirmation must not arrive before what it confirms
    await until(local, {
      what: '/delegate to be heard',
      withinMs: play.withinMs,
      look: () => heardOnTicket(local, typedId),
    });
  }
  play.tell('Ada types /confirm');
  typeOnTicket(local, '/confirm');
  return typed + 1;
};

const answerReview = (
  local: Local,
  play: Play,
  step: Extract<Next, { kind: 'review' }>,
): { typed: number; over: string | null } => {
  const { asked } = step;
  if (step.recommendation === 'accept') {
    play.tell(`the review recommends accept: Ada ticks Accept (${asked.decision})`);
    tick(local, { ...asked, command: 'accept' });
    return { typed: 0, over: null };
  }
  if (step.recommendation !== 'iterate')
    return { typed: 0, over: `the review recommends ${step.recommendation}: ${reasons(asked.comment.body)}` };
  if (play.iterateNotes === null) {
    play.tell(
      `the review recommends iterate (${reasons(asked.comment.body)}) Ada ticks Iterate (${asked.decision})`,
    );
    tick(local, { ...asked, command: 'iterate' });
    return { typed: 0, over: null };
  }
  play.tell(
    `the review recommends iterate (${reasons(asked.comment.body)}) Ada types /iterate ${play.iterateNotes}`,
  );
  typeOnGithub(local, { number: asked.number, body: `/iterate ${play.iterateNotes}` });
  return { typed: 1, over: null };
};

/** Nobody does anything in the rounds: what comes of them is told as it is seen. */
const roundNews = (local: Local, play: Play): (() => void) => {
  const told = new Set<string>();
  return () => {
    for (const line of appComments(local).flatMap(roundLines)) {
      if (told.has(line)) continue;
      told.add(line);
      play.tell(line);
    }
  };
};

/** The human part of the story, to its end: scope, accept, merge, as the App asks for them. */
export const playStory = async (local: Local, play: Play): Promise<Ending> => {
  const typed = await begin(local, play);
  const answered = new Set<string>();
  const news = roundNews(local, play);
  for (;;) {
    const step = await until(local, {
      what: 'the App to ask or to hand over',
      withinMs: play.withinMs,
      look: () => {
        news();
        return next(local, answered);
      },
    });
    if (step.kind === 'stuck') return { ok: false, why: step.why, pull: null, ...typed };
    if (step.kind === 'handed-over') return merge(local, play, { pull: step.pull, ...typed });
    answered.add(step.asked.decision);
    if (step.kind === 'scope') {
      play.tell(`the next sections are proposed: Ada ticks Confirm (${step.asked.decision})`);
      tick(local, step.asked);
      continue;
    }
    const review = answerReview(local, play, step);
    typed.commands += review.typed;
    if (review.over) return { ok: false, why: review.over, pull: step.asked.number, ...typed };
  }
};

const merge = async (local: Local, play: Play, at: Typed & { pull: number }): Promise<Ending> => {
  play.tell(`the App hands over: Ada reads pull request #${at.pull} and merges it`);
  const mergeSha = await local.github.mergePullAs(people.writer, {
    repository: local.repository,
    number: at.pull,
  });
  const done = (): true | null =>
    local.linear.issue(local.ticketKey)?.state.type === 'completed' ? true : null;
  await until(local, { what: 'the ticket to be Done', withinMs: play.withinMs, look: done });
  const summed = (): true | null =>
    ticketComments(local).some((body) => body.includes(mergeSha)) ? true : null;
  await until(local, { what: 'the closing comment on the ticket', withinMs: play.withinMs, look: summed });
  return { ok: true, mergeSha, ...at };
};
