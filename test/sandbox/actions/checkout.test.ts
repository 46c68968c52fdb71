import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fullName } from '../github/world.ts';
import { type ActionsWorld, createActionsWorld, pinned, stepsWorkflow } from './world.ts';

const checkout = `actions/checkout@${pinned}`;

let world: ActionsWorld;
let first: string;
beforeAll(async () => {
  world = await createActionsWorld({
    workflows: {
      'plain.yml': stepsWorkflow(`
- { id: out, uses: ${checkout} }
- name: Look
  run: |
    echo "$(git rev-parse --abbrev-ref HEAD) $(git rev-list --count HEAD) \${{ steps.out.outputs.commit == github.sha }}"
    git config --get "http.$GITHUB_SERVER_URL/.extraheader"
    git fetch --quiet --unshallow && git rev-list --count HEAD
`),
      'careful.yml': stepsWorkflow(`
- uses: ${checkout}
  with: { ref: "\${{ inputs.text }}", path: below, fetch-depth: 0, persist-credentials: false }
- name: Look
  working-directory: below
  run: |
    echo "$(git rev-parse HEAD) $(git rev-list --count --all) $(git status --porcelain | wc -l | tr -d ' ')"
    git config --list --show-origin | grep -ci extraheader || true
    ! grep -rqi "AUTHORIZATION" .git
    ! git -c credential.helper= fetch --quiet 2> /dev/null
`),
      'wrong.yml': stepsWorkflow(`
- { name: Input, uses: ${checkout}, with: { submodules: true } }
- { name: Ref, if: always(), uses: ${checkout}, with: { ref: nowhere } }
- { name: Path, if: always(), uses: ${checkout}, with: { path: ../../outside } }
- { name: Boolean, if: always(), uses: ${checkout}, with: { persist-credentials: "yes" } }
`),
      'unreadable.yml': stepsWorkflow(`
- { name: Check out, uses: ${checkout} }
`).replace('contents: read', 'issues: read'),
      'unpinned.yml': stepsWorkflow(`
- uses: actions/checkout@v5
`),
    },
  });
  const repo = `/repos/${fullName}`;
  first = (await world.send(`GET ${repo}/git/ref/heads/main`, { token: world.token })).body.object.sha;
  const { tree } = (await world.send(`GET ${repo}/git/commits/${first}`, { token: world.token })).body;
  const { sha } = (
    await world.send(`POST ${repo}/git/commits`, {
      token: world.token,
      body: { message: 'Second', tree: tree.sha, parents: [first] },
    })
  ).body;
  await world.send(`PATCH ${repo}/git/refs/heads/main`, { token: world.token, body: { sha } });
});
afterAll(() => world.stop());

describe('checkout', () => {
  it('takes the one commit of the run, on its branch, and leaves the token in the configuration', async () => {
    const done = await world.run('plain.yml');
    expect(done.step('Look').log.slice(-3)).toEqual(['main 1 true', 'AUTHORIZATION: basic ***', '2']);
    expect(done.job().steps.map(({ name }) => name)).toContain(`Post Run ${checkout}`);
    expect(done.conclusion).toBe('success');
  });

  it('takes another commit with all history, and leaves nothing of the token', async () => {
    const done = await world.run('careful.yml', { text: first });
    expect(done.step('Look').conclusion).toBe('success');
    expect(done.step('Look').log.slice(-2)).toEqual([`${first} 2 0`, '0']);
    expect(done.job().steps.map(({ name }) => name)).not.toContain(`Post Run ${checkout}`);
  });

  it.each([
    ['Input', "do not know the input 'submodules'"],
    ['Ref', "The process 'git' failed with exit code 1"],
    ['Path', 'is not under'],
    ['Boolean', 'persist-credentials'],
  ])('refuses a wrong %s', async (step, words) => {
    const done = await world.run('wrong.yml');
    expect(done.step(step).conclusion).toBe('failure');
    expect(done.step(step).log.join('\n')).toContain(words);
  });

  it('needs `contents: read`', async () => {
    const done = await world.run('unreadable.yml');
    expect(done.step('Check out').conclusion).toBe('failure');
    expect(done.step('Check out').log.join('\n')).toContain('403');
  });

  it('must be pinned', async () => {
    const done = await world.run('unpinned.yml');
    expect(done.conclusion).toBe('startup_failure');
    expect(done.problems.join()).toContain('must be pinned to a full commit SHA');
  });
});

describe('a runner that stays', () => {
  it('keeps its workspace, and checkout tidies it', async () => {
    const stays = await createActionsWorld({
      environment: 'self-hosted',
      runners: 1,
      workflows: {
        'twice.yml': stepsWorkflow(`
- { name: Before, run: 'ls | sort | tr "\\n" " "; echo' }
- { uses: ${checkout} }
- { name: After, run: 'ls | sort | tr "\\n" " "; echo; git branch --list | tr -d "\\n "; echo' }
- { run: 'echo junk > junk; echo changed > README.md; git switch --quiet -c mine; echo "$RUNNER_ENVIRONMENT"' }
`),
      },
    });
    try {
      const once = await stays.run('twice.yml');
      expect(once.step('Before').log.at(-1)).toBe('');
      const twice = await stays.run('twice.yml');
      expect(twice.conclusion).toBe('success');
      expect(twice.step('Before').log.at(-1)).toBe('README.md docs junk ');
      expect(twice.step('After').log.slice(-2)).toEqual(['README.md docs ', '*main']);
    } finally {
      await stays.stop();
    }
  });
});
