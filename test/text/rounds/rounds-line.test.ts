import { describe, expect, it } from 'vitest';
import { roundsLine } from '../../../src/text/rounds/rounds-line.ts';
import { statusComment } from '../../../src/text/status.ts';
import { finding, polishing, round } from './support.ts';

describe('the rounds in the status', () => {
  it('say what was found at which head, and what became of it', () => {
    const fixed = { kind: 'fixed' as const, sha: 'd'.repeat(40), reason: 'It was true.' };
    const item = {
      ...polishing,
      findings: [finding({ state: 'answered', answer: fixed }), finding({ id: 'F2', severity: 'high' })],
      rounds: [
        round({ number: 1, state: { name: 'closed', clean: false }, findings: ['F1', 'F2'] }),
        round({ number: 2, state: { name: 'reviewing' }, findings: [] }),
      ],
    };
    const line = roundsLine(item) ?? '';
    expect(line).toContain('(1 high, 1 medium: 1 fixed, 1 open)');
    expect(line).toMatch(/2 at \[`b{7}`\]\(.*\) \(being reviewed\)$/);
    expect(statusComment(item)).toContain(line);
  });

  it('say nothing before the first', () => {
    expect(roundsLine(polishing)).toBeNull();
  });
});
