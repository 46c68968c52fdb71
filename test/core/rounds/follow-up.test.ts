import { describe, expect, it } from 'vitest';
import { alreadyFiled, followUpOf } from '../../../src/core/rounds/follow-up.ts';
import { filed, finding, fixed, toFile } from './sample.ts';

const item = { parent: 'PER-206', pull: 159 };

describe('followUpOf', () => {
  it("is the post's ticket", () => {
    const one = finding({ severity: 'high', url: 'https://github.com/o/r/pull/159#c1' });
    const decided = { ...toFile, priority: 'high', blocks: 'PER-250' } as const;
    expect(followUpOf({ finding: one, decided, findings: [one], ...item })).toEqual({
      kind: 'new',
      finding: 'F1',
      title: 'Links stay broken after sync',
      priority: 'high',
      parent: 'PER-206',
      relation: 'related',
      blocks: 'PER-250',
      fingerprint: one.fingerprint,
      cites: { pull: 159, severity: 'high', url: one.url, path: 'src/a.ts', line: 4 },
    });
  });

  it('blocks no ticket by its own parent, and has a title of one line that notifies nobody', () => {
    const decided = { ...toFile, title: 'Ask @ada\n<!-- x -->', blocks: 'PER-206' };
    const result = followUpOf({ finding: finding(), decided, findings: [], ...item });
    expect(result).toMatchObject({ blocks: null });
    expect(result.kind === 'new' && /@ada|\n|<!--/.test(result.title)).toBe(false);
    const untitled = followUpOf({
      finding: finding(),
      decided: { ...toFile, title: ' ' },
      findings: [],
      ...item,
    });
    expect(untitled).toMatchObject({ title: 'Rewrites the label' });
  });

  it.each([
    ['its own earlier answer', finding({ state: 'reopened', earlier: [filed, fixed] }), []],
    ["another finding's answer", finding(), [finding({ id: 'F2', state: 'answered', answer: filed })]],
  ])('is the ticket that is there: %s', (_, one, findings) => {
    expect(followUpOf({ finding: one, decided: toFile, findings, ...item })).toEqual({
      kind: 'filed-before',
      key: 'PER-241',
      url: filed.kind === 'filed' ? filed.url : '',
    });
    expect(alreadyFiled([one, ...findings], 'another')).toBeNull();
  });
});
