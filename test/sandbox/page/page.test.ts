import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askAs, type Browser, boxForms, createBrowser } from './browser.ts';
import { createPageWorld, type PageWorld, repository, ticketKey } from './world.ts';

let world: PageWorld;
let browser: Browser;
let pull: number;

beforeAll(async () => {
  world = await createPageWorld();
  browser = createBrowser(world.page.url);
  const starting = await browser.get('/');
  if (!starting.text.includes('The sandbox is starting')) throw new Error('no word about the start');
  world.begin();
  pull = await world.openPull({ branch: 'feat/per-206-gate-links', draft: true });
});
afterAll(() => world.stop());

const boxes = (decision: string): string =>
  [
    `### Findings ${decision}`,
    '',
    `- [ ] **Accept** <!-- box:accept:${decision} -->`,
    `- [ ] **Reject** <!-- box:reject:${decision} -->`,
    '',
    '```',
    '- [ ] no box',
    '```',
  ].join('\n');

const bodyOf = (id: number): string =>
  world.github.thread(repository, pull).comments.find((comment) => comment.id === id)?.body ?? '';

const formsOf = async (id: number) =>
  boxForms((await browser.get('/')).text).filter(({ action }) => action === `/comments/${id}/box`);

describe('what the page shows', () => {
  it('is the ticket, the pull request and what the App waits for', async () => {
    const { text } = await browser.get('/');
    expect(text).toContain('Gate artifact reference paths');
    expect(text).toContain('<strong>rot</strong>');
    expect(text).toContain(`id="pull-${pull}"`);
    expect(text).toContain('Nothing is under way.');
  });

  it('is what people wrote, never what it would do', async () => {
    const nasty = '"><script>alert(1)</script><img src=x onerror=alert(1)>';
    world.linear.editAs({ user: 'Ada', issue: ticketKey, title: nasty, description: nasty });
    world.github.commentAs('grace', { repository, number: pull, body: `${nasty} [x](javascript:alert(1))` });
    world.github.openIssueAs('grace', { repository, title: nasty, body: nasty });
    const { text, headers } = await browser.get('/');
    const nonce = /nonce-([^']+)'/.exec(headers.get('content-security-policy') ?? '')?.[1] ?? 'none';
    const tags = text.match(/<[a-z][^>]*>/gi) ?? [];
    expect(tags.filter((tag) => /^<script/i.test(tag))).toEqual([`<script type="module" nonce="${nonce}">`]);
    expect(tags.join(' ')).not.toMatch(/<img|\sonerror=|javascript:/i);
    expect(text).toContain('&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('has another nonce every time', async () => {
    const policy = async () => (await browser.get('/')).headers.get('content-security-policy');
    expect(await policy()).not.toBe(await policy());
  });
});

describe('what the App waits for', () => {
  const status = (words: string) =>
    `### PER-206\n\nStage: **deciding** · mode copilot\n\n| § |\n| --- |\n| 1 |\n\n${words}`;
  const top = async (): Promise<string> =>
    /<section class="waits".*?<\/section>/s.exec((await browser.get('/')).text)?.[0] ?? '';

  it('is what its last status says, and where it can be answered', async () => {
    world.linear.commentAs({
      user: 'Throughline',
      issue: ticketKey,
      body: status('Waits for Ada: an old scope.'),
    });
    world.world.clock.advance(1000);
    await world.say(pull, status('Waits for Ada: `accept` or reject.\n\nAnother line.'));
    const id = await world.say(pull, boxes('d9a1'));
    const shown = await top();
    expect(shown).toContain('Waits for Ada: <code>accept</code> or reject.');
    expect(shown).toContain('Another line.');
    expect(shown).not.toContain('old scope');
    expect(shown).toContain(`href="#issuecomment-${id}">Accept or Reject in #${pull}<`);
    world.github.deleteCommentAs('ada', { repository, id });
    expect(await top()).not.toContain('href=');
  });

  it('is not what somebody else calls a status', async () => {
    world.world.clock.advance(1000);
    world.github.commentAs('grace', { repository, number: pull, body: status('Waits for Grace.') });
    expect(await top()).not.toContain('Waits for Grace');
  });

  it('is the question on the ticket, with its tree', async () => {
    const tree =
      'flowchart TD\n  root(["Links"])\n  root --> n1["❓ root-escape<br/>What happens?"]\n  class n1 asked';
    const body = `#### What happens? \`root-escape\`\n\n- \`/confirm\` — **Hard error**\n\n\`\`\`mermaid\n${tree}\n\`\`\``;
    const { id } = world.linear.commentAs({ user: 'Throughline', issue: ticketKey, body });
    expect(await top()).toContain(`href="#comment-${id.slice(0, 8)}">Answer on ${ticketKey}<`);
    const { text } = await browser.get('/');
    expect(text).toMatch(/<ul class="flowchart">.*<li class="is-asked">.*root-escape/s);
    expect(text).not.toContain('flowchart TD');
  });
});

describe('boxes', () => {
  it('tick exactly the one box', async () => {
    const id = await world.say(pull, boxes('d1a1'));
    const other = await world.say(pull, boxes('d2a1'));
    const forms = await formsOf(id);
    expect(forms).toHaveLength(2);
    const [, reject] = forms;
    const { location } = await browser.submit(`/comments/${id}/box`, { ...reject?.fields, ticked: 'on' });
    expect(location).toBe(`/#issuecomment-${id}`);
    expect(bodyOf(id)).toBe(boxes('d1a1').replace('- [ ] **Reject**', '- [x] **Reject**'));
    expect(bodyOf(other)).toBe(boxes('d2a1'));
  });

  it('can be taken back', async () => {
    const id = await world.say(pull, boxes('d3a1'));
    const first = (await formsOf(id))[0];
    await browser.submit(`/comments/${id}/box`, { ...first?.fields, ticked: 'on' });
    expect(bodyOf(id)).not.toBe(boxes('d3a1'));
    const again = (await formsOf(id))[0];
    await browser.submit(`/comments/${id}/box`, again?.fields ?? {});
    expect(bodyOf(id)).toBe(boxes('d3a1'));
  });

  it('are left alone when the comment has changed meanwhile', async () => {
    const id = await world.say(pull, boxes('d4a1'));
    const form = (await formsOf(id))[0];
    await world.asApp(`PATCH /repos/${repository}/issues/comments/${id}`, { body: boxes('d4a2') });
    const { page } = await browser.submit(`/comments/${id}/box`, { ...form?.fields, ticked: 'on' });
    expect(page).toContain('has changed since you saw it');
    expect(bodyOf(id)).toBe(boxes('d4a2'));
  });

  it('are refused to readers, as GitHub does', async () => {
    const id = await world.say(pull, boxes('d5a1'));
    await browser.submit('/person', { as: 'grace' });
    const form = (await formsOf(id))[0];
    expect(form?.fields.as).toBe('grace');
    const { page } = await browser.submit(`/comments/${id}/box`, { ...form?.fields, ticked: 'on' });
    expect(page).toContain('Grace only reads this repository');
    expect(bodyOf(id)).toBe(boxes('d5a1'));
    await browser.submit('/person', { as: 'ada' });
  });
});

describe('forms', () => {
  it.each(['ada', 'grace'])('comment on the pull request as %s', async (as) => {
    const { location } = await browser.submit(`/threads/${pull}/comments`, { as, body: `/status ${as}` });
    const last = world.github.thread(repository, pull).comments.at(-1);
    expect(last).toMatchObject({ body: `/status ${as}`, user: { login: as } });
    expect(location).toBe(`/#issuecomment-${last?.id}`);
  });

  it.each(['Ada', 'Linus'])('comment on the ticket as %s', async (as) => {
    const { page } = await browser.submit(`/tickets/${ticketKey}/comments`, { as, body: `by ${as}` });
    expect(world.linear.issue(ticketKey)?.comments.at(-1)).toMatchObject({ author: as, body: `by ${as}` });
    expect(page).toContain(`by ${as}`);
  });

  it('give nobody a name the sandbox does not have', async () => {
    const before = world.github.thread(repository, pull).comments.length;
    const { page } = await browser.submit(`/threads/${pull}/comments`, { as: 'throughline[bot]', body: 'x' });
    expect(page).toContain('That form cannot be read');
    expect(world.github.thread(repository, pull).comments).toHaveLength(before);
  });

  it('tell once why an empty comment is refused', async () => {
    const { page } = await browser.submit(`/threads/${pull}/comments`, { as: 'ada', body: ' ' });
    expect(page).toContain('Write something first.');
    expect((await browser.get('/')).text).not.toContain('Write something first.');
  });

  it('keep a refusal for the reader while the page refreshes itself', async () => {
    await browser.post(`/threads/${pull}/comments`, { as: 'ada', body: ' ' });
    expect((await browser.get('/', { headers: { 'x-live': '1' } })).text).not.toContain('Write something');
    expect((await browser.get('/')).text).toContain('Write something first.');
  });

  it('hand the ticket over', async () => {
    const { page } = await browser.submit(`/tickets/${ticketKey}/label`, {});
    expect(world.linear.issue(ticketKey)?.labels).toEqual(['phase:delegate']);
    expect(page).not.toContain(`/tickets/${ticketKey}/label`);
  });
});

describe('the pull request', () => {
  const stateOf = () => world.github.pulls(repository).find(({ number }) => number === pull);

  it('is not merged as a draft, and the page says why', async () => {
    const { page, location } = await browser.submit(`/pulls/${pull}/merge`, { as: 'ada', method: 'merge' });
    expect(page).toContain('GitHub refused: Pull Request is still a draft.');
    expect(location).toBe(`/#pull-${pull}`);
    expect(stateOf()?.merged_at).toBeNull();
  });

  it('is closed and reopened', async () => {
    await browser.submit(`/pulls/${pull}/state`, { as: 'ada', state: 'closed' });
    expect(stateOf()?.state).toBe('closed');
    await browser.submit(`/pulls/${pull}/state`, { as: 'ada', state: 'open' });
    expect(stateOf()?.state).toBe('open');
  });

  it.each(['merge', 'squash'])('is merged by the button %s when it is ready', async (method) => {
    const number = await world.openPull({ branch: `ready-${method}`, draft: false });
    const refused = await browser.submit(`/pulls/${number}/merge`, { as: 'grace', method });
    expect(refused.page).toContain('Grace only reads');
    const { page } = await browser.submit(`/pulls/${number}/merge`, { as: 'ada', method });
    expect(page).toContain(`Merged #${number} as`);
    const subject = await browser.get(`/${repository}/tree/main`);
    expect(subject.text).toContain(method === 'merge' ? `Merge pull request #${number}` : `(#${number})`);
  });
});

describe('who may send forms', () => {
  const comments = () => world.github.thread(repository, pull).comments.length;
  const form = { as: 'ada', body: 'sent' };

  it.each([
    ['another host', { origin: 'https://evil.example' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['no origin at all', { origin: 'null' }],
    ['a browser that says it is another site', { 'sec-fetch-site': 'cross-site' }],
  ])('not %s', async (_name, headers) => {
    const before = comments();
    expect((await browser.post(`/threads/${pull}/comments`, form, headers)).status).toBe(403);
    expect(comments()).toBe(before);
  });

  it('not a page of another host, where only the referrer tells', async () => {
    const send = (referer: string) =>
      fetch(`${world.page.url}/threads/${pull}/comments`, {
        method: 'POST',
        redirect: 'manual',
        body: new URLSearchParams(form),
        headers: { referer },
      });
    const before = comments();
    expect((await send('https://evil.example/page')).status).toBe(403);
    expect(comments()).toBe(before);
    expect((await send(`${world.page.url}/`)).status).toBe(303);
    expect(comments()).toBe(before + 1);
  });

  it('the page itself', async () => {
    const before = comments();
    const headers = { 'sec-fetch-site': 'same-origin' };
    expect((await browser.post(`/threads/${pull}/comments`, form, headers)).status).toBe(303);
    expect(comments()).toBe(before + 1);
  });

  it('reads under another name of this machine are refused', async () => {
    const { port } = new URL(world.page.url);
    expect(await askAs(world.page.url, `evil.example:${port}`)).toBe(421);
    expect(await askAs(`${world.page.url}/events`, `127.0.0.1.evil.example:${port}`)).toBe(421);
    expect(await askAs(world.page.url, `localhost:${port}`)).toBe(200);
  });
});

describe('runs and webhooks', () => {
  it('shows the log of a run, and runs it again', async () => {
    const dispatches = `POST /repos/${repository}/actions/workflows/throughline.yml/dispatches`;
    await world.asApp(dispatches, { ref: 'main', inputs: { assignment: '1' } });
    await world.github.settled();
    const [run] = world.github.runs(repository);
    const log = await browser.get(`/${repository}/actions/runs/${run?.id}`);
    expect(log.text).toContain('&lt;b&gt;working&lt;/b&gt; on 1');
    const refused = await browser.submit(`/runs/${run?.id}/cancel`, { as: 'ada' });
    expect(refused.page).toContain('GitHub refused: Cannot cancel a workflow run that is completed.');
    const { location } = await browser.submit(`/runs/${run?.id}/rerun`, { as: 'ada' });
    expect(location).toBe(`/#run-${run?.id}`);
    await world.github.settled();
    expect(world.github.runs(repository)[0]?.run_attempt).toBe(2);
  });

  it('delivers a webhook again, byte for byte', async () => {
    const url = world.receiver.url.replace('/hook', '/api/github/webhooks');
    world.github.subscribe({ appId: world.local.appId, url, secret: 'a secret' });
    world.github.commentAs('ada', { repository, number: pull, body: 'delivered' });
    await world.github.settled();
    const delivery = world.github.deliveries(world.local.appId).at(-1);
    const { page } = await browser.submit(`/deliveries/github/${delivery?.id}`, {});
    expect(page).toContain('the App answered 200');
    const [first, second] = world.receiver.received.slice(-2);
    expect(second?.body).toBe(first?.body);
    expect(second?.headers['x-github-delivery']).toBe(first?.headers['x-github-delivery']);
    expect(second?.headers['x-hub-signature-256']).toBe(first?.headers['x-hub-signature-256']);
  });
});

describe('live', () => {
  it('ticks after every change', async () => {
    const stop = new AbortController();
    const answer = await fetch(`${world.page.url}/events`, { signal: stop.signal });
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    let heard = '';
    const hear = async (word: string): Promise<void> => {
      while (!heard.includes(word)) heard += (await reader?.read())?.value ?? '';
    };
    await hear('hello');
    expect(heard).not.toContain('changed');
    world.github.commentAs('ada', { repository, number: pull, body: 'a change on GitHub' });
    await hear('changed');
    heard = '';
    world.linear.commentAs({ user: 'Ada', issue: ticketKey, body: 'a change in Linear' });
    await hear('changed');
    stop.abort();
  });
});
