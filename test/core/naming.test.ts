import { describe, expect, it } from 'vitest';
import { phaseLabel, phaseLabels } from '../../src/core/phase-labels.ts';
import { repositoryTags, withoutRepositoryTags } from '../../src/core/repository-tags.ts';
import { isSameSite, ticketKeys, ticketLinks } from '../../src/core/ticket-keys.ts';

describe('keys of tickets in a text', () => {
  it.each<[string, string[]]>([
    ['PER-206 gate the paths', ['PER-206']],
    ['(PER-1), **PER-2**; PER-1 again', ['PER-1', 'PER-2']],
    ['per-206 in lower case is a branch', []],
    ['SUPER-20X, xPER-2, PER-0, PER-2-3', []],
    ['#12 and UTF-8', ['UTF-8']],
    ['https://linear.app/acme/issue/PER-206/gate', []],
    ['', []],
  ])('%s', (text, keys) => expect(ticketKeys(text)).toEqual(keys));

  it('are few, however long the text', () => {
    const text = Array.from({ length: 500 }, (_, index) => `PER-${index + 1}`).join(' ');
    expect(ticketKeys(text)).toHaveLength(20);
  });
});

describe('links to tickets in a text', () => {
  const site = 'https://linear.app/acme/issue/';
  it.each<[string, { key: string; site: string }[]]>([
    [`see ${site}PER-206/gate-paths.`, [{ key: 'PER-206', site }]],
    [`[it](${site}per-206)`, [{ key: 'PER-206', site }]],
    [`${site}PER-206 and ${site}PER-206/other`, [{ key: 'PER-206', site }]],
    [
      `${site}PER-1 https://linear.app/other/issue/PER-1`,
      [
        { key: 'PER-1', site },
        { key: 'PER-1', site: 'https://linear.app/other/issue/' },
      ],
    ],
    ['https://linear.app/acme/project/PER-206', []],
    ['PER-206', []],
  ])('%s', (text, links) => expect(ticketLinks(text)).toEqual(links));

  it('lead to the ticket of their own workspace only', () => {
    expect(isSameSite(site, `${site}PER-206/gate-paths`)).toBe(true);
    expect(isSameSite('https://linear.app/other/issue/', `${site}PER-206`)).toBe(false);
  });
});

describe('[repo=owner/name]', () => {
  it.each<[string, string[], string]>([
    ['/explore [repo=acme/beacon]', ['acme/beacon'], '/explore'],
    ['/explore \\[repo=Acme/Be\\_acon\\]', ['acme/be_acon'], '/explore'],
    [
      '/explore mind the links [REPO = acme/beacon] please',
      ['acme/beacon'],
      '/explore mind the links please',
    ],
    ['/delegate all [repo=a/b.c]\n/mode auto', ['a/b.c'], '/delegate all\n/mode auto'],
    ['[repo=a/b] [repo=c/d] [repo=A/B]', ['a/b', 'c/d'], ''],
    ['/explore [repo=acme]', [], '/explore [repo=acme]'],
    ['/explore [link](http://a/b)', [], '/explore [link](http://a/b)'],
  ])('%s', (text, tags, rest) => {
    expect(repositoryTags(text)).toEqual(tags);
    expect(withoutRepositoryTags(text)).toBe(rest);
  });
});

it('labels of ours are known however they are written, and no others', () => {
  expect(phaseLabels.map(phaseLabel)).toEqual([...phaseLabels]);
  expect(phaseLabel('Phase:Explore')).toBe('phase:explore');
  expect(['bug', 'phase:', 'phase:exploration', 'explore'].map(phaseLabel)).toEqual([null, null, null, null]);
});
