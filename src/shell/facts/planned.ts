import type { PlanningAssignment, PlanningPhaseName } from '../../contracts/assignment.ts';
import type { Configuration } from '../../contracts/configuration.ts';
import { type EvidenceFile, mostProblems, problemLength } from '../../contracts/evidence.ts';
import type { PlanAnswer } from '../../contracts/planning/answer.ts';
import type { Enhancement } from '../../contracts/planning/enhance.ts';
import type { ReturnedFact, SectionFact, Verified } from '../../core/facts.ts';
import type { Item } from '../../core/item.ts';
import type { PlanRun } from '../../core/planning.ts';
import { planningAssignment } from '../../core/rules/planning/assignment.ts';
import { enhance } from '../../openspec/enhance.ts';
import { mostFiles, type ProposedFiles } from '../../openspec/proposed.ts';
import { readTasks } from '../../openspec/tasks.ts';
import { type Judging, judgeAnswer } from '../../phases/judge.ts';
import type { GitReader } from '../../ports/git.ts';
import type { WorkflowRun } from '../../ports/workflow-runs.ts';
import { capText } from '../../text/sanitize.ts';
import { sectionFact } from './change.ts';
import { type EvidencePlace, ranOf } from './evidence.ts';
import { parsedJson } from './reading.ts';

/** A planning run whose evidence is its own. */
export interface PlanBack {
  reader: GitReader;
  item: Item;
  run: PlanRun;
  workflowRun: WorkflowRun;
  configuration: Configuration;
  at: EvidencePlace;
  evidence: EvidenceFile;
  evidenceUrl: string;
}

const changeFolder = (change: string): string => `openspec/changes/${change}/`;

/** Where the base can be fetched from. */
const baseRef = ({ item, run }: PlanBack): string =>
  `refs/heads/${run.phase === 'enhance' && item.feature ? item.feature.branch : item.repository.defaultBranch}`;

/** What the commits hold, from git itself; null when none came back. */
const proposedFiles = async (back: PlanBack, change: string): Promise<ProposedFiles | null> => {
  const { reader, run, evidence } = back;
  const { head } = evidence;
  if (head === null) return null;
  const refs = [`refs/heads/${run.codeBranch}`, baseRef(back)];
  const range = await reader.range({ refs, base: run.base, head });
  const folder = changeFolder(change);
  const files = new Map<string, string>();
  const there = range.files.filter(({ status }) => status !== 'deleted');
  const own = there.filter(({ path, newMode }) => path.startsWith(folder) && newMode.startsWith('100'));
  for (const { path } of range.files.length > mostFiles ? [] : own) {
    const text = await reader.readFile({ commit: head, path });
    if (text !== null) files.set(path, text);
  }
  return {
    changed: range.files.flatMap(({ path, oldPath }) => (oldPath === null ? [path] : [path, oldPath])),
    descends: range.descends,
    modes: new Map(there.map(({ path, newMode }) => [path, newMode])),
    files,
    specs: await reader.listFiles({ commit: run.base, path: 'openspec/specs/' }),
    existed: (await reader.listFiles({ commit: run.base, path: folder })).length > 0,
    subjects: range.commits.map(({ message }) => message.split('\n')[0] ?? ''),
  };
};

/** The folder that the answer, or for `enhance` the item, speaks of. */
const changeOf = ({ item, run }: PlanBack, answer: unknown): string | null => {
  if (run.phase === 'enhance') return item.change;
  if (run.phase !== 'propose' || typeof answer !== 'object' || answer === null) return null;
  return 'change' in answer && typeof answer.change === 'string' ? answer.change : null;
};

const needsCommits: readonly PlanningPhaseName[] = ['propose'];

/** What job `verify` found: OpenSpec's own word. A plan that was not looked at is not a valid one. */
const verificationProblems = ({ run, evidence }: PlanBack): string[] => {
  const { head, verification } = evidence;
  if (head === null)
    return needsCommits.includes(run.phase) ? ['Nothing was committed, so there is no proposal.'] : [];
  if (verification === null) return ['Job verify did not report, so OpenSpec has not validated it.'];
  if (verification.length === 0) return ['OpenSpec was not run on it.'];
  return verification
    .filter(({ passed }) => !passed)
    .map(({ command, output }) => `\`${command}\` fails: ${output.trim()}`);
};

/** Without a commit the blocks are there already, or they are nowhere. */
const enhancesNothing = (text: string, ...[enhancement, about]: Enhancing): boolean => {
  try {
    return enhance(text, enhancement, about) === text;
  } catch {
    return false;
  }
};

type Enhancing = [enhancement: Enhancement, about: { ticket: string; change: string }];

const unwrittenProblems = async (
  { evidence }: PlanBack,
  {
    assignment,
    answer,
    read,
  }: Pick<Judging, 'read'> & { assignment: PlanningAssignment; answer: PlanAnswer },
): Promise<string[]> => {
  if (evidence.head !== null || assignment.phase !== 'enhance' || answer.phase !== 'enhance') return [];
  if (answer.answer.status !== 'ENHANCED') return [];
  const { change } = assignment.inputs;
  const text = await read(`${changeFolder(change)}tasks.md`);
  return text !== null && enhancesNothing(text, answer.answer, { ticket: assignment.ticket.key, change })
    ? []
    : ['Nothing was committed, so the tasks are not enhanced.'];
};

/** As many and as long as evidence holds them, each once. */
const listed = (problems: string[]): string[] => {
  const lines = [...new Set(problems.map((one) => capText(one.replace(/\s+/g, ' ').trim(), problemLength)))];
  if (lines.length <= mostProblems) return lines;
  return [...lines.slice(0, mostProblems - 1), `… and ${lines.length - mostProblems + 1} more.`];
};

const branchProblem = async ({ reader, run, evidence }: PlanBack): Promise<string[]> => {
  if (evidence.head === null) return [];
  const sha = await reader.refSha(`refs/heads/${run.codeBranch}`);
  return sha === evidence.head
    ? []
    : [`The branch ${run.codeBranch} is at ${sha ?? 'no commit'}, and its evidence says ${evidence.head}.`];
};

const authoredSections = ({ phase, answer }: PlanAnswer): { sections?: SectionFact[] } =>
  phase === 'prompt' && answer.status === 'AUTHORED'
    ? { sections: readTasks(answer.tasks).sections.map(sectionFact) }
    : {};

/** The answer as the App judges it itself: what the run says of it is compared, never believed. */
export const plannedFact = async (back: PlanBack): Promise<ReturnedFact> => {
  const { reader, item, run, workflowRun, configuration, at, evidence } = back;
  const { planning } = item;
  if (!planning) throw new Error('a planning run of an item that is not planned');
  const told = {
    runId: workflowRun.id,
    url: workflowRun.url,
    evidenceUrl: back.evidenceUrl,
    completedAt: workflowRun.updatedAt,
    ran: ranOf(evidence),
  };
  const answer = parsedJson(await reader.readFile({ commit: at.sha, path: 'answer.json' }));
  const change = changeOf(back, answer);
  const assignment = planningAssignment({ item, planning, run, configuration });
  const read: Judging['read'] = (path) => reader.readFile({ commit: run.base, path, ref: baseRef(back) });
  const proposed = change === null ? null : await proposedFiles(back, change);
  const judged = await judgeAnswer({ assignment, answer, proposed, read });
  // bad news may be believed: what the run itself found wrong at last still stands
  const found = evidence.turns.at(-1)?.problems ?? [];
  if ('problems' in judged)
    return { state: 'unusable', ...told, problems: listed([...judged.problems, ...found]) };
  const blocked = judged.answer.answer.status === 'BLOCKED';
  const problems = blocked
    ? []
    : [
        ...(await branchProblem(back)),
        ...(await unwrittenProblems(back, { assignment, answer: judged.answer, read })),
        ...verificationProblems(back),
        ...found,
      ];
  if (problems.length > 0) return { state: 'unusable', ...told, problems: listed(problems) };
  const verified: Verified[] = (evidence.verification ?? []).map(({ command, passed }) => ({
    command,
    passed,
  }));
  return {
    ...{ state: 'planned', ...told, head: evidence.head, answer: judged.answer, verified },
    ...authoredSections(judged.answer),
  };
};
