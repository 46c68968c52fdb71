import { describe, expect, it } from 'vitest';
import type { CheckVerdict } from '../../src/checks/check.ts';
import type { JudgementEvidence } from '../../src/checks/evidence.ts';
import { specConformance } from '../../src/checks/spec-conformance.ts';
import type { Judged, JudgedRequirement } from '../../src/contracts/judgement.ts';
import { requirementsOf } from '../../src/openspec/requirements.ts';
import { deliver, type Tree } from './world.ts';

const specPath = 'openspec/changes/gate-links/specs/links/spec.md';
const spec = `## ADDED Requirements

### Requirement: Canonical links
Links SHALL be written from the root.

#### Scenario: Below the root
- **WHEN** a link is relative
- **THEN** it is refused

## REMOVED Requirements

### Requirement: Loose links
`;
const base: Tree = {
  [specPath]: spec,
  'src/old.py': 'import os\n',
  'src/scanner/links.js': 'export const one = 1;\n',
};
const head: Tree = {
  ...base,
  'src/scanner/links.js':
    'export const one = 1;\n\nexport const classifyLink = (link) => link.startsWith("/");\n',
  'src/scanner/links.test.js': 'it("refuses", () => expect(classifyLink("a")).toBe(false));\n',
};

const met = (changes: Partial<JudgedRequirement> = {}): JudgedRequirement => ({
  requirement: 'Canonical links',
  scenario: null,
  verdict: 'met',
  evidence: [{ path: 'src/scanner/links.js', line: 3, shows: 'the rule' }],
  sections: [],
  why: 'It is there.',
  ...changes,
});
const scenario = (changes: Partial<JudgedRequirement> = {}): JudgedRequirement =>
  met({
    scenario: 'Below the root',
    evidence: [{ path: 'src/scanner/links.test.js', line: 1, shows: 'a test' }],
    ...changes,
  });
const judged = (requirements: JudgedRequirement[]): JudgementEvidence => ({
  state: 'judged',
  value: {
    status: 'JUDGED',
    summary: 'x',
    requirements,
    recommendation: 'accept',
    concerns: [],
  } satisfies Judged,
});
const run = (judgement: JudgementEvidence, trees: { base?: Tree; head?: Tree } = {}): CheckVerdict =>
  specConformance.run(
    deliver(
      { base: trees.base ?? base, head: trees.head ?? head, raw: { judgement } },
      { 'spec-conformance': specConformance },
    ),
  );

describe('specs', () => {
  it('are met where each requirement and scenario is shown at a line that is there', () => {
    expect(run(judged([met(), scenario()]))).toEqual({
      verdict: 'pass',
      evidence: [
        'Requirement “Canonical links”: `src/scanner/links.js:3`',
        'Requirement “Canonical links”, scenario “Below the root”: `src/scanner/links.test.js:1`',
        '“Loose links” is removed: nothing has to be shown for it.',
      ],
      places: [],
    });
  });

  it('may be shown by a file that did not change, of which only the name is known', () => {
    const elsewhere = met({ evidence: [{ path: 'src/old.py', line: 900, shows: 'x' }] });
    expect(run(judged([elsewhere, scenario()])).verdict).toBe('pass');
  });

  it.each<[string, JudgedRequirement[], RegExp]>([
    ['a requirement that nobody judged', [scenario()], /Requirement “Canonical links” was not judged/],
    ['a scenario that nobody judged', [met()], /scenario “Below the root” was not judged/],
    [
      'one that is not met',
      [met({ verdict: 'unmet', why: 'Empty links pass.' }), scenario()],
      /is not met: Empty links pass/,
    ],
    [
      'a file that is not there',
      [met({ evidence: [{ path: 'src/no.js', line: 1, shows: 'x' }] }), scenario()],
      /`src\/no\.js` is no text file/,
    ],
    [
      'a line that is not there',
      [met({ evidence: [{ path: 'src/scanner/links.js', line: 4, shows: 'x' }] }), scenario()],
      /`src\/scanner\/links\.js:4` is behind the end/,
    ],
    [
      'one good place beside a false one',
      [met({ evidence: [...met().evidence, { path: 'x.go', line: 1, shows: 'x' }] }), scenario()],
      /`x\.go`/,
    ],
    ['a met one without a place', [met({ evidence: [] }), scenario()], /nothing is cited/],
    [
      'the plan as evidence',
      [met({ evidence: [{ path: specPath, line: 3, shows: 'x' }] }), scenario()],
      /the plan alone/,
    ],
    ['one left to nobody', [met({ verdict: 'later' }), scenario()], /to no section/],
    [
      'one left to these very sections',
      [met({ verdict: 'later', sections: ['1'] }), scenario()],
      /section 1 is one of those under review/,
    ],
    [
      'one left to a section that is not there',
      [met({ verdict: 'later', sections: ['7'] }), scenario()],
      /no section 7/,
    ],
  ])('fail for %s', (_, requirements, why) => {
    const { verdict, evidence } = run(judged(requirements));
    expect(verdict).toBe('fail');
    expect(evidence[0]).toMatch(why);
  });

  it('may be left to a section that is still open, not to one that is done', () => {
    const later = [met({ verdict: 'later', sections: ['2'], evidence: [] }), scenario()];
    expect(run(judged(later)).evidence[0]).toBe('Requirement “Canonical links”: left to section 2.');
    const tasks = '## 1. Scan\n\n- [x] 1.1 a\n\n## 2. Docs\n\n- [x] 2.1 b\n';
    const done = { ...head, 'openspec/changes/gate-links/tasks.md': tasks };
    expect(run(judged(later), { head: done }).evidence[0]).toContain('section 2 is done');
    const own = `${tasks}\n## 9. Later\n\n- [ ] 9.1 c\n`;
    const made = { ...head, 'openspec/changes/gate-links/tasks.md': own };
    const left = [met({ verdict: 'later', sections: ['9'], evidence: [] }), scenario()];
    expect(run(judged(left), { head: made }).evidence[0]).toContain('no section 9');
  });

  it('show the line of what is not met', () => {
    const { places } = run(judged([met({ verdict: 'unmet', why: 'No.' }), scenario()]));
    expect(places).toEqual([
      { path: 'src/scanner/links.js', line: 3, text: 'Not met: requirement “Canonical links”. No.' },
    ]);
  });

  it('that are not there need nothing shown, and a judgement all the same', () => {
    const { [specPath]: _, ...plain } = base;
    expect(run(judged([]), { base: plain, head: plain })).toMatchObject({ verdict: 'n/a' });
    expect(run({ state: 'unusable', problems: ['x'] }, { base: plain, head: plain }).verdict).toBe('fail');
  });

  it('cannot be said to be met by a judgement that cannot be used', () => {
    const problems = Array.from({ length: 30 }, (_, index) => `problem ${index}`);
    const { verdict, evidence } = run({ state: 'unusable', problems });
    expect(verdict).toBe('fail');
    expect(evidence).toHaveLength(22);
    expect(run({ state: 'pending' }).verdict).toBe('fail');
  });

  it('are those of the base: a delegate does not choose what it is measured by', () => {
    const rewritten = { ...head, [specPath]: '## ADDED Requirements\n\n### Requirement: Easy\nx\n' };
    expect(run(judged([met({ requirement: 'Easy' })]), { head: rewritten }).verdict).toBe('fail');
  });

  it('of many capabilities list no more than a person reads', () => {
    const many = Array.from({ length: 60 }, (_, index) => `### Requirement: R${index}\nx\n`).join('\n');
    const tree = { ...base, [specPath]: `## ADDED Requirements\n\n${many}` };
    const names = requirementsOf([{ path: specPath, text: tree[specPath] }]).map(({ name }) => name);
    const all = names.map((requirement) => met({ requirement }));
    const { verdict, evidence } = run(judged(all), {
      base: tree,
      head: { ...head, ...tree, 'src/scanner/links.js': head['src/scanner/links.js'] ?? '' },
    });
    expect(verdict).toBe('pass');
    expect(evidence.at(-1)).toBe('… and 40 requirements more.');
  });
});
