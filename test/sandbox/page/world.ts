import type { AppProcess } from '../../../src/sandbox/app-process.ts';
import { type LocalLinear, startLinear } from '../../../src/sandbox/linear/start.ts';
import type { Local } from '../../../src/sandbox/local.ts';
import { startPage } from '../../../src/sandbox/page/page.ts';
import {
  appId,
  appOptions,
  createReceiver,
  createWorld,
  fullName,
  keys,
  type TestWorld,
} from '../github/world.ts';

export const ticketKey = 'PER-206';
export const repository = fullName;

const seedLinear = async (siteUrl: string, now: () => Date): Promise<LocalLinear> => {
  const linear = await startLinear({ siteUrl, now, retryDelaysMs: [] });
  linear.createOrganization({ name: 'Acme', urlKey: 'acme' });
  linear.createTeam({ key: 'PER', name: 'Personal' });
  linear.addUser({ name: 'Ada', email: 'ada@acme.test' });
  linear.addUser({ name: 'Linus', email: 'linus@acme.test' });
  linear.addUser({ name: 'Throughline', email: 'throughline@acme.test' });
  linear.createLabel({ name: 'phase:delegate' });
  linear.createIssue({
    team: 'PER',
    by: 'Ada',
    number: 206,
    state: 'Todo',
    title: 'Gate artifact reference paths',
    description: 'Links **rot**.',
  });
  return linear;
};

/** A page over a local GitHub and a local Linear; webhooks go to a receiver in the App's place. */
export const createPageWorld = async (files: Record<string, string> = {}) => {
  let local: Local | null = null;
  const page = await startPage({ local: () => local });
  const world: TestWorld = await createWorld({
    app: { ...appOptions(appId, keys.publicKey), slug: 'throughline' },
    webUrl: () => page.url,
    files,
  });
  const { github } = world;
  github.addUser({ login: 'ada', roles: { [repository]: 'admin' } });
  github.addUser({ login: 'grace', roles: { [repository]: 'read' } });
  const linear = await seedLinear(page.url, world.clock.now);
  const receiver = await createReceiver();
  const app: AppProcess = Object.assign(Object.create(null), { url: new URL(receiver.url).origin });
  const stop = async (): Promise<void> => {
    await page.close();
    await linear.close();
    await world.stop();
    await receiver.close();
  };
  const started: Local = {
    folder: '',
    github,
    linear,
    repository,
    ticketKey,
    change: 'gate-links',
    startLabel: 'phase:delegate',
    appId,
    dataDir: '',
    app: () => app,
    restartApp: async () => undefined,
    stop,
  };
  const asApp = async (request: string, body?: unknown) => {
    const answer = await world.send(request, { token: world.token, ...(body === undefined ? {} : { body }) });
    if (answer.status >= 300) throw new Error(`${request}: ${answer.status} ${answer.text}`);
    return answer.body;
  };
  return {
    page,
    world,
    github,
    linear,
    receiver,
    local: started,
    /** From here on the page has a world to show. */
    begin: (): void => {
      local = started;
    },
    stop,
    asApp,
    /** The App comments; gives the comment's id. */
    say: async (number: number, body: string): Promise<number> =>
      (await asApp(`POST /repos/${repository}/issues/${number}/comments`, { body })).id,
    /** A branch with one commit, and a pull request of the App's from it; gives its number. */
    openPull: async (options: {
      branch: string;
      draft: boolean;
      title?: string;
      body?: string;
    }): Promise<number> => {
      const base = `/repos/${repository}`;
      const { object } = await asApp(`GET ${base}/git/ref/heads/main`);
      const { tree } = await asApp(`GET ${base}/git/commits/${object.sha}`);
      const path = `notes/${options.branch.replaceAll('/', '-')}.md`;
      const after = await asApp(`POST ${base}/git/trees`, {
        base_tree: tree.sha,
        tree: [{ path, mode: '100644', type: 'blob', content: 'one <b>line</b>\n' }],
      });
      const commit = await asApp(`POST ${base}/git/commits`, {
        message: `Work on ${options.branch}`,
        tree: after.sha,
        parents: [object.sha],
      });
      await asApp(`POST ${base}/git/refs`, { ref: `refs/heads/${options.branch}`, sha: commit.sha });
      const pull = await asApp(`POST ${base}/pulls`, {
        title: options.title ?? 'Gate links',
        body: options.body ?? 'The body.',
        head: options.branch,
        base: 'main',
        draft: options.draft,
      });
      return pull.number;
    },
  };
};

export type PageWorld = Awaited<ReturnType<typeof createPageWorld>>;
