import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Arguments, readArguments, usage } from './arguments.ts';
import { type Local, startLocal } from './local.ts';
import { jsonNarrator, type Narrator, plainNarrator } from './narrate.ts';
import { playOnce } from './once.ts';
import { startPage } from './page/page.ts';
import { cloneOf, ownProject } from './repository.ts';
import { story } from './story/index.ts';

const STEP_WITHIN_MS = 60_000;
const AGENT_WITHIN_MS = 45 * 60_000;

const write = (text: string): void => {
  process.stdout.write(text);
};

const ticketFor = (args: Arguments): { title: string; description: string } => {
  if (!args.repo || !args.change) return story.ticket;
  return {
    title: args.ticket ?? `Carry out ${args.change}`,
    description: `The change is in \`openspec/changes/${args.change}\`.`,
  };
};

const build = async (
  args: Arguments,
  folder: string,
): Promise<{ local: Local; pageUrl: string; close: () => Promise<void> }> => {
  const into = join(folder, 'project');
  const stage =
    args.repo && args.change
      ? await cloneOf({ path: resolve(args.repo), into, change: args.change, agent: args.agent })
      : await ownProject({ into, agent: args.agent });
  let local: Local | null = null;
  const page = await startPage({ local: () => local, port: args.port });
  local = await startLocal({ folder, stage, ticket: ticketFor(args), webUrl: () => page.url });
  const started = local;
  return {
    local: started,
    pageUrl: page.url,
    close: async () => {
      await page.close();
      await started.stop();
    },
  };
};

const once = async (options: {
  args: Arguments;
  narrator: Narrator;
  folder: string;
  startedAt: number;
}): Promise<number> => {
  const { args, narrator, folder, startedAt } = options;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  narrator.tell('starting a GitHub, a Linear and the App');
  const { local, pageUrl, close } = await build(args, folder);
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

const interactive = async (options: { args: Arguments; folder: string }): Promise<number> => {
  write('starting a GitHub, a Linear and the App …\n');
  const { local, pageUrl, close } = await build(options.args, options.folder);
  write(
    `\n  Open ${pageUrl}\n\n  There, put the label phase:delegate on ${local.ticketKey} to begin. Ctrl-C ends it.\n`,
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
    return args.once
      ? await once({ args, narrator, folder, startedAt })
      : await interactive({ args, folder });
  } catch (error) {
    narrator.fail(error instanceof Error ? error.message : 'the sandbox broke off');
    return 1;
  } finally {
    if (args.keep) process.stderr.write(`the world lies in ${folder}\n`);
    else await rm(folder, { recursive: true, force: true });
  }
};

process.exitCode = await main();
