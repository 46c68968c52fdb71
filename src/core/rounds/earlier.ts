import type { EarlierFinding, RecordedDecision } from '../../contracts/rounds/finding.ts';
import type { OpenFinding } from '../../contracts/rounds/triage.ts';
import { decisions } from '../grill/decisions.ts';
import type { Item } from '../item.ts';
import { isAnswered } from './answers.ts';
import type { Answer, Finding, Round } from './round.ts';
import { keyText } from './said.ts';
import { isDecidedByPerson } from './triage-rules.ts';

const answers: Record<Answer['kind'], EarlierFinding['answer']> = {
  fixed: 'fixed',
  acknowledged: 'acknowledged',
  filed: 'filed',
};

/** Findings that have their answer, as the next reviewer and the triage are told. `touched`: ids whose code changed since. */
export const earlierFindings = (findings: Finding[], touched: readonly string[]): EarlierFinding[] =>
  findings.flatMap((finding) => {
    const { id, severity, title, path, line, answer, seen, state } = finding;
    // what was verified is settled for good
    if (!answer || state === 'verified') return [];
    const round = seen.at(-1) ?? 1;
    const codeChanged = touched.includes(id);
    return [
      {
        id,
        round,
        severity,
        title,
        path,
        line,
        answer: answers[answer.kind],
        said: keyText(answer),
        codeChanged,
      },
    ];
  });

/** Findings that wait for an answer and for somebody to propose one: what a person has decided is not asked. */
export const openFindings = (findings: Finding[]): OpenFinding[] =>
  told(findings.filter((finding) => !isAnswered(finding) && !isDecidedByPerson(finding)));

/** Those that the triage of a round was asked about, whatever was said of them since. */
export const askedFindings = (findings: Finding[], { asked }: Pick<Round, 'asked'>): OpenFinding[] =>
  asked ? told(findings.filter(({ id }) => asked.includes(id))) : openFindings(findings);

const told = (findings: Finding[]): OpenFinding[] =>
  findings.map(({ id, severity, title, path, line, detail, by, demanded }) => ({
    ...{ id, severity, title, path, line, detail, by, demanded },
  }));

/** What was decided before anything was written. */
export const recordedDecisions = ({ planning }: Item): RecordedDecision[] =>
  planning?.tree ? decisions(planning.tree).map(({ id, answer, why }) => ({ id, answer, why })) : [];
