import type { Configuration } from '../../contracts/configuration.ts';
import type { EvidenceFile } from '../../contracts/evidence.ts';
import type { JudgeRun } from '../../core/attempt.ts';
import type { ReturnedFact } from '../../core/facts.ts';
import type { Item } from '../../core/item.ts';
import { openRoundOf } from '../../core/rounds/current.ts';
import { askedFindings, earlierFindings, recordedDecisions } from '../../core/rounds/earlier.ts';
import type { Round } from '../../core/rounds/round.ts';
import { roundAssignment } from '../../core/rules/rounds/asking.ts';
import { judgeRound, judgeTriage } from '../../phases/judge.ts';
import type { GitReader } from '../../ports/git.ts';
import type { WorkflowRun } from '../../ports/workflow-runs.ts';
import { type EvidencePlace, ranOf } from './evidence.ts';
import { movedSince, touchedFindings } from './head.ts';
import { parsedJson } from './reading.ts';

/** A run of a round whose evidence is its own. */
export interface RoundBack {
  reader: GitReader;
  item: Item;
  run: JudgeRun;
  workflowRun: WorkflowRun;
  configuration: Configuration;
  at: EvidencePlace;
  evidence: EvidenceFile;
  evidenceUrl: string;
}

type Told = Pick<
  Extract<ReturnedFact, { state: 'triaged' }>,
  'runId' | 'url' | 'evidenceUrl' | 'completedAt' | 'ran'
>;

/** The answer of a review or a triage, as the App judges it itself. */
export const roundFact = async (back: RoundBack): Promise<ReturnedFact> => {
  const { item, workflowRun, evidence, evidenceUrl, run } = back;
  const round = openRoundOf(item);
  if (!round) throw new Error('a run of a round that is over');
  const told: Told = {
    runId: workflowRun.id,
    url: workflowRun.url,
    evidenceUrl,
    completedAt: workflowRun.updatedAt,
    ran: ranOf(evidence),
  };
  // bad news may be believed: what the run itself found wrong at last still stands
  const found = evidence.turns.at(-1)?.problems ?? [];
  const fact = round.triages.includes(run)
    ? await triageFact(back, round, told)
    : await reviewFact(back, round, told);
  const problems = fact.state === 'unusable' ? [...fact.problems, ...found] : found;
  return problems.length > 0 ? { state: 'unusable', ...told, problems: [...new Set(problems)] } : fact;
};

const readAt = ({ reader, item }: RoundBack, commit: string) => {
  const ref = `refs/heads/${item.feature?.branch ?? ''}`;
  return (path: string): Promise<string | null> => reader.readFile({ commit, path, ref });
};

const answerOf = async ({ reader, at }: RoundBack): Promise<unknown> =>
  parsedJson(await reader.readFile({ commit: at.sha, path: 'answer.json' }));

type Blocked = Extract<ReturnedFact, { state: 'blocked-answer' }>;

const blockedFact = (why: string, { evidenceUrl: _evidence, ...told }: Told): Blocked => ({
  state: 'blocked-answer',
  ...told,
  reason: `The agent could not do its part: ${why}`,
});

const reviewFact = async (
  back: RoundBack,
  round: Round,
  told: Told,
): Promise<Extract<ReturnedFact, { state: 'round-reviewed' | 'unusable' | 'blocked-answer' }>> => {
  const { reader, item, run, configuration } = back;
  const read = readAt(back, round.head);
  // fetched with the first file that is read
  await read('README.md');
  const renamed = await renamedSince(back, round);
  const touched = await touchedFindings(reader, item, { commit: round.head, renamed });
  const assignment = roundAssignment({
    ...{ item, run, configuration, mergeBase: round.mergeBase },
    wanted: {
      phase: 'rounds',
      inputs: {
        ...{ round: round.number, pull: item.pull?.number ?? 1, change: item.change, changed: [] },
        earlier: earlierFindings(item.findings ?? [], touched),
        decisions: recordedDecisions(item),
      },
    },
  });
  if (assignment.phase !== 'rounds') throw new Error('a review is asked for by phase rounds');
  const judged = await judgeRound({ assignment, answer: await answerOf(back), read });
  if ('problems' in judged) return { state: 'unusable', ...told, problems: judged.problems };
  const { answer } = judged;
  if (answer.status === 'BLOCKED') return blockedFact(answer.why, told);
  const code: Record<string, string | null> = {};
  for (const { path, line } of answer.findings)
    code[`${path}:${line}`] = (await read(path))?.split(/\r?\n/)[line - 1] ?? null;
  return {
    state: 'round-reviewed',
    ...told,
    review: answer,
    code,
    renamed: Object.fromEntries(renamed),
    touched,
  };
};

/** Old path → new path, since the round before. */
const renamedSince = async (
  { reader, item }: RoundBack,
  round: Round,
): Promise<ReadonlyMap<string, string>> => {
  const before = item.rounds?.find(({ number }) => number === round.number - 1)?.head;
  if (before === undefined || before === round.head) return new Map();
  const refs = [`refs/heads/${item.feature?.branch ?? ''}`];
  return movedSince(reader, { refs, before, sha: round.head });
};

const triageFact = async (
  back: RoundBack,
  round: Round,
  told: Told,
): Promise<Extract<ReturnedFact, { state: 'triaged' | 'unusable' | 'blocked-answer' }>> => {
  const { item, run, configuration } = back;
  const findings = item.findings ?? [];
  const assignment = roundAssignment({
    ...{ item, run, configuration, mergeBase: round.mergeBase },
    wanted: {
      phase: 'triage',
      inputs: {
        ...{ round: round.number, pull: item.pull?.number ?? 1, change: item.change },
        ...(item.change === null && item.authored ? { tasks: item.authored.tasks } : {}),
        findings: askedFindings(findings, round),
        earlier: earlierFindings(findings, []),
        decisions: recordedDecisions(item),
      },
    },
  });
  if (assignment.phase !== 'triage') throw new Error('answers are asked for by phase triage');
  const judged = await judgeTriage({
    assignment,
    answer: await answerOf(back),
    read: readAt(back, round.head),
    readBefore: readAt(back, round.mergeBase),
  });
  if ('problems' in judged) return { state: 'unusable', ...told, problems: judged.problems };
  const { answer } = judged;
  if (answer.status === 'BLOCKED') return blockedFact(answer.why, told);
  return { state: 'triaged', ...told, answers: answer.answers };
};
