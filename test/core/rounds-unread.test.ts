import { describe, expect, it } from 'vitest';
import type { Configuration } from '../../src/contracts/configuration.ts';
import { isReviewed } from '../../src/core/rounds/current.ts';
import type { CheckRun } from '../../src/ports/github.ts';
import { projectors } from '../../src/shell/perform/projections.ts';
import { botReviewCheck, supersededChecks } from '../../src/text/rounds/bot-check.ts';
import { handOverText } from '../../src/text/rounds/hand-over.ts';
import { roundBlock } from '../../src/text/rounds/round-block.ts';
import { statusComment } from '../../src/text/status.ts';
import { modelled } from './models.ts';
import {
  acknowledge,
  demand,
  died,
  file,
  fix,
  head,
  oneShots,
  ours,
  reviewed,
  type Told,
  tell,
  triaged,
} from './rounds/told.ts';
import { sha } from './support.ts';

const changeable = (): Configuration => structuredClone(ours);
const stateOf = ({ state }: CheckRun): string =>
  state.status === 'completed' ? state.conclusion : state.status;

/** What each head shows, by its first digit. */
const checks = (told: Told): string[] => {
  const item = told.item();
  return (item.rounds ?? []).flatMap((round) =>
    [
      ...supersededChecks(item, round),
      botReviewCheck({ item, round, findings: item.findings ?? [], word: null }),
    ].map((check) => `${check.headSha[0]} ${stateOf(check)}`),
  );
};
const block = (told: Told): string => {
  const item = told.item();
  const rounds = item.rounds ?? [];
  const round = told.round();
  return round ? roundBlock({ item, round, rounds, findings: item.findings ?? [], remarks: null }) : '';
};
const ofPull = (draft: boolean) => ({
  pull: { number: 12, state: 'open', draft, merged: false, mergeSha: null, mergedBy: null } as const,
});
/** Clean at 1, with one finding that was acknowledged. */
const clean = (told: Told): Told => {
  told.merged(1, head('1'));
  told.ends(reviewed(['Links break']));
  told.ends(triaged(acknowledge('F1')));
  expect(checks(told)).toEqual(['1 success']);
  return told;
};
const corrected = { name: 'triage', finding: 'F1', to: 'acknowledge', priority: null, why: 'Fine.' } as const;

describe('correcting an answer', () => {
  it('makes no review of a head whose reviewer died', () => {
    const configuration = changeable();
    const told = clean(tell(configuration));
    told.pushed(head('2'));
    told.quiet();
    told.ends(died);
    configuration.rounds.reviewer = 'none';
    told.says({ name: 'retry' });
    told.says({ name: 'triage', finding: 'F1', to: 'file', priority: null, why: '' });
    expect(told.round()?.state.name).toBe('answering');
    expect(checks(told)).toEqual(['1 success', '2 failure', '2 failure']);
    told.says(corrected);
    const item = told.item();
    expect(item.findings?.[0]?.answer).toMatchObject({ kind: 'acknowledged', reason: 'Fine.' });
    expect(checks(told)).toEqual(['1 success', '2 failure', '2 failure']);
    expect(statusComment(item)).not.toContain('bot-clean');
    expect(block(told)).toContain('nobody has reviewed this head');
    expect(
      handOverText({ item, rounds: item.rounds ?? [], findings: item.findings ?? [], caps: [] }),
    ).not.toContain('Bot-clean');
    expect(isReviewed(item, sha('1'))).toBe(true);
    expect(isReviewed(item, sha('2'))).toBe(false);
  });

  it('makes no review of a head that was left out by rule', () => {
    const told = clean(tell(ours));
    told.pushed(head('2', {}, { changed: ['README.md'] }));
    told.quiet();
    told.says(corrected);
    expect(told.item().stage.name).toBe('handed-over');
    expect(told.item().rounds?.map(({ state }) => state.name)).toEqual(['closed', 'skipped', 'closed']);
    expect(statusComment(told.item())).toContain('was skipped by rule');
  });

  it('takes up a round that was reviewed', () => {
    const told = clean(tell(ours));
    told.says(corrected);
    expect(told.item().rounds).toHaveLength(1);
    expect(checks(told)).toEqual(['1 success']);
    expect(statusComment(told.item())).toContain('bot-clean');
  });
});

describe('a review that cannot go on', () => {
  it.each<[string, (told: Told) => void, Configuration]>([
    [
      'a cap',
      (told) =>
        told.hears(
          'delegation-merged',
          { delegation: 1, sha: sha('1') },
          {
            spent: {
              month: '2026-05',
              others: {
                ...{ inputTokens: 500, cachedTokens: 0, outputTokens: 600, cost: null },
                ...{ unpriced: 0, untold: 0, direct: 0, estimated: false },
              },
            },
          },
        ),
      modelled({
        caps: { month: { tokens: 1000 } },
        rounds: { quiet: 0 },
        agents: { default: 'coder', allowed: { coder: { kind: 'opencode', model: 'local/kimi' } } },
      }),
    ],
    [
      'an agent that is not there',
      (told) => told.merged(1, head('1')),
      { ...ours, agents: { ...ours.agents, phases: { rounds: { agent: 'nobody' } } } },
    ],
  ])('is not under way: %s', (_, begin, configuration) => {
    const told = tell(configuration);
    told.is(head('1'));
    begin(told);
    expect(told.item().stage.name).toBe('blocked');
    expect(checks(told)).toEqual(['1 failure']);
    expect(block(told)).toContain('NOBODY has reviewed this head');
    expect(block(told)).not.toContain('Nothing to do now');
  });

  it('is dropped for a newer head, which a draft holds back until it is ready', () => {
    const told = clean(tell(ours));
    told.pushed(head('2'));
    told.quiet();
    told.hears('pull-drafted', {}, ofPull(true));
    told.pushed(head('3'));
    told.quiet();
    expect(checks(told)).toEqual(['1 success', '2 failure']);
    expect(block(told)).toContain('a newer commit came before the review was over');
    expect(statusComment(told.item())).toContain('made ready');
    expect(statusComment(told.item())).not.toContain('being answered');
    told.hears('pull-ready', {}, ofPull(false));
    expect(checks(told)).toEqual(['1 success', '2 cancelled', '3 in_progress']);
    told.ends(reviewed([]));
    expect(checks(told)).toEqual(['1 success', '2 cancelled', '3 success']);
  });

  it('is dropped for a newer head, which a pause holds back', () => {
    const told = clean(tell(ours));
    told.pushed(head('2'));
    told.quiet();
    told.says({ name: 'pause' });
    told.pushed(head('3'));
    told.quiet();
    expect(checks(told)).toEqual(['1 success', '2 failure']);
    expect(statusComment(told.item())).not.toContain('being answered');
    told.says({ name: 'resume' });
    expect(checks(told)).toEqual(['1 success', '2 cancelled', '3 in_progress']);
  });

  it('is cancelled where nobody is to review any more', () => {
    const configuration = changeable();
    const told = clean(tell(configuration));
    told.pushed(head('2'));
    told.quiet();
    configuration.rounds.reviewer = 'none';
    const kinds = oneShots(told.pushed(head('3'))).map(({ kind }) => kind);
    expect(kinds).toContain('cancel-run');
    expect(checks(told)).toEqual(['1 success', '2 failure']);
    expect(statusComment(told.item())).toContain('nobody has reviewed');
  });
});

it('asks once more about a fix whose commit a force-push took away', () => {
  const told = tell(ours);
  told.merged(1, head('1'));
  told.ends(reviewed(['Links break']));
  told.ends(triaged(fix('F1')));
  told.fixed(head('2'));
  told.ends(reviewed([], ['F1']));
  expect(told.item().findings?.[0]?.state).toBe('verified');
  const branch = { from: sha('2'), to: sha('1'), forced: true, lost: [2], restored: false };
  told.pushed(head('1'), { branch });
  const [asked] = oneShots(told.quiet()).flatMap((effect) =>
    effect.kind === 'dispatch' && effect.assignment.phase === 'rounds' ? [effect.assignment.inputs] : [],
  );
  expect(asked?.earlier.map(({ id }) => id)).toEqual(['F1']);
});

it('ends every check of two rounds that one event ends and begins', async () => {
  const told = tell(ours);
  const written: string[] = [];
  const repository = {
    upsertCheck: async (check: CheckRun) => {
      written.push(`${check.headSha[0]} ${stateOf(check)}`);
    },
  };
  const world = { github: { repository: () => repository } };
  const project = () => {
    const projecting = { world, item: { ...told.item(), id: 'two-rounds' } };
    return projectors['bot-review'](
      projecting as unknown as Parameters<(typeof projectors)['bot-review']>[0],
    );
  };
  told.merged(1, head('1'));
  await project();
  told.is(head('2'));
  told.ends(reviewed([]));
  await project();
  expect(written).toEqual(['1 in_progress', '1 success', '2 in_progress']);
});

it('does not call clean what only people asked about', () => {
  const configuration = { ...ours, rounds: { ...ours.rounds, reviewer: 'none' as const } };
  const told = tell(configuration);
  told.merged(1, head('1', { demands: [demand()] }));
  told.ends(triaged(file('F1')));
  told.hears('follow-up-filed', { finding: 'F1', key: 'PER-241', url: 'u' });
  const shown = statusComment(told.item());
  expect(shown).not.toContain('bot-clean');
  expect(block(told)).not.toContain('✅');
});
