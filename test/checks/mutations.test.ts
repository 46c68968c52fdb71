import { describe, expect, it } from 'vitest';
import { review } from '../../src/checks/review.ts';
import { checkIds, type Review } from '../../src/contracts/review.ts';
import { secretsAdded } from '../../src/secrets/added.ts';
import type { Delegation, Language, Mutation } from './mutations/delegation.ts';
import { golang } from './mutations/go/language.ts';
import { javascript } from './mutations/javascript/language.ts';
import { python } from './mutations/python/language.ts';

import { assignment } from './support.ts';
import { deliver } from './world.ts';

const languages: Record<string, Language> = { JavaScript: javascript, Python: python, Go: golang };

const reviewed = async (delegation: Delegation, { names }: Language): Promise<Review> => {
  const { base, head, renames, commits, answer, file, judgement } = delegation;
  const evidence = deliver({
    ...{ base, head, renames, commits },
    answer: typeof answer === 'string' ? null : answer,
    raw: {
      ...(typeof answer === 'string' ? { answerText: answer } : {}),
      assignment: assignment({ verify: { setup: [], commands: [names.command] } }),
      file,
      judgement: judgement(head),
    },
  });
  const secrets = await secretsAdded({ texts: evidence.texts, commits: evidence.range.commits });
  return review({ ...evidence, secrets });
};

const failing = ({ checks }: Review): string[] =>
  checks.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'n/a').map(({ id }) => id);

const said = ({ checks }: Review): string =>
  checks
    .filter(({ verdict }) => verdict !== 'pass' && verdict !== 'n/a')
    .map(({ id, evidence }) => `${id}: ${evidence.slice(0, 3).join('\n  ')}`)
    .join('\n');

describe.each(Object.entries(languages))('%s', (_, language) => {
  const { good, mutations, lookAlikes } = language;

  const isCaught = async ([, fails, change]: Mutation): Promise<void> => {
    const result = await reviewed(change(good), language);
    expect(failing(result), said(result)).toEqual(checkIds.filter((id) => fails.includes(id)));
    // nobody can compute what these are: a person is told to look
    if (fails.length === 0) expect(result.flags ?? []).not.toEqual([]);
    else expect(result.recommendation).toBe('iterate');
  };

  const passes = async (delegation: Delegation): Promise<Review> => {
    const result = await reviewed(delegation, language);
    expect(failing(result), said(result)).toEqual([]);
    expect(result.recommendation).toBe('accept');
    return result;
  };

  it('passes what went well', async () => {
    const { flags } = await passes(good);
    expect(flags ?? []).toEqual([]);
  });

  it.each(mutations.map((mutation) => [mutation[0], mutation] as const))('catches %s', (_, mutation) =>
    isCaught(mutation),
  );

  it.each(lookAlikes)('lets pass %s', async (_, change) => {
    await passes(change(good));
  });

  it('has a mutation for every check', () => {
    expect(checkIds.filter((id) => !mutations.some(([, fails]) => fails.includes(id)))).toEqual([]);
  });
});
