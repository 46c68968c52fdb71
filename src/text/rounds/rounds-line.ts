import type { Item } from '../../core/item.ts';
import type { Round } from '../../core/rounds/round.ts';
import { answerCounts, findingsOf, headLink, severityCounts } from './words.ts';

const came = (item: Item, round: Round): string => {
  const found = findingsOf(round, item.findings ?? []);
  const counts = severityCounts(found);
  switch (round.state.name) {
    case 'reviewing':
      return 'being reviewed';
    case 'skipped':
      return 'skipped by rule';
    case 'not-reviewed':
      return '❌ not reviewed';
    default:
      return counts === null ? 'nothing found' : `${counts}: ${answerCounts(found) ?? 'no answer yet'}`;
  }
};

/** The rounds in one line of the status; null before the first. */
export const roundsLine = (item: Item): string | null => {
  const rounds = item.rounds ?? [];
  if (rounds.length === 0) return null;
  const lines = rounds
    .slice(-8)
    .map((round) => `${round.number} at ${headLink(item, round)} (${came(item, round)})`);
  return `Rounds: ${rounds.length > lines.length ? '… · ' : ''}${lines.join(' · ')}`;
};
