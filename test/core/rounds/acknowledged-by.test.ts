import { describe, expect, it } from 'vitest';
import type { Citation, OpenFinding } from '../../../src/contracts/rounds/triage.ts';
import { triageProblems } from '../../../src/core/rounds/triage-rules.ts';

const design = `# Design

An empty text counts as zero lines, and so does a text that is not given.

## Sessions live in memory

A restart forgets all of them, which is accepted.

## Decisions

Everything stays on one machine.
`;
const files: Record<string, string> = {
  'src/util.ts': 'a: number, b: number\nexport const enabled = true;\n',
  'src/auth/login.ts': 'const first = 1;\n',
  'src/warehouse.js': '/** Every file of a warehouse by its path from the root. */\n',
};

const acknowledging = (over: Partial<OpenFinding>, cites: Citation, now = files) =>
  triageProblems({
    answers: [{ finding: 'F1', answer: 'acknowledge', reason: 'Decided so.', cites, rationale: null }],
    inputs: {
      findings: [
        {
          ...{ id: 'F1', severity: 'high', title: 'SQL injection in login()', path: 'src/auth/login.ts' },
          ...{ line: 4, detail: '', by: 'throughline[bot]', demanded: false },
          ...over,
        },
      ],
    },
    change: {
      tasks: null,
      documents: [{ path: 'openspec/changes/gate/design.md', text: design }],
      decisions: [
        { id: 'fix-target', answer: 'Target only.', why: 'The label is kept as written.' },
        { id: 'raw-sql', answer: 'Yes.', why: '' },
      ],
      code: (path) => files[path] ?? null,
      codeNow: (path) => now[path] ?? null,
    },
  });

const decision = (id: string | null, quote: string): Citation => ({ of: 'decision', id, quote });
const inCode = (path: string, quote: string): Citation => ({ of: 'code', path, line: 1, quote });

describe('what a finding is acknowledged with', () => {
  it.each<[string, Partial<OpenFinding>, Citation]>([
    ['a decision about something else', {}, decision('fix-target', 'Target only.')],
    ['code of another file', {}, inCode('src/util.ts', 'a: number, b: number')],
    [
      'what every line of code says',
      { title: 'A failed export drops rows', path: 'src/rows.ts' },
      inCode('src/util.ts', 'export const enabled = true'),
    ],
    ['words of the design about something else', {}, decision(null, 'Everything stays on one machine')],
    [
      'any line of its own file',
      { title: 'Sockets leak', path: 'src/auth/login.ts', line: 40 },
      inCode('src/auth/login.ts', 'const first = 1'),
    ],
    [
      'any line of its own file, where nobody says which one it is about',
      { title: 'Sockets leak', path: 'src/auth/login.ts', line: null },
      inCode('src/auth/login.ts', 'const first = 1'),
    ],
    ['a title over every design', { title: 'Decisions are lost' }, decision(null, 'stays on one machine')],
  ])('is about it: not %s', (_, finding, cites) => {
    expect(acknowledging(finding, cites)).toEqual([
      expect.stringMatching(
        /^F1 cannot be acknowledged so: .* nothing to do with the finding: cite .*, or fix it\.$/,
      ),
    ]);
  });

  it.each<[string, Partial<OpenFinding>, Citation]>([
    ['its own file', {}, inCode('src/auth/login.ts', 'const first = 1')],
    ['the name of a decision', {}, decision('raw-sql', 'Yes')],
    ['why it was decided', { title: 'Labels go stale' }, decision('fix-target', 'Target only')],
    ['what its detail says', { detail: 'The target is not escaped.' }, decision('fix-target', 'Target only')],
    [
      'words of design.md',
      { title: 'A text that is not given warns', path: 'lib/Tally/Delta.pm' },
      decision(null, 'so does a text that is not given'),
    ],
    [
      'the heading above them',
      { title: 'A session ends early' },
      decision(null, 'A restart forgets all of them'),
    ],
    [
      'code of another file that it speaks of',
      { title: 'Warehouse link policy beside the scanner', path: 'src/scanner/classify.js' },
      inCode('src/warehouse.js', 'Every file of a warehouse'),
    ],
    [
      'the name of another file',
      { title: 'Same sums as in `util`', path: 'src/sums.ts' },
      inCode('src/util.ts', 'a: number, b: number'),
    ],
  ])('may be %s', (_, finding, cites) => {
    expect(acknowledging(finding, cites)).toEqual([]);
  });

  describe('of code', () => {
    const cites = inCode('src/auth/login.ts', 'const first = 1');
    const at = (line: number, text: string) =>
      acknowledging({ title: 'Sockets leak', line }, cites, { 'src/auth/login.ts': text });

    it('is the very place, where the change left it as it was', () => {
      expect(at(1, 'const first = 1;\n')).toEqual([]);
      expect(at(30, `${'\n'.repeat(27)}const first = 1;\n`)).toEqual([]);
    });
    it('is not beside a line that this change brought', () => {
      const [problem] = at(2, 'const first = 1;\nconst query = `where id = 1`;\n');
      expect(problem).toMatch(/nothing to do with the finding/);
    });
    it('is where the change moved it to', () => {
      const moved = { title: 'Sockets leak', path: 'src/session.ts', line: 2 };
      const now = { 'src/session.ts': '// Sessions\nconst first = 1;\n' };
      expect(acknowledging(moved, cites, now)).toEqual([]);
      expect(acknowledging({ ...moved, path: 'src/other.ts' }, cites, now)[0]).toMatch(/no more/);
    });
    it('is not what this change took away', () => {
      expect(at(1, 'const second = 2;\n')[0]).toMatch(
        /`const first = 1` stands in `src\/auth\/login\.ts` no more: cite what is as it was/,
      );
    });
  });
});
