import type { Said } from '../../contracts/planning/inputs.ts';

/** How people say that something is not to be touched. */
const forbids =
  /\bout[- ]of[- ]scope\b|\bnot (?:in|part of(?: the)?) scope\b|\b(?:do|does|should|must|may|shall|can)(?: not|n['’]?t|not) (?:be )?(?:touch|chang|modif|edit|alter|renam|mov|remov|delet)\w*|\bwithout (?:touching|changing|modifying)\b|\b(?:leave|keep) [^.\n]{1,80}? (?:alone|untouched|unchanged|as (?:it|they) (?:is|are))\b|\bhands off\b/i;

/** A guardrail of the delegate is made from these very words. */
const forbidding = /\b(?:SHALL|MUST) NOT\b/;

const short = (text: string): string => (text.length <= 120 ? text : `${text.slice(0, 119)}…`);

/** What the ticket sets aside has to stand in the tasks in words that bind. */
export const outOfScopeProblems = (tasks: string, said: Said[]): string[] => {
  if (forbidding.test(tasks)) return [];
  const sentence = said
    .flatMap(({ text }) => text.split(/(?<=[.!?])\s|\n/))
    .find((one) => forbids.test(one.slice(0, 600)));
  return sentence === undefined
    ? []
    : [
        `The ticket sets something aside (“${short(sentence.trim())}”): say it in a task with SHALL NOT and the path or name, such as “\`src/a.ts\` SHALL NOT be changed.”`,
      ];
};
