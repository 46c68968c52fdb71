import { describe, expect, it } from 'vitest';
import type { AssignmentOf } from '../../src/contracts/assignment.ts';
import type { Judged, JudgedRequirement, Judgement } from '../../src/contracts/judgement.ts';
import { judgeReview } from '../../src/phases/judge.ts';
import { review } from '../../src/phases/review.ts';
import { planningAssignment } from './sample.ts';

const tasksFile = 'openspec/changes/gate-links/tasks.md';
const files = new Map<string, string | null>([
  ['src/links.ts', 'one\n\nthree\n'],
  ['logo.png', null],
  [tasksFile, '## 1. Scan\n\n- [x] 1.1 a\n\n## 2. Lint\n\n- [ ] 2.1 b\n\n## 3. Docs\n\n- [x] 3.1 c\n'],
  ['openspec/changes/gate-links/specs/links/spec.md', 'x\n'],
]);

const assignment = (inputs: Partial<AssignmentOf<'review'>['inputs']> = {}): AssignmentOf<'review'> => ({
  ...planningAssignment,
  phase: 'review',
  inputs: {
    delegation: 1,
    of: 1,
    change: 'gate-links',
    sections: ['1'],
    pushedBy: null,
    requirements: [{ name: 'Canonical links', scenarios: ['From the root'] }],
    checks: [],
    answer: null,
    verify: null,
    ...inputs,
  },
});

const met = (changes: Partial<JudgedRequirement> = {}): JudgedRequirement => ({
  requirement: 'Canonical links',
  scenario: null,
  verdict: 'met',
  evidence: [{ path: 'src/links.ts', line: 3, shows: 'it is made here' }],
  sections: [],
  why: 'It is.',
  ...changes,
});
const scenario = met({ scenario: 'From the root' });
const answer = (changes: Partial<Judged> = {}): Judged => ({
  status: 'JUDGED',
  summary: 'Links are canonical.',
  requirements: [met(), scenario],
  recommendation: 'accept',
  concerns: [],
  ...changes,
});
const judged = (given: Judgement, inputs: Parameters<typeof assignment>[0] = {}): string[] =>
  review.judge(given, { assignment: assignment(inputs), files, proposed: null });

describe('a judgement', () => {
  it('can be used when every requirement and scenario has its answer, at places that are there', () => {
    expect(review.schema.safeParse(answer()).success).toBe(true);
    expect(judged(answer())).toEqual([]);
    expect(judged(answer({ requirements: [met({ requirement: ' Canonical  links ' }), scenario] }))).toEqual(
      [],
    );
  });

  it('has the places it names looked up, and the tasks', () => {
    const given = answer({ concerns: [{ path: 'src/lint.ts', line: 1, why: 'wrong' }] });
    expect(review.reads(given, assignment())).toEqual([
      'src/links.ts',
      'src/links.ts',
      'src/lint.ts',
      tasksFile,
    ]);
    expect(review.reads({ status: 'BLOCKED', why: 'x' }, assignment())).toEqual([]);
    expect(review.reads(answer({ requirements: [] }), assignment({ change: null }))).toEqual([]);
  });

  it('may say that it cannot be given', () => {
    expect(judged({ status: 'BLOCKED', why: 'The diff cannot be read.' })).toEqual([]);
  });

  it('is empty of requirements where the change has none', () => {
    expect(judged(answer({ requirements: [] }), { requirements: [] })).toEqual([]);
    expect(judged(answer(), { requirements: [] })).toEqual([
      'There are no requirements to answer: leave `requirements` empty.',
    ]);
  });

  it.each([
    ['leaves one out', [met()], 'Requirement “Canonical links”, scenario “From the root” is not answered'],
    [
      'answers one twice',
      [met(), scenario, met()],
      'Requirement “Canonical links” is answered more than once',
    ],
    [
      'answers what is not asked',
      [met(), scenario, met({ requirement: 'Speed' })],
      'Requirement “Speed” is none',
    ],
    ['cites nothing', [met({ evidence: [] }), scenario], 'nothing is cited. Cite code or tests'],
    [
      'cites a file that is not there',
      [met({ evidence: [{ path: 'src/no.ts', line: 1, shows: 'x' }] }), scenario],
      '`src/no.ts` is no text file of the repository',
    ],
    [
      'cites a picture',
      [met({ evidence: [{ path: 'logo.png', line: 1, shows: 'x' }] }), scenario],
      '`logo.png` is no text file',
    ],
    [
      'cites a line behind the end',
      [met({ evidence: [{ path: 'src/links.ts', line: 4, shows: 'x' }] }), scenario],
      '`src/links.ts:4` is behind the end of the file, which has 3 lines',
    ],
    [
      'cites an empty line',
      [met({ evidence: [{ path: 'src/links.ts', line: 2, shows: 'x' }] }), scenario],
      '`src/links.ts:2` is an empty line',
    ],
    [
      'cites the plan alone',
      [met({ evidence: [{ path: tasksFile, line: 3, shows: 'x' }] }), scenario],
      'it cites the plan alone',
    ],
    ['leaves it to nobody', [met({ verdict: 'later', evidence: [] }), scenario], 'to no section'],
    [
      'leaves it to what is under review',
      [met({ verdict: 'later', sections: ['1'] }), scenario],
      'section 1 is one of those under review. Name open sections',
    ],
    [
      'leaves it to what is done',
      [met({ verdict: 'later', sections: ['3'] }), scenario],
      'section 3 is done',
    ],
    [
      'leaves it to what is not there',
      [met({ verdict: 'later', sections: ['9'] }), scenario],
      'no section 9',
    ],
  ])('that %s is sent back', (_, requirements, why) => {
    const [problem, ...more] = judged(answer({ requirements }));
    expect(problem).toContain(why);
    expect(more).toEqual([]);
  });

  it('may leave a requirement to a section that is still open, or find it unmet', () => {
    expect(
      judged(answer({ requirements: [met({ verdict: 'later', sections: ['2'], evidence: [] }), scenario] })),
    ).toEqual([]);
    expect(judged(answer({ requirements: [met({ verdict: 'unmet', evidence: [] }), scenario] }))).toEqual([]);
  });

  it('lowers the recommendation only with a concern that cites a line', () => {
    expect(judged(answer({ recommendation: 'iterate' }))).toEqual([
      '`iterate` needs at least one concern that cites a line: add it, or recommend `accept`.',
    ]);
    const at = (line: number) => [{ path: 'src/links.ts', line, why: 'An empty link is taken.' }];
    expect(judged(answer({ recommendation: 'iterate', concerns: at(3) }))).toEqual([]);
    expect(judged(answer({ recommendation: 'reject', concerns: at(9) }))[0]).toContain(
      'A concern cites what is not there: `src/links.ts:9`',
    );
  });

  it('is judged the same way by whoever reads its places', async () => {
    const judging = {
      assignment: assignment(),
      read: (path: string) => Promise.resolve(files.get(path) ?? null),
    };
    expect(await judgeReview({ ...judging, answer: answer() })).toEqual({ answer: answer() });
    expect(await judgeReview({ ...judging, answer: answer({ requirements: [met()] }) })).toHaveProperty(
      'problems',
    );
    expect(await judgeReview({ ...judging, answer: undefined })).toEqual({
      problems: ['There is no answer, or it is not JSON.'],
    });
  });
});
