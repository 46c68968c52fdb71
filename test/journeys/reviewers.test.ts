import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { until } from '../../src/sandbox/person.ts';
import { clean, type ReviewerJourney, startReviewerJourney } from './reviewers-support.ts';
import { commentsOn, notice, reply, shown, wait } from './support.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 60_000 });

let journey: ReviewerJourney;
beforeAll(async () => {
  journey = await startReviewerJourney(['found']);
});
afterAll(() => journey?.stop());

const finding =
  '## Findings\n\n- [Medium] The second line does not say what it means - `notes/found-1.txt:2`\n  Nobody will know it.\n';

/** These comments of ours come, one after another. */
const appear = async (number: number, ...tags: string[]): Promise<void> => {
  for (const tag of tags)
    await until(journey.local, {
      what: `the comment ${tag}`,
      // a fix-up is three runs
      withinMs: 150_000,
      look: () => reply(journey.local, number, tag),
    });
};

describe('another reviewer', () => {
  let pull: number;

  it('is waited for by name, without a run of ours', async () => {
    pull = await journey.polished('found');
    const status = await journey.ticket('found').shows('Waits for opencode-review to review');
    expect(status).toContain('Stage: **polishing**');
    const check = await journey.checkIs(journey.headOf(pull), null);
    expect(check.status).toBe('in_progress');
    expect(journey.phases('found')).toEqual(['delegate', 'review']);
  });

  it('has its finding triaged and fixed, and the new head is its to review', async () => {
    const { local } = journey;
    const first = journey.headOf(pull);
    journey.says(pull, first, finding);
    await appear(pull, 'd2:scope', 'round-2');
    const told = await shown(local, pull, 'round-1');
    expect(told).toMatch(/\*\*F1 · MEDIUM\*\* — The second line does not say what it means/);
    expect(told).toMatch(/fixed in \[`[0-9a-f]{7}`\]/);
    expect(journey.phases('found')).toEqual(['delegate', 'review', 'triage', 'delegate', 'review']);
    const second = journey.headOf(pull);
    expect(second).not.toBe(first);
    await journey.checkIs(second, null);
    journey.says(pull, second, clean);
    await journey.ticket('found').shows('Stage: **handed over**');
    await journey.checkIs(second, 'success');
    const handed = await notice(local, { number: pull, kind: 'handed-over' });
    expect(handed).toContain('**Bot-clean after 2 rounds**');
    expect(handed).toContain('read by opencode-review');
  });
});

describe('a person who requests changes after the hand-over', () => {
  it('takes the rounds up again, has them fixed, and is answered in the conversation', async () => {
    const { local } = journey;
    const pull = await journey.ticket('found').pull();
    const before = journey.headOf(pull);
    const ada = local.github.reviewerOn('ada', local.repository);
    await ada.review({
      ...{ number: pull, event: 'REQUEST_CHANGES', body: 'See inline comments' },
      comments: [{ path: 'notes/found-2.txt', line: 1, side: 'RIGHT', body: 'Please begin with the date.' }],
    });
    await appear(pull, 'round-3', 'd3:scope', 'round-4');
    const talked = await wait(local, 'the answer in the conversation', () => {
      const [conversation] = local.github.conversations(local.repository, pull);
      return conversation?.comments.length === 2 ? conversation : null;
    });
    expect(talked.comments[1]?.user.login).toBe('throughline[bot]');
    expect(talked.comments[1]?.body).toMatch(/Fixed in \[`[0-9a-f]{7}`\]/);
    const asked = await shown(local, pull, 'round-3');
    expect(asked).toContain('Round 3: what people ask for on');
    expect(asked).toMatch(/\*\*ada asks for it\*\*/);
    const head = journey.headOf(pull);
    expect(head).not.toBe(before);
    journey.says(pull, head, clean);
    await journey.ticket('found').shows('Stage: **handed over**');
    await journey.checkIs(head, 'success');
    // it stands there unresolved, and nobody said anything since
    expect(reply(local, pull, 'round-5')).toBeNull();
    expect(local.github.conversations(local.repository, pull)[0]?.comments).toHaveLength(2);
    const own = commentsOn(local, pull).filter(({ user }) => user.login === 'throughline[bot]');
    expect(own.length).toBeLessThanOrEqual(18);
  });
});
