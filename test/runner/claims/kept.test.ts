import { describe, expect, it } from 'vitest';
import type { Claim } from '../../../src/contracts/claims.ts';
import { agentReportSchema, claimLength, mostClaims } from '../../../src/contracts/evidence.ts';
import { keptClaims } from '../../../src/runner/claims/kept.ts';
import { claimsSummary, notStartedText } from '../../../src/text/claims-summary.ts';
import { claim } from '../prompt/inputs.ts';

const many = (count: number, verdict: Claim['verdict']): Claim[] =>
  Array.from({ length: count }, (_, index) => claim({ text: `name${index}`, verdict }));

describe('the claims that evidence has room for', () => {
  it('are all of them, as they came, when they are few', () => {
    const claims = [claim(), claim({ text: 'other', verdict: 'stale' })];
    expect(keptClaims(claims)).toEqual(claims);
  });

  it('are first of all those that somebody has to look at, in the order of the tasks', () => {
    const stale = claim({ text: 'last', verdict: 'stale' });
    const kept = keptClaims([...many(mostClaims + 50, 'holds'), stale]);
    expect(kept).toHaveLength(mostClaims);
    expect(kept.at(-1)).toEqual(stale);
    expect(kept[0]?.text).toBe('name0');
    expect(agentReportSchema.shape.claims.safeParse(kept).success).toBe(true);
  });

  it('are lines of a bounded length', () => {
    const [long] = keptClaims([
      claim({ text: 'a\n'.repeat(2000), detail: 'b '.repeat(2000), nearest: 'c'.repeat(5000) }),
    ]);
    for (const text of [long?.text, long?.detail, long?.nearest]) {
      expect(text?.length).toBeLessThanOrEqual(claimLength);
      expect(text).not.toContain('\n');
    }
  });

  it('are none in evidence of earlier releases', () => {
    expect(agentReportSchema.shape.claims.parse(undefined)).toEqual([]);
  });
});

describe('claims on the page of a run', () => {
  it('are counted by verdict; what needs a look stands open, the rest is folded', () => {
    const text =
      claimsSummary(
        [
          ...many(3, 'holds'),
          claim({ text: 'x', verdict: 'moved', nearest: 'a.go:9' }),
          claim({ text: 'go test', verdict: 'not run' }),
        ],
        'b'.repeat(40),
      ) ?? '';
    expect(text).toContain('looked up at `bbbbbbb`: 3 hold, 1 moved, 1 was not run.');
    expect(text).toMatch(
      /\*\*Moved:\*\*\n\n- `x` \(task 1\.1, `openspec\/changes\/greet\/tasks\.md:5`\): It is there\. Nearest: `a\.go:9`\./,
    );
    expect(text).toContain('<details><summary>3 hold</summary>');
    expect(claimsSummary([], 'b'.repeat(40))).toBeNull();
  });

  it('say in one line why nothing was started', () => {
    expect(notStartedText(many(7, 'stale'))).toBe(
      'Not started: the tasks name `name0`, `name1`, `name2`, `name3`, `name4` and 2 more, which are not in the code.',
    );
    expect(claimsSummary(many(80, 'stale'), 'b'.repeat(40))).toContain('- and 30 more');
  });
});
