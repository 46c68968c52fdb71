import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { renderBox } from '../../src/commands/boxes.ts';
import type { Heard } from '../../src/core/heard.ts';
import type { Item } from '../../src/core/item.ts';
import { routeHeard } from '../../src/shell/route.ts';
import { assignmentId, sha } from '../core/support.ts';
import { repositoryRef } from './fake-github.ts';
import { createStage, type Stage, trackedItem } from './support.ts';

const actor = { surface: 'github', id: '7', login: 'ada' } as const;
const onGithub = { at: '2026-05-01T11:00:00Z', actor, human: true, repository: repositoryRef };
const person = { surface: 'linear', id: 'linear-ada', login: 'Ada' } as const;
const onLinear = { at: '2026-05-01T11:00:00Z', actor: person, human: true };

type Of<K extends Heard['kind']> = Extract<Heard, { kind: K }>;

const comment = (changes: Partial<Of<'github-comment'>> = {}): Of<'github-comment'> => ({
  ...onGithub,
  kind: 'github-comment',
  key: 'comment:1',
  issue: 12,
  isPull: true,
  commentId: 1,
  body: '/status',
  title: 'Gate paths',
  issueBody: '',
  ...changes,
});

const box = renderBox({ command: 'accept', decision: 'd1a1', label: 'Accept' });
const edit = (changes: Partial<Of<'github-comment-edited'>> = {}): Of<'github-comment-edited'> => ({
  ...onGithub,
  kind: 'github-comment-edited',
  key: 'comment-edit:77:t',
  issue: 12,
  commentId: 77,
  authorLogin: 'throughline[bot]',
  before: box,
  after: box.replace('[ ]', '[x]'),
  ...changes,
});

const labelled = (changes: Partial<Of<'github-labelled'>> = {}): Of<'github-labelled'> => ({
  ...onGithub,
  kind: 'github-labelled',
  key: 'labelled:12',
  issue: 12,
  isPull: true,
  label: 'phase:delegate',
  title: 'Gate paths',
  issueBody: '',
  ...changes,
});

const push = (changes: Partial<Of<'push'>> = {}): Of<'push'> => ({
  ...onGithub,
  kind: 'push',
  key: 'push:x',
  ref: 'refs/heads/feat/per-206-gate-paths',
  before: sha('b'),
  after: sha('e'),
  toDefaultBranch: false,
  ...changes,
});

const runCompleted = (changes: Partial<Of<'run-completed'>> = {}): Of<'run-completed'> => ({
  ...onGithub,
  kind: 'run-completed',
  key: 'run:5:1',
  runId: 5,
  runAttempt: 1,
  name: `throughline ${assignmentId}`,
  path: '.github/workflows/throughline.yml',
  ...changes,
});

const linearComment = (changes: Partial<Of<'linear-comment'>> = {}): Of<'linear-comment'> => ({
  ...onLinear,
  kind: 'linear-comment',
  key: 'linear-comment:c1',
  ticketId: 'unknown',
  commentId: 'c1',
  body: '/status',
  ...changes,
});

const linearTicket = (changes: Partial<Of<'linear-ticket'>> = {}): Of<'linear-ticket'> => ({
  ...onLinear,
  kind: 'linear-ticket',
  key: 'linear-ticket:1',
  ticketId: 'unknown',
  ticketKey: 'PER-206',
  teamKey: 'PER',
  addedLabels: [],
  delegatedTo: null,
  changed: ['title'],
  ...changes,
});

const zeros = '0'.repeat(40);
const code = { ref: 'refs/heads/throughline/gate-paths/1-1' };

let stage: Stage;
let item: Item;
beforeEach(async () => {
  stage = await createStage();
  item = await trackedItem(stage, 'deciding');
  await stage.store.rememberOwn({ surface: 'github', id: '77', itemId: item.id, tag: 'd1:findings' });
});
afterEach(() => stage.store.close());

describe('what is heard of a ticket under way becomes its events', () => {
  it.each<[string, Heard, object[]]>([
    [
      'a comment, command by command',
      comment({ body: 'well\n/pause\n/mode auto' }),
      [
        { kind: 'command', key: 'comment:1:0', command: { name: 'pause' }, decision: null },
        { kind: 'command', key: 'comment:1:1', command: { name: 'mode', mode: 'auto' } },
      ],
    ],
    ['a command nobody can read', comment({ body: '/acept' }), [{ kind: 'unreadable-command' }]],
    [
      'a tick in a comment of ours',
      edit(),
      [
        {
          kind: 'command',
          command: { name: 'accept' },
          decision: 'd1a1',
          source: { via: 'box', commentId: 77 },
        },
      ],
    ],
    [
      'a tick that came before we had noted our comment',
      edit({ commentId: 78 }),
      [{ kind: 'command', command: { name: 'accept' } }],
    ],
    [
      'an edit of more than a box',
      edit({ after: `${box.replace('[ ]', '[x]')}\nmore` }),
      [{ kind: 'unreadable-command', source: { via: 'box', commentId: 77 } }],
    ],
    ['the label on GitHub', labelled(), [{ kind: 'entered', label: 'phase:delegate' }]],
    [
      'the feature branch, deleted',
      push({ after: zeros }),
      [{ kind: 'branch-deleted', branch: 'feat/per-206-gate-paths', sha: sha('b') }],
    ],
    ['a push to the feature branch', push(), [{ kind: 'feature-pushed', sha: sha('e') }]],
    ["a person's push to a code branch", push(code), [{ kind: 'code-pushed', sha: sha('e') }]],
    [
      'a push to the default branch',
      push({ toDefaultBranch: true, ref: 'refs/heads/main' }),
      [{ kind: 'base-moved', sha: sha('e') }],
    ],
    ['a run', runCompleted(), [{ kind: 'run-finished', runId: 5, runAttempt: 1, assignmentId }]],
  ])('%s', async (_, heard, events) => {
    const outcome = await routeHeard(stage.world, heard);
    expect(outcome).toMatchObject({
      state: 'routed',
      events: events.map((event) => ({ itemId: item.id, event })),
    });
  });

  it.each(['merged', 'closed', 'reopened'] as const)('its pull request %s', async (action) => {
    const heard: Heard = { ...onGithub, kind: 'pull', key: 'p', action, number: 12, headBranch: 'feat/x' };
    expect(await routeHeard(stage.world, heard)).toMatchObject({
      events: [{ itemId: item.id, event: { kind: `pull-${action}` } }],
    });
  });

  it('what is written on and done to the ticket', async () => {
    const said = await routeHeard(stage.world, linearComment({ ticketId: item.id, body: '/accept' }));
    expect(said).toMatchObject({
      events: [
        {
          itemId: item.id,
          event: { kind: 'command', command: { name: 'accept' }, source: { on: 'linear' } },
        },
      ],
    });
    const changed = await routeHeard(stage.world, linearTicket({ ticketId: item.id }));
    expect(changed).toMatchObject({ events: [{ event: { kind: 'ticket-changed' } }] });
    const given = linearTicket({ ticketId: item.id, delegatedTo: 'throughline' });
    expect(await routeHeard(stage.world, given)).toMatchObject({
      events: [{ event: { kind: 'entered', label: null } }],
    });
  });
});

describe('a push to the branch that a pull request was sent to', () => {
  const into = (base: string) => trackedItem(stage, 'handed-over', { ...elsewhere(base), id: randomUUID() });
  const elsewhere = (base: string): Partial<Item> => (item.pull ? { pull: { ...item.pull, base } } : {});

  it('is a move of its base, and of nobody else’s', async () => {
    const sent = await into('release/1.x');
    await into('release/2.x');
    expect(await routeHeard(stage.world, push({ ref: 'refs/heads/release/1.x' }))).toMatchObject({
      state: 'routed',
      events: [{ itemId: sent.id, event: { kind: 'base-moved', sha: sha('e'), branch: 'release/1.x' } }],
    });
  });

  it('is a push to the branch of another ticket all the same', async () => {
    const sent = await into('feat/per-206-gate-paths');
    const outcome = await routeHeard(stage.world, push());
    const events = outcome.state === 'routed' ? outcome.events : [];
    expect(events.filter(({ itemId }) => itemId === item.id).map(({ event }) => event.kind)).toEqual([
      'feature-pushed',
    ]);
    expect(events).toContainEqual(
      expect.objectContaining({ itemId: sent.id, event: expect.objectContaining({ kind: 'base-moved' }) }),
    );
  });
});

describe('what is not for us is ignored, with a reason', () => {
  it.each<[string, Heard, string]>([
    ['a payload of no consequence', { kind: 'nothing', reason: 'star created' }, 'star created'],
    ["a bot's comment", comment({ human: false }), 'a bot wrote it'],
    ['talk', comment({ body: 'looks good to me' }), 'no command in it'],
    ['a command in code', comment({ body: '```\n/cancel\n```' }), 'no command in it'],
    ['a command in a quote', comment({ body: '> /cancel' }), 'no command in it'],
    ['a command where nothing is tracked', comment({ issue: 99 }), 'no ticket is tracked here'],
    [
      "an edit of a person's comment",
      edit({ commentId: 5, authorLogin: 'ada' }),
      'edits of comments run nothing',
    ],
    ["a bot's edit", edit({ human: false }), 'a bot edited it'],
    [
      'an edit of a comment of ours without boxes',
      edit({ before: 'status', after: 'other' }),
      'no comment with boxes',
    ],
    ['an untick', edit({ before: box.replace('[ ]', '[x]'), after: box }), 'no box was ticked'],
    ['another label', labelled({ label: 'bug' }), 'not a label of ours'],
    ["a bot's label", labelled({ human: false }), 'a bot set the label'],
    ["somebody else's branch", push({ ref: 'refs/heads/other' }), 'not a branch of ours'],
    ['another deleted branch', push({ after: zeros, ref: 'refs/heads/other' }), 'deleted'],
    ["a run's deleted branch", push({ ...code, after: zeros }), 'a branch of a run was deleted'],
    ['the push of the run itself', push({ ...code, before: zeros }), 'the run pushed its own branch'],
    ["a bot's push to a code branch", push({ ...code, human: false }), 'the run pushed its own branch'],
    ['another workflow', runCompleted({ name: 'CI' }), 'not a run of ours'],
    ["somebody else's assignment", runCompleted({ name: `throughline ${randomUUID()}` }), 'no item asked'],
    [
      'another pull request',
      { ...onGithub, kind: 'pull', key: 'p', action: 'merged', number: 99, headBranch: 'x' },
      'not a pull request of ours',
    ],
    ["a bot's Linear comment", linearComment({ human: false }), 'a bot wrote it'],
    ['Linear talk', linearComment({ body: 'hello' }), 'no command in it'],
    ['a Linear command on an untracked ticket', linearComment(), 'this ticket is not tracked'],
    ['an untracked ticket', linearTicket(), 'this ticket is not tracked'],
    ['a ticket given to somebody else', linearTicket({ delegatedTo: 'ada' }), 'this ticket is not tracked'],
  ])('%s', async (_, heard, reason) => {
    expect(await routeHeard(stage.world, heard)).toEqual({
      state: 'ignored',
      reason: expect.stringContaining(reason),
    });
  });

  it('our own comment in Linear, even when it quotes a command', async () => {
    await stage.store.rememberOwn({ surface: 'linear', id: 'c1', itemId: item.id, tag: 'reply' });
    const own = await routeHeard(stage.world, linearComment({ ticketId: item.id }));
    expect(own).toEqual({ state: 'ignored', reason: 'our own comment' });
    const other = await routeHeard(stage.world, linearComment({ ticketId: item.id, commentId: 'c2' }));
    expect(other.state).toBe('routed');
  });
});
