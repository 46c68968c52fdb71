import { describe, expect, it } from 'vitest';
import { findChange } from '../../src/openspec/find-change.ts';

const changes = (...proposals: string[]): { id: string; proposal: string }[] =>
  proposals.map((proposal, index) => ({ id: `change-${index + 1}`, proposal }));

describe('the change of a ticket', () => {
  it.each([
    'Ticket: PER-20',
    'PER-20',
    '(PER-20)',
    '[PER-20](https://linear.app/x/issue/PER-20/title)',
    'https://linear.app/x/issue/per-20/title',
    'branch feat/per-20-title',
    '**PER-20**: gate links',
    'Done for PER-20.',
  ])('is the one whose proposal says `%s`', (proposal) => {
    expect(findChange(changes('## Why', proposal), 'PER-20')).toEqual({ state: 'found', id: 'change-2' });
  });

  it.each([
    'PER-206',
    'SUPER-20',
    'PER-2',
    'PER 20',
    'PER_20',
    'XPER-20',
    'A-PER-20',
    'PER-20a',
    'PER-20_b',
    'ÜPER-20',
  ])('is not one that says `%s`', (proposal) => {
    expect(findChange(changes(proposal), 'PER-20')).toEqual({ state: 'none' });
  });

  it('is in doubt when several name it', () => {
    expect(findChange(changes('PER-20', 'none', 'PER-20, PER-20'), 'PER-20')).toEqual({
      state: 'several',
      ids: ['change-1', 'change-3'],
    });
  });

  it('takes the key as text', () => {
    expect(findChange(changes('anything'), '.*')).toEqual({ state: 'none' });
    expect(findChange(changes('anything'), '')).toEqual({ state: 'none' });
  });
});
