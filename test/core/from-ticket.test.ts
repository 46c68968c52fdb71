import { describe, expect, it } from 'vitest';
import { assignmentSchema } from '../../src/contracts/assignment.ts';
import { decide } from '../../src/core/decide.ts';
import type { Command, Event } from '../../src/core/event.ts';
import type { Facts } from '../../src/core/facts.ts';
import type { Item, Mode } from '../../src/core/item.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import { back } from './planning-support.ts';
import { allFacts, commandEvent, everyEvent, itemAt, later, newItem, sha } from './support.ts';

const noChange = { change: { state: 'none' }, featureSha: null } as const;
const fromTicket: Command = { name: 'delegate', groups: 'next', agent: null, model: null, fromTicket: true };
const plain: Command = { name: 'delegate', groups: 'next', agent: null, model: null };

const say = (item: Item, command: Command, facts: Partial<Facts> = {}): Outcome =>
  decide(item, commandEvent(command, { at: later }), allFacts({ ...noChange, ...facts }));
const oneShots = (outcome: Outcome) =>
  outcome.effects.flatMap((effect) => (effect.type === 'one-shot' ? [effect.oneShot] : []));
const sent = (outcome: Outcome) => {
  const effect = oneShots(outcome).find((one) => one.kind === 'dispatch');
  return effect?.kind === 'dispatch' ? effect.assignment : null;
};
const refusal = (outcome: Outcome): string =>
  outcome.state === 'refused' ? JSON.stringify(oneShots(outcome)) : `not refused: ${outcome.note}`;

const tasks = '## 1. Read\n\n- [ ] 1.1 Throw in `src/read.ts`\n';
const answer = (sections = 1) => ({
  ...back({ phase: 'prompt', answer: { status: 'AUTHORED', summary: 'A limit.', tasks } }),
  sections: Array.from({ length: sections }, (_, at) => ({
    number: String(at + 1),
    title: `Part ${at + 1}`,
    ticked: false,
  })),
});

const returns = (item: Item, sections = 1, facts: Partial<Facts> = {}): Outcome => {
  const event = everyEvent().find((one) => one.kind === 'run-finished');
  if (event?.kind !== 'run-finished') throw new Error('no end of a run');
  const assignmentId = item.planning?.runs.at(-1)?.assignmentId ?? '';
  const { returned } = answer();
  if (returned?.state !== 'planned') throw new Error('no answer');
  const told = { ...returned, sections: answer(sections).sections };
  return decide(item, { ...event, assignmentId }, allFacts({ ...noChange, ...facts, returned: told }));
};

const written = (options: { sections?: number; mode?: Mode } = {}): Item => {
  const asked = say(newItem(), fromTicket).item;
  return returns({ ...asked, mode: options.mode ?? 'copilot' }, options.sections).item;
};

const platform = (event: Record<string, unknown>): Event =>
  ({ key: 'k', at: later, actor: { surface: 'throughline', id: 't', login: 't' }, ...event }) as Event;

/** Confirmed, its branch and pull request made, and the agent sent. */
const dispatched = (item: Item): Outcome => {
  const confirmed = say(item, { name: 'confirm' });
  const branch = confirmed.item.feature?.branch ?? '';
  const branched = decide(
    confirmed.item,
    platform({ kind: 'branch-created', branch, sha: sha('b') }),
    allFacts({ ...noChange, featureSha: sha('b') }),
  );
  return decide(
    branched.item,
    platform({ kind: 'pull-opened', number: 12, url: 'u', nodeId: 'n', draft: true }),
    allFacts({ ...noChange, featureSha: sha('b') }),
  );
};

describe('a ticket without a change', () => {
  it.each<[string, Item]>([
    ['new', newItem()],
    ['being explored', itemAt('exploring')],
    ['cancelled', { ...newItem(), stage: { name: 'cancelled' } }],
    [
      'blocked',
      {
        ...newItem(),
        stage: {
          ...{ name: 'blocked', cause: 'run-failed', failure: 'failed', detail: '', url: null },
          resume: 'exploring',
        },
      },
    ],
  ])('that is %s has its tasks written', (_, item) => {
    const outcome = say(item, fromTicket);
    expect(sent(outcome)).toMatchObject({
      phase: 'prompt',
      base: sha('a'),
      codeBranch: 'throughline/per-206/prompt-1',
      inputs: { said: [{ text: 'Links break.' }] },
    });
    expect(outcome.item.stage.name).toBe('proposing');
    expect(outcome.item.change).toBeNull();
  });

  it('has the exploration stopped that is under way', () => {
    const outcome = say(itemAt('exploring'), fromTicket);
    expect(oneShots(outcome).map(({ kind }) => kind)).toContain('cancel-run');
  });

  it('is told of it by a plain /delegate', () => {
    expect(refusal(say(newItem(), plain))).toContain('change-missing');
  });

  it.each(['choosing', 'grilling', 'proposing', 'delegating', 'deciding', 'done'] as const)(
    'has none written at %s',
    (stage) => {
      const outcome = say(itemAt(stage), fromTicket);
      expect(outcome.state).toBe('refused');
      expect(sent(outcome)).toBeNull();
    },
  );

  it('has none written by somebody who may not write', () => {
    const actor = { state: 'role', role: 'triage', sameAccount: true } as const;
    expect(sent(say(newItem(), fromTicket, { actor }))).toBeNull();
  });

  it('takes the agent that was asked for as the delegate', () => {
    const outcome = say(newItem(), { ...fromTicket, agent: 'mine' });
    expect(sent(outcome)?.agent.name).toBe('replay');
    expect(returns(outcome.item).item.delegations[0]?.agent.name).toBe('mine');
  });

  it('waits while it is paused', () => {
    const outcome = say({ ...newItem(), paused: true }, fromTicket);
    expect(sent(outcome)).toBeNull();
    expect(sent(say(outcome.item, { name: 'resume' }))?.phase).toBe('prompt');
  });
});

describe('a ticket with a change', () => {
  it('is pointed to it', () => {
    const found = allFacts().change;
    expect(refusal(say(newItem(), fromTicket, { change: found }))).toContain(
      '`/delegate` hands its sections',
    );
    expect(refusal(say(itemAt('planned'), fromTicket, { change: found }))).toContain('gate-paths');
    const several = { state: 'several' as const, ids: ['a', 'b'] };
    expect(refusal(say(newItem(), fromTicket, { change: several }))).toContain('changes-several');
  });
});

describe('tasks that were written', () => {
  it.each([
    [1, ['1']],
    [2, ['1', '2']],
    [3, ['1']],
  ])('in %i sections are shown as the scope', (sections, scope) => {
    const item = written({ sections });
    expect(item.stage.name).toBe('planned');
    expect(item.authored).toEqual({ summary: 'A limit.', tasks, by: 'ada' });
    expect(item.sections.map(({ state }) => state)).toEqual(Array.from({ length: sections }, () => 'open'));
    expect(item.delegations.at(-1)).toMatchObject({ sections: scope, state: { name: 'proposed' } });
    expect(item.decision?.asks).toBe('scope');
    expect(item.blocks.at(-1)?.kind).toBe('scope');
  });

  it('are confirmed by a person in auto mode too, whatever else happens', () => {
    const item = written({ mode: 'auto' });
    expect(item.decision?.asks).toBe('scope');
    expect(say({ ...item, mode: 'copilot' }, { name: 'mode', mode: 'auto' }).item.stage.name).toBe('planned');
    expect(say({ ...item, paused: true }, { name: 'resume' }).item.stage.name).toBe('planned');
    expect(say(item, { ...plain, groups: [['1']] }).item.decision?.asks).toBe('scope');
    expect(say(item, { name: 'confirm' }).item.stage.name).toBe('delegating');
  });

  it('go on by themselves in auto mode once they were confirmed', () => {
    const item = dispatched(written({ mode: 'auto', sections: 3 })).item;
    const delegation = item.delegations[0];
    if (!delegation) throw new Error('no delegation');
    delegation.state = { name: 'rejected', by: 'ada', why: 'no' };
    const outcome = say({ ...item, stage: { name: 'rejected' } }, plain, { featureSha: sha('b') });
    expect(sent(outcome)?.phase).toBe('delegate');
  });

  it('are what the delegate is sent with, on branches named by key and title', () => {
    const outcome = dispatched(written());
    const assignment = sent(outcome);
    expect(assignment).toMatchObject({ phase: 'delegate', change: null, tasks, sections: ['1'] });
    expect(assignment?.codeBranch).toBe('throughline/per-206-gate-reference-paths/1-1');
    expect(outcome.item.feature?.branch).toBe('feat/per-206-gate-reference-paths');
    expect(assignmentSchema.safeParse(assignment).error).toBeUndefined();
    expect(assignmentSchema.safeParse({ ...assignment, tasks: undefined }).success).toBe(false);
    expect(assignmentSchema.safeParse({ ...assignment, change: 'gate-paths' }).success).toBe(false);
  });

  it('are written anew until somebody works by them', () => {
    const again = say(written(), fromTicket);
    expect(sent(again)).toMatchObject({ phase: 'prompt', codeBranch: 'throughline/per-206/prompt-2' });
    expect(again.item.authored).toBeNull();
    expect(again.item.delegations[0]?.state.name).toBe('withdrawn');
    const { item } = dispatched(written());
    const rejected = { ...item, stage: { name: 'rejected' } } as const;
    expect(refusal(say(rejected, fromTicket))).toContain('worked on already');
  });

  it('are handed over by /delegate and by the label, also after a /cancel', () => {
    const cancelled = say(written(), { name: 'cancel' }).item;
    expect(say(cancelled, plain).item.decision?.asks).toBe('scope');
    const entered = everyEvent().find((one) => one.kind === 'entered');
    if (entered?.kind !== 'entered') throw new Error('no label');
    const labelled = (label: string) =>
      decide(cancelled, { ...entered, at: later, label }, allFacts(noChange));
    expect(labelled('phase:delegate').item.decision?.asks).toBe('scope');
    expect(refusal(labelled('phase:explore'))).toContain('written from the ticket');
    expect(sent(say(cancelled, { name: 'explore', hint: '' }))?.phase).toBe('explore');
  });

  it('give way to a change that comes, unless they are worked on', () => {
    const { change } = allFacts();
    const taken = say(written(), plain, { change }).item;
    expect(taken).toMatchObject({ change: 'gate-paths', authored: null });
    expect(taken.sections).toHaveLength(3);
    const { item } = dispatched(written());
    const kept = say({ ...item, stage: { name: 'rejected' } }, plain, { change, featureSha: sha('b') }).item;
    expect(kept.change).toBeNull();
    expect(kept.sections).toHaveLength(1);
  });

  it('are asked for again by /retry where the agent could not write them', () => {
    const event = everyEvent().find((one) => one.kind === 'run-finished');
    const asked = say(newItem(), fromTicket).item;
    if (event?.kind !== 'run-finished') throw new Error('no end of a run');
    const returned = back({ phase: 'prompt', answer: { status: 'BLOCKED', why: 'Which files?' } });
    const assignmentId = asked.planning?.runs.at(-1)?.assignmentId ?? '';
    const stopped = decide(asked, { ...event, assignmentId }, allFacts({ ...noChange, ...returned })).item;
    expect(stopped.stage).toMatchObject({ name: 'blocked', detail: 'Which files?', resume: 'proposing' });
    expect(sent(say(stopped, { name: 'retry' }))?.phase).toBe('prompt');
  });

  it('name branches by words that Git takes, whatever the title', () => {
    const item = written();
    const branch = (title: string) => {
      const { feature } = say({ ...item, ticket: { ...item.ticket, title } }, { name: 'confirm' }).item;
      return feature?.branch;
    };
    expect(branch('PER-206: Größe & “Länge” ../x')).toBe('feat/per-206-gro-e-lange-x');
    expect(branch('修正')).toBe('feat/per-206-work');
    expect(branch('a'.repeat(60))).toBe(`feat/per-206-${'a'.repeat(40)}`);
    expect(branch('one two three four five six seven eight nine ten')).toBe(
      'feat/per-206-one-two-three-four-five-six-seven-eight',
    );
  });
});
