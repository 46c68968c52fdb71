import { botReviewSchema, type Reviewed } from '../../../src/contracts/rounds/bot-review.ts';
import type { EarlierFinding } from '../../../src/contracts/rounds/finding.ts';
import { type Triaged, triageSchema } from '../../../src/contracts/rounds/triage.ts';
import { recordedAnswer } from './grilled.ts';

export const reviewed = (round: number): Reviewed => {
  const answer = botReviewSchema.parse(recordedAnswer('rounds', round));
  if (answer.status !== 'REVIEWED') throw new Error(answer.status);
  return answer;
};
export const triaged = (round: number): Triaged['answers'] => {
  const answer = triageSchema.parse(recordedAnswer('triage', round));
  if (answer.status !== 'TRIAGED') throw new Error(answer.status);
  return answer.answers;
};

/** Ids run through all rounds, in the order in which findings were reported. */
export const idsOf = (round: number): string[] => {
  const before = [1, 2]
    .filter((number) => number < round)
    .flatMap((number) => reviewed(number).findings).length;
  return reviewed(round).findings.map((_, index) => `F${before + index + 1}`);
};

const answered = { fix: 'fixed', acknowledge: 'acknowledged', file: 'filed' } as const;

/** What the reviewer of a round is told of those before; fixes that were looked at are settled. */
export const earlierThan = (round: number): EarlierFinding[] =>
  [1, 2]
    .filter((number) => number < round)
    .flatMap((number) =>
      reviewed(number).findings.map((finding, index): EarlierFinding => {
        const id = idsOf(number)[index] ?? '';
        const answer = triaged(number).find((one) => one.finding === id);
        if (!answer) throw new Error(`${id} is not answered`);
        const { severity, title, path, line } = finding;
        const said = { answer: answered[answer.answer], said: answer.reason };
        return { id, round: number, severity, title, path, line, ...said, codeChanged: false };
      }),
    )
    .filter((one) => one.answer !== 'fixed' || one.round === round - 1);
