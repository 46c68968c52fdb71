import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readConfiguration } from '../../src/contracts/read-configuration.ts';
import { writeConfiguration } from '../../src/sandbox/configuration.ts';
import { ownProject } from '../../src/sandbox/repository.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandbox-configuration-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const path = (): string => join(folder, '.github/throughline.yml');

const write = async (text: string): Promise<void> => {
  await mkdir(join(folder, '.github'), { recursive: true });
  await writeFile(path(), text);
};

const read = async () => {
  const found = readConfiguration(await readFile(path(), 'utf8'));
  if (found.state !== 'valid') throw new Error(JSON.stringify(found));
  return found.value;
};

const theirs = `tracker: { team: THEIRS }
agents:
  default: shell
  allowed:
    shell: { kind: command, command: ./agent.sh }
    codex: { kind: codex, model: openai/gpt-5 }
`;

it('a real program goes to the scripted model, and its key has a line in the caller', async () => {
  const agent = { kind: 'codex', api: 'openai-responses', url: 'http://127.0.0.1:9/v1' } as const;
  await ownProject({ into: folder, agent });
  const { agents, models } = await read();
  expect(agents.default).toBe('codex');
  expect(agents.allowed.codex).toMatchObject({ kind: 'codex', model: 'scripted/story' });
  expect(Object.keys(agents.allowed)).toContain('replay');
  expect(models.providers.scripted).toMatchObject({ api: agent.api, url: agent.url });
  // the work is the program's, the plan is recorded
  expect(agents.phases).toEqual({
    explore: { agent: 'replay' },
    grill: { agent: 'replay' },
    propose: { agent: 'replay' },
    enhance: { agent: 'replay' },
    review: { agent: 'replay' },
    rounds: { agent: 'replay' },
    triage: { agent: 'replay' },
  });
  const caller = await readFile(join(folder, '.github/workflows/throughline.yml'), 'utf8');
  expect(caller).toContain(`scripted=\${{ secrets.SCRIPTED_API_KEY }}`);
  expect(caller).not.toContain('anthropic=');
});

it.each(['opencode', 'oc', 'claude-code', 'cc'])(
  'in a repository of your own, %s is refused where its configuration does not allow it',
  async (name) => {
    await write(theirs);
    await expect(writeConfiguration(folder, name)).rejects.toThrow(
      /--repo needs an agent of that name .* \(it allows shell, codex\): .* knows only the sandbox's story/,
    );
  },
);

it('in a repository of your own, a real program that its configuration allows is taken as it is there', async () => {
  await write(theirs);
  await writeConfiguration(folder, 'codex');
  const { agents, models } = await read();
  expect(agents).toMatchObject({ default: 'codex', allowed: { codex: { model: 'openai/gpt-5' } } });
  expect(models.providers).toEqual({});
});

it('who plans in it stays, who works in it is the agent asked for', async () => {
  await write(`${theirs}  phases: { explore: { agent: codex }, delegate: { agent: codex } }\n`);
  await writeConfiguration(folder, 'shell');
  expect((await read()).agents).toMatchObject({ default: 'shell', phases: { explore: { agent: 'codex' } } });
  expect((await read()).agents.phases).not.toHaveProperty('delegate');
});

it('a short form means the program', async () => {
  await write(theirs.replaceAll('codex', 'opencode'));
  await writeConfiguration(folder, 'oc');
  expect((await read()).agents.default).toBe('opencode');
});

it('any other agent is one of the configuration, or a command', async () => {
  await write(theirs);
  await expect(writeConfiguration(folder, 'gremlin')).rejects.toThrow(/--agent gremlin is not allowed by/);
  await writeConfiguration(folder, 'command:./other.sh');
  expect((await read()).agents.allowed.command).toMatchObject({ kind: 'command', command: './other.sh' });
});

it('a command that works on your repository reviews no pull request, unless it is said who does', async () => {
  await write(theirs);
  await writeConfiguration(folder, 'command:./other.sh');
  expect((await read()).rounds.reviewer).toBe('none');
  await write(`${theirs}rounds: { reviewer: throughline }\n`);
  await writeConfiguration(folder, 'command:./other.sh');
  expect((await read()).rounds.reviewer).toBe('throughline');
});
