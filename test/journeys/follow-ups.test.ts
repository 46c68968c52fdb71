import { afterAll, beforeAll, expect, test } from 'vitest';
import { begin, converse, type Journey, shown, startJourney, wait, withoutMark } from './support.ts';

let journey: Journey;
let pull: number;
beforeAll(async () => {
  journey = await startJourney({ tickets: ['alpha'] });
  pull = await begin(journey, 'alpha', '1');
  // the App knows its pull request once it has written there
  await shown(journey.local, pull, 'status');
}, 90_000);
afterAll(() => journey.stop());

const tickets = (title: string) => journey.local.linear.issues().filter((issue) => issue.title === title);

const conversation = (id: number) =>
  journey.local.github
    .conversations(journey.local.repository, pull)
    .find(({ comments }) => comments.some((comment) => comment.id === id))?.comments ?? [];

/** Somebody replies in a review thread; what the App reacts with and answers there. */
const replyInThread = async (options: { login: string; to: number; body: string }) => {
  const { local } = journey;
  const { login, to, body } = options;
  const { id } = local.github.reviewerOn(login, local.repository).reply({ number: pull, to, body });
  const reactions = () =>
    conversation(id)
      .find((comment) => comment.id === id)
      ?.reacted.map(({ content }) => content) ?? [];
  await wait(local, `an answer to ${JSON.stringify(body)}`, () =>
    reactions().includes('rocket') || reactions().includes('confused') ? true : null,
  );
  return reactions();
};

const answersIn = (id: number): string[] =>
  conversation(id)
    .filter(({ user }) => user.login === 'throughline[bot]')
    .map(({ body }) => withoutMark(body));

test('a follow-up is filed once, asked for its priority, and refused to a stranger', {
  timeout: 90_000,
}, async () => {
  const { local } = journey;
  const line = '/follow-up Migrate the warehouse --priority high';
  const first = await converse(local, { number: pull, body: line });
  expect(first.reactions).toContain('rocket');
  const [filed] = await wait(local, 'the ticket', () => {
    const found = tickets('Migrate the warehouse');
    return found.length > 0 ? found : null;
  });
  expect(filed).toMatchObject({ priority: 2 });

  const again = await converse(local, { number: pull, body: line });
  expect(again.said).toContain('nothing was filed, because that is tracked already');
  expect(tickets('Migrate the warehouse')).toHaveLength(1);

  const bare = await converse(local, { number: pull, body: '/follow-up Write the docs' });
  expect(bare.said).toContain('/follow-up Write the docs --priority high');
  expect(tickets('Write the docs')).toEqual([]);

  const stranger = await converse(local, {
    ...{ number: pull, login: 'grace', body: '/follow-up Mine --priority high' },
  });
  expect(stranger.reactions).toContain('confused');
  expect(tickets('Mine')).toEqual([]);
});

test('as a reply to a review comment it takes that comment’s title and is answered there', {
  timeout: 90_000,
}, async () => {
  const { local } = journey;
  const reviewer = local.github.reviewerOn('grace', local.repository);
  const place = await firstPlace();
  const opening = await reviewer.commentOnLine({
    ...{ number: pull, ...place, body: 'Notes should be dated\n\nOtherwise nobody knows their order.' },
  });
  const asked = await replyInThread({ login: 'ada', to: opening.id, body: '/follow-up' });
  expect(asked).toContain('confused');
  expect(answersIn(opening.id)[0]).toContain('/follow-up --priority low');

  expect(await replyInThread({ login: 'ada', to: opening.id, body: '/follow-up --priority low' })).toContain(
    'rocket',
  );
  const [ticket] = await wait(local, 'the ticket of the thread', () => {
    const found = tickets('Notes should be dated');
    return found.length > 0 ? found : null;
  });
  expect(ticket?.description).toContain(opening.html_url);
  expect(ticket?.description).toContain(`${place.path}:${place.line}`);
  await wait(local, 'the key in the thread', () =>
    answersIn(opening.id).find((body) => body.includes('filed as')),
  );

  await replyInThread({ login: 'ada', to: opening.id, body: '/follow-up Dates in notes --priority high' });
  expect(answersIn(opening.id).at(-1)).toContain('tracked already');
  expect(tickets('Dates in notes')).toEqual([]);

  expect(
    await replyInThread({ login: 'grace', to: opening.id, body: '/follow-up --priority low' }),
  ).toContain('confused');
});

/** A line of the pull request's own. */
const firstPlace = async (): Promise<{ path: string; line: number }> => {
  const clone = await journey.clone();
  const branch = (await journey.local.github.pull(journey.local.repository, pull)).head.ref;
  await clone.git('fetch', '--quiet', 'origin', branch);
  await clone.git('checkout', '--quiet', '-B', 'work', 'FETCH_HEAD');
  clone.write('notes/by-hand.md', 'A note.\n');
  await clone.push(branch, 'Add a note by hand');
  return { path: 'notes/by-hand.md', line: 1 };
};
