import type { Configuration } from '../../../contracts/configuration.ts';
import type { CapOverride } from '../../attempt.ts';
import type { OneShot } from '../../effect.ts';
import type { Event } from '../../event.ts';
import type { Facts } from '../../facts.ts';
import type { Delegation, Item } from '../../item.ts';
import type { Outcome } from '../../outcome.ts';
import type { Round } from '../../rounds/round.ts';
import { toFix } from '../../rounds/to-fix.ts';
import { type Chosen, chosenAgent, usualAgent } from '../agent.ts';
import { allowanceFor } from '../caps.ts';
import { configurationOf, startDelegation, stopOnConfiguration } from '../dispatching.ts';
import { fixUpOf } from './fix-up.ts';
import { stopRounds } from './stopping.ts';

/** One delegation for all that is to be fixed: nobody is asked, for the findings were, and it accepts itself. */
export const startFixUp = (
  options: { item: Item; event: Event; facts: Facts; before?: OneShot[]; override?: CapOverride },
  round: Round,
): Outcome => {
  const { item, facts } = options;
  const configuration = configurationOf(facts);
  if (!configuration) return stopOnConfiguration({ ...options, resume: 'polishing' });
  const chosen = chosenAgent(item, configuration);
  if ('problem' in chosen) {
    const name = item.agent?.name ?? usualAgent(configuration).name;
    return stopOnConfiguration({ ...options, resume: 'polishing' }, { name, ...chosen });
  }
  const { before: effects = [], override } = options;
  const room = roomFor({ item, facts, override }, { chosen, configuration });
  if (room.state === 'used-up')
    return stopRounds({ ...options, effects }, { reached: room.caps, detail: room.detail, configuration });
  const delegation: Delegation = {
    number: item.delegations.length + 1,
    sections: [],
    agent: chosen.agent,
    models: chosen.models,
    state: { name: 'running' },
    ...{ recordedBase: null, attempts: [] },
    ...(override ? { override } : {}),
    fixUp: fixUpOf(toFix(item), round.number),
  };
  item.delegations.push(delegation);
  item.blocks.push({ kind: 'scope', delegation: delegation.number, home: item.home });
  round.fixUp = delegation.number;
  return startDelegation(options);
};

/** Asked before it is begun: over a cap nothing is promised to the findings yet, and they can be answered otherwise. */
const roomFor = (
  { item, facts, override }: { item: Item; facts: Facts; override: CapOverride | undefined },
  { chosen, configuration }: { chosen: Chosen; configuration: Configuration },
) =>
  chosen.plan.chain.length === 0
    ? ({ state: 'open' } as const)
    : allowanceFor({ item, facts, caps: configuration.caps, override });
