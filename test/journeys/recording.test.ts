import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { typeOnGithub } from '../../src/sandbox/person.ts';
import {
  begin,
  box,
  commentsOn,
  type Journey,
  pullOf,
  reply,
  shown,
  startJourney,
  tickBox,
  wait,
} from './support.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney({
    tickets: ['whole', 'taken', 'nested', 'one', 'two'],
    // what is filed first becomes PER-211, then PER-212
    changes: { filed: ['PER-211'], again: ['PER-212'] },
  });
  for (const phase of ['explore', 'grill', 'propose', 'enhance'])
    journey.local.linear.createLabel({ name: `phase:${phase}` });
});
afterAll(() => journey?.stop());

const openIssue = (title: string, body: string): number => {
  const { github, repository } = journey.local;
  return github.openIssueAs('ada', { repository, title, body }).number;
};
const label = (number: number, name: string): void =>
  journey.local.github.labelAs('ada', { repository: journey.local.repository, number, label: name });
const filedFrom = (number: number) =>
  journey.local.linear
    .issues()
    .filter((ticket) => ticket.attachments.some(({ url }) => url.endsWith(`/issues/${number}`)));

describe('a GitHub issue that names no ticket', () => {
  it('is filed, checked against the code, and linked both ways', async () => {
    const { local } = journey;
    const number = openIssue('Keep notes', 'Beside `README.md`; like `notes/gone.txt`. Fixes #1.');
    label(number, 'phase:delegate');
    await box(local, { number, command: 'confirm' });
    const said = await shown(local, number, 'recorded');
    expect(said).toContain('Filed as [PER-211](');
    const ticket = local.linear.issue('PER-211');
    expect(ticket?.title).toBe('Keep notes');
    expect(ticket?.description).toContain('there: `README.md`; **not there**: `notes/gone.txt`');
    expect(ticket?.description).not.toContain('Fixes #1');
    expect(filedFrom(number).map(({ key }) => key)).toEqual(['PER-211']);
    expect(said).toContain(ticket?.url ?? 'no ticket');
  });

  it('is filed once, however often and in whatever way it is asked for at once', async () => {
    const { local } = journey;
    const number = openIssue('Keep notes again', 'Please.');
    label(number, 'phase:delegate');
    const ids = [1, 2, 3].map(() => typeOnGithub(local, { number, body: '/delegate' }));
    await box(local, { number, command: 'confirm' });
    await wait(local, 'every answer', () =>
      ids.every((id) => {
        const comment = commentsOn(local, number).find((one) => one.id === id);
        return comment?.reacted.some(({ content }) => content === 'rocket' || content === 'confused');
      })
        ? true
        : null,
    );
    expect(filedFrom(number).map(({ key }) => key)).toEqual(['PER-212']);
    expect(local.linear.issues().filter(({ title }) => title === 'Keep notes again')).toHaveLength(1);
    const told = commentsOn(local, number).filter(({ body }) => body.includes('Filed as'));
    expect(told).toHaveLength(1);
  });
});

describe('a GitHub issue that names several tickets', () => {
  it('asks which, and goes on with the one that is ticked', async () => {
    const { local } = journey;
    const number = openIssue('Two of them', 'PER-209 and PER-210.');
    typeOnGithub(local, { number, body: '/delegate 1' });
    const question = await wait(local, 'the question', () => reply(local, number, 'which-ticket'));
    expect(question).toContain('[**PER-209**]');
    const comment = commentsOn(local, number).find(({ body }) => body === question);
    local.github.editCommentAs('ada', {
      repository: local.repository,
      id: comment?.id ?? 0,
      body: question.replace('- [ ] [**PER-210**]', '- [x] [**PER-210**]'),
    });
    const scope = await box(local, { number, command: 'confirm' });
    expect(scope.comment.body).toContain('### Scope of delegation 1: section 1');
    expect(await shown(local, number, 'which-ticket')).toContain('This issue is about [PER-210]');
    expect(filedFrom(number).map(({ key }) => key)).toEqual(['PER-210']);
  });
});

describe('tickets that another one takes in', () => {
  it('are closed with it: by /absorb and as a sub-issue', async () => {
    const { local } = journey;
    const whole = journey.ticket('whole');
    const taken = journey.ticket('taken');
    const nested = journey.ticket('nested');
    local.linear.nestAs({ user: 'Ada', issue: nested.key, under: whole.key });
    const pull = await begin(journey, 'whole', '1');
    await wait(local, 'the sub-issue to be told', () =>
      nested.told().find((said) => said.startsWith('Taken in by [PER-206]')),
    );
    const ask = (body: string): Promise<string> => whole.answer(whole.say(body));
    const said = await ask('/absorb PER-207');
    expect(said).toContain('[PER-206]');
    expect(said).toContain('took in [PER-207]');
    expect(await ask('/absorb PER-206')).toContain('cannot take in itself');
    expect(await ask('/absorb PER-999')).toContain('the tracker knows no ticket');
    await wait(local, 'the other ticket to be told', () =>
      taken.told().find((one) => one.startsWith('Taken in by [PER-206]')),
    );
    expect(local.linear.issue(taken.key)?.relations).toEqual([{ type: 'related', key: 'PER-206' }]);
    taken.say('/delegate');
    await wait(local, 'the answer', () =>
      taken.told().find((one) => one.includes('was taken in by [PER-206]')),
    );
    await tickBox(local, { number: pull, command: 'accept' });
    await whole.shows('confirm the scope');
    typeOnGithub(local, { number: pull, body: '/drop 2, 3 not needed' });
    await wait(local, 'the handover', () => (pullOf(local, pull).draft ? null : true));
    await local.github.mergePullAs('ada', { repository: local.repository, number: pull });
    for (const ticket of [whole, taken, nested]) await ticket.reaches('Done');
    await wait(local, 'the merge to be named', () =>
      taken.told().find((one) => /^Done with \[PER-206\].*: merged as \[`[0-9a-f]{7}`\]/.test(one)),
    );
  });
});
