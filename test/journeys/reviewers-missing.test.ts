import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { clean, type ReviewerJourney, startReviewerJourney } from './reviewers-support.ts';
import { commentsOn, converse, notice, pullOf, shown } from './support.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 60_000 });

let journey: ReviewerJourney;
beforeAll(async () => {
  journey = await startReviewerJourney(['silent']);
});
afterAll(() => journey?.stop());

describe('a reviewer that does not review', () => {
  let pull: number;
  const isMissing = async (words: RegExp): Promise<void> => {
    const ticket = journey.ticket('silent');
    await ticket.shows(words);
    expect(await ticket.shows('Stage: **blocked**')).toContain('nobody has reviewed');
    const check = await journey.checkIs(journey.headOf(pull), 'failure');
    expect(check.output.summary).toContain('Nobody has reviewed this commit.');
    expect(await shown(journey.local, pull, 'round-1')).toContain('NOBODY has reviewed this head.');
    expect(pullOf(journey.local, pull).state).toBe('open');
  };

  it('is never green: neither by a word on an older commit, nor by one that cannot be read', async () => {
    const { local } = journey;
    pull = await journey.polished('silent');
    journey.says(pull, pullOf(local, pull).base.sha, clean);
    journey.says(pull, journey.headOf(pull), 'All good, I think.');
    await isMissing(/what it answered cannot be read/);
    const said = await notice(local, { number: pull, kind: 'blocked' });
    expect(said).toContain('See that opencode-review reviews this head');
  });

  it('says so where it died, without another comment of ours', async () => {
    const notices = () =>
      commentsOn(journey.local, pull).filter(({ body }) => body.includes('throughline:notice:')).length;
    const before = notices();
    const head = journey.headOf(pull);
    journey.comments(
      pull,
      `<!-- opencode-pr-review-failed -->\n## Review failed\n\nReviewed commit: \`${head}\`\n\nOut of credits.`,
    );
    await isMissing(/Out of credits/);
    expect(notices()).toBe(before);
  });

  it('is waited for anew by /retry, and its silence is said', async () => {
    const { local } = journey;
    const ticket = journey.ticket('silent');
    await converse(local, { number: pull, body: '/retry' });
    await ticket.shows('Waits for opencode-review to review');
    await journey.goAhead(31);
    await isMissing(/has said nothing of [0-9a-f]{7} that counts/);
  });

  it('is healed by its late word', async () => {
    journey.says(pull, journey.headOf(pull), clean);
    await journey.ticket('silent').shows('Stage: **handed over**');
    await journey.checkIs(journey.headOf(pull), 'success');
  });
});
