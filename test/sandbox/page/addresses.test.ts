import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, createBrowser } from './browser.ts';
import { createPageWorld, type PageWorld, repository, ticketKey } from './world.ts';

const branch = 'feat/per-206-gate-links';
let world: PageWorld;
let browser: Browser;
let pull: number;
let head: string;

beforeAll(async () => {
  world = await createPageWorld();
  browser = createBrowser(world.page.url);
  world.begin();
  pull = await world.openPull({ branch, draft: true });
  head = world.github.pulls(repository)[0]?.head.sha ?? '';
});
afterAll(() => world.stop());

const leadsTo = async (address: string): Promise<string | null> =>
  (await browser.get(new URL(address).pathname)).headers.get('location');

describe('addresses the local GitHub and Linear give out', () => {
  it('lead to their place on the page', async () => {
    const issue = world.github.openIssueAs('ada', { repository, title: 'An issue', body: 'x' });
    const check = await world.asApp(`POST /repos/${repository}/check-runs`, {
      name: 'deep review',
      head_sha: head,
    });
    expect(await leadsTo(world.github.thread(repository, pull).issue.html_url)).toBe(`/#pull-${pull}`);
    expect(await leadsTo(issue.html_url)).toBe(`/#issue-${issue.number}`);
    expect(await leadsTo(check.html_url)).toBe(`/#check-${check.id}`);
    expect(await leadsTo(world.linear.issue(ticketKey)?.url ?? '')).toBe(`/#ticket-${ticketKey}`);
    expect(await leadsTo(`${world.page.url}/${repository}`)).toBe('/');
    const { text } = await browser.get('/');
    for (const id of [`pull-${pull}`, `issue-${issue.number}`, `check-${check.id}`, `ticket-${ticketKey}`])
      expect(text).toContain(`id="${id}"`);
  });

  it('lead to other tickets, which say how they belong together', async () => {
    const { key } = world.linear.createIssue({
      team: 'PER',
      by: 'Ada',
      title: 'Found in a review',
      state: 'Todo',
      priority: 2,
    });
    world.linear.relateAs({ user: 'Ada', issue: key, to: ticketKey, type: 'related' });
    const later = world.linear.createIssue({ team: 'PER', by: 'Ada', title: 'Later', state: 'Todo' });
    world.linear.relateAs({ user: 'Ada', issue: key, to: later.key, type: 'blocks' });
    expect(await leadsTo(world.linear.issue(key)?.url ?? '')).toBe(`/#ticket-${key}`);
    const { text } = await browser.get('/');
    const part = (id: string): string =>
      new RegExp(`id="ticket-${id}".*?(?=id="ticket-|id="pull-|class="column aside")`, 's').exec(text)?.[0] ??
      '';
    expect(part(ticketKey)).toContain(`href="#ticket-${key}">related to ${key}`);
    expect(part(key)).toContain(`related to ${ticketKey}`);
    expect(part(key)).toContain(`blocks ${later.key}`);
    expect(part(key)).toContain('High');
    expect(part(later.key)).toContain(`blocked by ${key}`);
  });

  it.each(['/acme/widgets/pull/999', '/acme/issue/PER-1', '/nobody/nothing/pull/1', '/acme/widgets/wiki'])(
    'are answered honestly when nothing is there: %s',
    async (path) => {
      const { status, text } = await browser.get(path);
      expect(status).toBe(404);
      expect(text).toContain('Nothing on this machine has this address');
    },
  );
});

describe('code', () => {
  it('shows a commit, whole or short, escaped', async () => {
    for (const name of [head, head.slice(0, 8)]) {
      const { status, text } = await browser.get(`/${repository}/commit/${name}`);
      expect(status).toBe(200);
      expect(text).toContain(`Work on ${branch}`);
      expect(text).toContain('<span class="add">+one &lt;b&gt;line&lt;/b&gt;');
    }
  });

  it('shows what lies between branches and commits', async () => {
    for (const range of [`main...${branch}`, `main...${head}`]) {
      const { status, text } = await browser.get(`/${repository}/compare/${range}`);
      expect(status).toBe(200);
      expect(text).toContain('1 file changed, 1 insertion');
    }
    expect((await browser.get(`/${repository}/compare/main...main`)).text).toContain('Nothing differs.');
  });

  it('shows a file at a commit and on a branch, line by line', async () => {
    const path = `notes/${branch.replaceAll('/', '-')}.md`;
    for (const at of [head, branch]) {
      const { status, text } = await browser.get(`/${repository}/blob/${at}/${path}`);
      expect(status).toBe(200);
      expect(text).toContain('id="L1">one &lt;b&gt;line&lt;/b&gt;');
    }
    for (const missing of [`${head}/no/such.md`, `no/such/branch/${path}`, `${head}/../../etc/passwd`, head])
      expect((await browser.get(`/${repository}/blob/${missing}`)).status).toBe(404);
  });

  it('shows a branch with its files', async () => {
    const { text } = await browser.get(`/${repository}/tree/${branch}`);
    expect(text).toContain('notes/feat-per-206-gate-links.md');
    expect(text).toContain(`/${repository}/commit/${head}`);
  });

  it.each([
    'commit/--output=pwned',
    'commit/--help',
    'commit/HEAD',
    'commit/main',
    'commit/0000000000000000000000000000000000000000',
    'commit/%2d%2dall',
    'compare/--output=pwned...main',
    'compare/main...--output=pwned',
    'compare/main',
    'compare/main...main...main',
    'compare/main@{0}...main',
    'compare/..%2f..%2fetc...main',
    'tree/--all',
    'tree/main:README.md',
    'tree/main..main',
    'tree/main%0a--all',
    'tree/refs/heads/main',
    'tree/../HEAD',
  ])('takes nothing but names of commits and branches: %s', async (path) => {
    const { status, text } = await browser.get(`/${repository}/${path}`);
    expect(status).toBe(404);
    expect(text).not.toContain('fatal:');
  });
});
