import { describe, expect, it } from 'vitest';
import type { AssignmentOf } from '../../src/contracts/assignment.ts';
import type { GrillNode, Question } from '../../src/contracts/planning/grill.ts';
import type { Answered, Branch } from '../../src/contracts/planning/inputs.ts';
import { isStacked } from '../../src/phases/grill/one-question.ts';
import { grill } from '../../src/phases/grill.ts';
import { assumptionNode, questionNode } from '../core/grill/sample.ts';
import { planningAssignment } from './sample.ts';

const files = new Map([['src/links.ts', 'one\ntwo\n']]);
const seen = [{ path: 'src/links.ts', line: 2, shows: 'where links are made' }];
type Inputs = AssignmentOf<'grill'>['inputs'];

const assignmentOf = (more: Partial<Inputs> = {}): AssignmentOf<'grill'> => ({
  ...planningAssignment,
  phase: 'grill',
  inputs: { said: [], direction: null, tree: [], branch: null, ...more },
});
const judged = (nodes: GrillNode[], more: Partial<Inputs> = {}): string[] => {
  const answer = { status: 'GRILLED', nodes } as const;
  expect(grill.schema.safeParse(answer).success).toBe(true);
  return grill.judge(answer, { assignment: assignmentOf(more), files, proposed: null });
};
const problemOf = (more: Partial<Question>): string => {
  const problems = judged([questionNode('anchors', more)]);
  expect(problems).toHaveLength(1);
  return problems[0] ?? '';
};

describe('a tree', () => {
  it('can be used when each node holds by itself and all hang together', () => {
    const nodes = [
      questionNode('anchors', { evidence: seen }),
      questionNode('below', { parent: 'anchors', opens: 'hard-error', resolvedBy: 'code', evidence: seen }),
      assumptionNode('posix', { parent: 'below' }),
    ];
    expect(judged(nodes)).toEqual([]);
    expect(grill.reads({ status: 'GRILLED', nodes }, assignmentOf())).toEqual(['src/links.ts']);
    expect(grill.reads({ status: 'BLOCKED', why: 'x' }, assignmentOf())).toEqual([]);
  });

  it('is not empty', () => {
    expect(judged([])[0]).toContain('The tree is empty');
  });

  it('recommends one of its options', () => {
    expect(problemOf({ recommended: 'elsewhere' })).toBe(
      '`anchors` recommends `elsewhere`, which is none of its options: recommend one of `github-exact`, `hard-error`, `target-only`.',
    );
  });

  it('has options that differ and that can be built', () => {
    const options = (id: string, text: string): Question['options'] => [
      { id: 'yes', text: 'Fail hard' },
      { id, text },
    ];
    expect(problemOf({ options: options('yes', 'Warn'), recommended: 'yes' })).toContain('have the id `yes`');
    expect(problemOf({ options: options('no', 'FAIL hard!'), recommended: 'yes' })).toContain('say the same');
    expect(problemOf({ options: options('no', 'It depends'), recommended: 'yes' })).toContain(
      'decides nothing',
    );
  });

  it('shows where, when the code is said to answer', () => {
    expect(problemOf({ resolvedBy: 'code' })).toContain('shows nowhere to look');
    const evidence = [{ path: 'src/invented.ts', line: 9, shows: 'it' }];
    expect(problemOf({ resolvedBy: 'code', evidence })).toContain('`src/invented.ts` is no text file');
    expect(problemOf({ evidence: [{ path: 'src/links.ts', line: 9, shows: 'it' }] })).toContain(
      'has 2 lines',
    );
  });

  it.each([
    'Best practice.',
    'It is the best option.',
    'Recommended',
    'whatever you think',
    'Seems reasonable',
    'TBD',
    'obvious',
  ])('justifies by a reason, not by “%s”', (justification) => {
    expect(problemOf({ justification })).toContain('The justification of `anchors` says nothing');
  });

  it.each([
    'matches GH',
    'human decision',
    'label-rewrite trap',
    'Bundled assets travel together.',
    'Simplest for readers of old links.',
  ])('may justify by “%s”', (justification) => {
    expect(judged([questionNode('anchors', { justification })])).toEqual([]);
  });

  it('assumes something that can be objected to', () => {
    expect(judged([assumptionNode('posix', { assumes: 'Are paths POSIX?' })])[0]).toContain(
      'asks instead of assuming',
    );
    expect(judged([assumptionNode('posix', { assumes: 'It depends.' })])[0]).toContain('assumes nothing');
  });

  it('has every node once, and every question', () => {
    expect(judged([questionNode('a'), questionNode('a', { question: 'Which b?' })])).toEqual([
      'Two nodes have the id `a`: give each its own.',
    ]);
    expect(judged([questionNode('a'), questionNode('b', { question: 'what about **A**?' })])[0]).toBe(
      '`a` and `b` say the same, “what about a”: keep one of them.',
    );
  });

  it.each([
    ['a parent that is not there', { parent: 'nowhere' }, 'The parent of `b`, `nowhere`, is not there'],
    [
      'an option of nobody',
      { parent: 'a', opens: 'elsewhere' },
      '`b` opens by `elsewhere`, which is no option of `a`',
    ],
    [
      'an option without a parent',
      { opens: 'hard-error' },
      '`b` opens by option `hard-error` and has no parent',
    ],
    ['an option of an assumption', { parent: 'c', opens: 'hard-error' }, 'its parent `c` is an assumption'],
  ])('has no %s', (_, more, why) => {
    const problems = judged([questionNode('a'), questionNode('b', more), assumptionNode('c')]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(why);
  });

  it('is no ring', () => {
    const ring = [
      questionNode('a', { parent: 'c' }),
      questionNode('b', { parent: 'a' }),
      questionNode('c', { parent: 'b' }),
    ];
    expect(judged([...ring, questionNode('d', { parent: 'a' }), questionNode('e')])).toEqual([
      '`a`, `b`, `c` stand below each other in a ring, so that none of them is ever asked: give one of them a parent outside of it, or null.',
    ]);
    expect(judged([questionNode('a', { parent: 'a' })])[0]).toContain('in a ring');
  });
});

describe('one question at a time', () => {
  it.each([
    'What about duplicates? And what about empty headings?',
    'Should it fail? Should it warn?',
    'How are slugs made, and how are duplicates told apart?',
    'Which form do links have and where are they rewritten?',
    'Should `--fix` rewrite the label, and should it touch images?',
    'What happens to old links; also, do we warn?',
    'Which of these:\n1. What is a slug?\n2. What is an anchor?',
    'Decide: (a) the slug form (b) the separator',
    '重复的标题怎么办？空标题呢？',
    'What is a slug and also how is it compared?',
    'Should links be followed, and if so, how deep?',
    'Is a missing file an error and is it fatal?',
    '要不要缓存?怎么失效?',
  ])('%j asks two', (question) => {
    expect(isStacked(question)).toBe(true);
  });

  it.each([
    'What about duplicate anchors?',
    'Should we rewrite the label, or should we leave it?',
    'How is a link such as `a?b=1?` or `x ? y : z` read?',
    'What is done with https://example.com/?a=1 in a link?',
    'What happens when a heading says "Why? How?"?',
    'Is a link that is relative and also escapes the root an error?',
    'What happens when label and target both change?',
    'May a skill link into its own folder, and only there?',
    'Headings can repeat. What do their anchors look like?',
    'What do we do with a link that points to a folder and has no anchor?',
    'Which of the forms 1. or 2. is kept?',
    'Really?!',
    'Which names (a or b) stay?',
    'What should happen when the file is missing, which is the case on the first run?',
    'What happens to files whose name and what is in them disagree?',
    'Should the check run for drafts, also when they are empty?',
    'Should a broken link exit with (1) or (2) in CI?',
    '真的要吗？？（默认）',
  ])('%j asks one', (question) => {
    expect(isStacked(question)).toBe(false);
  });

  it('is held for every node', () => {
    expect(problemOf({ question: 'What about a? What about b?' })).toContain(
      '`anchors` asks more than one thing',
    );
  });
});

describe('a branch', () => {
  const said = (by: Answered['by'], option: string | null): Answered => ({
    by,
    option,
    text: 'x',
    who: 'ana',
  });
  const anchors = questionNode('anchors');
  const tree: Inputs['tree'] = [
    { node: questionNode('root'), answered: said('confirmed', 'github-exact') },
    { node: anchors, answered: null },
    {
      node: questionNode('kept', { parent: 'anchors', resolvedBy: 'code' }),
      answered: said('code', 'github-exact'),
    },
    { node: questionNode('dropped', { parent: 'anchors', opens: 'hard-error' }), answered: null },
  ];
  const override: Branch = { node: 'anchors', cause: 'override', text: 'By file name.', by: 'ana' };
  const anew = (nodes: GrillNode[], branch: Branch = override): string[] => judged(nodes, { tree, branch });

  it('stands below its node, and may be empty', () => {
    expect(anew([])).toEqual([]);
    expect(
      anew([
        questionNode('a', { parent: 'anchors' }),
        questionNode('b', { parent: 'a', opens: 'hard-error' }),
      ]),
    ).toEqual([]);
    expect(anew([questionNode('a', { parent: 'kept' })])).toEqual([]);
  });

  it('may ask again what it replaces', () => {
    expect(anew([questionNode('dropped', { parent: 'anchors' })])).toEqual([]);
  });

  it.each([
    ['at the root', questionNode('a'), '`a` does not belong to this branch: put it below `anchors`, `kept`'],
    ['below another node', questionNode('a', { parent: 'root' }), '`a` does not belong to this branch'],
    [
      'below what is replaced',
      questionNode('a', { parent: 'dropped' }),
      '`a` does not belong to this branch',
    ],
    [
      'under the name of a closed node',
      questionNode('root', { parent: 'anchors', question: 'New?' }),
      '`root` is in the tree already',
    ],
    [
      'in the words of a closed node',
      questionNode('a', { parent: 'anchors', question: 'What about ROOT' }),
      '`a` asks the same as `root`',
    ],
    [
      'of what the code answered',
      questionNode('kept', { parent: 'anchors' }),
      '`kept` is in the tree already',
    ],
    ['of the node itself', questionNode('anchors'), '`anchors` is in the tree already'],
  ])('has no node %s', (_, node, why) => {
    expect(anew([node])[0]).toContain(why);
  });

  it('puts the question itself better when that is asked for', () => {
    const think: Branch = { ...override, cause: 'think', text: '' };
    expect(anew([questionNode('anchors', { question: 'Which slugs?' })], think)).toEqual([]);
    expect(anew([anchors, questionNode('a', { parent: 'anchors', opens: 'hard-error' })], think)).toEqual([]);
    expect(anew([], think)[0]).toContain('`anchors` itself is missing');
    expect(anew([assumptionNode('anchors')], think)[0]).toContain('has to stay a question');
  });

  it('of a node that is not there cannot be judged', () => {
    expect(anew([], { ...override, node: 'nowhere' })[0]).toContain('is not in the tree');
  });
});
