import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { playRecording } from '../../../src/adapters/agents/replay.ts';
import { answerSchema } from '../../../src/contracts/answer.ts';
import { configurationSchema } from '../../../src/contracts/configuration.ts';
import { enhanceAnswerSchema } from '../../../src/contracts/planning/enhance.ts';
import { enhance, withoutBlocks } from '../../../src/openspec/enhance.ts';
import { readTasks } from '../../../src/openspec/tasks.ts';
import { story } from '../../../src/sandbox/story/index.ts';
import { gitIn } from '../../runner/world.ts';
import { recordedAnswer } from './grilled.ts';

let folder: string;
let clone: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-story-'));
  clone = join(folder, 'clone');
  cpSync(story.repositoryPath, clone, { recursive: true });
  gitIn(clone, 'init', '--quiet');
  gitIn(clone, 'config', 'user.name', 'throughline');
  gitIn(clone, 'config', 'user.email', 'throughline@noreply.invalid');
  gitIn(clone, 'add', '--all');
  gitIn(clone, 'commit', '--quiet', '--message', 'Start');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (path: string): string => readFileSync(join(clone, path), 'utf8');
const tasksPath = `openspec/changes/${story.change}/tasks.md`;

/** Exit code and output of a program in the clone, with nothing of this process's own test runner in its environment. */
const runIn = (cwd: string, file: string, ...args: string[]): { code: number; output: string } => {
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    OPENSPEC_TELEMETRY: '0',
    OPENSPEC_NO_UPDATE_CHECK: '1',
  };
  try {
    return {
      code: 0,
      output: execFileSync(file, args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }),
    };
  } catch (error) {
    const failed = error as { status: number; stdout: string; stderr: string };
    return { code: failed.status, output: `${failed.stdout}${failed.stderr}` };
  }
};

const openspec = (cwd: string, ...args: string[]) =>
  runIn(cwd, join(import.meta.dirname, '../../../node_modules/.bin/openspec'), ...args);

const untickedSections = (): string[] =>
  readTasks(read(tasksPath))
    .sections.filter((section) => section.tasks.some((task) => !task.ticked))
    .map((s) => s.number);

describe('the repository', () => {
  it('has a valid configuration', () => {
    const configuration = configurationSchema.parse(parse(read('.github/throughline.yml')));
    expect(configuration.tracker.team).toBe(story.ticket.key.split('-')[0]);
    expect(configuration.agents.allowed[configuration.agents.default]?.kind).toBe('replay');
    expect(configuration.plan.enhance).toBe('on');
  });

  it('is bare: no plan, and a ticket that speaks of none', () => {
    expect(existsSync(join(clone, 'openspec/changes', story.change))).toBe(false);
    expect(openspec(clone, 'validate', '--all', '--strict')).toMatchObject({ code: 0 });
    expect(story.ticket.description).not.toMatch(/openspec|plan|PER-238/i);
    expect(runIn(clone, 'node', '--test')).toMatchObject({ code: 0 });
  });
});

/** What a recording does, in the clone; gives its answer's file. */
const play = async (replay: string): Promise<string> => {
  const answerPath = join(folder, `${replay.replace('/', '-')}.json`);
  const printed: string[] = [];
  const [part = ''] = replay.split('/');
  const code = await playRecording({
    recordings: story.recordingsPath,
    cwd: clone,
    env: {
      PATH: process.env.PATH,
      ANSWER_FILE: answerPath,
      REPLAY: replay,
      ...(/^\d/.test(part) ? {} : { REPLAY_TURN: '1' }),
    },
    print: (line) => printed.push(line),
  });
  expect(code, printed.join('\n')).toBe(0);
  return answerPath;
};

describe('the plan', () => {
  it('is proposed in one commit that touches the change alone', async () => {
    const before = gitIn(clone, 'rev-parse', 'HEAD');
    await play('propose/1');
    expect(gitIn(clone, 'log', '--format=%s', `${before}..HEAD`)).toBe(
      `${story.ticket.key}: Propose ${story.change}`,
    );
    const changed = gitIn(clone, 'diff', '--name-only', before, 'HEAD').split('\n');
    expect(changed.filter((path) => !path.startsWith(`openspec/changes/${story.change}/`))).toEqual([]);
    expect(gitIn(clone, 'status', '--porcelain')).toBe('');
  });

  it('names the ticket, is strictly valid and can be archived', () => {
    expect(read(`openspec/changes/${story.change}/proposal.md`)).toContain(story.ticket.key);
    expect(openspec(clone, 'validate', '--all', '--strict')).toMatchObject({ code: 0 });
    const copy = join(folder, 'copy');
    cpSync(clone, copy, { recursive: true });
    expect(openspec(copy, 'archive', story.change, '-y', '--json')).toMatchObject({ code: 0 });
    expect(openspec(copy, 'validate', '--all', '--strict')).toMatchObject({ code: 0 });
  });

  it('has one section per section of the story, all open, and passing tests', () => {
    const { sections } = readTasks(read(tasksPath));
    expect(sections.map((section) => section.number)).toEqual(story.groups.flat());
    expect(untickedSections()).toEqual(story.groups.flat());
  });

  it('is enhanced, and no word of a task changes', () => {
    const answer = enhanceAnswerSchema.parse(recordedAnswer('enhance', 1));
    if (answer.status !== 'ENHANCED') throw new Error(answer.status);
    const before = read(tasksPath);
    const text = enhance(before, answer, { ticket: story.ticket.key, change: story.change });
    expect(text).toContain('<!-- opsx:tdd:1.1:begin -->');
    expect(withoutBlocks(text)).toBe(before);
    writeFileSync(join(clone, tasksPath), text);
    gitIn(clone, 'commit', '--quiet', '--all', '--message', `${story.ticket.key}: Enhance the tasks`);
    expect(openspec(clone, 'validate', '--all', '--strict')).toMatchObject({ code: 0 });
    expect(untickedSections()).toEqual(story.groups.flat());
  });
});

describe('the recordings, played in order', () => {
  const done = new Set<string>();
  it.each(story.attempts)(
    'sections $recording, attempt $attempt',
    async ({ recording, sections, attempt, passes }) => {
      const before = gitIn(clone, 'rev-parse', 'HEAD');
      const answerPath = await play(`${recording}/${attempt}`);
      gitIn(clone, 'add', '--all');
      gitIn(clone, 'commit', '--quiet', '--allow-empty', '--message', `${story.ticket.key}: leftovers`);

      const tests = runIn(clone, 'node', '--test');
      expect(tests.code === 0, tests.output).toBe(passes);
      for (const section of sections) done.add(section);
      expect(untickedSections()).toEqual(story.groups.flat().filter((number) => !done.has(number)));

      const answer = answerSchema.parse(JSON.parse(readFileSync(answerPath, 'utf8')));
      const changed = gitIn(clone, 'diff', '--no-renames', '--name-only', before, 'HEAD').split('\n');
      expect(answer.files).toEqual(changed.sort());
      const messages = gitIn(clone, 'log', '--format=%s', `${before}..HEAD`).split('\n');
      expect(messages.every((message) => message.startsWith(`${story.ticket.key}: `))).toBe(true);
      const diff = gitIn(clone, 'diff', before, 'HEAD');
      expect(diff).not.toMatch(
        /claude|anthropic|openai|codex|opencode|copilot|cursor|gemini|gpt|co-authored-by/i,
      );
    },
  );

  it('leave a change that is still strictly valid, with no task open', () => {
    expect(openspec(clone, 'validate', '--all', '--strict')).toMatchObject({ code: 0 });
    expect(untickedSections()).toEqual([]);
  });
});
