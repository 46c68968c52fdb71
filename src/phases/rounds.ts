import {
  type BotReview,
  botReviewSchema,
  leastConfidence,
  type Reviewed,
} from '../contracts/rounds/bot-review.ts';
import type { EarlierFinding } from '../contracts/rounds/finding.ts';
import { placeProblem } from '../openspec/place.ts';
import type { Given, PlanningPhase } from './phase.ts';
import { lookIn, repeated } from './pointers.ts';

/** One review of the pull request's head. Every place it names is looked up there, and every fix of an earlier round is judged. */
export const rounds: PlanningPhase<'rounds', BotReview> = {
  name: 'rounds',
  access: 'read',
  turns: 2,
  schema: botReviewSchema,
  reads: (answer) => (answer.status === 'BLOCKED' ? [] : answer.findings.map(({ path }) => path)),
  judge: (answer, given) =>
    answer.status === 'BLOCKED'
      ? []
      : [...placeProblems(answer, given), ...certaintyProblems(answer), ...earlierProblems(answer, given)],
};

const placeProblems = ({ findings }: Reviewed, { files }: Given<'rounds'>): string[] => {
  const look = lookIn(files);
  return findings.flatMap((finding) => {
    const problem = placeProblem(finding, look);
    return problem === null
      ? []
      : [
          `“${finding.title}” cites what is not there: ${problem}. Cite a line that you have read, or make it a question.`,
        ];
  });
};

const certaintyProblems = ({ findings }: Reviewed): string[] =>
  findings
    .filter(({ confidence }) => confidence < leastConfidence)
    .map(
      ({ title, confidence }) =>
        `“${title}” has a confidence of ${confidence}: below ${leastConfidence} it belongs under \`questions\`, or nowhere.`,
    );

const earlierProblems = ({ findings, fixes }: Reviewed, { assignment }: Given<'rounds'>): string[] => {
  const earlier = new Map(assignment.inputs.earlier.map((one) => [one.id, one]));
  const back = findings.flatMap(({ repeats }) => (repeats === null ? [] : [repeats]));
  return [...fixProblems(fixes, earlier), ...repeatProblems(back, { earlier, fixes })];
};

type Fixes = Reviewed['fixes'];
type Earlier = Map<string, EarlierFinding>;

const fixProblems = (fixes: Fixes, earlier: Earlier): string[] => {
  const judged = fixes.map(({ finding }) => finding);
  const wanted = [...earlier.values()].filter(({ answer }) => answer === 'fixed').map(({ id }) => id);
  return [
    ...wanted
      .filter((id) => !judged.includes(id))
      .map((id) => `${id} was answered with a commit: say under \`fixes\` whether it does it.`),
    ...repeated(judged).map((id) => `${id} is judged more than once under \`fixes\`: keep one entry.`),
    ...judged
      .filter((id) => !wanted.includes(id))
      .map((id) => `${id} was not answered with a commit: leave it out of \`fixes\`.`),
  ];
};

const repeatProblems = (back: string[], { earlier, fixes }: { earlier: Earlier; fixes: Fixes }): string[] => [
  ...repeated(back).map((id) => `${id} comes back in more than one finding: keep one.`),
  ...back.flatMap((id) => {
    const finding = earlier.get(id);
    if (!finding) return [`${id} is no finding of an earlier round: set \`repeats\` to null.`];
    const holds = fixes.some((fix) => fix.finding === id && fix.verdict === 'fixed');
    if (holds) return [`${id} is raised again and said to be fixed: it is one of the two.`];
    const isAnswered = finding.answer !== 'fixed' && !finding.codeChanged;
    return isAnswered
      ? [
          `${id} was answered (${finding.answer}), and its code has not changed since: honour that answer and leave it out.`,
        ]
      : [];
  }),
];
