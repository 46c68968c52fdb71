import { isUnconfirmed, isWorkedOn } from '../authored.ts';
import type { OneShot } from '../effect.ts';
import type { Event } from '../event.ts';
import type { Facts } from '../facts.ts';
import { currentDelegation, type Delegation, type Item, openSections } from '../item.ts';
import { moved, type Outcome } from '../outcome.ts';
import { type Chosen, chosenAgent, usualAgent } from './agent.ts';
import {
  ciIsRed,
  configurationOf,
  needsDecision,
  startDelegation,
  stopOnConfiguration,
} from './dispatching.ts';
import { withdraw } from './parts.ts';
import { polish } from './polishing.ts';

/** Groups of the plan that are still wholly open; a group loses what was accepted or dropped meanwhile. */
const nextGroup = (item: Item): string[] => {
  const open = openSections(item).map((section) => section.number);
  item.plan = item.plan
    .map((group) => group.filter((number) => open.includes(number)))
    .filter((group) => group.length > 0);
  return item.plan[0] ?? open.slice(0, 1);
};

interface Proposing {
  item: Item;
  event: Event;
  facts: Facts;
  before?: OneShot[];
  /** Asks a person even in auto mode. */
  asks?: boolean;
}

/** Shows the scope of the next sections and asks; in auto mode it goes on at once. */
export const proposeScope = (options: Proposing): Outcome => {
  const { item, event, facts } = options;
  const configuration = configurationOf(facts);
  if (!configuration) return stopOnConfiguration(options);
  const sections = nextGroup(item);
  if (sections.length === 0) return polish(options);
  const chosen = chosenAgent(item, configuration);
  if ('problem' in chosen) {
    const name = item.agent?.name ?? usualAgent(configuration).name;
    return stopOnConfiguration(options, { name, ...chosen });
  }
  const delegation = scopedDelegation(item, sections, chosen);
  item.stage = { name: 'planned' };
  item.decision = { id: scopeDecisionId(item, delegation), asks: 'scope', since: event.at };
  const red = ciIsRed(facts);
  const asks = options.asks || isUnconfirmed(item);
  if (item.mode === 'auto' && !item.paused && !asks && red === null) return confirmScope(options);
  const stopped =
    item.mode === 'auto' && red !== null
      ? [needsDecision(item, event, `auto mode stops here: ${red}; \`/confirm\` goes on all the same`)]
      : [];
  return moved(item, `scope of delegation ${delegation.number} shown: sections ${sections.join(', ')}`, {
    effects: [...(options.before ?? []), ...stopped],
  });
};

/** A scope edited before it was confirmed stays the same delegation; its boxes of before are stale. */
const scopeDecisionId = (item: Item, delegation: Delegation): string => {
  const plain = `d${delegation.number}`;
  const before = item.decision?.id;
  if (before !== plain && !before?.startsWith(`${plain}-`)) return plain;
  return `${plain}-${Number(before.split('-')[1] ?? '1') + 1}`;
};

const scopedDelegation = (item: Item, sections: string[], { agent, models }: Chosen): Delegation => {
  const current = currentDelegation(item);
  if (current?.state.name === 'proposed') {
    current.sections = sections;
    current.agent = agent;
    current.models = models;
    return current;
  }
  withdraw(item, 'throughline');
  const delegation: Delegation = {
    number: item.delegations.length + 1,
    sections,
    agent,
    models,
    state: { name: 'proposed' },
    recordedBase: null,
    attempts: [],
  };
  item.delegations.push(delegation);
  item.blocks.push({ kind: 'scope', delegation: delegation.number, home: item.home });
  return delegation;
};

export const confirmScope = (options: Proposing): Outcome => {
  rememberPerson(options.item, options.event);
  return startDelegation(options);
};

const rememberPerson = (item: Item, event: Event): void => {
  if (event.actor.surface !== 'throughline') item.startedBy = event.actor.login;
};

/**
 * Takes over titles and numbers of tasks.md; what was accepted or dropped stays so. A change that comes after tasks were
 * written from the ticket takes their place, unless they are worked on.
 */
export const syncSections = (item: Item, facts: Facts): void => {
  if (facts.change?.state !== 'found') return;
  if (item.authored && isWorkedOn(item)) return;
  if (item.authored) {
    item.authored = null;
    item.sections = [];
    item.plan = [];
  }
  item.change = facts.change.id;
  item.sections = facts.change.sections.map((section) => {
    const { number, title, ticked } = section;
    const known = item.sections.find((one) => one.number === number);
    return {
      number,
      title,
      state: known?.state ?? (ticked ? 'ticked' : 'open'),
      dropped: known?.dropped ?? null,
    };
  });
};
