import type { Assignment } from '../contracts/assignment.ts';
import type {
  AgentReport,
  EvidenceFile,
  VerificationReport,
  VerificationResult,
} from '../contracts/evidence.ts';
import { claimsSummary, notStartedText, staleRemedy } from './claims-summary.ts';
import { bullets, code, fenced, folded, inline, paragraphs, quoted, shortSha, table } from './markdown.ts';
import { keyWithinReach } from './run-place.ts';
import { capText } from './sanitize.ts';
import { usageText } from './usage.ts';

/** What a person finds on the page of a run, one section per job. */

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

const isolationLine = ({
  isolation,
  isolationGap,
  usage = null,
}: Pick<AgentReport, 'isolation' | 'isolationGap'> & { usage?: AgentReport['usage'] }): string =>
  isolation === 'none'
    ? `⚠️ **No isolation:** ${inline(isolationGap ?? 'the runner gave no reason', 400)}${usage === null ? '' : ` ${keyWithinReach}`}`
    : 'Isolated: a user of its own without sudo, in its own PID and mount namespaces.';

const title = (assignment: Assignment, what: string): string => {
  const { ticket, attempt } = assignment;
  const which = partOf(assignment);
  return `## ${what}: ${inline(ticket.key)}, ${which}, attempt ${attempt}`;
};

const partOf = (assignment: Assignment): string => {
  if (assignment.phase !== 'delegate') return assignment.phase;
  const { sections } = assignment;
  return `section${sections.length === 1 ? '' : 's'} ${sections.join(', ')}`;
};

const lastWord: Record<AgentReport['agent']['ended'], string> = {
  completed: 'ended well',
  failed: 'ended by saying that it failed',
  none: 'stopped without a last word',
  untold: '',
  'not-started': '**was not started**: what the tasks name is not in the code',
};

const howItEnded = ({ agent }: AgentReport): string => {
  const { stopped, ended, exitCode, timedOut } = agent;
  if (stopped) return `was ended at its limit (${stopped.limit}): ${inline(stopped.detail, 400)};`;
  if (timedOut) return 'ended at its time limit';
  if (ended === 'completed') return lastWord.completed;
  if (ended !== 'untold') return `${lastWord[ended]} (exit code ${exitCode ?? 'none'})`;
  if (exitCode === null) return 'was ended from outside';
  return exitCode === 0 ? 'ended well' : `ended with exit code ${exitCode}`;
};

const callsRow = (name: string, calls: AgentReport['agent']['denied']): string[][] =>
  calls.length === 0
    ? []
    : [
        [
          name,
          `${calls.length}: ${calls
            .slice(0, 5)
            .map(({ tool, detail }) => code(`${tool}: ${detail}`, 160))
            .join(', ')}${calls.length > 5 ? ', …' : ''}`,
        ],
      ];

/** What ran, how it ended and what it cost. */
const agentRows = (report: AgentReport): string[][] => {
  const { agent } = report;
  if (agent.ended === 'not-started') return [['Agent', `${code(agent.name)} ${lastWord[agent.ended]}`]];
  const version = agent.version === null ? '' : ` (${code(`${agent.kind} ${agent.version}`)})`;
  return [
    ['Agent', `${code(agent.name)}${version} ${howItEnded(report)} after ${seconds(agent.durationMs)}`],
    ['Model', agent.model === null ? "the agent's own" : code(agent.model)],
    ['Used', inline(usageText(report.usage, report.direct), 400)],
    ...(agent.problem === null ? [] : [['Problem', inline(agent.problem, 600)]]),
    ...callsRow('Denied calls', agent.denied),
    ...callsRow('Calls without sense', agent.invalid),
  ];
};

const readsOnly: readonly Assignment['phase'][] = ['explore', 'grill', 'review', 'rounds', 'triage'];

const brought = ({ phase }: Assignment, report: AgentReport): string => {
  if (report.withheld) return `**Withheld:** ${inline(report.withheld.detail, 600)}`;
  if (readsOnly.includes(phase)) return 'The answer alone: this phase reads and changes nothing.';
  return report.head === null
    ? 'Nothing was changed.'
    : `Commits up to ${code(shortSha(report.head))} for ${code(report.codeBranch)}.`;
};

const answered: Record<'done' | 'blocked' | 'invalid' | 'missing', string> = {
  done: 'DONE',
  blocked: 'BLOCKED',
  invalid: 'not as asked for',
  missing: 'none',
};

const summaryOf = (bytes: Buffer | undefined): string => {
  try {
    const answer: unknown = JSON.parse(bytes?.toString('utf8') ?? '');
    const summary =
      typeof answer === 'object' && answer !== null && 'summary' in answer ? answer.summary : null;
    return typeof summary === 'string' ? quoted(summary, 1000) : '';
  } catch {
    return '';
  }
};

const turnRows = ({ turns }: AgentReport): string[][] => {
  const [...before] = turns;
  const last = before.pop();
  if (last === undefined) return [];
  const outcome = last.problems.length === 0 ? 'the last one can be used' : 'the last one **cannot be used**';
  return [
    ['Turns', turns.length === 1 ? `1: ${outcome.replace('last ', '')}` : `${turns.length}: ${outcome}`],
  ];
};

const stillWrong = ({ turns }: AgentReport): string[] => {
  const problems = turns.at(-1)?.problems ?? [];
  return problems.length === 0
    ? []
    : [`**What is wrong with it still:**`, bullets(problems.map((problem) => inline(problem, 600)))];
};

export const agentSummary = (
  assignment: Assignment,
  outcome: { report: AgentReport; answer: { state: keyof typeof answered; status?: string; bytes?: Buffer } },
): string => {
  const { report, answer } = outcome;
  return paragraphs(
    title(assignment, 'Agent'),
    table(
      ['', ''],
      [
        ...agentRows(report),
        ['Answer', answer.status ?? answered[answer.state]],
        ['Brought', brought(assignment, report)],
        ...turnRows(report),
        ...(report.agent.ended === 'not-started' ? [] : [['Isolation', isolationLine(report)]]),
        ['Base', code(report.base)],
        ...(report.runner.tmux === null
          ? []
          : [['Session', code(`tmux -L throughline attach -t ${report.runner.tmux}`)]]),
        ...(report.runner.worktree === null ? [] : [['Worktree', code(report.runner.worktree)]]),
      ],
    ),
    report.agent.ended === 'not-started' ? staleRemedy : null,
    claimsSummary(report.claims, assignment.recordedBase),
    summaryOf(answer.bytes),
    ...stillWrong(report),
    report.remarks.length === 0 || report.agent.ended === 'not-started'
      ? null
      : bullets(report.remarks.map((remark) => inline(remark, 600))),
    '',
  );
};

const mark = (result: VerificationResult): string => (result.passed ? '✅ passed' : '❌ failed');

/** GitHub shows no summary of a step beyond 1 MiB; a character takes up to four bytes. */
const outputCharacters = 160_000;

const outputOf = (result: VerificationResult, max: number): string =>
  folded(
    `${result.passed ? 'passed' : 'failed'}: ${capText(result.command, 200)}`,
    fenced(result.output === '' ? '(no output)' : result.output, { max }),
    'github',
  );

export const verifySummary = (report: VerificationReport): string =>
  paragraphs(
    `## Verification of ${code(shortSha(report.head))}`,
    report.results.length === 0
      ? `No command was run: they come from ${inline(report.source, 300)}.`
      : table(
          ['command', 'result', 'took'],
          report.results.map((result) => [code(result.command), mark(result), seconds(result.durationMs)]),
        ),
    isolationLine(report),
    ...report.results.map((result) =>
      outputOf(result, Math.min(20_000, Math.floor(outputCharacters / report.results.length))),
    ),
    'This is evidence: Throughline reviews it together with the change.',
    '',
  );

export const publishSummary = (
  assignment: Assignment,
  outcome: { evidence: { ref: string; sha: string }; file: EvidenceFile },
): string => {
  const { evidence, file } = outcome;
  return paragraphs(
    title(assignment, 'Published'),
    table(
      ['', ''],
      [
        ['Code', file.head === null ? 'none' : `${code(file.codeBranch)} at ${code(shortSha(file.head))}`],
        ['Evidence', `${code(evidence.ref)} at ${code(shortSha(evidence.sha))}`],
      ],
    ),
    file.agent.ended === 'not-started' ? `${notStartedText(file.claims)} ${staleRemedy}` : null,
    file.agent.ended === 'not-started'
      ? 'What was looked up, and found:'
      : 'Prompt, answer, verification output and transcript:',
    fenced(`git fetch origin ${evidence.ref} && git show --stat FETCH_HEAD`, { max: 500 }),
    '',
  );
};

export const refusedSummary = (message: string): string =>
  paragraphs('## ❌ Not done', inline(message, 1000), 'The log above has the rest.', '');
