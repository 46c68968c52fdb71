import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createFixtures, type Fixtures } from '../github/fixtures.ts';
import { operations } from '../github/operations.ts';
import { fullName } from '../github/world.ts';
import { type ActionsWorld, createActionsWorld } from './world.ts';

/** A job that keeps its token until it is released. */
const holding = (name: string, permissions: string): string => `  ${name}:
    runs-on: x
    permissions: ${permissions}
    steps:
      - env: { TOKEN: "\${{ secrets.GITHUB_TOKEN }}" }
        run: |
          echo "$TOKEN" > "$SHARED/${name}.part"; mv "$SHARED/${name}.part" "$SHARED/${name}"
          while [ ! -e "$SHARED/release" ]; do sleep 0.02; done
`;

const granted: Record<string, Record<string, 'read' | 'write'>> = {
  nothing: {},
  reader: { contents: 'read' },
  writer: { contents: 'write' },
  checker: { checks: 'write', actions: 'read' },
};

let world: ActionsWorld;
let fixtures: Fixtures;
let run: number;
const tokens: Record<string, string> = {};

beforeAll(async () => {
  world = await createActionsWorld({
    runners: 8,
    env: { HELD: '/nowhere' },
    workflows: {
      'tokens.yml': `on: workflow_dispatch
permissions: {}
jobs:
${Object.entries(granted)
  .map(([name, permissions]) => holding(name, JSON.stringify(permissions)))
  .join('')}`,
      // the fixtures' runs hold as the note says
      'throughline.yml': `on: { workflow_dispatch: { inputs: { assignment: { type: string }, note: { type: string } } } }
jobs:
  publish:
    runs-on: x
    steps:
      - env: { NOTE: "\${{ inputs.note }}", NAME: "\${{ inputs.assignment }}" }
        run: |
          if [ "$NAME" = fail ]; then exit 1; fi
          while [ "$NOTE" = wait ] && [ ! -e "$SHARED/release" ]; do sleep 0.02; done
`,
    },
  });
  const receiver = { url: 'http://127.0.0.1:9/none' };
  world.github.subscribe({ appId: 101, url: receiver.url, secret: 's' });
  fixtures = await createFixtures(world);
  run = await world.start('tokens.yml');
  for (const name of Object.keys(granted)) {
    tokens[name] = await vi.waitFor(
      async () => (await readFile(join(world.shared, name), 'utf8')).trim(),
      10_000,
    );
  }
});
afterAll(() => world.stop());

const ask = (name: string, token: string | undefined) => {
  const operation = operations[name];
  const path = (operation?.path ?? '').replace(/:([a-z]+)/gi, (_, key: keyof Fixtures) =>
    String(fixtures[key]),
  );
  const body = operation?.body?.(fixtures);
  return world.send(`${name.split(' ')[0]} ${path}`, {
    ...(token === undefined ? {} : { token }),
    ...(body === undefined ? {} : { body }),
  });
};

const asking = Object.entries(operations).flatMap(([name, { need }]) =>
  typeof need === 'object' ? [{ name, need }] : [],
);

const allowed = (
  need: { permissions: string[]; level: string },
  permissions: Record<string, string>,
): boolean =>
  need.permissions.some(
    (each) =>
      each === 'metadata' || permissions[each] === 'write' || (permissions[each] ?? '') === need.level,
  );

describe.each(Object.keys(granted))('the token of job %s', (name) => {
  const permissions = granted[name] ?? {};

  it('is refused at every endpoint its job has no permission for, and only there', async () => {
    const wrong: string[] = [];
    for (const { name: operation, need } of asking) {
      const { status, body } = await ask(operation, tokens[name]);
      const refused = status === 403 && body?.message === 'Resource not accessible by integration';
      if (refused === allowed(need, permissions)) wrong.push(`${operation}: ${status} ${body?.message}`);
    }
    expect(wrong).toEqual([]);
  });

  it('fetches and pushes by git only where it may', async () => {
    const env = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_TERMINAL_PROMPT: '0' };
    const url = `http://x-access-token:${tokens[name]}@${new URL(world.github.url).host}/${fullName}`;
    const at = join(world.shared, `clone-${name}`);
    const fetched = await execa('git', ['clone', '--quiet', url, at], { env, reject: false });
    expect(fetched.exitCode === 0).toBe(permissions.contents !== undefined);
    await execa('git', ['init', '--quiet', at], { env });
    const identity = ['-c', 'user.name=a', '-c', 'user.email=a@localhost'];
    await execa('git', [...identity, 'commit', '--quiet', '--allow-empty', '-m', 'x'], { env, cwd: at });
    const pushed = await execa('git', ['push', '--quiet', url, `HEAD:refs/heads/by-${name}`], {
      env,
      cwd: at,
      reject: false,
    });
    expect(pushed.exitCode === 0).toBe(permissions.contents === 'write');
  });
});

it('is dead when the job has ended', async () => {
  expect((await ask('GET /repos/{owner}/{repo}', tokens.nothing)).status).toBe(200);
  await execa('touch', [join(world.shared, 'release')]);
  await world.github.actions.settled();
  expect(world.look(run).conclusion).toBe('success');
  for (const token of Object.values(tokens)) {
    expect((await ask('GET /repos/{owner}/{repo}', token)).status).toBe(401);
  }
});
