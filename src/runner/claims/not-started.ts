import type { Assignment } from '../../contracts/assignment.ts';
import type { Claim } from '../../contracts/claims.ts';
import { type AgentReport, agentReportSchema } from '../../contracts/evidence.ts';
import { modelName } from '../../contracts/models.ts';
import { notStartedText } from '../../text/claims-summary.ts';
import { withoutSecrets } from '../agent/report.ts';
import type { RunIdentity } from '../run.ts';
import type { KnownSecrets } from '../secrets/known.ts';

interface Stopped {
  assignment: Assignment;
  run: RunIdentity;
  environment: AgentReport['runner']['environment'];
  /** As evidence keeps them; some of them stale. */
  claims: Claim[];
  known: KnownSecrets;
}

/** `agent.json` of a run whose agent was not started: nothing was installed, isolated or asked, and nothing has changed. */
export const notStartedReport = (stopped: Stopped): AgentReport => {
  const { assignment, run, environment, claims, known } = stopped;
  const { agent, models } = assignment;
  const [first] = models.chain;
  const report = agentReportSchema.parse({
    assignment: assignment.id,
    attempt: assignment.attempt,
    run,
    base: assignment.base,
    head: null,
    codeBranch: assignment.codeBranch,
    isolation: 'none',
    isolationGap: 'No agent was started, so there was nothing to isolate.',
    agent: {
      name: agent.name,
      kind: agent.kind,
      version: null,
      model: first ? modelName(first) : (agent.model ?? null),
      exitCode: null,
      timedOut: false,
      durationMs: 0,
      ended: 'not-started',
      stopped: null,
      problem: notStartedText(claims),
      denied: [],
      invalid: [],
    },
    claims,
    usage: null,
    direct: [],
    leftoversCommitted: false,
    withheld: null,
    runner: { environment, worktree: null, tmux: null },
    turns: [],
    remarks: [notStartedText(claims)],
  } satisfies AgentReport);
  return withoutSecrets(report, known);
};
