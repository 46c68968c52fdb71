import { describe, expect, it } from 'vitest';
import { updateRefused } from '../../src/text/updating.ts';
import { itemAt } from '../core/support.ts';

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
