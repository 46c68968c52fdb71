import type { ProposedAnswer, Triaged, TriageInputs } from '../../contracts/rounds/triage.ts';
import { acknowledgeProblem, type ChangeWords, fileProblem } from './citations.ts';
import { mayWait, type PriorityTable, priorityOf } from './priority.ts';
import type { Decided } from './round.ts';

type Answers = Triaged['answers'];
type Told = TriageInputs['findings'][number];

/** What has to be changed before the answers can be used, a sentence each; none when they can. */
export const triageProblems = (options: {
  answers: Answers;
  inputs: Pick<TriageInputs, 'findings'>;
  change: ChangeWords;
}): string[] => {
  const { answers, inputs, change } = options;
  const told = new Map(inputs.findings.map((finding) => [finding.id, finding]));
  return [
    ...countProblems(answers, [...told.keys()]),
    ...answers.flatMap((answer) => {
      const finding = told.get(answer.finding);
      return finding === undefined ? [] : answerProblems(finding, answer, change);
    }),
  ];
};

const countProblems = (answers: Answers, asked: readonly string[]): string[] => {
  const given = answers.map(({ finding }) => finding);
  const missing = asked.filter((id) => !given.includes(id));
  const twice = [...new Set(given.filter((id, index) => given.indexOf(id) !== index))];
  const foreign = [...new Set(given.filter((id) => !asked.includes(id)))];
  return [
    ...missing.map((id) => `${id} has no answer: give it exactly one.`),
    ...twice.map((id) => `${id} has more than one answer: keep one of them.`),
    ...foreign.map((id) => `${id} is no open finding: leave it out. Open are ${asked.join(', ')}.`),
  ];
};

const answerProblems = (finding: Told, answer: ProposedAnswer, change: ChangeWords): string[] => {
  const { id } = finding;
  const reasonless =
    answer.reason.trim() === '' ? [`${id}: say why it is to be answered with \`${answer.answer}\`.`] : [];
  switch (answer.answer) {
    case 'fix':
      return [...reasonless, ...fixProblems(finding, answer.behavioural)];
    case 'acknowledge': {
      if (finding.demanded)
        return [
          ...reasonless,
          `${id} cannot be acknowledged: a person asks for it. Answer \`fix\`, or \`file\` with the words that leave it out.`,
        ];
      const problem = acknowledgeProblem(finding, answer.cites, change);
      return [...reasonless, ...(problem === null ? [] : [`${id} cannot be acknowledged so: ${problem}.`])];
    }
    case 'file': {
      const problem = fileProblem(finding, answer.cites, change);
      return [
        ...reasonless,
        ...(problem === null ? [] : [`${id} cannot be filed so: ${problem}.`]),
        ...waitProblems(finding, answer.deferrable),
      ];
    }
  }
};

const fixProblems = ({ id, severity }: Told, behavioural: boolean): string[] =>
  severity === 'high' && !behavioural
    ? [
        `${id} is High: its fix changes what the program does, so \`behavioural\` is true and a regression test comes with it.`,
      ]
    : [];

const waitProblems = ({ id, severity }: Told, deferrable: string | null): string[] => {
  if (deferrable === null) return [];
  if (!mayWait(severity))
    return [
      `${id} is ${severity === 'high' ? 'High' : 'Medium'}: \`deferrable\` is null, only a Low or a Note can wait for ever.`,
    ];
  return deferrable.trim() === ''
    ? [`${id}: say why it can wait for ever, or set \`deferrable\` to null.`]
    : [];
};

/** Who decided where no person did. */
export const decidedByTriage = 'triage';

/** A person has said what becomes of it: no agent is asked. */
export const isDecidedByPerson = ({ decided }: { decided: Decided | null }): boolean =>
  decided !== null && decided.by !== decidedByTriage;

/** What is decided of each finding, by its id. The answers have to be without `triageProblems`. */
export const decidedOf = (options: {
  answers: Answers;
  findings: readonly Pick<Told, 'id' | 'severity'>[];
  table: PriorityTable;
}): Map<string, Decided> => {
  const { answers, findings, table } = options;
  const severities = new Map(findings.map(({ id, severity }) => [id, severity]));
  return new Map(
    answers.flatMap((answer) => {
      const severity = severities.get(answer.finding);
      return severity === undefined ? [] : [[answer.finding, decided(answer, severity, table)] as const];
    }),
  );
};

const decided = (answer: ProposedAnswer, severity: Told['severity'], table: PriorityTable): Decided => {
  const { reason } = answer;
  const by = decidedByTriage;
  switch (answer.answer) {
    case 'fix':
      return { to: 'fix', reason, task: answer.task, behavioural: answer.behavioural, by };
    case 'acknowledge':
      return { to: 'acknowledge', reason, cites: answer.cites, rationale: answer.rationale, by };
    case 'file': {
      const { cites, title, blocks, deferrable } = answer;
      const priority = priorityOf({ severity, blocking: blocks !== null, deferrable }, table);
      // no ticket has no priority without the reason for it
      const why =
        priority === 'none' && deferrable !== null ? `${reason} It can wait: ${deferrable}` : reason;
      return { to: 'file', reason: why, cites, title, blocks, priority, by };
    }
  }
};
