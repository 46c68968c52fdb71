import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { checkIds, verdictSchema } from '../../src/contracts/review.ts';

const sha = z.string().regex(/^[0-9a-f]{40}$/);
const count = z.int().positive();

/** The last line of `npm run sandbox -- --once --json`, as it is promised. */
const summarySchema = z.object({
  type: z.literal('summary'),
  ok: z.literal(true),
  ticket: z.object({ key: z.literal('PER-206'), history: z.array(z.string()) }),
  absorbed: z.array(z.object({ key: z.string(), state: z.string() })),
  change: z.literal('gate-artifact-reference-paths'),
  plan: z.object({
    directions: count,
    grill: z.record(z.string(), z.number()),
    openspec: z.object({ strict: z.boolean(), archivable: z.boolean() }),
    enhanced: z.boolean(),
  }),
  delegations: z.array(
    z.object({
      sections: z.string(),
      attempts: count,
      checks: z.record(z.enum(checkIds), verdictSchema),
      failed: z.array(z.array(z.enum(checkIds))),
      mergeSha: sha,
    }),
  ),
  rounds: z.array(
    z.object({ findings: z.record(z.string(), z.number()), answers: z.record(z.string(), z.number()) }),
  ),
  followUps: z.array(
    z.object({ key: z.string(), priority: z.string(), parent: z.string(), relation: z.string() }),
  ),
  pull: z.object({ number: count, merged: z.literal(true), mergeSha: sha }),
  comments: z.object({ bot: count, commands: count }),
  requests: z.object({ github: count, linear: count }),
  elapsedMs: count,
});

let folder: string;
let run: { exitCode: number | undefined; stdout: string; stderr: string };
let summary: z.infer<typeof summarySchema>;
/** Of the story's repository, as a person would fetch from it. */
let git: (...args: string[]) => Promise<string>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-story-'));
  const { exitCode, stdout, stderr } = await execa(
    'npm',
    ['run', '--silent', 'sandbox', '--', '--once', '--json', '--keep'],
    {
      cwd: join(import.meta.dirname, '../..'),
      env: { TMPDIR: folder },
      reject: false,
      stdin: 'ignore',
      timeout: 580_000,
    },
  );
  run = { exitCode, stdout, stderr };
  summary = summarySchema.parse(JSON.parse(run.stdout.trim().split('\n').at(-1) ?? ''));
  const world = /the world lies in (\S+)/.exec(run.stderr)?.[1] ?? '';
  const clone = join(folder, 'clone');
  const remote = join(world, 'git/acme/agentic-beacon.git');
  await execa('git', ['clone', '--quiet', remote, clone]);
  git = async (...args) => (await execa('git', args, { cwd: clone })).stdout.trim();
}, 600_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the story of PER-206, by its one command', () => {
  it('ends well, and says so as promised', () => {
    expect(run.exitCode).toBe(0);
    expect(summary.ticket.history).toEqual(['Todo', 'In Progress', 'Done']);
    expect(summary.delegations.map((one) => [one.sections, one.attempts])).toEqual([
      ['1', 2],
      ['2-3', 1],
      ['4', 1],
      ['5-7', 1],
    ]);
    expect(summary.comments.bot).toBeLessThanOrEqual(18);
    expect(summary.comments.commands).toBeLessThanOrEqual(12);
  });

  it('was planned first: every question closed, nothing assumed in silence', () => {
    expect(summary.plan).toEqual({
      directions: 2,
      grill: { confirmed: 15, deferred: 0, assumptions: 0, refused: 1, fromCode: 3 },
      openspec: { strict: true, archivable: true },
      enhanced: true,
    });
  });

  it('names all 14 checks of each delegation, each passed or not applicable at the last attempt', () => {
    for (const { checks: verdicts } of summary.delegations) {
      expect(Object.keys(verdicts)).toEqual([...checkIds]);
      for (const id of checkIds)
        expect([id, verdicts[id]]).toEqual([id, expect.stringMatching(/^(pass|n\/a)$/)]);
    }
  });

  it('iterated once, for two causes', () => {
    expect(summary.delegations.map(({ failed }) => failed)).toEqual([
      [['verification-commands', 'spec-conformance']],
      [],
      [],
      [],
    ]);
  });

  it('was reviewed in three rounds, every finding answered, and one filed for later', () => {
    expect(summary.rounds).toEqual([
      { findings: { high: 1, medium: 2, low: 1 }, answers: { filed: 1, acknowledged: 2, fixed: 1 } },
      { findings: { high: 0, medium: 3, low: 0 }, answers: { fixed: 3 } },
      { findings: { high: 0, medium: 0, low: 0 }, answers: {} },
    ]);
    expect(summary.followUps).toEqual([
      { key: 'PER-241', priority: 'High', parent: 'PER-206', relation: 'related' },
    ]);
  });

  it('fixed what round 1’s fix broke, with the test that would have caught it', async () => {
    const log = await git('log', '--first-parent', '--format=%H %s', `${summary.pull.mergeSha}^2`);
    const [second = ''] = log.split('\n').filter((row) => row.includes('findings of round 2'));
    const sha = second.slice(0, 40);
    const files = (await git('diff', '--name-only', `${sha}^1`, sha)).split('\n');
    expect(files).toEqual(expect.arrayContaining(['src/fix.js', 'test/fix.test.js']));
  });

  it('closed the ticket it had taken in', () => {
    expect(summary.absorbed).toEqual([{ key: 'PER-238', state: 'Done' }]);
  });

  it('tells it in lines of JSON, the summary last', () => {
    const lines = run.stdout
      .trim()
      .split('\n')
      .map((line) => z.object({ type: z.string() }).parse(JSON.parse(line)).type);
    expect(lines.at(-1)).toBe('summary');
    expect(new Set(lines.slice(0, -1))).toEqual(new Set(['step']));
  });

  it('leaves a merge of its own for each delegation, with the ticket’s key and two parents', async () => {
    const log = await git('log', '--first-parent', '--format=%H %P %s', `${summary.pull.mergeSha}^2`);
    const rows = log.split('\n');
    const merges = rows.filter((row) => row.includes(' Merge '));
    const inOrder = [...merges].reverse();
    expect(inOrder.slice(0, 4).map((row) => row.slice(0, 40))).toEqual(
      summary.delegations.map((one) => one.mergeSha),
    );
    // the fixes of each round are a merge of their own as well
    expect(inOrder.slice(4).map((row) => row.slice(row.indexOf(' Merge ')))).toEqual([
      expect.stringContaining('the findings of round 1'),
      expect.stringContaining('the findings of round 2'),
    ]);
    for (const [index, row] of merges.entries()) {
      const [own = '', first, second = ''] = row.split(' ');
      expect(row).toContain('(PER-206)');
      // recorded base: the merge before it, or the start commit
      expect(first).toBe((merges[index + 1] ?? rows.at(merges.length) ?? '').slice(0, 40));
      // head of the delegate: its tree, taken as it is
      expect(await git('rev-parse', `${own}^{tree}`)).toBe(await git('rev-parse', `${second}^{tree}`));
    }
    const everyMerge = await git('log', '--merges', '--format=%s', summary.pull.mergeSha);
    expect(everyMerge.split('\n').filter((subject) => subject.includes('PER-206'))).toHaveLength(6);
  });

  it('began with the plan, in commits that name the ticket and touch nothing else', async () => {
    const first = summary.delegations[0]?.mergeSha ?? '';
    const start = await git('rev-parse', `${first}^1`);
    const base = await git('rev-parse', `${summary.pull.mergeSha}^1`);
    const subjects = (await git('log', '--format=%s', `${base}..${start}`)).split('\n');
    expect(subjects).toEqual([
      'PER-206: Enhance the tasks of gate-artifact-reference-paths',
      'PER-206: Propose gate-artifact-reference-paths',
    ]);
    const paths = (await git('diff', '--name-only', base, start)).split('\n');
    for (const path of paths) expect(path).toMatch(/^openspec\/changes\/gate-artifact-reference-paths\//);
    const design = await git('show', `${start}:openspec/changes/gate-artifact-reference-paths/design.md`);
    expect(design).toContain('duplicate-anchors');
    const tasks = await git('show', `${start}:openspec/changes/gate-artifact-reference-paths/tasks.md`);
    expect(tasks).toContain('<!-- opsx:phase-summary:1:begin -->');
  });

  it('leaves evidence that anybody can fetch and read', async () => {
    const refs = await git('ls-remote', 'origin', 'refs/throughline/assignments/*');
    const ids = refs.split('\n').map((line) => line.split('\t')[1] ?? '');
    // explore, three times grill, propose, enhance, the five attempts and the judgement of each; then three reviews of the
    // head, two triages, and two fix-ups with their judgement
    expect(ids).toHaveLength(25);
    for (const ref of ids) {
      await git('fetch', '--quiet', 'origin', ref);
      const names = (await git('ls-tree', '--name-only', 'FETCH_HEAD')).split('\n');
      expect(names).toEqual(expect.arrayContaining(['answer.json', 'evidence.json', 'prompt.md']));
      expect(await git('show', 'FETCH_HEAD:prompt.md')).toContain('PER-206');
    }
  });
});
