import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { configurationText } from './project.ts';
import {
  begin,
  box,
  type Clone,
  commentsOn,
  converse,
  type Journey,
  pullOf,
  startJourney,
  tickBox,
  wait,
  withoutMark,
} from './support.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney({
    tickets: ['behind'],
    configuration: (control) =>
      configurationText(control, { rounds: { reviewer: 'throughline', quiet: 1 }, caps: { rounds: 10 } }),
  });
});
afterAll(() => journey?.stop());

const feature = 'feat/per-206-behind';
const moved = '`main` has moved: `/update` merges it into the feature branch.';
let pull: number;

const headNow = (): string => pullOf(journey.local, pull).head.sha;

/** Heads that the App has had reviewed, oldest first. */
const reviewed = (): string[] =>
  journey.local.github
    .runs(journey.local.repository)
    .map((run) => JSON.parse(run.inputs.assignment ?? '{}'))
    .filter((assignment) => assignment.phase === 'rounds')
    .map((assignment) => assignment.base)
    .toReversed();

/** This head was reviewed and is clean, and people are told that it is theirs. */
const handedOverAt = async (head: string): Promise<void> => {
  const { local } = journey;
  await wait(local, `a clean review of ${head}`, () =>
    local.github
      .checks(local.repository, head)
      .find(({ name, conclusion }) => name === 'throughline / bot review' && conclusion === 'success'),
  );
  await journey.ticket('behind').shows('Stage: **handed over**');
};

const showsNoMore = (text: string) =>
  wait(journey.local, `the status without ${text}`, () =>
    journey.ticket('behind').status().includes(text) ? null : true,
  );

/** What became of the newest update that wrote nothing. */
const answerWith = (text: string): Promise<string> =>
  wait(journey.local, `an answer with ${text}`, () =>
    commentsOn(journey.local, pull)
      .filter(({ body }) => body.startsWith('<!-- throughline:update:'))
      .map(({ body }) => withoutMark(body))
      .find((body) => body.includes(text)),
  );

const typed = (body: string) => converse(journey.local, { number: pull, body });

/** A clone at the head of the feature branch. */
const atFeature = async (): Promise<Clone> => {
  const clone = await journey.clone();
  await clone.git('checkout', '--quiet', '--detach', `origin/${feature}`);
  return clone;
};

describe('a base that moves on', () => {
  it('is shown, and merged in on a person’s word; the new head is reviewed like any other', async () => {
    const { local } = journey;
    const ticket = journey.ticket('behind');
    pull = await begin(journey, 'behind', '1');
    await tickBox(local, { number: pull, command: 'accept' });
    await box(local, { number: pull, command: 'confirm', decision: 'd2' });
    await typed('/drop 2,3 Not needed.');
    const before = headNow();
    await handedOverAt(before);
    expect(ticket.status()).not.toContain(moved);

    const clone = await journey.clone();
    clone.write('GUIDE.md', '# Guide\n');
    const base = await clone.push('main', 'A guide for people');
    await ticket.shows(moved);
    expect(headNow()).toBe(before);
    expect((await typed('/update')).reactions).toContain('rocket');
    await wait(local, 'the merge', () => (headNow() === before ? null : true));
    const head = headNow();
    await handedOverAt(head);
    expect(reviewed()).toEqual([before, head]);
    const merge = await atFeature();
    expect(await merge.git('show', '-s', '--format=%P')).toBe(`${before} ${base}`);
    const message = await merge.git('show', '-s', '--format=%B');
    expect(message).toContain(`Merge main into ${feature} (PER-206)`);
    expect(message).toContain('asked for by ada');
    expect(await merge.git('show', 'HEAD:GUIDE.md')).toBe('# Guide');
    await showsNoMore(moved);
  });

  it('needs no merge where it is in already, and no second review of a clean head', async () => {
    const before = headNow();
    await typed('/update');
    await answerWith(`ada: nothing to merge: \`${feature}\` contains \`main\` up to`);
    expect(headNow()).toBe(before);
    expect((await typed('/review')).said).toContain(
      'was reviewed in round 2 and is clean: nothing is spent on it again',
    );
    expect(reviewed()).toHaveLength(2);
  });

  it('is not merged in where it conflicts: nothing is lost, and a person’s own merge is reviewed', async () => {
    const ticket = journey.ticket('behind');
    const before = headNow();
    const clone = await journey.clone();
    clone.write('notes/behind-1.txt', 'Written by somebody else.\n');
    const base = await clone.push('main', 'A note of the same name');
    await ticket.shows(moved);
    await typed('/update');
    const told = await answerWith(`conflicts with \`${feature}\`. Nothing was changed.`);
    expect(told).toContain('Both sides changed:\n\n- `notes/behind-1.txt`\n');
    expect(told).toContain('git merge origin/main');
    expect(headNow()).toBe(before);
    expect(ticket.status()).toContain('Stage: **handed over**');
    expect(ticket.status()).toContain(moved);

    const own = await atFeature();
    await own.git('merge', '--quiet', '--no-edit', '-X', 'ours', base);
    const head = await own.push(feature, 'PER-206: Nothing more');
    await handedOverAt(head);
    expect(reviewed().slice(-2)).toEqual([before, head]);
    await showsNoMore(moved);
  });
});

describe('a pull request that is made a draft again', () => {
  it('is not reviewed until it is ready, or asked for', async () => {
    const { local } = journey;
    const ticket = journey.ticket('behind');
    const at = { repository: local.repository, number: pull };
    const push = async (text: string): Promise<string> => {
      const clone = await atFeature();
      clone.write('notes/more.txt', text);
      return clone.push(feature, `PER-206: ${text}`);
    };
    const held = 'Made a draft by ada: mark it ready to have it reviewed';
    const before = reviewed();
    local.github.setDraftAs('ada', { ...at, draft: true });
    await ticket.shows(held);
    const asked = await push('asked for');
    await ticket.shows('Stage: **polishing**');
    expect((await typed('/review')).reactions).toContain('rocket');
    await handedOverAt(asked);
    const ready = await push('made ready');
    await ticket.shows('Stage: **polishing**');
    expect(pullOf(local, pull).draft).toBe(true);
    expect(reviewed()).toEqual([...before, asked]);
    local.github.setDraftAs('ada', { ...at, draft: false });
    await handedOverAt(ready);
    expect(reviewed()).toEqual([...before, asked, ready]);
    await showsNoMore(held);
  });
});
