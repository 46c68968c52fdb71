import { describe, expect, it } from 'vitest';
import type { Attempt, AttemptRun, AttemptTerms } from '../../src/core/attempt.ts';
import type { Delegation } from '../../src/core/item.ts';
import { findingsBlock, scopeBlock } from '../../src/text/blocks.ts';
import { attempt, deciding, delegation, hostile, item, ownHtml, rendered, returned } from './support.ts';

const terms = (labels: string[]): AttemptTerms => ({
  labels,
  isolation: 'required',
  keepHours: 168,
  limitSeconds: 3600,
});
const ran = (changes: Partial<AttemptRun> = {}): AttemptRun => ({
  isolation: 'user+pid',
  isolationGap: null,
  environment: 'self-hosted',
  worktree: '/srv/runner/throughline/3f0e8f0a/worktree',
  tmux: 'throughline-3f0e8f0a',
  remarks: [],
  ...changes,
});
const dispatched = (changes: Partial<Attempt>) => {
  const one = delegation({ state: { name: 'running' }, attempts: [attempt(changes)] });
  return scopeBlock(item({ stage: { name: 'delegating' }, delegations: [one] }), one);
};
const running = { state: 'running', runId: 5, url: 'https://github.com/octo/links/actions/runs/5' } as const;
const findings = (changes: Partial<Attempt>, state?: Delegation['state']) => {
  const asked = deciding();
  Object.assign(asked.delegation.attempts[0] ?? {}, changes);
  if (state) Object.assign(asked.delegation, { state });
  return findingsBlock(asked.item, asked.delegation);
};

describe('the dispatch block', () => {
  it('on a self-hosted runner has the lines to attach, detach and kill', () => {
    const body = dispatched({ outcome: running, terms: terms(['self-hosted', 'linux']) });
    for (const line of [
      '| **Agent** | `oc` |',
      '| **Model** | `kimi` |',
      '| **OpenSpec** | `gate-links` |',
      '| **Repository** | `octo/links` |',
      '| **Runner** | `self-hosted`, `linux` |',
      '(off [`feat/per-206-gate-links`]',
      "`throughline/3f0e8f0a-52a5-4c3c-9d0a-6a4b6d1f2c10/worktree` in the runner's work folder",
      '| **Prompt** | `prompt.md` of the evidence |',
      '| **Evidence** | `refs/throughline/assignments/3f0e8f0a-52a5-4c3c-9d0a-6a4b6d1f2c10` |',
      '[log of the run](https://github.com/octo/links/actions/runs/5)',
      'tmux -L throughline attach -t throughline-3f0e8f0a ',
      'Ctrl-b d',
      'tmux -L throughline kill-session -t throughline-3f0e8f0a ',
    ])
      expect(body).toContain(line);
  });

  it('on GitHub’s runners says that the worktree is gone, and how to have it all the same', () => {
    const labels = terms(['ubuntu-latest']);
    const before = dispatched({ outcome: running, terms: labels });
    expect(before).toContain("| **Worktree** | on the runner's machine, gone with it |");
    expect(before).not.toMatch(/tmux|worktree add/);
    const after = dispatched({ outcome: returned(), terms: labels });
    expect(after).toContain("| **Worktree** | gone with the runner's machine |");
    expect(after).toContain(
      'git fetch origin throughline/gate-links/1-1 && git worktree add ../gate-links-1-1 FETCH_HEAD',
    );
  });

  it('has nothing in it that a shell would take for more than a name', () => {
    const codeBranch = "throughline/a$(id)'; rm -rf/1-1";
    const body = dispatched({ outcome: returned(), codeBranch });
    expect(body).toContain(
      "git fetch origin 'throughline/a$(id)'\\''; rm -rf/1-1' && git worktree add '../a$(id)",
    );
  });

  it('of an attempt of an earlier release has what is known', () => {
    const body = dispatched({ outcome: running });
    expect(body).toContain('| **Worktree** |');
    expect(body).not.toContain('| **Runner** |');
  });

  it('of a failed attempt says how it ran', () => {
    const outcome = { state: 'failed', failure: 'empty', detail: 'Nothing.', url: null } as const;
    const body = dispatched({
      outcome,
      ran: ran({ isolation: 'none', isolationGap: 'no sudo', remarks: ['Odd.'] }),
    });
    expect(body).toContain('without isolation, with the rights of the runner');
    expect(body).toContain('Remarks of the run (1)');
  });
});

describe('the findings block', () => {
  it('says plainly that there was no isolation, and why', () => {
    const gap = 'sudo asks for a password';
    expect(findings({ ran: ran({ isolation: 'none', isolationGap: gap }) })).toContain(
      "⚠️ Agent and verification ran without isolation, with the rights of the runner's own user: sudo asks for a password",
    );
    expect(findings({ ran: ran() })).not.toContain('isolation');
  });

  it.each<[Delegation['state'], boolean]>([
    [{ name: 'returned' }, true],
    [{ name: 'rejected', by: 'ada', why: 'no' }, true],
    [{ name: 'accepted', by: 'ada', mergeSha: 'd'.repeat(40) }, false],
    [{ name: 'withdrawn', by: 'ada' }, false],
  ])('names what the runner keeps while it is %j', (state, kept) => {
    const body = findings({ ran: ran(), terms: terms(['self-hosted']) }, state);
    const line =
      "Kept on the runner's machine for 168 hours at most, or until `/cancel`: worktree `/srv/runner/throughline/3f0e8f0a/worktree`, terminal `tmux -L throughline attach -t throughline-3f0e8f0a`.";
    expect(body.includes(line)).toBe(kept);
    expect(findings({ ran: ran({ worktree: null, tmux: null }) }, state)).not.toContain('Kept on');
  });

  it('shows what a person has to look at, and nothing when there is nothing', () => {
    const flags = [
      '`package.json` scripts.test: `"vitest run"` → `"true"`',
      '`Makefile` says how @octocat builds.',
    ];
    const body = findings({ outcome: returned({ flags }) });
    expect(body).toContain('**Look at these yourself**');
    expect(body).toContain('- `package.json` scripts.test: `"vitest run"` → `"true"`');
    expect(body).not.toContain('@octocat');
    expect(findings({})).not.toContain('Look at these');
    expect(findings({ outcome: returned({ flags: [] }) })).not.toContain('Look at these');
  });

  it('folds the remarks of the run, whatever stands in them', () => {
    const remarks = [...hostile, ...Array.from({ length: 40 }, (_, at) => `remark ${at}`)];
    const body = findings({ ran: ran({ remarks, isolation: 'none', isolationGap: hostile.join(' ') }) });
    expect(body).toContain('<details><summary>Remarks of the run (47)</summary>');
    expect(body).toContain('- 27 more are in the evidence');
    const shown = rendered(body);
    expect(shown.html.filter((html) => !ownHtml.test(html.trim()))).toEqual([]);
    expect(shown.headings).toBe(1);
    expect(body).not.toMatch(/@octocat|fixes #12/);
  });
});
