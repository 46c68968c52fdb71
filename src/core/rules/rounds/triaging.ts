import { moved, type Outcome } from '../../outcome.ts';
import { openRoundOf } from '../../rounds/current.ts';
import { earlierFindings, openFindings, recordedDecisions } from '../../rounds/earlier.ts';
import { configurationOf, stopOnConfiguration } from '../dispatching.ts';
import { askAgent, type Rounding } from './asking.ts';

/** Has the read-only agent propose an answer to each open finding. */
export const startTriage = (rounding: Rounding): Outcome => {
  const { item, facts, effects = [] } = rounding;
  const round = openRoundOf(item);
  const configuration = configurationOf(facts);
  if (!round) return moved(item, 'no round is under way', { effects });
  // before anything can stop it: it is what is gone on with
  round.state = { name: 'triaging' };
  if (!configuration) return stopOnConfiguration({ ...rounding, effects, resume: 'polishing' });
  const findings = item.findings ?? [];
  const open = openFindings(findings);
  item.stage = { name: 'polishing' };
  if (item.paused) return moved(item, 'held back: paused', { effects });
  round.asked = open.map(({ id }) => id);
  return askAgent(rounding, {
    configuration,
    round,
    wanted: {
      phase: 'triage',
      inputs: {
        round: round.number,
        pull: item.pull?.number ?? 1,
        change: item.change,
        ...(item.change === null && item.authored ? { tasks: item.authored.tasks } : {}),
        findings: open,
        earlier: earlierFindings(findings, []),
        decisions: recordedDecisions(item),
      },
    },
  });
};
