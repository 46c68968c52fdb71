import { describe, expect, it } from 'vitest';
import { handedOverText } from '../../src/text/rounds/standing.ts';
import {
  acknowledge,
  asked,
  demand,
  fix,
  head,
  ours,
  reviewed,
  type Told,
  tell,
  triaged,
} from './rounds/told.ts';

const ack = (why: string) =>
  ({ name: 'triage', finding: 'F1', to: 'acknowledge', priority: null, why }) as const;
const withRationale = { ...acknowledge('F1'), rationale: 'Pruned first on purpose.' } as ReturnType<
  typeof acknowledge
>;

describe('an acknowledgement with a sentence in the code', () => {
  const committed = (): Told => {
    const told = tell(ours);
    told.merged(1, head('1'));
    told.ends(reviewed(['Partial pruning is not atomic']));
    told.ends(triaged(withRationale));
    told.fixed(head('2'));
    return told;
  };

  it('takes better words without a second one', () => {
    const told = committed();
    told.ends(reviewed([]));
    const before = told.item().findings?.[0]?.answer;
    expect(before).toMatchObject({ kind: 'acknowledged', sha: expect.any(String) });
    expect(asked(told.says(ack('A deliberate choice.')))).toEqual([]);
    expect(told.item().findings?.[0]?.answer).toEqual({
      ...before,
      reason: 'A deliberate choice.',
      cites: null,
    });
    expect(told.item().stage.name).toBe('handed-over');
  });

  it('does not outlast the person who asks for the fix, and makes no fix-up over and over', () => {
    const told = committed();
    const demands = [demand({ title: 'Partial pruning is not atomic', line: 1 })];
    told.says(ack('Deliberate.'));
    told.is(head('2', { demands }));
    const outcome = told.ends(reviewed([]));
    expect(told.item().findings).toMatchObject([
      { demanded: true, by: 'grace', decided: null, answer: null },
    ]);
    expect(asked(outcome)).toEqual(['triage']);
    told.ends(triaged(fix('F1')));
    told.fixed(head('3', { demands }));
    told.ends(reviewed([], ['F1']));
    expect(told.item().stage.name).toBe('handed-over');
    expect(told.item().delegations.filter(({ fixUp }) => fixUp)).toHaveLength(2);
  });
});

it('counts rounds in the status as the hand-over does', () => {
  const told = tell(ours);
  told.merged(1, head('1', {}, { changed: ['README.md'] }));
  told.pushed(head('2'));
  told.quiet();
  told.ends(reviewed([]));
  expect(told.round()?.number).toBe(2);
  expect(handedOverText(told.item(), '@ada')).toContain('after 1 round.');
});
