import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { assignmentWorkflow, releaseRepository, unreleased } from '../../../src/contracts/workflow.ts';
import { sandboxCaller } from '../../../src/text/caller-workflow.ts';
import { createFixtures, type Fixtures } from '../github/fixtures.ts';
import { operations, pathOf } from '../github/operations.ts';
import { fullName } from '../github/world.ts';
import { type ActionsWorld, createActionsWorld } from './world.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const jobs = ['agent', 'verify', 'publish'] as const;
type Job = (typeof jobs)[number];

/**
 * What the shipped workflow's jobs may write, and what nobody may: everything the local GitHub serves, written out.
 * `-` is refused; the control is the App's own token (or its JWT), which has every permission the App has.
 */
const table = `
                                                                            agent verify publish control
POST /app/installations/{installation_id}/access_tokens                     -     -      -       done
POST /app/hook/deliveries/{delivery_id}/attempts                            -     -      -       done
POST /repos/{owner}/{repo}/git/blobs                                        -     -      done    done
POST /repos/{owner}/{repo}/git/trees                                        -     -      done    done
POST /repos/{owner}/{repo}/git/commits                                      -     -      done    done
POST /repos/{owner}/{repo}/git/refs                                         -     -      done    done
PATCH /repos/{owner}/{repo}/git/refs/{ref}                                  -     -      done    done
DELETE /repos/{owner}/{repo}/git/refs/{ref}                                 -     -      done    done
POST /repos/{owner}/{repo}/merges                                           -     -      done    done
PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge                         -     -      done    done
POST /repos/{owner}/{repo}/pulls                                            -     -      -       done
PATCH /repos/{owner}/{repo}/pulls/{pull_number}                             -     -      -       done
PUT /repos/{owner}/{repo}/pulls/{pull_number}/update-branch                 -     -      -       done
POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews                      -     -      -       done
PUT /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}           -     -      -       done
POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/events   -     -      -       done
PUT /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/dismissals  -     -      -       done
POST /repos/{owner}/{repo}/pulls/{pull_number}/comments                     -     -      -       done
POST /repos/{owner}/{repo}/pulls/{pull_number}/comments/{comment_id}/replies  -     -      -       done
PATCH /repos/{owner}/{repo}/pulls/comments/{comment_id}                     -     -      -       done
DELETE /repos/{owner}/{repo}/pulls/comments/{comment_id}                    -     -      -       done
POST /repos/{owner}/{repo}/pulls/comments/{comment_id}/reactions            -     -      -       done
POST /repos/{owner}/{repo}/issues                                           -     -      -       done
PATCH /repos/{owner}/{repo}/issues/{issue_number}                           -     -      -       done
POST /repos/{owner}/{repo}/issues/{issue_number}/comments                   -     -      -       done
PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}                    -     -      -       done
DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}                   -     -      -       done
POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions           -     -      -       done
POST /repos/{owner}/{repo}/labels                                           -     -      -       done
POST /repos/{owner}/{repo}/issues/{issue_number}/labels                     -     -      -       done
DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}            -     -      -       done
POST /repos/{owner}/{repo}/check-runs                                       -     -      -       done
PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}                       -     -      -       done
POST /repos/{owner}/{repo}/statuses/{sha}                                   -     -      -       done
POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches       -     -      -       done
POST /repos/{owner}/{repo}/actions/runs/{run_id}/cancel                     -     -      -       done
POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun                      -     -      -       done
POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun-failed-jobs          -     -      -       done
GRAPHQL convertPullRequestToDraft                                           -     -      -       done
GRAPHQL markPullRequestReadyForReview                                       -     -      -       done
GRAPHQL resolveReviewThread                                                 -     -      -       done
GRAPHQL unresolveReviewThread                                               -     -      -       done
PUSH HEAD:refs/heads/new-{who}                                              -     -      done    done
PUSH HEAD:refs/heads/movable                                                -     -      done    done
PUSH +HEAD:refs/heads/back                                                  -     -      done    done
PUSH :refs/heads/empty                                                      -     -      done    done
PUSH HEAD:refs/tags/v-{who}                                                 -     -      done    done
PUSH HEAD:refs/throughline/assignments/{who}                                -     -      done    done
PUSH HEAD:refs/notes/{who}                                                  -     -      done    done
PUSH WORKFLOW:refs/heads/workflow-{who}                                     -     -      -       -
PUSH HEAD:refs/pull/1/head                                                  -     -      -       -
`;

interface Row {
  what: string;
  may: Record<Job | 'control', boolean>;
}
const rows: Row[] = table
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => {
    const cells = line.trim().split(/\s{2,}|(?<=-) +/);
    const done = cells.slice(1).map((cell) => cell.trim() === 'done');
    const [agent = false, verify = false, publish = false, control = false] = done;
    return { what: cells[0] ?? '', may: { agent, verify, publish, control } };
  });

/** In the action's place: shows its job's token, waits, and hands on what the workflow asks for. */
const standIn = {
  'action.yml': `name: stand-in
description: Shows the token of its job
inputs:
  step: { description: Name of the job, required: true }
  own: { description: The token, default: '\${{ github.token }}' }
runs: { using: node24, main: main.mjs }
`,
  'main.mjs': `import { appendFileSync, existsSync, renameSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
const { INPUT_STEP: step, INPUT_OWN: token, SHARED, RUNNER_TEMP, GITHUB_OUTPUT } = process.env;
writeFileSync(SHARED + '/' + step + '.part', token);
renameSync(SHARED + '/' + step + '.part', SHARED + '/' + step);
while (!existsSync(SHARED + '/go-' + step)) await wait(20);
writeFileSync(RUNNER_TEMP + '/handed-on', 'x');
appendFileSync(GITHUB_OUTPUT, 'file=' + RUNNER_TEMP + '/handed-on\\nsha256=x\\nhead=x\\n');
`,
};

/** The fixtures' runs hold as their note says. */
const fixtureWorkflow = `on: { workflow_dispatch: { inputs: { assignment: { type: string }, note: { type: string } } } }
jobs:
  publish:
    runs-on: x
    steps:
      - env: { NOTE: "\${{ inputs.note }}", NAME: "\${{ inputs.assignment }}" }
        run: |
          if [ "$NAME" = fail ]; then exit 1; fi
          while [ "$NOTE" = wait ] && [ ! -e "$SHARED/release" ]; do sleep 0.02; done
`;

const shipped = new URL('../../../.github/workflows/assignment.yml', import.meta.url);

const startWorld = async (): Promise<{ world: ActionsWorld; fixtures: Fixtures }> => {
  const world = await createActionsWorld({
    runners: 8,
    called: { [`${assignmentWorkflow}@${unreleased}`]: await readFile(shipped, 'utf8') },
    actions: { [`${releaseRepository}/action@${unreleased}`]: standIn },
    workflows: { 'caller.yml': sandboxCaller(), 'throughline.yml': fixtureWorkflow },
  });
  world.github.subscribe({ appId: 101, url: 'http://127.0.0.1:9/none', secret: 's' });
  return { world, fixtures: await createFixtures(world) };
};

interface Asking {
  world: ActionsWorld;
  fixtures: Fixtures;
  token: string;
  who: string;
}

const rest = async (what: string, { world, fixtures, token, who }: Asking): Promise<boolean> => {
  const operation = operations[what];
  if (!operation) throw new Error(`no operation ${what}`);
  const body = operation.body?.(fixtures);
  const answer = await world.send(`${what.split(' ')[0]} ${pathOf(operation, fixtures)}`, {
    token: operation.need === 'jwt' && who === 'control' ? world.appToken() : token,
    ...(body === undefined ? {} : { body }),
  });
  if (answer.status === operation.ok) return true;
  const refused = operation.need === 'jwt' ? 401 : 403;
  expect({ what, status: answer.status, text: answer.text }).toMatchObject({ status: refused });
  return false;
};

const graphql = async (what: string, { world, fixtures, token }: Asking): Promise<boolean> => {
  const pull = await world.github.pull(fullName, fixtures.pull);
  const mutation = what.split(' ')[1] ?? '';
  const query = mutation.endsWith('Thread')
    ? `mutation { ${mutation}(input: { threadId: "${fixtures.thread}" }) { thread { id } } }`
    : `mutation { ${mutation}(input: { pullRequestId: "${pull.node_id}" }) { pullRequest { id } } }`;
  const { body } = await world.send('POST /graphql', { token, body: { query } });
  if (!body.errors) return true;
  expect(body.errors).toMatchObject([{ type: 'FORBIDDEN' }]);
  return false;
};

/** Of a clone made beforehand: `HEAD` is one commit ahead of main, `WORKFLOW` holds a new workflow. */
const push = async (what: string, { world, token, who }: Asking): Promise<boolean> => {
  const spec = what.replace('PUSH ', '').replaceAll('{who}', who);
  const url = `http://x-access-token:${token}@${new URL(world.github.url).host}/${fullName}`;
  const env = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0' };
  const cwd = join(world.shared, 'clone');
  const ended = await execa('git', ['push', '--quiet', url, spec], { cwd, env, reject: false });
  if (ended.exitCode === 0) return true;
  expect(ended.stderr).toMatch(/403|not granted|hook declined|hidden ref|refusing to/);
  return false;
};

const attempt = (what: string, asking: Asking): Promise<boolean> => {
  if (what.startsWith('PUSH ')) return push(what, asking);
  return what.startsWith('GRAPHQL ') ? graphql(what, asking) : rest(what, asking);
};

const cloneOf = async (world: ActionsWorld): Promise<void> => {
  const at = join(world.shared, 'clone');
  const env = {
    ...{ GIT_CONFIG_GLOBAL: '/dev/null', GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@localhost' },
    ...{ GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@localhost' },
  };
  const git = (...args: string[]) => execa('git', args, { cwd: at, env });
  await execa('git', ['clone', '--quiet', '--branch', 'main', world.github.gitDir(fullName), at], { env });
  await git('checkout', '--quiet', '-b', 'WORKFLOW');
  await execa('sh', ['-c', 'echo "on: push" >.github/workflows/new.yml'], { cwd: at });
  await git('add', '--all');
  await git('commit', '--quiet', '--message', 'A workflow');
  await git('checkout', '--quiet', 'main');
  await git('commit', '--quiet', '--allow-empty', '--message', 'Ahead');
};

const tryAll = async (asking: Asking): Promise<Record<string, boolean>> => {
  const done: Record<string, boolean> = {};
  for (const { what } of rows) done[what] = await attempt(what, asking);
  return done;
};
const expected = (who: Job | 'control'): Record<string, boolean> =>
  Object.fromEntries(rows.map(({ what, may }) => [what, may[who]]));

it('the table has every write that is served', () => {
  const served = Object.keys(operations).filter((name) => !name.startsWith('GET '));
  const named = rows.map(({ what }) => what).filter((what) => !/^(?:GRAPHQL|PUSH) /.test(what));
  expect(named.sort()).toEqual(served.sort());
});

describe('a job of the shipped workflow', () => {
  let world: ActionsWorld;
  let fixtures: Fixtures;
  let run: number;
  const tokens: Partial<Record<Job, string>> = {};
  beforeAll(async () => {
    ({ world, fixtures } = await startWorld());
    await cloneOf(world);
    const inputs = {
      ...{ id: 'one', item: 'one', runner: '["x"]', keep: '[]' },
      minutes: '{"agent":5,"verify":5,"publish":5}',
      assignment: JSON.stringify({ base: fixtures.main }),
    };
    run = await world.start('caller.yml', inputs);
    expect(world.look(run).problems).toEqual([]);
  });
  afterAll(() => world.stop());

  it.each(jobs)('%s writes what is declared, and nothing else, while it runs', async (job) => {
    const token = await vi.waitFor(() => readFile(join(world.shared, job), 'utf8'), 20_000);
    tokens[job] = token;
    expect(await tryAll({ world, fixtures, token, who: job })).toEqual(expected(job));
    await execa('touch', [join(world.shared, `go-${job}`)]);
  });

  it('leaves a token that opens nothing', async () => {
    await vi.waitFor(() => expect(world.look(run).conclusion).toBe('success'), 20_000);
    for (const token of Object.values(tokens))
      expect((await world.send('GET /installation/repositories', { token })).status).toBe(401);
    expect(new Set(Object.values(tokens)).size).toBe(jobs.length);
  });
});

it('a token with every permission writes it all', async () => {
  const { world, fixtures } = await startWorld();
  await cloneOf(world);
  try {
    const asking = { world, fixtures, token: world.token, who: 'control' };
    expect(await tryAll(asking)).toEqual(expected('control'));
  } finally {
    await world.stop();
  }
});
