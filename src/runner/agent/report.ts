import type { Assignment } from '../../contracts/assignment.ts';
import type { Claim } from '../../contracts/claims.ts';
import { type AgentReport, agentReportSchema, claimLength } from '../../contracts/evidence.ts';
import { claimsOf } from '../../text/claims-summary.ts';
import type { Isolation } from '../isolation/isolation.ts';
import type { Kept } from '../kept/kept.ts';
import { gapOf, type RunIdentity } from '../run.ts';
import type { KnownSecrets } from '../secrets/known.ts';
import type { Equipment } from './equip.ts';
import type { Task } from './task.ts';
import type { Turned } from './turns.ts';

/** All that is known once the agent has ended and its work was taken. */
export interface Results extends Turned {
  assignment: Assignment;
  run: RunIdentity;
  environment: AgentReport['runner']['environment'];
  isolation: Isolation;
  task: Task;
  kept: Kept;
  equipment: Equipment;
  known: KnownSecrets;
  /** As evidence keeps them. */
  claims: Claim[];
}

/** `agent.json`. */
export const reportOf = (results: Results): AgentReport => {
  const { assignment, isolation, taken, ran, collected, kept, equipment, known } = results;
  const report = agentReportSchema.parse({
    assignment: assignment.id,
    attempt: assignment.attempt,
    run: results.run,
    base: assignment.base,
    head: taken.head,
    codeBranch: assignment.codeBranch,
    isolation: isolation.kind,
    isolationGap: gapOf(isolation),
    agent: ran.record,
    claims: results.claims,
    usage: equipment.gateway?.usage() ?? null,
    direct: equipment.direct,
    leftoversCommitted: collected?.leftoversCommitted ?? false,
    withheld: taken.withheld,
    runner: { environment: results.environment, ...kept.names },
    turns: results.turns,
    remarks: remarksOf(results),
  } satisfies AgentReport);
  return withoutSecrets(report, known);
};

/** Names of branches, files and tools are the agent's choice, and stand in what a report says of them. */
export const withoutSecrets = (report: AgentReport, known: KnownSecrets): AgentReport => {
  const clean = (text: string): string => known.redact(text).slice(0, 1000);
  const { withheld, agent, usage } = report;
  const short = (text: string): string => clean(text).slice(0, claimLength);
  const claims = report.claims.map((claim) => ({
    ...claim,
    text: short(claim.text),
    detail: short(claim.detail),
    nearest: claim.nearest === null ? null : short(claim.nearest),
  }));
  const calls = (list: AgentReport['agent']['denied']) =>
    list.map(({ tool, detail }) => ({ tool: clean(tool), detail: clean(detail) }));
  return {
    ...report,
    claims,
    agent: {
      ...agent,
      problem: agent.problem === null ? null : clean(agent.problem),
      stopped: agent.stopped && { ...agent.stopped, detail: clean(agent.stopped.detail) },
      denied: calls(agent.denied),
      invalid: calls(agent.invalid),
    },
    usage: usage && { ...usage, refused: usage.refused.map((one) => ({ ...one, path: clean(one.path) })) },
    withheld: withheld && { ...withheld, detail: clean(withheld.detail) },
    remarks: report.remarks.map(clean),
  };
};

const remarksOf = (results: Results): string[] => {
  const { assignment, collected, taken, answer, ran, task, kept, equipment } = results;
  const { plan } = task;
  const { record } = ran;
  const nothing = collected?.head === assignment.base && !taken.withheld;
  return [
    ...equipment.remarks,
    ...overriddenRemark(results),
    ...keyRemarks(results),
    ...(record.stopped ? [`The agent was ended: ${record.stopped.detail}`] : []),
    ...(kept.killed() && record.exitCode === null
      ? ['Somebody ended the agent by killing its tmux session.']
      : []),
    ...(collected === null ? [readRemark(results)] : collected.remarks),
    ...taken.remarks,
    ...(taken.withheld ? [`The commits stay in the runner. ${taken.withheld.detail}`] : []),
    ...(nothing ? ['The agent changed nothing, so there was nothing to verify.'] : []),
    ...('problem' in answer ? [answer.problem] : []),
    ...(plan && plan.setup.length + plan.commands.length === 0
      ? [`No verification command was found: they come from ${plan.source}.`]
      : []),
  ];
};

const overriddenRemark = ({ assignment, claims }: Results): string[] => {
  const stale = claimsOf(claims, 'stale');
  if (assignment.phase !== 'delegate' || !assignment.claims || stale.length === 0) return [];
  const names = [...new Set(stale.map(({ text }) => text))].join(', ');
  return [
    `On the word of ${assignment.claims.override.by} it went on although the tasks name what is not in the code: ${names}.`,
  ];
};

const readRemark = ({ isolation }: Results): string =>
  isolation.kind === 'none'
    ? 'The agent was to read only, and without isolation nothing but its own settings kept it from writing; nothing of its checkout is taken.'
    : 'The agent could read only: nothing of its checkout is taken.';

const keyRemarks = ({ isolation, equipment }: Results): string[] => [
  ...(equipment.direct.length === 0
    ? []
    : [
        `The agent went past the gateway with the key of ${equipment.direct.join(', ')}, as \`models.direct\` allows: nothing of that is counted or capped.`,
      ]),
  ...(isolation.kind === 'none' && equipment.gateway
    ? ['Without isolation the agent could have read the model keys of the run.']
    : []),
];
