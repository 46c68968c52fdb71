import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evidenceFileSchema } from '../../src/contracts/evidence.ts';
import { type Local, startLocal } from '../../src/sandbox/local.ts';
import { until } from '../../src/sandbox/person.ts';
import { ownProject } from '../../src/sandbox/repository.ts';
import { story } from '../../src/sandbox/story/index.ts';
import { withoutMark } from './support.ts';
import { layWrong, type WrongAnswer, wrongAnswers } from './wrong-answers.ts';

let folder: string;
let recordings: string;
let local: Local;
/** The story's project, its plans not enhanced: that is another agent's answer. */
const project = async (into: string) => {
  const stage = await ownProject({ into, agent: null, bare: true });
  const configuration = join(into, '.github/throughline.yml');
  const text = readFileSync(configuration, 'utf8');
  writeFileSync(configuration, text.replace('enhance: on', 'enhance: off'));
  return stage;
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-planning-'));
  recordings = join(folder, 'recordings');
  local = await startLocal({
    folder,
    stage: await project(join(folder, 'project')),
    ticket: story.ticket,
    webUrl: () => 'http://127.0.0.1:1',
    recordings,
  });
}, 60_000);
afterAll(async () => {
  await local.stop();
  rmSync(folder, { recursive: true, force: true });
});

let tickets = 300;

/** A ticket of its own, grilled from its own words by an agent that answers wrongly. */
const plan = (wrong: WrongAnswer, stubborn: boolean): string => {
  tickets += 1;
  const { key } = local.linear.createIssue({
    team: 'PER',
    by: 'Ada',
    number: tickets,
    state: 'Todo',
    title: `${wrong.name}${stubborn ? ', twice' : ''}`,
    description: 'Links between artifacts break once they are distributed.',
  });
  layWrong(wrong, { into: recordings, key, stubborn });
  local.linear.labelAs({ user: 'Ada', issue: key, label: 'phase:grill' });
  return key;
};

const told = (key: string): string[] =>
  (local.linear.issue(key)?.comments ?? []).map((comment) => withoutMark(comment.body));

/** Waits for a comment of the App that says so. */
const says = (key: string, text: string | RegExp): Promise<string> =>
  until(local, {
    what: `${key} to be told ${text}`,
    withinMs: 60_000,
    look: () => told(key).find((body) => body.search(text) >= 0) ?? null,
  });

/** What was wrong after each turn, as the evidence of this branch has it. */
const turnsOf = async (branch: string): Promise<string[][]> => {
  const git = async (...args: string[]): Promise<string> =>
    (await execa('git', args, { cwd: local.github.gitDir(local.repository) })).stdout;
  const refs = (await git('for-each-ref', '--format=%(refname)', 'refs/throughline')).split('\n');
  for (const ref of refs.filter(Boolean)) {
    const evidence = evidenceFileSchema.parse(JSON.parse(await git('show', `${ref}:evidence.json`)));
    if (evidence.codeBranch === branch) return evidence.turns.map(({ problems }) => problems);
  }
  throw new Error(`no evidence of ${branch}`);
};

describe('a wrong answer that the agent repairs', () => {
  it.each(wrongAnswers)('$name', { timeout: 70_000 }, async (wrong) => {
    const key = plan(wrong, false);
    await says(key, wrong.phase === 'grill' ? '#### What' : '### Scope of delegation');
    const [first = [], second = ['no second turn']] = await turnsOf(
      `throughline/${key.toLowerCase()}/${wrong.phase}-1`,
    );
    expect(first.join('\n')).toContain(wrong.says);
    expect(second).toEqual([]);
  });
});

describe('a wrong answer that stays', () => {
  it.each(wrongAnswers)('$name', { timeout: 70_000 }, async (wrong) => {
    const key = plan(wrong, true);
    const status = await says(key, /^Stage: \*\*blocked\*\*/m);
    expect(status).toContain(wrong.says);
    expect(status).toContain('/retry');
    expect(told(key).join('\n')).not.toMatch(/^#### What|### Scope of delegation/m);
    const turns = await turnsOf(`throughline/${key.toLowerCase()}/${wrong.phase}-1`);
    expect(turns).toHaveLength(wrong.turns);
    for (const problems of turns) expect(problems.join('\n')).toContain(wrong.says);
  });
});
