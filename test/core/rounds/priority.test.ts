import { expect, it } from 'vitest';
import { defaultPriorities, priorityOf } from '../../../src/core/rounds/priority.ts';

const table = defaultPriorities;
it.each([
  ['high', false, null, 'medium'],
  ['high', true, null, 'high'],
  ['medium', false, null, 'low'],
  ['low', false, null, 'low'],
  ['low', false, 'Only cosmetic.', 'none'],
  ['low', false, '  ', 'low'],
  ['low', true, 'Only cosmetic.', 'high'],
  ['note', false, null, 'low'],
  ['note', false, 'A thought.', 'none'],
  ['high', false, 'Somebody says so.', 'medium'],
  ['medium', false, 'Somebody says so.', 'low'],
] as const)('%s, blocking %s, deferrable %s: %s', (severity, blocking, deferrable, priority) => {
  expect(priorityOf({ severity, blocking, deferrable }, table)).toBe(priority);
});

it('takes the configured table, and no `none` without a reason', () => {
  const own = { ...table, high: 'urgent', note: 'none', low: 'none' } as const;
  const of = (severity: 'high' | 'note' | 'low', blocking = false) =>
    priorityOf({ severity, blocking, deferrable: null }, own);
  expect([of('high'), of('high', true), of('note'), of('low')]).toEqual(['urgent', 'urgent', 'low', 'low']);
});
