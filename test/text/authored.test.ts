import { describe, expect, it } from 'vitest';
import type { Item } from '../../src/core/item.ts';
import { mergeMessage } from '../../src/text/commit-messages.ts';
import { pullText } from '../../src/text/pull.ts';
import { scopeBlock } from '../../src/text/scope-block.ts';
import { statusComment } from '../../src/text/status.ts';
import { attempt, delegation, item } from './support.ts';

const authored = {
  summary: 'Files over 1 MiB are refused. The parser stays.',
  tasks: '## 1. Read\n\n- [ ] 1.1 Throw in `src/read.ts`\n\n```\n- [ ] <details> @octocat\n```\n',
  by: 'ada',
};
const written = (changes: Partial<Item> = {}): Item =>
  item({
    change: null,
    authored,
    stage: { name: 'planned' },
    home: { on: 'github', issue: 3 },
    decision: { id: 'd1', asks: 'scope', since: '2026-11-20T10:00:00Z' },
    blocks: [{ kind: 'scope', delegation: 1, home: { on: 'github', issue: 3 } }],
    delegations: [delegation()],
    ...changes,
  });

describe('a scope that was written from the ticket', () => {
  it('shows summary and tasks before it asks', () => {
    const block = scopeBlock(written(), delegation());
    expect(block).toContain('| **OpenSpec** | none: the tasks were written from the ticket, as ada asked |');
    expect(block).toContain('> Files over 1 MiB are refused.');
    expect(block).toContain('<details><summary>The tasks, as the agent will be given them</summary>');
    expect(block).toContain('- [ ] 1.1 Throw in `src/read.ts`');
    expect(block.indexOf('1.1 Throw')).toBeLessThan(block.indexOf('**Confirm**'));
    expect(block).toContain('edit the ticket, then `/delegate --from-ticket` has them written anew');
  });

  it('holds one box that can be ticked, whatever the tasks hold', () => {
    const block = scopeBlock(written(), delegation());
    const [before = '', inside = ''] = block.split('````markdown');
    expect(before).not.toContain('- [ ]');
    expect(inside.slice(inside.indexOf('\n````')).match(/- \[ \]/g)).toHaveLength(1);
  });

  it('stands open in Linear, which has no folding', () => {
    const home = { on: 'linear' } as const;
    const block = scopeBlock(
      written({ home, blocks: [{ kind: 'scope', delegation: 1, home }] }),
      delegation(),
    );
    expect(block).not.toContain('<details><summary>The tasks');
    expect(block).toContain('- [ ] 1.1 Throw in `src/read.ts`');
  });

  it('keeps the tasks once it is dispatched, and asks nothing', () => {
    const running = delegation({ state: { name: 'running' }, attempts: [attempt()] });
    const block = scopeBlock(written({ delegations: [running], decision: null }), running);
    expect(block).toContain('- [ ] 1.1 Throw in `src/read.ts`');
    expect(block).not.toContain('written anew');
  });

  it('leaves room for the box in the largest comment', () => {
    const tasks = `${'- [ ] 1.1 x\n'.repeat(3_000)}`.slice(0, 30_000);
    const block = scopeBlock(written({ authored: { ...authored, tasks } }), delegation());
    expect(block.length).toBeLessThan(60_000);
    expect(block).toContain('**Confirm**');
  });
});

describe('what is said of the work elsewhere', () => {
  it('names no change that is not there', () => {
    expect(statusComment(written())).toContain('tasks written from the ticket');
    expect(pullText(written()).body).toContain('without an OpenSpec change');
    expect(pullText(written()).body).toContain('> Files over 1 MiB are refused.');
    expect(mergeMessage(written(), delegation())).toContain('of the tasks (');
  });

  it('says that the tasks are being written', () => {
    const proposing = written({ stage: { name: 'proposing' }, delegations: [], decision: null });
    const planning = {
      ...{ runs: [], said: [], exploration: null, earlier: [], direction: null, tree: null },
      ...{ next: { phase: 'prompt' as const, branch: null }, proposed: null, enhanced: false },
    };
    expect(statusComment({ ...proposing, planning })).toContain('writes the tasks from the ticket');
  });
});
