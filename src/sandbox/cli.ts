import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readModelKeys } from '../runner/agent/model-keys.ts';
import { keySecret } from '../text/caller-workflow.ts';
import { type Arguments, readArguments, usage } from './arguments.ts';
import { type Local, type LocalOptions, startLocal } from './local.ts';
import { jsonNarrator, type Narrator, plainNarrator } from './narrate.ts';
import { playOnce } from './once.ts';
import { startPage } from './page/page.ts';
import { cliKindOf } from './real-agent.ts';
import { cloneOf, ownProject, type Stage } from './repository.ts';
import { type ScriptedStage, scriptedStage } from './scripted-stage.ts';
import { story } from './story/index.ts';

/** The rounds of review are one step: nobody is asked anything before the hand-over. */
const STEP_WITHIN_MS = 180_000;
const AGENT_WITHIN_MS = 45 * 60_000;

const write = (text: string): void => {
  process.stdout.write(text);
};

const ticketFor = (args: Arguments): LocalOptions['ticket'] => {
  if (!args.repo || !args.change) return story.ticket;
  return {
    title: args.ticket ?? `Carry out ${args.change}`,
    description: `The change is in \`openspec/changes/${args.change}\`.`,
  };
};

/** What is played on; for a real agent together with its model, which runs until `close`. */
type Staged = Stage & Partial<ScriptedStage>;

const stageFor = async (args: Arguments, folder: string): Promise<Staged> => {
  const into = join(folder, 'project');
  if (args.repo && args.change) {
    const keys = readModelKeys(process.env.THROUGHLINE_MODEL_KEYS ?? '');
    const clone = { path: resolve(args.repo), into, change: args.change, agent: args.agent };
    if (keys.size === 0) return cloneOf(clone);
    const secrets = Object.fromEntries([...keys].map(([provider, key]) => [keySecret(provider), key]));
    return { ...(await cloneOf({ ...clone, providers: [...keys.keys()] })), secrets };
  }
  const kind = args.agent === null ? null : cliKindOf(args.agent);
  return kind
    ? scriptedStage({ into, kind, env: process.env })
    : ownProject({ into, agent: args.agent, bare: true });
};

interface Playing {
  args: Arguments;
  folder: string;
  staged: Staged;
}

const build = async ({
  args,
  folder,
  staged,
}: Playing): Promise<{ local: Local; pageUrl: string; close: () => Promise<void> }> => {
  const { close: closeModel, secrets, agents, ...stage } = staged;
  let local: Local | null = null;
  const page = await startPage({ local: () => local, port: args.port });
  local = await startLocal({
    folder,
    stage,
    ticket: ticketFor(args),
    webUrl: () => page.url,
    secrets,
    agents,
  });
  const started = local;
  return {
    local: started,
    pageUrl: page.url,
    close: async () => {
      await page.close();
      await started.stop();
      await closeModel?.();
    },
  };
};

const once = async (options: Playing & { narrator: Narrator; startedAt: number }): Promise<number> => {
  const { args, narrator, startedAt } = options;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  narrator.tell('starting a GitHub, a Linear and the App');
  const { local, pageUrl, close } = await build(options);
  narrator.tell(`the page is ${pageUrl}`);
  const ownStory = args.repo === null;
  try {
    const summary = await playOnce({
      local,
      ownStory,
      startedAt,
      play: {
        groups: ownStory
          ? story.groups
              .map((group) => (group.length > 1 ? `${group[0]}-${group.at(-1)}` : group[0]))
              .join(', ')
          : null,
        iterateNotes: ownStory
          ? 'The failing test is right: repeated headings count up from -1, as GitHub does it.'
          : null,
        withinMs: args.agent ? AGENT_WITHIN_MS : STEP_WITHIN_MS,
        tell: narrator.tell,
      },
    });
    narrator.summary(summary);
    return summary.ok ? 0 : 1;
  } finally {
    await close();
  }
};

const interactive = async (options: Playing): Promise<number> => {
  write('starting a GitHub, a Linear and the App …\n');
  const { local, pageUrl, close } = await build(options);
  write(
    `\n  Open ${pageUrl}\n\n  There, put the label ${local.startLabel} on ${local.ticketKey} to begin. Ctrl-C ends it.\n`,
  );
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  await close();
  return 0;
};

const main = async (): Promise<number> => {
  const startedAt = Date.now();
  const read = readArguments(process.argv.slice(2));
  if ('help' in read) {
    write(usage);
    return 0;
  }
  if ('problem' in read) {
    process.stderr.write(`${read.problem}\n\n${usage}`);
    return 2;
  }
  const args = read.arguments;
  const narrator = args.json ? jsonNarrator(write) : plainNarrator(write, process.stdout.isTTY === true);
  const folder = await mkdtemp(join(tmpdir(), 'throughline-'));
  try {
    const playing = { args, folder, staged: await stageFor(args, folder) };
    return args.once ? await once({ ...playing, narrator, startedAt }) : await interactive(playing);
  } catch (error) {
    narrator.fail(error instanceof Error ? error.message : 'the sandbox broke off');
    return 1;
  } finally {
    if (args.keep) process.stderr.write(`the world lies in ${folder}\n`);
    else await rm(folder, { recursive: true, force: true });
  }
};

process.exitCode = await main();
