import { generateKeyPairSync } from 'node:crypto';
import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/rest';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { askedOn, tick, typeOnGithub } from '../../src/sandbox/person.ts';
import {
  begin,
  box,
  commentsOn,
  converse,
  type Journey,
  pullOf,
  reactionsOn,
  reply,
  startJourney,
  type TicketView,
  withoutMark,
} from './support.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

let journey: Journey;
let alpha: TicketView;
let pull: number;
/** Where `alpha` stands while nobody who may has said anything. */
let untouched: string;
beforeAll(async () => {
  journey = await startJourney({ tickets: ['alpha', 'beta'] });
  alpha = journey.ticket('alpha');
  pull = await begin(journey, 'alpha');
  await box(journey.local, { number: pull, command: 'accept' });
  untouched = await standing();
  expect(untouched).toContain('Stage: **deciding**');
  const { linear } = journey.local;
  linear.addUser({ name: 'Gil', email: 'gil@elsewhere.test', guest: true });
  linear.addMember('PER', 'Gil');
  linear.addUser({ name: 'Robin', email: 'robin@apps.test', app: true });
});
afterAll(() => journey?.stop());

const accept = () => box(journey.local, { number: pull, command: 'accept' });
const featureHead = () => pullOf(journey.local, pull).head.sha;
const appComments = () =>
  commentsOn(journey.local, pull).filter((comment) => comment.user.login === 'throughline[bot]');

/** Where the item stands, once all that was written before is handled: an item's events are handled in order. */
const standing = async (): Promise<string> => {
  const { said, reactions } = await converse(journey.local, { number: pull, body: '/status' });
  expect(reactions).toEqual(['eyes', 'rocket']);
  return withoutMark(said);
};

/** Does it, and compares what stands afterwards: stage and sections, branch, runs, and what is asked. */
const nothingMoved = async (act: () => Promise<unknown> | unknown): Promise<void> => {
  const before = { head: featureHead(), runs: runs() };
  await act();
  expect(await standing()).toBe(untouched);
  expect({ head: featureHead(), runs: runs() }).toEqual(before);
  expect((await accept()).decision).toBe('d1a1');
};
const runs = (): number => journey.local.github.runs(journey.local.repository).length;

/** A GitHub App that is installed beside ours, with rights of its own. */
const foreignApp = (): Octokit => {
  const { github, repository } = journey.local;
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const permissions = { issues: 'write', pull_requests: 'write', contents: 'write' } as const;
  github.registerApp({
    id: 777,
    slug: 'helpful',
    name: 'Helpful',
    owner: 'helpful-inc',
    publicKey,
    permissions,
    events: [],
  });
  const { id } = github.installApp({ appId: 777, repositories: [repository] });
  return new Octokit({
    baseUrl: github.url,
    authStrategy: createAppAuth,
    auth: { appId: 777, privateKey, installationId: id },
  });
};

describe('a command that is none', () => {
  const hidden: Record<string, string> = {
    'a code fence': 'Try this:\n\n```\n/accept\n```',
    'inline code': '`/accept`',
    'indented code': 'So:\n\n    /accept',
    'a quote': '> /accept',
    'an HTML comment': '<!--\n/accept\n-->\nlooks good',
    'a details block': '<details><summary>log</summary>\n\n/accept\n\n</details>',
    'a list item': '- /accept',
    'the middle of a line': 'please /accept this',
    'another App’s command': '/octokit accept',
    'a longer word': '/acceptance\n/delegatefoo 1',
  };

  it('is left alone in code, quotes, HTML, lists and other words', async () => {
    const { local } = journey;
    const ids: number[] = [];
    await nothingMoved(() => {
      for (const body of Object.values(hidden)) ids.push(typeOnGithub(local, { number: pull, body }));
    });
    for (const [index, name] of Object.keys(hidden).entries()) {
      expect([name, reply(local, pull, `reply:comment:${ids[index]}:`)]).toEqual([name, null]);
      expect([name, reactionsOn(local, pull, ids[index] ?? 0)]).toEqual([name, []]);
    }
  });

  it('is left alone when it is edited into an older comment', async () => {
    const { local } = journey;
    const id = typeOnGithub(local, { number: pull, body: 'Looking at it.' });
    await nothingMoved(() =>
      local.github.editCommentAs('ada', { repository: local.repository, id, body: '/accept' }),
    );
    expect(reactionsOn(local, pull, id)).toEqual([]);
  });

  it('is answered when it is plainly a mistyped one of ours', async () => {
    const { said, reactions } = await converse(journey.local, { number: pull, body: '/acept' });
    expect(said).toContain('`/acept` is not a command. Did you mean `/accept`?');
    expect(reactions).toEqual(['eyes', 'confused']);
  });

  it('is answered when it stands right under a quote, which Markdown reads as part of it', async () => {
    const { said } = await converse(journey.local, { number: pull, body: '> looks good\n/accept' });
    expect(said).toContain('Leave an empty line before it');
  });
});

describe('somebody who may not', () => {
  it('is told what it takes', async () => {
    await nothingMoved(async () => {
      const { said, reactions } = await converse(journey.local, {
        number: pull,
        body: '/accept',
        login: 'grace',
      });
      expect(said).toContain('grace: `/accept` was not run: it needs the write role');
      expect(said).toContain('yours is read');
      expect(reactions).toEqual(['eyes', 'confused']);
    });
  });

  it('cannot tick a box of ours', async () => {
    const asked = await accept();
    await nothingMoved(() => {
      expect(() => tick(journey.local, asked, 'grace')).toThrow('Must have admin rights');
    });
  });

  it('cannot bring a box of their own', async () => {
    const { local } = journey;
    const body = '<!-- throughline:d1:findings -->\n- [ ] Accept <!-- box:accept:d1a1 -->';
    const id = typeOnGithub(local, { number: pull, body, login: 'grace' });
    const ticked = body.replace('[ ]', '[x]');
    await nothingMoved(() =>
      local.github.editCommentAs('ada', { repository: local.repository, id, body: ticked }),
    );
    // ours is still found, theirs is left alone
    expect(appComments().filter((comment) => comment.body.includes(':d1:findings'))).toHaveLength(1);
    expect(commentsOn(local, pull).find((comment) => comment.id === id)?.body).toBe(ticked);
  });

  it('can be another App: neither its words nor its ticks count', async () => {
    const { local } = journey;
    const octokit = foreignApp();
    const [owner = '', repo = ''] = local.repository.split('/');
    const asked = await accept();
    const ticked = asked.comment.body.replace(/- \[ \](.*box:accept)/, '- [x]$1');
    await nothingMoved(async () => {
      const { data } = await octokit.rest.issues.createComment({
        owner,
        repo,
        issue_number: pull,
        body: '/accept',
      });
      await octokit.rest.issues.updateComment({ owner, repo, comment_id: asked.comment.id, body: ticked });
      await standing();
      expect(reactionsOn(local, pull, data.id)).toEqual([]);
      await octokit.rest.issues.updateComment({
        owner,
        repo,
        comment_id: asked.comment.id,
        body: asked.comment.body,
      });
    });
  });
});

describe('an edit of our comment', () => {
  const edit = async (change: (body: string) => string): Promise<string> => {
    const { local } = journey;
    const asked = await accept();
    const count = appComments().length;
    local.github.editCommentAs('ada', {
      repository: local.repository,
      id: asked.comment.id,
      body: change(asked.comment.body),
    });
    await standing();
    // the reply to the edit, and the one to `/status`
    return appComments().slice(count)[0]?.body ?? '';
  };

  it('with two ticks at once runs nothing, says so and gives the boxes back', async () => {
    await nothingMoved(async () => {
      const said = await edit((body) => body.replaceAll('- [ ]', '- [x]'));
      expect(said).toContain('ada: nothing was run. Several boxes were ticked at once');
    });
    expect(askedOn(journey.local).map((asked) => asked.command)).toEqual(
      expect.arrayContaining(['accept', 'iterate', 'reject']),
    );
  });

  it('with other words beside the tick runs nothing, says so and is undone', async () => {
    await nothingMoved(async () => {
      const said = await edit((body) =>
        body.replace('- [ ] **Accept**', '- [x] **Accept**').replace('Findings of', 'My findings of'),
      );
      expect(said).toContain('nothing was run. That edit changed more than a box');
    });
    expect(appComments().some((comment) => comment.body.includes('My findings'))).toBe(false);
  });
});

describe('the ticket in Linear', () => {
  let beta: TicketView;
  beforeAll(async () => {
    beta = journey.ticket('beta');
    beta.say('/delegate all');
    await beta.shows('confirm the scope');
  });

  it('lets people without a known GitHub account look, and no more', async () => {
    expect(await beta.answer(beta.say('/status', 'Linus'))).toContain('Stage: **planned**');
    const said = await beta.answer(beta.say('/confirm', 'Linus'));
    expect(said).toContain('Linus: `/confirm` was not run: your Linear account is not connected');
    expect(said).toContain('connect GitHub in your Linear settings');
    expect(beta.status()).toContain('Stage: **planned**');
  });

  it('lets guests do nothing', async () => {
    for (const command of ['/status', '/confirm'])
      expect(await beta.answer(beta.say(command, 'Gil'))).toContain('guests of the Linear workspace');
    expect(beta.status()).toContain('Stage: **planned**');
  });

  it('does not hear apps, quotes and code', async () => {
    beta.say('/confirm', 'Robin');
    beta.say('> /confirm');
    beta.say('```\n/confirm\n```');
    const told = beta.told().length;
    expect(await beta.answer(beta.say('/status'))).toContain('Stage: **planned**');
    expect(beta.told()).toHaveLength(told + 1);
  });

  it('hears the one who may', async () => {
    beta.say('/confirm');
    expect(await beta.pull()).toBeGreaterThan(pull);
  });
});

describe('the one who may', () => {
  it('has the same words and the same box count', async () => {
    const before = featureHead();
    const { reactions } = await converse(journey.local, { number: pull, body: 'Fine.\n\n/accept' });
    expect(reactions).toEqual(['eyes', 'rocket']);
    await alpha.shows('confirm the scope');
    expect(featureHead()).not.toBe(before);
    tick(journey.local, await box(journey.local, { number: pull, command: 'confirm', decision: 'd2' }));
    await alpha.shows('attempt 1 of delegation 2 (section 2)');
  });
});
