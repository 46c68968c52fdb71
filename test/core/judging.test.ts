import { describe, expect, it } from 'vitest';
import type { CheckResult, Review } from '../../src/contracts/review.ts';
import { decide } from '../../src/core/decide.ts';
import type { Event } from '../../src/core/event.ts';
import type { Facts } from '../../src/core/facts.ts';
import type { Item, StageName } from '../../src/core/item.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import { allFacts, assignmentId, at, commandEvent, itemAt, platformEvent, reviewOf, sha } from './support.ts';

const judgeId = '0a6e7c0e-8a4e-4d8e-9f0a-0a0a0a0a0a0a';

/** As it is computed: the judgement is not here yet. */
const computed = (review: Review = reviewOf('accept')): Review => ({
  ...review,
  checks: review.checks.map(
    (check): CheckResult =>
      check.id === 'spec-conformance' ? { ...check, verdict: 'missing' as const } : check,
  ),
  recommendation: 'iterate',
});

type Returned = NonNullable<Facts['returned']>;
const requirements = [{ name: 'Anchors', scenarios: ['Two of a name'] }];
const back = (changes: Partial<Facts> = {}): Facts =>
  allFacts({
    freshId: judgeId,
    returned: {
      state: 'returned',
      ...{ runId: 5, url: 'https://github.test/runs/5', head: sha('c'), evidenceUrl: 'u', completedAt: at },
      review: computed(),
      told: { requirements, answer: '{"summary":"done"}' },
    },
    ...changes,
  });

const finished = (id: string, runId: number): Event => ({
  ...platformEvent('run-finished'),
  ...{ kind: 'run-finished', assignmentId: id, runId, runAttempt: 1 },
});
const judgedFact = (review: Review): Returned => ({
  state: 'judged',
  ...{ runId: 6, url: 'https://github.test/runs/6', evidenceUrl: 'e', completedAt: at, review },
});

const moved = (outcome: Outcome): Outcome => {
  expect(outcome.state).toBe('moved');
  return outcome;
};
const dispatched = ({ effects }: Outcome) =>
  effects.flatMap((effect) =>
    effect.type === 'one-shot' && effect.oneShot.kind === 'dispatch' ? [effect.oneShot.assignment] : [],
  );
const notices = ({ effects }: Outcome): string[] =>
  effects.flatMap((effect) =>
    effect.type === 'one-shot' && effect.oneShot.kind === 'reply' ? [effect.oneShot.reply.kind] : [],
  );
const attemptOf = ({ item }: Outcome) => {
  const found = item.delegations[0]?.attempts.at(-1);
  if (!found) throw new Error('no attempt');
  return found;
};

const beingJudged = (item: Item = itemAt('delegating')): Outcome =>
  moved(decide(item, finished(assignmentId, 5), back()));

describe('a delegation that came back', () => {
  it('is judged before anybody is asked', () => {
    const outcome = beingJudged();
    expect(outcome.item.stage.name).toBe('delegating');
    expect(outcome.item.decision).toBeNull();
    expect(outcome.item.blocks).toEqual([]);
    const [assignment] = dispatched(outcome);
    expect(assignment).toMatchObject({
      ...{ phase: 'review', id: judgeId, base: sha('c'), recordedBase: sha('b'), attempt: 1 },
      inputs: { delegation: 1, of: 1, sections: ['1'], pushedBy: null, requirements, verify: null },
    });
    expect(assignment?.codeBranch).not.toBe(attemptOf(outcome).codeBranch);
    expect(assignment?.phase === 'review' && assignment.inputs.checks).toHaveLength(13);
    expect(outcome.aliases).toContain(`run:${judgeId}`);
  });

  it('is decided on once it is judged', () => {
    const before = beingJudged();
    const outcome = moved(
      decide(before.item, finished(judgeId, 6), allFacts({ returned: judgedFact(reviewOf('accept')) })),
    );
    expect(outcome.item.stage.name).toBe('deciding');
    expect(outcome.item.decision).toMatchObject({ id: 'd1a1', asks: 'accept' });
    expect(attemptOf(outcome).outcome).toMatchObject({
      state: 'returned',
      review: { recommendation: 'accept' },
    });
    expect(attemptOf(outcome).judging?.[0]?.outcome.state).toBe('answered');
    expect(outcome.item.blocks).toMatchObject([{ kind: 'findings', delegation: 1 }]);
  });

  it('is judged once, however often its end is told', () => {
    const before = beingJudged();
    expect(decide(before.item, finished(assignmentId, 5), back()).state).toBe('ignored');
  });

  it('waits while the ticket is paused, and is judged afterwards', () => {
    const held = beingJudged({ ...itemAt('delegating'), paused: true });
    expect(dispatched(held)).toEqual([]);
    const resumed = moved(
      decide(held.item, commandEvent({ name: 'resume' }), allFacts({ freshId: judgeId })),
    );
    expect(dispatched(resumed)).toMatchObject([{ phase: 'review', base: sha('c') }]);
    expect(resumed.item.delegations[0]?.attempts).toHaveLength(1);
  });

  it.each<[string, Returned]>([
    ['failed', { state: 'failed', failure: 'failed', detail: 'The runner broke.', url: null }],
    ['timed out', { state: 'failed', failure: 'timed-out', detail: 'Too long.', url: null }],
  ])('shows what was computed when its judge %s, and judges anew on /retry', (_, returned) => {
    const outcome = moved(decide(beingJudged().item, finished(judgeId, 6), allFacts({ returned })));
    expect(outcome.item.stage).toMatchObject({ name: 'blocked', cause: 'run-failed', resume: 'delegating' });
    expect(outcome.item.blocks).toMatchObject([{ kind: 'findings' }]);
    expect(notices(outcome)).toContain('blocked');
    const again = moved(
      decide(outcome.item, commandEvent({ name: 'retry' }), allFacts({ freshId: assignmentId })),
    );
    expect(dispatched(again)).toMatchObject([{ phase: 'review', base: sha('c'), attempt: 2 }]);
    expect(again.item.delegations[0]?.attempts).toHaveLength(1);
  });

  it('may be iterated on without its judge', () => {
    const failed: Returned = { state: 'failed', failure: 'failed', detail: 'Broke.', url: null };
    const outcome = decide(beingJudged().item, finished(judgeId, 6), allFacts({ returned: failed }));
    const next = moved(decide(outcome.item, commandEvent({ name: 'iterate', notes: 'mind it' }), allFacts()));
    expect(dispatched(next)).toMatchObject([{ phase: 'delegate', attempt: 2, base: sha('c') }]);
  });

  it('has a judge that is lost or late like any run', () => {
    const lost: Event = { ...platformEvent('run-lost'), kind: 'run-lost', assignmentId: judgeId };
    expect(decide(beingJudged().item, lost, allFacts()).item.stage).toMatchObject({ cause: 'run-failed' });
    const stale: Event = { ...platformEvent('run-lost'), kind: 'run-lost', assignmentId };
    expect(decide(beingJudged().item, stale, allFacts()).state).toBe('ignored');
  });

  it('stops its judge when it is cancelled', () => {
    const outcome = moved(decide(beingJudged().item, commandEvent({ name: 'cancel' }), allFacts()));
    expect(outcome.effects).toContainEqual({
      type: 'one-shot',
      oneShot: { kind: 'cancel-run', assignmentId: judgeId, runId: null },
    });
  });
});

describe('a judgement that cannot be used', () => {
  const unusable: Review = { ...reviewOf('iterate'), judgement: 'unusable' };
  const deciding = (mode: Item['mode'] = 'copilot') =>
    decide(
      { ...beingJudged().item, mode },
      finished(judgeId, 6),
      allFacts({ returned: judgedFact(unusable) }),
    );

  it('is decided on like any failed check, or asked for again', () => {
    const outcome = moved(deciding());
    expect(outcome.item.stage.name).toBe('deciding');
    const again = moved(decide(outcome.item, commandEvent({ name: 'retry' }), allFacts()));
    expect(dispatched(again)).toMatchObject([{ phase: 'review', attempt: 2 }]);
    expect(again.item.decision).toBeNull();
  });

  it('costs the delegate no attempt in auto mode', () => {
    const outcome = moved(deciding('auto'));
    expect(dispatched(outcome)).toEqual([]);
    expect(notices(outcome)).toEqual(['needs-decision']);
  });

  it('leaves /retry refused where the review stands', () => {
    expect(decide(itemAt('deciding'), commandEvent({ name: 'retry' }), allFacts()).state).toBe('refused');
  });
});

describe("a person's push to the code branch", () => {
  const push = (sha_: string, branch = 'throughline/gate-paths/1-1'): Event => ({
    ...platformEvent('code-pushed'),
    ...{ kind: 'code-pushed', branch, sha: sha_ },
  });
  const pushed = (stage: StageName = 'rejected', changes: Partial<Item> = {}) =>
    decide({ ...itemAt(stage), ...changes }, push(sha('e')), allFacts({ freshId: judgeId }));

  it.each<StageName>(['rejected', 'deciding'])('is verified and judged at %s', (stage) => {
    const outcome = moved(pushed(stage));
    expect(dispatched(outcome)).toMatchObject([
      {
        ...{ phase: 'review', base: sha('e'), recordedBase: sha('b') },
        inputs: { of: 2, pushedBy: 'ada', verify: { setup: [], commands: [] } },
      },
    ]);
    expect(outcome.item.stage.name).toBe('delegating');
    expect(attemptOf(outcome)).toMatchObject({ pushedBy: 'ada', base: sha('e'), assignmentId: judgeId });
  });

  const reviewed = () => {
    const returned: Returned = {
      state: 'returned',
      ...{
        runId: 6,
        url: 'u',
        head: sha('e'),
        evidenceUrl: 'e',
        completedAt: at,
        review: reviewOf('accept'),
      },
    };
    return moved(decide(pushed().item, finished(judgeId, 6), allFacts({ returned })));
  };

  it('is decided on like an attempt, and merged as it is', () => {
    const outcome = reviewed();
    expect(outcome.item.decision).toMatchObject({ id: 'd1a2' });
    const accepted = moved(decide(outcome.item, commandEvent({ name: 'accept' }), allFacts()));
    expect(accepted.effects).toContainEqual({
      type: 'one-shot',
      oneShot: {
        ...{ kind: 'merge-delegation', delegation: 1, branch: 'feat/per-206-gate-paths' },
        ...{ recordedBase: sha('b'), head: sha('e') },
      },
    });
  });

  it('is where the next attempt starts', () => {
    const next = moved(decide(reviewed().item, commandEvent({ name: 'iterate', notes: '' }), allFacts()));
    expect(dispatched(next)).toMatchObject([{ phase: 'delegate', base: sha('e') }]);
  });

  it('is reviewed again when its review did not come to its end', () => {
    const failed: Returned = { state: 'failed', failure: 'failed', detail: 'Broke.', url: null };
    const blocked = moved(decide(pushed().item, finished(judgeId, 6), allFacts({ returned: failed })));
    const again = moved(decide(blocked.item, commandEvent({ name: 'retry' }), allFacts()));
    expect(dispatched(again)).toMatchObject([{ phase: 'review', base: sha('e') }]);
  });

  it('waits for the end of a pause', () => {
    const held = moved(pushed('rejected', { paused: true }));
    expect(dispatched(held)).toEqual([]);
    const resumed = moved(
      decide(held.item, commandEvent({ name: 'resume' }), allFacts({ freshId: judgeId })),
    );
    expect(dispatched(resumed)).toMatchObject([{ phase: 'review', base: sha('e') }]);
  });

  it.each([
    ['a head that is known', push(sha('c'))],
    ['another branch', push(sha('e'), 'throughline/gate-paths/9-1')],
  ])('is nothing for %s', (_, event) => {
    expect(decide(itemAt('rejected'), event, allFacts()).state).toBe('ignored');
  });
});

describe('auto mode', () => {
  const red = { failing: [{ name: 'build', url: null }] };
  const judgedIn = (facts: Partial<Facts>, recommendation: Review['recommendation'] = 'accept') =>
    moved(
      decide(
        { ...beingJudged().item, mode: 'auto' },
        finished(judgeId, 6),
        allFacts({ returned: judgedFact(reviewOf(recommendation)), ...facts }),
      ),
    );

  it('accepts on accept', () => {
    expect(judgedIn({}).item.delegations[0]?.state).toMatchObject({ name: 'merging', by: 'auto mode' });
  });

  it('iterates on iterate, but not while the CI of the feature branch is red', () => {
    expect(dispatched(judgedIn({}, 'iterate'))).toMatchObject([{ phase: 'delegate', attempt: 2 }]);
    const outcome = judgedIn({ ci: red }, 'iterate');
    expect(outcome.item.stage.name).toBe('deciding');
    expect(dispatched(outcome)).toEqual([]);
    expect(notices(outcome)).toEqual(['needs-decision']);
  });

  const mergedIn = (facts: Partial<Facts>) => {
    const { item } = judgedIn({});
    const event: Event = {
      ...platformEvent('delegation-merged'),
      kind: 'delegation-merged',
      delegation: 1,
      sha: sha('d'),
    };
    return moved(decide(item, event, allFacts({ featureSha: sha('d'), ...facts })));
  };

  it('goes on to the next sections', () => {
    expect(dispatched(mergedIn({}))).toMatchObject([{ phase: 'delegate', sections: ['2'] }]);
  });

  it('asks for the next scope where the CI is red, and /confirm goes on', () => {
    const outcome = mergedIn({ ci: red });
    expect(dispatched(outcome)).toEqual([]);
    expect(outcome.item.decision).toMatchObject({ id: 'd2', asks: 'scope' });
    expect(notices(outcome)).toEqual(['needs-decision']);
    const confirmed = moved(decide(outcome.item, commandEvent({ name: 'confirm' }), allFacts()));
    expect(dispatched(confirmed)).toMatchObject([{ phase: 'delegate', sections: ['2'] }]);
  });
});

describe('a stale claim', () => {
  const stale = ['openspec/changes/gate-paths/tasks.md:5, task 1.1: src/lint.js is not there.'];
  const blocked = () =>
    moved(
      decide(
        itemAt('delegating'),
        finished(assignmentId, 5),
        allFacts({ returned: { state: 'stale-claims', stale, url: 'https://github.test/runs/5' } }),
      ),
    );

  it('stops the delegation before any agent works, and says what is not there', () => {
    const outcome = blocked();
    expect(outcome.item.stage).toMatchObject({ name: 'blocked', cause: 'stale-claims', findings: stale });
    expect(notices(outcome)).toEqual(['blocked']);
    expect(dispatched(outcome)).toEqual([]);
  });

  it('is gone over by /confirm, on the record', () => {
    const outcome = moved(decide(blocked().item, commandEvent({ name: 'confirm' }), allFacts()));
    expect(dispatched(outcome)).toMatchObject([
      { phase: 'delegate', attempt: 2, claims: { override: { by: 'ada' } } },
    ]);
    expect(outcome.item.delegations[0]?.claimsOverride).toMatchObject({ by: 'ada' });
  });

  it.each<[string, Event]>([
    ['a push to the feature branch', { ...platformEvent('feature-pushed') }],
    ['/retry', commandEvent({ name: 'retry' })],
  ])('is looked up again after %s', (_, event) => {
    const outcome = moved(decide(blocked().item, event, allFacts({ featureSha: sha('f') })));
    const [assignment] = dispatched(outcome);
    expect(assignment).toMatchObject({ phase: 'delegate', attempt: 2, base: sha('f') });
    expect(assignment).not.toHaveProperty('claims');
  });
});

describe('what crosses a judgement', () => {
  const push = (sha_: string): Event => ({
    ...platformEvent('code-pushed'),
    ...{ kind: 'code-pushed', branch: 'throughline/gate-paths/1-1', sha: sha_ },
  });
  const judgedAs = (item: Item, returned: Returned) =>
    decide(item, finished(judgeId, 6), allFacts({ returned }));

  it('a push while it is judged is reviewed next, and what was judged is not asked about', () => {
    const noted = moved(decide(beingJudged().item, push(sha('e')), allFacts()));
    expect(dispatched(noted)).toEqual([]);
    const outcome = moved(judgedAs(noted.item, judgedFact(reviewOf('accept'))));
    expect(dispatched(outcome)).toMatchObject([{ phase: 'review', base: sha('e') }]);
    expect(outcome.item.decision).toBeNull();
  });

  it('a push while it is merged, or after, changes nothing', () => {
    const accepted = moved(decide(itemAt('deciding'), commandEvent({ name: 'accept' }), allFacts()));
    expect(decide(accepted.item, push(sha('e')), allFacts()).state).toBe('ignored');
  });

  it('a push whose review cannot start is not forgotten', () => {
    const broken = allFacts({ configuration: { state: 'absent' } });
    const blocked = moved(decide(itemAt('rejected'), push(sha('e')), broken));
    expect(blocked.item.stage).toMatchObject({ name: 'blocked', cause: 'configuration' });
    const again = moved(
      decide(blocked.item, commandEvent({ name: 'retry' }), allFacts({ freshId: judgeId })),
    );
    expect(dispatched(again)).toMatchObject([{ phase: 'review', base: sha('e') }]);
  });

  it('a push is judged by the same requirements when it comes back as when it was sent', () => {
    const decided = moved(judgedAs(beingJudged().item, judgedFact(reviewOf('reject'))));
    const outcome = moved(decide(decided.item, push(sha('e')), allFacts({ freshId: assignmentId })));
    expect(dispatched(outcome)).toMatchObject([{ inputs: { requirements } }]);
    expect(attemptOf(outcome).requirements).toEqual(requirements);
  });

  it('a closed pull request keeps what came back, and reopening has it judged', () => {
    const closed = moved(
      decide(
        beingJudged().item,
        platformEvent('pull-closed'),
        allFacts({
          pull: { number: 12, state: 'closed', draft: true, merged: false, mergeSha: null, mergedBy: null },
        }),
      ),
    );
    expect(closed.item.stage.name).toBe('rejected');
    const again = moved(
      decide(closed.item, platformEvent('pull-reopened'), allFacts({ freshId: assignmentId })),
    );
    expect(dispatched(again)).toMatchObject([{ phase: 'review', base: sha('c') }]);
  });

  it('a reviewer that answers as a delegate would is a failure, not silence', () => {
    const told: Returned = {
      state: 'blocked-answer',
      ...{ runId: 6, url: 'u', reason: 'I cannot see the diff.', completedAt: at },
    };
    expect(judgedAs(beingJudged().item, told).item.stage).toMatchObject({
      ...{ name: 'blocked', cause: 'run-failed', failure: 'agent-failed' },
    });
  });

  it('--agent is refused where only the reviewer is asked again', () => {
    const failed: Returned = { state: 'failed', failure: 'failed', detail: 'Broke.', url: null };
    const { item } = judgedAs(beingJudged().item, failed);
    expect(decide(item, commandEvent({ name: 'retry', agent: 'mine' }), allFacts()).state).toBe('refused');
  });

  it('what was noted before a person’s commits is told to the next attempt', () => {
    const item = itemAt('rejected');
    for (const attempt of item.delegations[0]?.attempts ?? []) attempt.notes = ['mind the anchors'];
    const pushed = decide(item, push(sha('e')), allFacts({ freshId: judgeId }));
    const failed: Returned = { state: 'failed', failure: 'failed', detail: 'Broke.', url: null };
    const blocked = judgedAs(pushed.item, failed);
    const next = moved(decide(blocked.item, commandEvent({ name: 'iterate', notes: 'go' }), allFacts()));
    const [assignment] = dispatched(next);
    expect(assignment?.notes[0]).toBe('mind the anchors');
    expect(assignment?.notes.at(-1)).toBe('go');
  });
});
