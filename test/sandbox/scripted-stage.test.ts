import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parse } from 'yaml';
import { cliPackage } from '../../src/runner/cli/releases.ts';
import { scriptedStage } from '../../src/sandbox/scripted-stage.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scripted-stage-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Where `npm run agents:fetch` would have put it. */
const programs = async (): Promise<string> => {
  const platform = `${process.platform}-${process.arch}`;
  const pinned = cliPackage('codex', { platform, release: null });
  if (pinned === null) throw new Error(`no codex for ${platform}`);
  const path = join(folder, 'programs', `${pinned.name}@${pinned.version}`, 'package', pinned.program);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, '#!/bin/sh\necho "codex 9.9.9"\n', { mode: 0o755 });
  return join(folder, 'programs');
};

const staged = async () =>
  scriptedStage({
    into: join(folder, 'project'),
    kind: 'codex',
    env: { PATH: process.env.PATH },
    programs: await programs(),
  });

it('the action is told the folder with the program', async () => {
  const { agents, close } = await staged();
  await close();
  expect(agents).toBe(join(folder, 'programs'));
});

it('its model answers whoever has the key that the secret holds', async () => {
  const { secrets, close } = await staged();
  const configuration = parse(await readFile(join(folder, 'project/.github/throughline.yml'), 'utf8'));
  const ask = async (key: string): Promise<number> => {
    const { url } = configuration.models.providers.scripted;
    return (await fetch(`${url}/models`, { headers: { authorization: `Bearer ${key}` } })).status;
  };
  const { SCRIPTED_API_KEY: key = '' } = secrets;
  expect([await ask(key), await ask('another')]).toEqual([200, 401]);
  expect(JSON.stringify(configuration)).not.toContain(key);
  await close();
  await expect(ask(key)).rejects.toThrow();
});

it('without the program nothing begins, and the way to it is named', async () => {
  const stage = scriptedStage({
    into: join(folder, 'project'),
    kind: 'opencode',
    env: { PATH: process.env.PATH },
    programs: folder,
  });
  await expect(stage).rejects.toThrow(
    /--agent opencode needs the program, and .*opencode is not there \(npm run agents:fetch\)/,
  );
  await expect(readFile(join(folder, 'project/package.json'))).rejects.toThrow();
});
