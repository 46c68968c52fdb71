import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { people } from '../../src/sandbox/local.ts';
import { handedOver, lastWord } from './fates-support.ts';
import { converse, type Journey, startJourney } from './support.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

const methods = ['merge', 'squash', 'rebase', 'queue'] as const;

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney({ tickets: [...methods] });
});
afterAll(() => journey?.stop());

const at = (number: number) => ({ repository: journey.local.repository, number });

describe('a merge', () => {
  it.each([
    ['merge', 'with a merge commit'],
    ['squash', 'squashed into one commit'],
    ['rebase', 'rebased'],
    ['queue', 'through the merge queue'],
  ] as const)('by %s ends the ticket, which says so', async (method, how) => {
    const { github } = journey.local;
    const { pull, ticket } = await handedOver(journey, method);
    const sha =
      method === 'queue'
        ? await github.mergeByQueue(at(pull))
        : await github.mergePullAs(people.writer, { ...at(pull), method });
    expect(await ticket.reaches('Done')).toEqual(['Todo', 'In Progress', 'Done']);
    const said = await lastWord(journey, ticket);
    expect(said).toContain(`(\`${sha}\`), ${how}.`);
    expect(said).toContain('**Sections:** 3 accepted');
    // whoever says it once more is told that it is known
    const again = await converse(journey.local, { number: pull, body: `/merged ${sha}` });
    expect(again.said).toContain('this ticket is done already');
  });
});
