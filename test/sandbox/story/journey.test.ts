import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createGit } from '../../../src/adapters/git/git.ts';
import { prepareEvidence, tasksPath } from '../../../src/checks/evidence.ts';
import { review } from '../../../src/checks/review.ts';
import type { Assignment } from '../../../src/contracts/assignment.ts';
import { configurationSchema } from '../../../src/contracts/configuration.ts';
import { evidenceFileSchema } from '../../../src/contracts/evidence.ts';
import type { Review } from '../../../src/contracts/review.ts';
import type { GitReader } from '../../../src/ports/git.ts';
import { runAssignment } from '../../../src/runner/run-assignment.ts';
import { story } from '../../../src/sandbox/story/index.ts';
import { gitIn } from '../../runner/world.ts';

let folder: string;
let remote: string;
let reader: GitReader;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-journey-'));
  remote = join(folder, 'remote.git');
  const clone = join(folder, 'clone');
  cpSync(story.repositoryPath, clone, { recursive: true });
  gitIn(folder, 'init', '--quiet', '--bare', remote);
  gitIn(remote, 'config', 'uploadpack.allowFilter', 'true');
  gitIn(clone, 'init', '--quiet');
  gitIn(clone, 'add', '--all');
  gitIn(clone, 'commit', '--quiet', '--message', 'Start');
  gitIn(clone, 'push', '--quiet', remote, 'HEAD:refs/heads/main');
  const git = createGit({ cacheDir: join(folder, 'cache'), log: () => undefined });
  reader = git.open({ fullName: 'acme/waymark', url: `file://${remote}`, token: async () => 'ghs_unused' });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const judge = async (assignment: Assignment, evidenceRef: string): Promise<Review> => {
  const branch = `refs/heads/${assignment.codeBranch}`;
  const head = (await reader.refSha(branch)) ?? '';
  const evidence = (await reader.refSha(evidenceRef)) ?? '';
  const text = (path: string) => reader.readFile({ commit: evidence, path, ref: evidenceRef });
  const refs = [branch, 'refs/heads/main'];
  const path = tasksPath(assignment.change);
  const configuration = await reader.readFile({ commit: head, path: '.github/throughline.yml', ref: branch });
  return review(
    prepareEvidence({
      assignment,
      answerText: await text('answer.json'),
      file: evidenceFileSchema.parse(JSON.parse((await text('evidence.json')) ?? '')),
      range: await reader.range({ refs, base: assignment.recordedBase, head }),
      attemptRange: await reader.range({ refs, base: assignment.base, head }),
      tasksText: {
        base: await reader.readFile({ commit: assignment.recordedBase, path }),
        head: await reader.readFile({ commit: head, path }),
      },
      configuration: configurationSchema.parse(parse(configuration ?? '')),
    }),
  );
};

it('the recorded story is run, judged and merged as it is told', { timeout: 120_000 }, async () => {
  let recordedBase = gitIn(remote, 'rev-parse', 'main');
  let base = recordedBase;
  const told: string[] = [];
  for (const { recording, sections, attempt } of story.attempts) {
    const assignment: Assignment = {
      id: randomUUID(),
      phase: 'delegate',
      delegation: 1,
      attempt,
      ticket: { key: story.ticket.key, title: story.ticket.title, url: 'https://linear.example/PER-206' },
      repository: 'acme/waymark',
      change: story.change,
      sections,
      base,
      recordedBase,
      codeBranch: `throughline/${story.change}/${recording}-${attempt}`,
      agent: { name: 'replay', kind: 'replay' },
      notes: attempt === 1 ? [] : ['TC3 fails.'],
      verify: { setup: [], commands: [] },
      limits: { agentSeconds: 60, verifySeconds: 60 },
      protectedPaths: [],
    };
    const outcome = await runAssignment({
      assignment,
      remote: { url: `file://${remote}`, token: 'ghs_unused' },
      workDir: join(folder, 'work'),
      run: { id: told.length + 1, attempt: 1 },
      recordings: story.recordingsPath,
      path: process.env.PATH,
      log: () => undefined,
      signal: new AbortController().signal,
    });
    const result = await judge(assignment, outcome.evidence.ref);
    const failed = result.checks.filter((check) => check.verdict === 'fail').map((check) => check.id);
    told.push([recording, attempt, result.recommendation, ...failed].join(' '));
    if (result.recommendation !== 'accept') {
      base = result.head;
      continue;
    }
    const merge = [
      'commit-tree',
      `${result.head}^{tree}`,
      '-p',
      recordedBase,
      '-p',
      result.head,
      '-m',
      'PER-206: merge',
    ];
    recordedBase = gitIn(remote, ...merge);
    gitIn(remote, 'update-ref', 'refs/heads/main', recordedBase);
    base = recordedBase;
  }
  expect(told).toEqual([
    '1 1 iterate verification-commands',
    '1 2 accept',
    '2-3 1 accept',
    '4 1 accept',
    '5-7 1 accept',
  ]);
});
