import { expect, it } from 'vitest';
import { decideAll, readCase, slugs } from './case.ts';

/** Deliberate changes of what is decided: `npx tsx test/cases/record.ts --again`, then read the difference. */
it.each(slugs())('%s is decided as it was recorded', (slug) => {
  const { recorded, decided } = readCase(slug);
  expect(decideAll(recorded)).toEqual(decided);
});

it('there are recordings, and they go through every state of an outcome', () => {
  const states = slugs().flatMap((slug) => readCase(slug).decided.steps.map((step) => step.state));
  expect(new Set(states)).toEqual(new Set(['moved', 'ignored', 'refused']));
});
