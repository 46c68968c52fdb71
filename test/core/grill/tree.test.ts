import { describe, expect, it } from 'vitest';
import { confirm } from '../../../src/core/grill/answers.ts';
import { ask } from '../../../src/core/grill/ask.ts';
import { decisions } from '../../../src/core/grill/decisions.ts';
import { graft } from '../../../src/core/grill/graft.ts';
import { counts, exitLine, gate, live, openTree, question } from '../../../src/core/grill/tree.ts';
import { assumptionNode, ids, questionNode } from './sample.ts';

const at = '2026-03-02T10:00:00Z';
const seen = [
  { path: 'src/links.ts', line: 12, shows: 'links are rewritten here' },
  { path: 'src/slug.ts', line: 3, shows: 'the slugger' },
];

describe('a tree', () => {
  it('is closed where the repository answers, with where it stands', () => {
    const tree = openTree(
      [questionNode('slugs', { resolvedBy: 'code', evidence: seen }), questionNode('anchors')],
      at,
    );
    expect(question(tree)?.id).toBe('anchors');
    expect(counts(tree)).toEqual({
      confirmed: 1,
      deferred: 0,
      assumptions: 0,
      fromCode: 1,
      refused: 0,
      open: 1,
    });
    expect(decisions(tree)).toEqual([
      {
        id: 'slugs',
        question: 'What about slugs?',
        answer: 'GitHub-exact slugify (with -N dedup)',
        who: 'code: src/links.ts:12, src/slug.ts:3',
        why: 'That is what the readers of these links already do.',
      },
    ]);
  });

  it('has nodes that arise only under one option, all the way down', () => {
    const tree = openTree(
      [
        questionNode('root', { resolvedBy: 'code' }),
        questionNode('under-it', { parent: 'root', opens: 'github-exact', resolvedBy: 'code' }),
        questionNode('deeper', { parent: 'under-it' }),
        questionNode('elsewhere', { parent: 'root', opens: 'hard-error' }),
        questionNode('deeper-elsewhere', { parent: 'elsewhere' }),
        questionNode('lost', { parent: 'nowhere' }),
      ],
      at,
    );
    expect(ids(live(tree))).toEqual(['root', 'under-it', 'deeper']);
  });

  it('that is a ring asks nothing', () => {
    const tree = openTree([questionNode('a', { parent: 'b' }), questionNode('b', { parent: 'a' })], at);
    expect(live(tree)).toEqual([]);
  });

  it('has a gate that its line tells', () => {
    const open = openTree([questionNode('anchors'), assumptionNode('posix')], at);
    expect(gate(open)).toBe(false);
    expect(exitLine(open)).toBe('0 confirmed · 0 deferred · 1 silent assumptions');
    expect(exitLine(openTree([], at))).toBe('0 confirmed · 0 deferred · 0 silent assumptions');
  });

  it('says why for the answer that was given, not for the one that was not', () => {
    const tree = ask(openTree([questionNode('anchors')], at), at);
    const other = confirm({ tree, by: 'ana', at, option: 'b' }).tree;
    expect(decisions(other)[0]).toMatchObject({ who: 'ana', why: 'Without anchors the links break.' });
  });
});

describe('grafting', () => {
  const tree = openTree(
    [
      questionNode('anchors'),
      questionNode('from-code', { parent: 'anchors', resolvedBy: 'code', evidence: seen }),
      questionNode('old', { parent: 'anchors' }),
      questionNode('old-option', { parent: 'anchors', opens: 'hard-error' }),
      questionNode('older', { parent: 'old' }),
      questionNode('beside'),
    ],
    at,
  );
  const branch = { node: 'anchors', cause: 'override', text: 'By file name.', by: 'ana' } as const;

  it('closes the node by the words, keeps what still holds below it, replaces the rest', () => {
    const nodes = [
      questionNode('fresh', { parent: 'anchors' }),
      questionNode('fresher', { parent: 'fresh' }),
    ];
    const grown = graft({ tree, branch, nodes, at });
    expect(ids(grown.nodes)).toEqual(['anchors', 'fresh', 'fresher', 'from-code', 'beside']);
    expect(counts(grown)).toMatchObject({ confirmed: 2, fromCode: 1 });
    expect(question(grown)?.id).toBe('fresh');
    expect(grown.closed).toEqual(['anchors']);
  });

  it('puts the node itself anew when it was to be thought about, where it stood', () => {
    const anew = questionNode('anchors', { question: 'Which slugs?', parent: 'beside' });
    const grown = graft({ tree, branch: { ...branch, cause: 'think' }, nodes: [anew], at });
    expect(ids(grown.nodes)).toEqual(['anchors', 'from-code', 'beside']);
    expect(question(grown)).toEqual({ ...anew, parent: null });
  });

  it('lets the code answer what was thought about', () => {
    const anew = questionNode('anchors', { resolvedBy: 'code', evidence: seen });
    const grown = graft({ tree, branch: { ...branch, cause: 'think' }, nodes: [anew], at });
    expect(question(grown)?.id).toBe('beside');
  });

  it('asks what hangs nowhere rather than losing it, and takes nothing twice', () => {
    const nodes = [questionNode('stray', { parent: 'old', opens: 'hard-error' }), questionNode('beside')];
    const grown = graft({ tree, branch, nodes, at });
    expect(ids(grown.nodes)).toEqual(['anchors', 'stray', 'from-code', 'beside']);
    expect(question(grown)?.id).toBe('stray');
  });
});
