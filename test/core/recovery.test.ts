import { describe, expect, it } from 'vitest';
import { decide } from '../../src/core/decide.ts';
import type { OneShot } from '../../src/core/effect.ts';
import type { Event } from '../../src/core/event.ts';
import type { Item } from '../../src/core/item.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import {
  allFacts,
  assignmentId,
  at,
  commandEvent,
  configuration,
  itemAt,
  later,
  person,
  sha,
} from './support.ts';

const shots = (outcome: Outcome): OneShot[] =>
  outcome.effects.flatMap((effect) => (effect.type === 'one-shot' ? [effect.oneShot] : []));
const kinds = (outcome: Outcome): string[] => shots(outcome).map(({ kind }) => kind);
let counter = 0;
const common = () => ({ key: `happening:${++counter}`, at, actor: person });
const refusal = (effect: string): Event => ({
  ...common(),
  kind: 'effect-refused',
  effect,
  status: 422,
  detail: 'a rule forbids it.',
  remedy: 'Let the App bypass it.',
});
const lastAccept = {
  state: 'valid' as const,
  value: { ...configuration, pull: { ...configuration.pull, open: 'last-accept' as const } },
};
const otherId = '6d0c1f7a-9a43-4d5b-8a4e-0f3f1c2d3e4f';

describe('after a refusal', () => {
  it('/retry merges what was accepted, and does not have it done again', () => {
    const accepted = decide(itemAt('deciding'), commandEvent({ name: 'accept' }), allFacts());
    const stopped = decide(accepted.item, refusal('merge-delegation'), allFacts());
    expect(stopped.item.stage).toMatchObject({ name: 'blocked', resume: 'deciding' });
    const again = decide(stopped.item, commandEvent({ name: 'retry' }), allFacts());
    expect(kinds(again)).toContain('merge-delegation');
    expect(kinds(again)).not.toContain('dispatch');
    expect(again.item.stage.name).toBe('deciding');
  });

  it('/retry marks a pull request ready that still is a draft', () => {
    const item = itemAt('handed-over');
    if (item.pull) item.pull.draft = false;
    const stopped = decide(item, refusal('mark-ready'), allFacts());
    expect(stopped.item.pull?.draft).toBe(true);
    expect(kinds(decide(stopped.item, commandEvent({ name: 'retry' }), allFacts()))).toContain('mark-ready');
  });

  it('names the agent that is allowed no more, not a missing configuration', () => {
    const item: Item = { ...itemAt('cancelled'), agent: { name: 'gone', model: null } };
    const command = commandEvent({ name: 'delegate', groups: 'next', agent: null, model: null });
    expect(decide(item, command, allFacts()).item.stage).toMatchObject({
      name: 'blocked',
      detail: expect.stringContaining('agents.allowed'),
    });
  });
});

describe('an answer that comes twice', () => {
  it('starts one run, though the branch was asked for twice around a pause', () => {
    const item: Item = { ...itemAt('planned'), paused: false };
    const facts = allFacts({ configuration: lastAccept, featureSha: null });
    const confirmed = decide(item, commandEvent({ name: 'confirm' }), facts);
    const paused = decide(confirmed.item, commandEvent({ name: 'pause' }), facts);
    const resumed = decide(paused.item, commandEvent({ name: 'resume' }), facts);
    expect([kinds(confirmed), kinds(resumed)].flat().filter((kind) => kind === 'create-branch')).toHaveLength(
      2,
    );
    const created = (): Event => ({
      ...common(),
      kind: 'branch-created',
      branch: 'feat/per-206-gate-paths',
      sha: sha('b'),
    });
    const there = allFacts({ configuration: lastAccept });
    const first = decide(resumed.item, created(), there);
    const second = decide(first.item, created(), there);
    expect([kinds(first), kinds(second)].flat().filter((kind) => kind === 'dispatch')).toHaveLength(1);
  });

  it('stops the run of an attempt nobody waits for any more', () => {
    const late: Event = { ...common(), kind: 'dispatched', assignmentId: otherId, runId: 9, url: null };
    expect(shots(decide(itemAt('delegating'), late, allFacts()))).toMatchObject([
      { kind: 'cancel-run', assignmentId: otherId, runId: 9 },
    ]);
    const own: Event = { ...late, assignmentId };
    expect(kinds(decide(itemAt('delegating'), own, allFacts()))).toEqual([]);
  });
});

describe('what people closed or deleted', () => {
  it('a deleted feature branch is made again where it was', () => {
    const outcome = decide(
      itemAt('deciding'),
      commandEvent({ name: 'iterate', notes: 'mind the anchors' }),
      allFacts({ featureSha: null }),
    );
    expect(shots(outcome)).toContainEqual({
      kind: 'create-branch',
      branch: 'feat/per-206-gate-paths',
      from: sha('b'),
    });
    const created: Event = {
      ...common(),
      kind: 'branch-created',
      branch: 'feat/per-206-gate-paths',
      sha: sha('e'),
    };
    const on = decide(outcome.item, created, allFacts({ featureSha: sha('e') }));
    const asked = shots(on).find((shot) => shot.kind === 'dispatch');
    expect(asked).toMatchObject({ assignment: { recordedBase: sha('e'), notes: ['mind the anchors'] } });
    expect(on.item.delegations[0]).not.toHaveProperty('nextNotes');
  });

  it('work after a close gets a pull request of its own, with the words that were written', () => {
    const item = itemAt('rejected');
    if (item.pull) item.pull.state = 'closed';
    const iterated = decide(item, commandEvent({ name: 'iterate', notes: 'smaller' }), allFacts());
    expect(kinds(iterated)).toContain('open-pull');
    expect(iterated.item).toMatchObject({ pull: null, earlierPulls: [{ number: 12 }] });
    const opened: Event = {
      ...common(),
      kind: 'pull-opened',
      number: 13,
      url: 'u',
      nodeId: 'PR_13',
      draft: true,
    };
    const on = decide(iterated.item, opened, allFacts());
    expect(shots(on).find((shot) => shot.kind === 'dispatch')).toMatchObject({
      assignment: { notes: ['smaller'] },
    });
  });
});

describe('facts that will never be had', () => {
  const facts = {
    now: later,
    refused: { detail: 'openspec/changes holds 1000 entries.', remedy: 'Archive what is finished.' },
  };

  it('are told to the person who asked', () => {
    const outcome = decide(itemAt('planned'), commandEvent({ name: 'confirm' }), facts);
    expect(outcome.state).toBe('refused');
    expect(shots(outcome)).toContainEqual(
      expect.objectContaining({ reply: { kind: 'facts-refused', to: 'ada', ...facts.refused } }),
    );
  });

  it('block the work that waited for them, with a way on', () => {
    const finished: Event = { ...common(), kind: 'run-finished', runId: 5, runAttempt: 1, assignmentId };
    const blocked = decide(itemAt('delegating'), finished, facts);
    expect(blocked.item.stage).toMatchObject({ name: 'blocked', cause: 'run-failed' });
    expect(kinds(decide(blocked.item, commandEvent({ name: 'retry' }), allFacts()))).toContain('dispatch');

    const accepted = decide(itemAt('deciding'), commandEvent({ name: 'accept' }), allFacts());
    const merged: Event = { ...common(), kind: 'delegation-merged', delegation: 1, sha: sha('d') };
    const stopped = decide(accepted.item, merged, facts);
    expect(stopped.item.stage).toMatchObject({ name: 'blocked', resume: 'deciding' });
    expect(kinds(decide(stopped.item, commandEvent({ name: 'retry' }), allFacts()))).toContain(
      'merge-delegation',
    );
  });

  it('change nothing where nothing waits for them', () => {
    expect(decide(itemAt('done'), { ...common(), kind: 'pull-merged' }, facts).state).toBe('ignored');
    expect(decide(itemAt('handed-over'), { ...common(), kind: 'pull-closed' }, facts).state).toBe('ignored');
  });
});

describe('what is allowed now counts', () => {
  it('an agent taken out of the configuration does not run again', () => {
    const without = {
      ...configuration,
      agents: {
        ...configuration.agents,
        default: 'mine',
        allowed: { mine: { kind: 'command' as const, command: 'true', fallback: [] } },
      },
    };
    const facts = allFacts({ configuration: { state: 'valid', value: without } });
    const outcome = decide(itemAt('deciding'), commandEvent({ name: 'iterate', notes: 'again' }), facts);
    expect(outcome.item.stage).toMatchObject({ name: 'blocked', cause: 'configuration' });
    expect(kinds(outcome)).not.toContain('dispatch');
    expect(
      kinds(decide(itemAt('deciding'), commandEvent({ name: 'iterate', notes: 'again' }), allFacts())),
    ).toContain('dispatch');
  });

  it('a comment full of commands by a stranger gets one answer', () => {
    const facts = allFacts({ actor: { state: 'role', role: 'read', sameAccount: true } });
    const tags = [0, 1, 2].map((index) => {
      const command = commandEvent({ name: 'accept' }, { key: `comment:99:${index}` });
      return shots(decide(itemAt('deciding'), command, facts)).find((shot) => shot.kind === 'reply');
    });
    expect(new Set(tags.map((shot) => (shot?.kind === 'reply' ? shot.tag : '')))).toEqual(
      new Set(['reply:comment:99:not-permitted']),
    );
  });

  it('an accept stands when the ticket is cancelled meanwhile: the merge is recorded, and nothing is done twice', () => {
    const accepted = decide(itemAt('deciding'), commandEvent({ name: 'accept' }), allFacts());
    const cancelled = decide(accepted.item, commandEvent({ name: 'cancel' }), allFacts());
    const merged: Event = { ...common(), kind: 'delegation-merged', delegation: 1, sha: sha('d') };
    const after = decide(cancelled.item, merged, allFacts()).item;
    expect(after.stage.name).toBe('cancelled');
    expect(after.sections[0]?.state).toBe('accepted');
  });

  it('/delegate with nothing left goes back to the rounds of review', () => {
    const cancelled = decide(itemAt('handed-over'), commandEvent({ name: 'cancel' }), allFacts());
    const command = commandEvent({ name: 'delegate', groups: 'next', agent: null, model: null });
    expect(decide(cancelled.item, command, allFacts()).item.stage.name).toBe('polishing');
  });
});
