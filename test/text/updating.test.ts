import { describe, expect, it } from 'vitest';
import type { Item } from '../../src/core/item.ts';
import { updateMessage } from '../../src/text/commit-messages.ts';
import { baseLine, notUpdated, updateRefused } from '../../src/text/updating.ts';
import { itemAt, sha } from '../core/support.ts';

describe('an update that GitHub refused', () => {
  const said = (detail: string, remedy: string) =>
    updateRefused({ kind: 'update-refused', to: 'ada', detail, remedy }, itemAt('handed-over'));

  it('says what it said, what would help, and to ask for it again', () => {
    const text = said('409 Repository rule violations found', 'Let the App bypass the branch rule.');
    expect(text.split('\n')[0]).toBe(
      'ada: `main` was not merged into `feat/per-206-gate-paths`: 409 Repository rule violations found. What would help: Let the App bypass the branch rule. Then write `/update` again.',
    );
    expect(text).toContain('git merge origin/main');
  });
});

describe('a pull request that goes to another branch', () => {
  const elsewhere = (): Item => {
    const item = { ...itemAt('handed-over'), baseMoved: sha('f') };
    return item.pull ? { ...item, pull: { ...item.pull, base: 'release/1.x' } } : item;
  };

  it('has that one named wherever its moves are told and merged', () => {
    const conflict = { kind: 'not-updated' as const, to: 'ada', why: 'conflict' as const, base: sha('f') };
    const texts = [
      baseLine(elsewhere()),
      notUpdated({ ...conflict, paths: [] }, elsewhere()),
      updateRefused({ kind: 'update-refused', to: 'ada', detail: 'no', remedy: 'grant it' }, elsewhere()),
      updateMessage(elsewhere(), sha('f')),
    ];
    for (const text of texts) {
      expect(text).toContain('release/1.x');
      expect(text).not.toContain('main');
    }
    expect(baseLine({ ...itemAt('handed-over'), baseMoved: sha('f') })).toContain('`main` has moved');
  });
});
