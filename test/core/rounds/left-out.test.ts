import { describe, expect, it } from 'vitest';
import { isLeftOut } from '../../../src/core/rounds/left-out.ts';

const says = (quote: string, path = 'tasks.md') => isLeftOut(quote, { path, text: quote });

describe('isLeftOut', () => {
  it.each([
    'Not part of this change: Windows support.',
    "Support for Windows isn't part of this.",
    'Leave the parser unchanged for now.',
    'leave `sync` as it is',
    'Telemetry will follow in a later change.',
    'We will not touch the resolver.',
    'The CLI stays as it is.',
    'must not be changed',
    'Follow-up: Windows.',
    'Later: caching',
    'Windows is deferred to PER-250.',
    'No changes to the resolver.',
    'Resolver is left alone.',
    'Caching is a non-goal',
    'This belongs to a different ticket.',
    'Will be handled separately.',
    "We don't migrate old files; not in this change.",
    'Existing behaviour is kept.',
    'Future work: caching',
    'SHALL remain unchanged',
    '`scan_file_for_knowledge` SHALL NOT be modified',
    'This change does not touch the warehouse',
    'This change SHALL NOT rewrite the parser',
    'SHALL NOT modify `scanFile`',
    'Do not change the public API of `Client`',
    'Old warehouses are not migrated',
    'left for a follow-up',
    'handled in a follow-up',
    'Windows paths are a follow-up: `toPosix` comes then',
    'goes to a follow-up ticket',
    '**Follow-up:** Windows',
    'tracked as a separate follow-up (PER-250)',
    'Deferred to a later change',
    'Windows is left out',
    'Windows is left out of this change',
    'Images are excluded from this release',
    'stays unchanged after this change',
    'We leave the resolver alone until Ada decides',
  ])('says so: %s', (quote) => {
    expect(says(quote)).toBe(true);
  });

  it.each([
    'Add resolve_link to the scanner',
    'The resolver is used later by the linter',
    'The label stays in memory until flushed',
    'in the next step the link is resolved',
    'Fails with a hard error',
    'Caching is not out of scope',
    'Follow the GitHub slug rules',
    'The next section describes it',
    'Passwords MUST NOT be logged',
    'Passwords MUST NOT be included in the log',
    'The session cookie SHALL NOT be sent without Secure',
    'SHALL NOT block the event loop',
    'SHALL NOT rewrite the link label',
    'The fixer does not rewrite labels',
    'Labels MUST NOT be removed',
    'Settings MUST NOT be changed when an import fails',
    'files in `exclude` are left out of the report',
    'Hidden files are excluded from the report',
    'Follow-up emails are sent after 3 days',
    'A customer gets a follow-up email',
    'settings remain unchanged after a failed import',
    'After a failed import, settings remain unchanged',
    'Rendering is deferred until the page is idle',
  ])('does not: %s', (quote) => {
    expect(says(quote)).toBe(false);
  });

  it('takes a SHALL NOT for behaviour, unless it is about code', () => {
    expect(says('SHALL NOT rewrite labels')).toBe(false);
    expect(says('SHALL NOT rewrite labels', 'specs/lint/spec.md')).toBe(false);
    expect(says('`lint` SHALL NOT be modified', 'specs/lint/spec.md')).toBe(true);
    expect(says('SHALL NOT distribute partials', 'specs/lint/spec.md')).toBe(false);
  });

  const proposal = [
    '## Goals / Non-Goals',
    '**Goals:**',
    '- Every link resolves',
    '**Non-Goals:**',
    '- Old warehouses are migrated',
    '## What it is about',
    '- Scope:',
    '  - Out of scope:',
    '    - Windows paths work',
    '  - In it:',
    '    - Linux paths work',
    '## Out of scope',
    '### Output',
    'Colours in the terminal',
    '## Impact',
    'The linter reads files',
  ].join('\n');
  it.each([
    ['Every link resolves', false],
    ['Old warehouses are migrated', true],
    ['Windows paths work', true],
    ['Linux paths work', false],
    ['Colours in the terminal', true],
    ['The linter reads files', false],
  ])('hears heading and label above %s', (quote, left) => {
    expect(isLeftOut(quote, { path: 'proposal.md', text: proposal })).toBe(left);
  });
});
