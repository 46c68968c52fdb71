import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callerWorkflow } from '../../src/text/caller-workflow.ts';
import { type Checkout, makeCheckout } from './checkout.ts';

let checkout: Checkout;
let start: string;
beforeAll(() => {
  checkout = makeCheckout();
  start = checkout.git('rev-parse', 'HEAD');
});
afterAll(() => checkout.remove());

const commit = (message: string): string => {
  checkout.git('commit', '--quiet', '--allow-empty', '--message', message);
  return checkout.git('rev-parse', 'HEAD');
};

describe('npm run caller', () => {
  it('needs a release, and says how to name one', () => {
    const { code, out, err } = checkout.run('caller');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(
      /^This checkout has no release tag to pin.*git fetch --tags.*--release <40-character commit SHA/,
    );
    expect(err.trimEnd()).not.toContain('\n');
  });

  it('prints the workflow for a commit that is named', () => {
    const sha = 'c0ffee00'.repeat(5);
    expect(checkout.run('caller', '--release', sha)).toEqual({
      code: 0,
      out: callerWorkflow({ sha, version: 'as named' }),
      err: '',
    });
  });

  it.each([
    ['a tag', ['--release', 'v0.1.0']],
    ['what was never released', ['--release', '0'.repeat(40)]],
    ['another option', ['--relase', 'c0ffee00'.repeat(5)]],
  ])('refuses %s in one line', (_, args) => {
    const { code, out, err } = checkout.run('caller', ...args);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^Only --release is taken, with a whole commit SHA.*\n$/);
  });

  it('pins the newest release: the commit behind its tag, and no preview', () => {
    commit('Release');
    const newest = commit('Another release');
    checkout.git('tag', 'v0.9.0', start);
    checkout.git('tag', '--annotate', '--message', 'v0.10.0', 'v0.10.0', newest);
    checkout.git('tag', 'v0.10.0-rc.1', start);
    checkout.git('tag', 'v0.11.0-rc.1', start);
    checkout.git('tag', 'vendored', start);
    expect(checkout.run('caller')).toEqual({
      code: 0,
      out: callerWorkflow({ sha: newest, version: 'v0.10.0' }),
      err: '',
    });
  });
});
