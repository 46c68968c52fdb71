import { describe, expect, it } from 'vitest';
import type { GrillNode } from '../../../src/contracts/planning/grill.ts';
import {
  type Answering,
  acceptAssumptions,
  back,
  confirm,
  defer,
  inWords,
  object,
  override,
  think,
} from '../../../src/core/grill/answers.ts';
import { ask } from '../../../src/core/grill/ask.ts';
import { decisions } from '../../../src/core/grill/decisions.ts';
import { graft } from '../../../src/core/grill/graft.ts';
import { counts, exitLine, findNode, gate, openTree, question } from '../../../src/core/grill/tree.ts';
import type { Tree } from '../../../src/core/planning.ts';
import { assumptionNode, ids, questionNode } from './sample.ts';

const at = (seconds: number): string =>
  new Date(Date.parse('2026-03-02T10:00:00Z') + seconds * 1000).toISOString();
const start = (...nodes: GrillNode[]): Tree => ask(openTree(nodes, at(0)), at(0));
const by = 'ana';

/** The tree after an answer, with the next question put. */
const on = (outcome: Answering, seconds: number): Tree => {
  expect(outcome.state).toBe('answered');
  return ask(outcome.tree, at(seconds));
};
const yes = (tree: Tree, seconds: number, option: string | null = null): Tree =>
  on(confirm({ tree, by, at: at(seconds), option }), seconds);
const whyOf = (outcome: Answering): unknown => (outcome.state === 'refused' ? outcome.why : outcome.state);
const answerTo = (tree: Tree, id: string): unknown => {
  const state = findNode(tree, id)?.state;
  return state?.name === 'closed' ? state.answer : state?.name;
};

const anchors = questionNode('anchors');
const below = questionNode('below', { parent: 'anchors', opens: 'hard-error' });
const always = questionNode('always', { parent: 'anchors' });
const last = questionNode('last');

describe('confirming', () => {
  it('takes what is recommended, or another option', () => {
    expect(answerTo(yes(start(anchors), 1), 'anchors')).toEqual({
      by: 'confirmed',
      option: 'github-exact',
      text: 'GitHub-exact slugify (with -N dedup)',
      who: 'ana',
      at: at(1),
    });
    for (const option of ['2', '#2', 'b', 'hard-error', 'Hard error, no autofix'])
      expect(answerTo(yes(start(anchors), 1, option), 'anchors')).toMatchObject({ option: 'hard-error' });
    expect(answerTo(yes(start(anchors), 1, 'the recommended one'), 'anchors')).toMatchObject({
      option: 'github-exact',
    });
  });

  it('names the options when none is meant', () => {
    expect(whyOf(confirm({ tree: start(anchors), by, at: at(1), option: '9' }))).toEqual({
      reason: 'unknown-option',
      node: 'anchors',
      asked: '9',
      options: anchors.options,
    });
  });

  it('opens what depends on the option, and nothing else', () => {
    expect(question(yes(start(anchors, below, always, last), 1))?.id).toBe('always');
    expect(question(yes(start(anchors, below, always, last), 1, 'b'))?.id).toBe('below');
  });

  it('is on the record', () => {
    expect(yes(start(anchors), 1).log).toEqual([
      'ana confirmed `anchors`: GitHub-exact slugify (with -N dedup)',
    ]);
  });
});

describe('words of a person’s own', () => {
  it('start a branch; those of an option are that option', () => {
    const words = override({ tree: start(anchors), by, at: at(1), text: 'Slugs come from the file name.' });
    expect(words).toMatchObject({
      state: 'branch',
      branch: { node: 'anchors', cause: 'override', text: 'Slugs come from the file name.', by: 'ana' },
    });
    expect(gate(words.tree)).toBe(false);
    const option = override({ tree: start(anchors), by, at: at(1), text: 'Hard error' });
    expect(answerTo(option.tree, 'anchors')).toMatchObject({ by: 'confirmed', option: 'hard-error' });
  });

  it.each(['whatever you think', 'ok'])('%j is refused, and counted', (text) => {
    const outcome = override({ tree: start(anchors), by, at: at(1), text });
    expect(whyOf(outcome)).toEqual({ reason: 'vague', node: 'anchors' });
    expect(counts(outcome.tree)).toMatchObject({ refused: 1, open: 1 });
    expect(outcome.tree.log).toEqual([`ana gave \`anchors\` no answer: “${text}”`]);
  });

  it('that ask back are no answer and no vague one', () => {
    const outcome = inWords({ tree: start(anchors), by, at: at(1), text: 'Why not fail?' });
    expect(whyOf(outcome)).toEqual({ reason: 'counter-question', node: 'anchors' });
    expect(outcome.tree.refused).toBe(0);
  });

  it('said to the App are read', () => {
    const said = (text: string): Answering => inWords({ tree: start(anchors), by, at: at(1), text });
    expect(answerTo(said('yes').tree, 'anchors')).toMatchObject({ option: 'github-exact' });
    expect(answerTo(said('option b').tree, 'anchors')).toMatchObject({ option: 'hard-error' });
    expect(said('Slugs come from the file name.').state).toBe('branch');
    expect(whyOf(said('you decide'))).toEqual({ reason: 'vague', node: 'anchors' });
  });
});

describe('an answer belongs to the question that stood when it was written', () => {
  const moved = (): Tree => yes(start(anchors, below, always, last), 10);

  it('and takes the place of the answer that was given before it', () => {
    const outcome = confirm({ tree: moved(), by: 'ben', at: at(9), option: 'b' });
    expect(whyOf(outcome)).toMatchObject({ reason: 'answered-since', who: 'ana' });
    const later = ask(openTree([anchors, below, always, last], at(0)), at(0));
    const first = confirm({ tree: later, by, at: at(3), option: null });
    // the next question is put some seconds after it was answered
    const put = ask(first.tree, at(20));
    const second = confirm({ tree: put, by: 'ben', at: at(9), option: 'b' });
    expect(answerTo(second.tree, 'anchors')).toMatchObject({ option: 'hard-error', who: 'ben' });
    expect(second.tree.log.at(-1)).toBe(
      'ben confirmed `anchors`: Hard error, no autofix, instead of ana’s: GitHub-exact slugify (with -N dedup)',
    );
    expect(question(second.tree)?.id).toBe('below');
  });

  it('with the whole seconds that GitHub has', () => {
    const tree = start(anchors, last);
    const put = ask(confirm({ tree, by, at: at(10), option: null }).tree, at(10.7));
    expect(answerTo(confirm({ tree: put, by, at: at(10), option: null }).tree, 'last')).toMatchObject({
      who: 'ana',
    });
  });

  it('unless that does not arise any more', () => {
    let tree = yes(start(anchors, below, last), 10, 'b');
    tree = on(back({ tree, by, at: at(20) }), 20);
    expect(whyOf(confirm({ tree, by: 'ben', at: at(15), option: null }))).toEqual({
      reason: 'not-live',
      node: 'below',
    });
  });

  it('unless it was put in other words since', () => {
    const outcome = think({ tree: start(anchors), by, at: at(5), hint: '' });
    if (outcome.state !== 'branch') throw new Error(outcome.state);
    const nodes = [questionNode('anchors', { question: 'Better?' })];
    const tree = ask(graft({ tree: outcome.tree, branch: outcome.branch, nodes, at: at(9) }), at(9));
    expect(whyOf(confirm({ tree, by: 'ben', at: at(4), option: '2' }))).toEqual({
      reason: 'put-anew',
      node: 'anchors',
    });
    expect(confirm({ tree, by: 'ben', at: at(9), option: '2' }).state).toBe('answered');
  });

  it('and to none when nothing was asked', () => {
    expect(whyOf(confirm({ tree: start(anchors), by, at: at(-5), option: null }))).toEqual({
      reason: 'nothing-asked',
    });
  });
});

describe('putting off', () => {
  it('comes back once nothing else is open, and then has to be answered', () => {
    let tree = on(defer({ tree: start(anchors, last), by, at: at(1) }), 1);
    expect(question(tree)?.id).toBe('last');
    expect(counts(tree)).toMatchObject({ deferred: 1, open: 1 });
    tree = yes(tree, 2);
    expect(question(tree)?.id).toBe('anchors');
    expect(gate(tree)).toBe(false);
    expect(exitLine(tree)).toBe('1 confirmed · 1 deferred · 0 silent assumptions');
    expect(whyOf(defer({ tree, by, at: at(3) }))).toEqual({ reason: 'only-one-left', node: 'anchors' });
    tree = yes(tree, 4);
    expect(gate(tree)).toBe(true);
    expect(exitLine(tree)).toBe('2 confirmed · 0 deferred · 0 silent assumptions');
  });

  it('is refused for the only one', () => {
    expect(whyOf(defer({ tree: start(anchors), by, at: at(1) }))).toEqual({
      reason: 'only-one-left',
      node: 'anchors',
    });
  });
});

describe('assumptions', () => {
  const posix = assumptionNode('posix-paths');
  const utf8 = assumptionNode('utf8', { assumes: 'Every file is UTF-8.' });
  const after = questionNode('after', { parent: 'posix-paths' });

  it('are asked about last, and accepted together', () => {
    let tree = start(posix, utf8, anchors);
    expect(question(tree)?.id).toBe('anchors');
    expect(whyOf(acceptAssumptions({ tree, by, at: at(1) }))).toEqual({ reason: 'nothing-asked' });
    tree = yes(tree, 2);
    expect(exitLine(tree)).toBe('1 confirmed · 0 deferred · 2 silent assumptions');
    expect(gate(tree)).toBe(false);
    tree = yes(tree, 3);
    expect(gate(tree)).toBe(true);
    expect(tree.log.at(-1)).toBe('ana accepted what is assumed: `posix-paths`, `utf8`');
    expect(decisions(tree)[0]).toEqual({
      id: 'posix-paths',
      question: 'Assumption: All paths are POSIX paths.',
      answer: 'All paths are POSIX paths.',
      who: 'ana',
      why: posix.justification,
    });
  });

  it('are not accepted by who answered the question before', () => {
    const asked = start(posix, anchors);
    const tree = ask(confirm({ tree: asked, by, at: at(2), option: null }).tree, at(9));
    const late = confirm({ tree, by: 'ben', at: at(3), option: null });
    expect(late.tree.log.at(-1)).toContain('ben confirmed `anchors`');
    expect(gate(late.tree)).toBe(false);
    expect(whyOf(acceptAssumptions({ tree, by: 'ben', at: at(3) }))).toEqual({ reason: 'nothing-asked' });
  });

  it('can be agreed to in plain words, and are answered by `/object` alone', () => {
    const tree = start(posix);
    expect(gate(inWords({ tree, by, at: at(1), text: 'ok' }).tree)).toBe(true);
    expect(inWords({ tree, by, at: at(1), text: 'whatever' }).tree.refused).toBe(1);
    expect(whyOf(override({ tree, by, at: at(1), text: 'Windows too' }))).toEqual({
      reason: 'assumptions-asked',
      standing: ['posix-paths'],
    });
  });

  it('can be objected to, with what holds instead', () => {
    const tree = start(posix, utf8, anchors);
    const outcome = object({
      tree,
      by,
      at: at(1),
      assumption: '`Posix-Paths`',
      text: 'Windows paths occur too.',
    });
    if (outcome.state !== 'branch') throw new Error(outcome.state);
    expect(outcome.branch).toEqual({
      node: 'posix-paths',
      cause: 'object',
      text: 'Windows paths occur too.',
      by: 'ana',
    });
    const grown = graft({ tree: outcome.tree, branch: outcome.branch, nodes: [after], at: at(2) });
    expect(answerTo(grown, 'posix-paths')).toMatchObject({ by: 'override', option: null, who: 'ana' });
    expect(question(grown)?.id).toBe('after');
    expect(decisions(grown)[0]?.why).toBe(posix.why);
  });

  it('that are not there are named', () => {
    const tree = start(posix, utf8);
    expect(whyOf(object({ tree, by, at: at(1), assumption: 'anchors', text: 'No, it is so.' }))).toEqual({
      reason: 'unknown-assumption',
      asked: 'anchors',
      standing: ['posix-paths', 'utf8'],
    });
    expect(whyOf(object({ tree, by, at: at(1), assumption: 'utf8', text: 'dunno' }))).toMatchObject({
      reason: 'vague',
    });
  });

  it('can be taken back together, and an objection for them again is thought through', () => {
    let tree = yes(start(posix, utf8), 1);
    tree = on(back({ tree, by: 'ben', at: at(2) }), 2);
    expect(counts(tree).assumptions).toBe(2);
    const objected = object({ tree, by, at: at(3), assumption: 'utf8', text: 'Some are Latin-1.' });
    if (objected.state !== 'branch') throw new Error(objected.state);
    tree = ask(graft({ tree: objected.tree, branch: objected.branch, nodes: [], at: at(4) }), at(4));
    tree = on(back({ tree, by, at: at(5) }), 5);
    const accepted = acceptAssumptions({ tree, by, at: at(6) });
    if (accepted.state !== 'branch') throw new Error(accepted.state);
    expect(accepted.branch.node).toBe('utf8');
    const settled = graft({ tree: accepted.tree, branch: accepted.branch, nodes: [], at: at(7) });
    expect(answerTo(settled, 'utf8')).toMatchObject({ by: 'accepted' });
    expect(gate(settled)).toBe(true);
  });
});

describe('/back', () => {
  const answered = (): Tree => {
    let tree = start(anchors, below, always);
    tree = yes(tree, 1, 'b');
    tree = yes(tree, 2, 'c');
    return yes(tree, 3);
  };
  const reopened = (): Tree => {
    let tree = answered();
    for (const seconds of [4, 5, 6]) tree = on(back({ tree, by, at: at(seconds) }), seconds);
    return tree;
  };

  it('reopens what was closed last, one after the other', () => {
    expect(question(on(back({ tree: answered(), by, at: at(4) }), 4))?.id).toBe('always');
    expect(question(reopened())?.id).toBe('anchors');
    expect(whyOf(back({ tree: start(anchors), by, at: at(4) }))).toEqual({ reason: 'nothing-to-take-back' });
  });

  it('means the answer that was last when it was written', () => {
    const tree = back({ tree: answered(), by, at: at(1) }).tree;
    expect(answerTo(tree, 'anchors')).toBe('open');
    expect(ids(tree.nodes.filter(({ state }) => state.name === 'closed'))).toEqual(['below', 'always']);
  });

  it('keeps the answers below when it is answered the same way, and drops them otherwise', () => {
    const tree = ask(back({ tree: answered(), by, at: at(1) }).tree, at(7));
    expect(gate(tree)).toBe(false);
    const same = yes(tree, 8, 'b');
    expect(gate(same)).toBe(true);
    expect(answerTo(same, 'below')).toMatchObject({ option: 'target-only' });
    const other = yes(tree, 8);
    expect(question(other)?.id).toBe('always');
    const again = yes(other, 9);
    expect(gate(again)).toBe(true);
    expect(decisions(again).map(({ id }) => id)).toEqual(['anchors', 'always']);
  });

  it('of words of a person’s own has an option thought through, and the same words stand', () => {
    const words = override({ tree: start(anchors, always), by, at: at(1), text: 'By file name.' });
    if (words.state !== 'branch') throw new Error(words.state);
    const next = [questionNode('name-clash', { parent: 'anchors' })];
    let tree = ask(graft({ tree: words.tree, branch: words.branch, nodes: next, at: at(2) }), at(2));
    expect(ids(tree.nodes)).toEqual(['anchors', 'name-clash']);
    tree = yes(tree, 3);
    tree = on(back({ tree, by, at: at(4) }), 4);
    tree = on(back({ tree, by, at: at(5) }), 5);
    const same = override({ tree, by, at: at(6), text: 'By file name.' });
    expect(same.state).toBe('answered');
    const option = confirm({ tree, by, at: at(6), option: 'b' });
    if (option.state !== 'branch') throw new Error(option.state);
    const grown = graft({ tree: option.tree, branch: option.branch, nodes: [below], at: at(7) });
    expect(answerTo(grown, 'anchors')).toMatchObject({ by: 'confirmed', option: 'hard-error' });
    expect(ids(grown.nodes)).toEqual(['anchors', 'below']);
    expect(question(grown)?.id).toBe('below');
  });
});
