import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDelta } from '../../src/openspec/delta.ts';

const delta = `## Purpose

Links survive distribution.

## ADDED Requirements

### Requirement: Links are canonical ##

The scanner SHALL accept canonical links.

\`\`\`markdown
### Requirement: In a fence
#### Scenario: In a fence
\`\`\`

#### Scenario: A canonical link
- **WHEN** read
#### A bare title
- **WHEN** read

### requirement:C#

## Modified requirements
### Requirement: Reading
#### Scenario: One

## REMOVED Requirements
### Requirement: Old
* \`### Requirement: Older\`

## RENAMED Requirements
- FROM: \`### Requirement: Was\`
- TO: \`### Requirement: Is\`
- TO: \`### Requirement: Nothing\`
- FROM: \`### Requirement: A\`
FROM: ### Requirement: B
TO: ### Requirement: C

## Notes
### Requirement: No operation
`;

describe('a change’s delta', () => {
  it('has requirements with their operation and scenarios', () => {
    const { requirements } = readDelta(delta);
    expect(
      requirements.map(({ operation, name, from, scenarios }) => [operation, name, from, scenarios]),
    ).toEqual([
      ['ADDED', 'Links are canonical', null, ['A canonical link', 'A bare title']],
      ['ADDED', 'C#', null, []],
      ['MODIFIED', 'Reading', null, ['One']],
      ['REMOVED', 'Old', null, []],
      ['REMOVED', 'Older', null, []],
      ['RENAMED', 'Is', 'Was', []],
      ['RENAMED', 'C', 'B', []],
    ]);
    expect(requirements[0]?.line).toBe(7);
  });

  it('reads the same with other line ends and a byte order mark', () => {
    expect(readDelta(`\uFEFF${delta.replaceAll('\n', '\r\n')}`)).toEqual(readDelta(delta));
    expect(readDelta(delta.replaceAll('\n', '\r'))).toEqual(readDelta(delta));
  });

  it.each([
    ['four hashes', '## ADDED Requirements\n#### Requirement: A'],
    ['no colon', '## ADDED Requirements\n### Requirement A'],
    ['no name', '## ADDED Requirements\n### Requirement: '],
    ['no operation', '## Requirements\n### Requirement: A'],
    ['two blanks in the operation', '## ADDED  Requirements\n### Requirement: A'],
    ['a bullet that adds', '## ADDED Requirements\n- `### Requirement: A`'],
    ['a fence of tildes', '## ADDED Requirements\n~~~\n### Requirement: A\n```\n~~~~'],
    ['a fence never closed', '## ADDED Requirements\n```\n### Requirement: A'],
  ])('%s is no requirement', (_, text) => {
    expect(readDelta(text).requirements).toEqual([]);
  });

  it.each([
    ['## Purpose\nWhy.\n\n## ADDED Requirements', 'Why.'],
    ['# Links\n\n## purpose\n\nWhy.\n', 'Why.'],
    ['## ADDED Requirements\n\n## Purpose\nWhy.', null],
    ['## Purpose\n\n## ADDED Requirements', null],
    ['## Purpose\n<!-- why -->\n', null],
    ['```\n## Purpose\nWhy.\n```\n', null],
    ['## Purpose\n```\nWhy.\n```\n', null],
    ['', null],
  ])('%j has the purpose %j', (text, purpose) => {
    expect(readDelta(text).purpose).toBe(purpose);
  });

  it('never throws', () => {
    const piece = fc.constantFrom(
      '## ADDED Requirements\n',
      '### Requirement: ',
      '#',
      '`',
      '\n',
      ' ',
      'a',
      'FROM:',
      '- ',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 40 }), (pieces) => {
        for (const { name } of readDelta(pieces.join('')).requirements) expect(name.trim()).not.toBe('');
      }),
    );
  });

  it.each([
    `### Requirement: a${' '.repeat(1_000_000)}b`,
    `### Requirement: ${'# '.repeat(500_000)}`,
    `- \`### Requirement: ${' `'.repeat(500_000)}`,
    `${' '.repeat(1_000_000)}x`,
    '<!--'.repeat(250_000),
    '## ADDED Requirements\n'.repeat(50_000),
    `- FROM: ${' '.repeat(1_000_000)}`,
  ])('reads on through a flood', (flood) => {
    const text = `## RENAMED Requirements\n${flood}\n## REMOVED Requirements\n${flood}\n## ADDED Requirements\n### Requirement: Z`;
    expect(readDelta(text).requirements.at(-1)?.name).toBe('Z');
  });
});
