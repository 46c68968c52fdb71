import { describe, expect, it } from 'vitest';
import { decide } from '../../src/core/decide.ts';
import type { Command, CommandSource, Event } from '../../src/core/event.ts';
import type { Facts, ThreadFact } from '../../src/core/facts.ts';
import type { Item } from '../../src/core/item.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import type { Finding } from '../../src/core/rounds/round.ts';
import { threadTitle } from '../../src/core/rounds/thread-title.ts';
import { finding, round } from '../text/rounds/support.ts';
import { toFile } from './rounds/sample.ts';
import { allFacts, commandEvent, itemAt, platformEvent } from './support.ts';

const thread: ThreadFact = {
  ...{ id: 40, url: 'https://github.test/pull/12#discussion_r40', path: 'src/x.ts', line: 7, by: 'linus' },
  ...{ text: '**Links break after sync.**\n\nSee PER-180.', tracked: null },
};
const inThread: CommandSource = { on: 'github', issue: 12, commentId: 41, via: 'review' };

type Asked = Extract<Command, { name: 'follow-up' }>;
const ask = (
  item: Item,
  asked: Partial<Asked>,
  { source, facts = {} }: { source?: CommandSource; facts?: Partial<Facts> } = {},
): Outcome =>
  decide(
    item,
    commandEvent({ name: 'follow-up', title: '', priority: 'low', ...asked }, source ? { source } : {}),
    allFacts({ thread: source ? thread : null, ...facts }),
  );
const oneShots = ({ effects }: Outcome) =>
  effects.flatMap((effect) => (effect.type === 'one-shot' ? [effect.oneShot] : []));
const filings = (outcome: Outcome) => oneShots(outcome).filter(({ kind }) => kind === 'file-follow-up');
const replies = (outcome: Outcome) =>
  oneShots(outcome).flatMap((effect) => (effect.kind === 'reply' ? [effect] : []));
const reactions = (outcome: Outcome) =>
  oneShots(outcome).flatMap((effect) => (effect.kind === 'react' ? [effect.reaction] : []));

describe('/follow-up in a review thread', () => {
  it('takes the title of the thread, cites it and is reacted to there', () => {
    const outcome = ask(itemAt('planned'), {}, { source: inThread });
    expect(filings(outcome)).toEqual([{ kind: 'file-follow-up', finding: 'U1' }]);
    expect(outcome.item.followUps).toMatchObject([
      { id: 'U1', title: 'Links break after sync.', thread: { id: 40, path: 'src/x.ts', line: 7 } },
    ]);
    expect(reactions(outcome)).toEqual(['eyes', 'rocket']);
  });

  it('with a title uses that', () => {
    const outcome = ask(itemAt('planned'), { title: 'Fix the sync' }, { source: inThread });
    expect(outcome.item.followUps?.[0]?.title).toBe('Fix the sync');
  });

  it('asks for a priority in the thread', () => {
    const outcome = ask(itemAt('planned'), { priority: null }, { source: inThread });
    expect([outcome.state, filings(outcome)]).toEqual(['refused', []]);
    expect(replies(outcome)).toMatchObject([
      { thread: 41, reply: { kind: 'follow-up-priority', ofThread: true } },
    ]);
  });

  it('files one ticket of a thread, however it is worded', () => {
    const first = ask(itemAt('planned'), {}, { source: inThread });
    const again = ask(first.item, { title: 'Another title' }, { source: inThread });
    expect(filings(again)).toEqual([]);
    expect(replies(again)).toMatchObject([{ reply: { kind: 'follow-up-filed', before: true } }]);
  });

  it('files none that the tracker links to the thread already', () => {
    const tracked = { key: 'PER-300', url: 'https://linear.test/PER-300' };
    const outcome = ask(
      itemAt('planned'),
      {},
      {
        ...{ source: inThread, facts: { thread: { ...thread, tracked } } },
      },
    );
    expect(filings(outcome)).toEqual([]);
    expect(replies(outcome)).toMatchObject([{ reply: { key: 'PER-300', before: true } }]);
  });

  it('answers the finding that the thread is about', () => {
    const item: Item = {
      ...itemAt('polishing'),
      rounds: [round({ state: { name: 'answering' } })],
      findings: [finding({ url: thread.url })],
      delegations: [],
    };
    const outcome = ask(item, { priority: 'high' }, { source: inThread });
    expect(outcome.item.findings?.[0]?.decided).toMatchObject({ to: 'file', priority: 'high' });
    expect(filings(outcome)).toEqual([{ kind: 'file-follow-up', finding: 'F1' }]);
    expect(outcome.item.followUps).toBeUndefined();
  });
});

describe('/follow-up --priority none', () => {
  const found = (): Item => ({
    ...itemAt('polishing'),
    rounds: [round({ state: { name: 'answering' } })],
    findings: [finding({ url: thread.url })],
    delegations: [],
  });

  it('of a finding needs the reason that only `/triage` records', () => {
    const outcome = ask(found(), { priority: 'none' }, { source: inThread });
    expect([outcome.state, filings(outcome)]).toEqual(['refused', []]);
    expect(outcome.item.findings?.[0]?.decided).toBeNull();
    expect(replies(outcome)).toMatchObject([
      { reply: { problem: expect.stringContaining('`/triage F1 file none <why>`') } },
    ]);
  });

  it.each([
    [{}, inThread, '`/follow-up --priority low`'],
    [{ title: 'Rotate keys' }, undefined, '`/follow-up <title> --priority low`'],
  ])('files nothing elsewhere either: %j', (asked, source, text) => {
    const outcome = ask(itemAt('planned'), { ...asked, priority: 'none' }, source ? { source } : {});
    expect([outcome.state, filings(outcome), outcome.item.followUps]).toEqual(['refused', [], undefined]);
    expect(replies(outcome)).toMatchObject([{ reply: { problem: expect.stringContaining(text) } }]);
  });

  it('or any other keeps a typed title, and what the ticket blocks', () => {
    const titled = { title: 'Migrate the warehouse', priority: 'high' } as const;
    const outcome = ask(found(), titled, { source: inThread });
    expect(outcome.item.findings?.[0]?.decided).toMatchObject({ to: 'file', by: 'ada', ...titled });
    const proposed = found();
    proposed.findings = [finding({ url: thread.url, decided: { ...toFile, blocks: 'PER-250' } })];
    const again = ask(proposed, titled, { source: inThread });
    expect(again.item.findings?.[0]?.decided).toMatchObject({ ...titled, blocks: 'PER-250' });
  });
});

describe('a ticket that a person asked for and a finding of the same', () => {
  const ticket = { key: 'PER-300', url: 'https://linear.test/PER-300' };
  const reviewed = (changes: Partial<Finding>): Item => ({
    ...itemAt('polishing'),
    rounds: [round({ state: { name: 'answering' }, findings: ['F1'] })],
    findings: [finding(changes)],
    delegations: [],
  });
  const title = finding().title;
  const filedAs = (item: Item, id: string): Outcome =>
    decide(
      item,
      {
        ...platformEvent('follow-up-filed'),
        ...{ finding: id, ticketKey: ticket.key, url: ticket.url },
      } as Event,
      allFacts(),
    );
  const fileIt = (item: Item): Outcome => {
    const command = { name: 'triage', finding: 'F1', to: 'file', priority: 'medium', why: '' } as const;
    return decide(item, commandEvent(command), allFacts());
  };

  it('are one ticket once it is filed', () => {
    const asked = filedAs(ask(reviewed({}), { title: title.toUpperCase() }).item, 'U1');
    const outcome = fileIt(asked.item);
    expect(filings(outcome)).toEqual([]);
    expect(outcome.item.findings?.[0]?.answer).toMatchObject({ kind: 'filed', ...ticket });
  });

  it('are one ticket while it is being filed: the finding waits for it', () => {
    const waiting = fileIt(ask(reviewed({}), { title }).item);
    expect(filings(waiting)).toEqual([]);
    expect(waiting.item.findings?.[0]?.answer).toBeNull();
    const outcome = filedAs(waiting.item, 'U1');
    expect(outcome.item.findings?.[0]?.answer).toMatchObject({ kind: 'filed', ...ticket });
    expect(outcome.item.rounds?.at(-1)?.state.name).toBe('closed');
    expect(replies(outcome)[0]).toMatchObject({ reply: { kind: 'follow-up-filed' } });
  });

  it('are one ticket where the finding is being filed first', () => {
    const waiting = fileIt(reviewed({}));
    expect(filings(waiting)).toEqual([{ kind: 'file-follow-up', finding: 'F1' }]);
    const outcome = ask(waiting.item, { title });
    expect([filings(outcome), outcome.item.followUps]).toEqual([[], undefined]);
    expect(replies(outcome)).toMatchObject([{ reply: { kind: 'follow-up-filed', key: null, before: true } }]);
  });

  it('are two where the tracker refuses the first', () => {
    const waiting = fileIt(ask(reviewed({}), { title }).item);
    const refused = {
      ...platformEvent('effect-refused'),
      ...{ effect: 'file-follow-up', finding: 'U1', status: 400, detail: 'No.', remedy: 'Ask.' },
    } as Event;
    const outcome = decide(waiting.item, refused, allFacts());
    expect(filings(outcome)).toEqual([{ kind: 'file-follow-up', finding: 'F1' }]);
    expect(filings(ask(outcome.item, { title }))).toEqual([]);
  });

  it('are one ticket by the thread, where its fix did not hold', () => {
    const fixed = { kind: 'fixed', sha: 'a'.repeat(40), reason: 'True.' } as const;
    const answered = reviewed({ url: thread.url, state: 'answered', answer: fixed });
    const asked = filedAs(ask(answered, { title: 'Say it otherwise' }, { source: inThread }).item, 'U1');
    expect(asked.item.followUps).toMatchObject([{ id: 'U1', ticket }]);
    const back: Item = { ...asked.item, findings: [finding({ url: thread.url, state: 'reopened' })] };
    const outcome = fileIt(back);
    expect(filings(outcome)).toEqual([]);
    expect(outcome.item.findings?.[0]?.answer).toMatchObject(ticket);
  });

  it('are two where the title says as much of another finding, or the thread is of another file', () => {
    const twice = reviewed({});
    twice.findings = [finding(), finding({ id: 'F2', fingerprint: 'other', path: 'src/other.ts' })];
    expect(filings(fileIt(ask(twice, { title }).item))).toHaveLength(1);
    const elsewhere = ask(reviewed({ path: 'src/y.ts' }), { title }, { source: inThread });
    expect(elsewhere.item.followUps).toHaveLength(1);
    expect(filings(fileIt(elsewhere.item))).toHaveLength(1);
  });
});

describe('/triage where nothing is answered', () => {
  it.each([
    ['cancelled', '`/delegate` takes it up again'],
    ['done', '`/follow-up <title> --priority <priority>`'],
    ['planned', 'once every section is decided'],
  ] as const)('says what holds of a ticket that is %s', (stage, text) => {
    const item: Item = { ...itemAt(stage), rounds: [round({})], findings: [finding()] };
    const command = { name: 'triage', finding: 'F1', to: 'fix', priority: null, why: '' } as const;
    const outcome = decide(item, commandEvent(command), allFacts());
    expect(replies(outcome)).toMatchObject([
      { reply: { kind: 'wrong-stage', why: expect.stringContaining(text) } },
    ]);
  });
});

describe('/follow-up elsewhere', () => {
  it('needs a title', () => {
    const outcome = ask(itemAt('planned'), {});
    expect(replies(outcome)).toMatchObject([{ reply: { kind: 'unreadable' } }]);
  });

  it('can be asked for again once the tracker has refused it, under the same id', () => {
    const first = ask(itemAt('planned'), { title: 'Fix the sync' });
    const refused = decide(
      first.item,
      {
        ...platformEvent('effect-refused'),
        ...{
          kind: 'effect-refused',
          effect: 'file-follow-up',
          finding: 'U1',
          status: 400,
          detail: 'No.',
          remedy: 'Ask.',
        },
      } as Event,
      allFacts(),
    );
    expect(replies(refused)).toMatchObject([{ reply: { kind: 'follow-up-refused', title: 'Fix the sync' } }]);
    const again = ask(refused.item, { title: 'Fix the sync' });
    expect(filings(again)).toEqual([{ kind: 'file-follow-up', finding: 'U1' }]);
    expect(again.item.followUps).toHaveLength(1);
  });
});

describe('the title of a thread', () => {
  it.each([
    ['Links break.\nMore.', 'Links break.'],
    [
      '<!-- x -->\n_⚠️ Potential issue_ | _🟠 Major_\n\n**Guard against null.**\n\nWhy.',
      'Guard against null.',
    ],
    ['> quoted\n', 'quoted'],
    ['### Heading\ntext', 'Heading'],
    ['/follow-up\n', ''],
    ['<!-- only -->', ''],
  ])('of %j is %j', (body, title) => {
    expect(threadTitle(body, null)).toBe(title);
  });
});

describe('a ticket of a finding', () => {
  const filing = finding({
    decided: {
      ...{ to: 'file', reason: 'Left out.', cites: null, title: 'Links', blocks: null },
      ...{ priority: 'high', by: 'triage' },
    },
  });
  const item = (stage: 'polishing' | 'done' | 'cancelled'): Item => ({
    ...itemAt(stage),
    rounds: [round({ state: { name: 'answering' } })],
    findings: [filing],
    delegations: [],
  });
  const filed = { ...platformEvent('follow-up-filed'), finding: 'F1' } as Event;
  const refused = {
    ...platformEvent('effect-refused'),
    ...{ effect: 'file-follow-up', finding: 'F1', status: 400, detail: 'No.', remedy: 'Ask an admin.' },
  } as Event;

  it('that was decided otherwise while it was being filed is told of, and changes nothing', () => {
    const correction = { name: 'triage', finding: 'F1', to: 'acknowledge', priority: null, why: 'Known.' };
    const corrected = decide(item('polishing'), commandEvent(correction as Command), allFacts());
    const outcome = decide(corrected.item, filed, allFacts());
    expect(outcome.item.findings).toEqual(corrected.item.findings);
    expect(replies(outcome)).toMatchObject([{ reply: { kind: 'follow-up-needless', finding: 'F1' } }]);
    const once = decide(item('polishing'), filed, allFacts());
    expect(replies(decide(once.item, filed, allFacts()))).toEqual([]);
  });

  it.each(['done', 'cancelled'] as const)('that is refused is said of a ticket that is %s', (stage) => {
    const outcome = decide(item(stage), refused, allFacts());
    expect(replies(outcome)).toMatchObject([{ reply: { kind: 'follow-up-refused', finding: 'F1' } }]);
    expect(outcome.item.stage.name).toBe(stage);
    const other = { ...refused, effect: 'reply' } as Event;
    expect(decide(item(stage), other, allFacts()).state).toBe('ignored');
  });
});
