import type { Judged, JudgedRequirement } from '../contracts/judgement.ts';
import type { CheckResult } from '../contracts/review.ts';
import {
  answerProblems,
  type Coverage,
  coverageOf,
  type Question,
  questionName,
  type Sections,
} from '../openspec/judged.ts';
import type { Look } from '../openspec/place.ts';
import { requirementsOf, withdrawnBy } from '../openspec/requirements.ts';
import type { TasksFile } from '../openspec/tasks.ts';
import { type Check, type CheckVerdict, plural } from './check.ts';
import type { Evidence } from './evidence.ts';
import { lookAt } from './look.ts';
import { checkTitles } from './titles.ts';

/** Of problems, and of what is in order. */
const mostLines = 20;

const capped = (lines: string[], noun: string): string[] =>
  lines.length <= mostLines
    ? lines
    : [...lines.slice(0, mostLines), `… and ${plural(lines.length - mostLines, noun)} more.`];

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const placesIn = ({ evidence }: JudgedRequirement): string =>
  evidence.map(({ path, line }) => `\`${path}:${line}\``).join(', ');

interface Finding {
  line: string;
  /** False for what only tells what was found. */
  failing: boolean;
  place?: NonNullable<CheckResult['places']>[number];
}

const unmet = (question: Question, answer: JudgedRequirement): Finding => {
  const [first] = answer.evidence;
  const line = `${capital(questionName(question))} is not met: ${answer.why}`;
  return {
    line: first ? `${line} Looked at: ${placesIn(answer)}.` : line,
    failing: true,
    ...(first
      ? {
          place: {
            path: first.path,
            line: first.line,
            text: `Not met: ${questionName(question)}. ${answer.why}`,
          },
        }
      : {}),
  };
};

const findingOf = (
  { question, answer }: Coverage['answered'][number],
  known: { look: Look; sections: Sections },
): Finding => {
  if (answer.verdict === 'unmet') return unmet(question, answer);
  const name = capital(questionName(question));
  const problems = answerProblems(answer, known);
  if (problems.length > 0)
    return {
      line: `${name} has no evidence that holds: ${problems.join('; ')}. Show it in code or a test, or have it judged again.`,
      failing: true,
    };
  return answer.verdict === 'met'
    ? { line: `${name}: ${placesIn(answer)}`, failing: false }
    : { line: `${name}: left to section ${answer.sections.join(', ')}.`, failing: false };
};

const missingFinding = (question: Question): Finding => ({
  line: `${capital(questionName(question))} was not judged: have the commits judged again.`,
  failing: true,
});

/** Places that do not exist would be refused with all the others; of a file that did not change nobody knows its lines. */
const placesOf = (findings: Finding[], look: Look): NonNullable<CheckResult['places']> =>
  findings.flatMap(({ place }) => {
    if (place === undefined) return [];
    const looked = look(place.path);
    return looked.state === 'text' && place.line <= looked.text.split('\n').length ? [place] : [];
  });

/** Sections as they stand at the head, of those that were there: nobody leaves a requirement to a section of his own. */
const tasksLeft = ({ tasks }: Evidence): TasksFile | null => {
  const { base, head } = tasks;
  if (base === null || head === null) return null;
  const known = new Set(base.parsed.sections.map(({ number }) => number));
  return { ...head.parsed, sections: head.parsed.sections.filter(({ number }) => known.has(number)) };
};

const judgeBy = (evidence: Evidence, value: Judged): CheckVerdict => {
  const requirements = requirementsOf(evidence.documents);
  const withdrawn = withdrawnBy(evidence.documents).map((what) => `${what}: nothing has to be shown for it.`);
  if (requirements.length === 0)
    return {
      verdict: 'n/a',
      evidence: withdrawn.length > 0 ? withdrawn : ['The change has no specs, so nothing has to be shown.'],
    };
  const look = lookAt(evidence);
  const sections = { own: evidence.assignment.sections, tasks: tasksLeft(evidence) };
  const { answered, missing } = coverageOf(requirements, value.requirements);
  const findings = [
    ...answered.map((one) => findingOf(one, { look, sections })),
    ...missing.map(missingFinding),
  ];
  const failing = findings.filter((finding) => finding.failing);
  const others = findings.filter((finding) => !finding.failing).map(({ line }) => line);
  // among what has to be repaired the rest would only hide it
  const told =
    failing.length > 0 && others.length > 0
      ? [`${others.length} more are met or left to later sections.`]
      : others;
  return {
    verdict: failing.length > 0 ? 'fail' : 'pass',
    evidence: [
      ...capped(
        failing.map(({ line }) => line),
        'finding',
      ),
      ...capped(told, 'requirement'),
      ...withdrawn,
    ],
    places: placesOf(failing, look),
  };
};

export const specConformance: Check = {
  id: 'spec-conformance',
  title: checkTitles['spec-conformance'],
  run: (evidence) => {
    const { judgement } = evidence;
    if (judgement.state === 'judged') return judgeBy(evidence, judgement.value);
    if (judgement.state === 'pending')
      return { verdict: 'fail', evidence: ['Nobody has judged these commits yet.'] };
    return {
      verdict: 'fail',
      evidence: [
        'The judgement cannot be used, so nobody has compared the commits with the specs: have them judged again.',
        ...capped(judgement.problems, 'problem'),
      ],
    };
  },
};
