import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { releaseRepository, unreleased } from '../../src/contracts/workflow.ts';
import { problemsOf } from '../workflows/rules.ts';
import { type Checkout, makeCheckout } from './checkout.ts';

let checkout: Checkout;
let start: string;
beforeEach(() => {
  checkout = makeCheckout();
  checkout.write('action/dist/index.js', "import './part-A.js';\n");
  checkout.write('action/dist/part-A.js', 'console.log(1);\n');
  start = checkout.git('rev-parse', 'HEAD');
});
afterEach(() => checkout.remove());

const workflow = '.github/workflows/assignment.yml';

describe('npm run release', () => {
  it('commits the bundle, pins that commit, and tags the pin', () => {
    const { code, out, err } = checkout.run('release', '0.2.0');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const tagged = checkout.git('rev-parse', 'v0.2.0^{commit}');
    const pin = checkout.git('rev-parse', 'v0.2.0^{commit}^');
    expect(checkout.git('rev-parse', `${pin}^`)).toBe(start);
    expect(out).toBe(`v0.2.0 is ${tagged}, with the action of ${pin}\n`);
    expect(checkout.git('cat-file', '-t', 'v0.2.0')).toBe('tag');
    // the first commit brings the bundle alone, the second the pin alone
    expect(checkout.git('diff', '--name-only', start, pin)).toBe(
      'action/dist/index.js\naction/dist/part-A.js',
    );
    expect(checkout.git('diff', '--name-only', pin, tagged)).toBe(workflow);
    const pinned = checkout.git('show', `v0.2.0:${workflow}`);
    expect(pinned).not.toContain(unreleased);
    expect(pinned.match(new RegExp(`${releaseRepository}/action@${pin} # v0\\.2\\.0`, 'g'))).toHaveLength(3);
    expect(problemsOf(pinned)).toEqual([]);
    // nothing but the pin differs from what stands on main
    const before = checkout.git('show', `${start}:${workflow}`);
    expect(pinned.replaceAll(`${pin} # v0.2.0`, `${unreleased} # pinned by the release`)).toBe(before);
    expect(checkout.git('status', '--porcelain')).toBe('');
    // and the caller of that checkout calls it
    expect(checkout.run('caller').out).toContain(`assignment.yml@${tagged} # v0.2.0`);
  });

  it.each<[string, () => void, string[], RegExp]>([
    ['a version with its v', () => {}, ['v0.2.0'], /^`v0\.2\.0` is no version: name one like 0\.2\.0\.\n$/],
    ['a version that is there', () => checkout.git('tag', 'v0.2.0'), ['0.2.0'], /^v0\.2\.0 is there already/],
    [
      'no bundle',
      () => checkout.git('clean', '-qfdX', 'action'),
      ['0.2.0'],
      /^There is no bundle: npm run build:action first/,
    ],
    [
      'changes nobody committed',
      () => checkout.write('package.json', '{}\n'),
      ['0.2.0'],
      /^The checkout is not clean/,
    ],
  ])('refuses %s and changes nothing', (_, make, args, message) => {
    make();
    const { code, out, err } = checkout.run('release', ...args);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(message);
    expect(checkout.git('rev-parse', 'HEAD')).toBe(start);
  });

  it('refuses a workflow that has nothing to pin before it commits anything', () => {
    const text = readFileSync(join(checkout.folder, workflow), 'utf8');
    checkout.write(workflow, text.replaceAll(unreleased, 'c0ffee00'.repeat(5)));
    checkout.git('commit', '--quiet', '--all', '--message', 'Pinned by hand');
    const head = checkout.git('rev-parse', 'HEAD');
    const { code, err } = checkout.run('release', '0.2.0');
    expect(code).toBe(1);
    expect(err).toMatch(/has nothing to pin: it must use .*action@0{40} # pinned by the release/);
    expect(checkout.git('rev-parse', 'HEAD')).toBe(head);
    expect(checkout.git('tag', '--list')).toBe('');
  });
});
