import type { Answer } from '../../contracts/answer.ts';
import { wholeWords } from '../../openspec/claims/words.ts';
import { namesInText } from '../../openspec/named-things.ts';
import { isGlob, isMade, isPlainlyPath, stemOf } from '../../openspec/path-index.ts';
import type { Evidence } from '../evidence.ts';
import { type Finding, noted, problem } from '../finding.ts';
import type { Lookup } from './lookup.ts';

const textsOf = ({ summary, notes }: Answer): [string, string][] => [
  ['summary', summary],
  ['notes', notes],
];

interface Said {
  field: string;
  name: ReturnType<typeof namesInText>[number]['name'];
  sentence: string;
}

const saidIn = (answer: Answer): Said[] =>
  textsOf(answer).flatMap(([field, text]) =>
    namesInText(text.slice(0, 20_000)).map((one) => ({ field, ...one })),
  );

/** Only what is plainly the name of something in code: not a word, an option, an error of the platform, a variable of the run. */
const isClaim = ({ name }: Said): boolean => {
  if (name.kind === 'path' || name.kind === 'line')
    return isPlainlyPath(name.name) && !isMade(name.name) && !isGlob(name.name);
  if (name.kind !== 'identifier' || name.plain || name.text.startsWith('-') || name.text.startsWith('$'))
    return false;
  const shaped =
    /[_(]|[\p{Ll}\p{N}]\p{Lu}/u.test(name.text) && !/^[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)+$/u.test(name.text);
  return (
    shaped &&
    !/(?:Error|Exception|Warning)$|^(?:E[A-Z]{3,}|ERR_\w+|ANSWER_FILE|NODE_\w+|GITHUB_\w+|CI)$/.test(
      name.name,
    )
  );
};

const negated =
  /\b(?:not|no|never|nothing|without|instead|could|would|should|later|future|todo|deferred|removed?|deleted?|dropped|gone|renamed|replaced|formerly|previously|was|were|follow-up|out of scope|n['’]t)\b|n['’]t\b/;

/** Names in the answer that have to be looked for. */
export const answerWords = ({ answer }: Evidence): string[] =>
  answer.state === 'valid'
    ? saidIn(answer.value)
        .filter(isClaim)
        .map(({ name }) => name.name)
    : [];

const isThere = ({ name }: Said, evidence: Evidence, lookup: Lookup): boolean => {
  if (name.kind !== 'identifier') {
    return lookup.head.resolve(name.name).length > 0 || lookup.base.resolve(name.name).length > 0;
  }
  const pattern = wholeWords([name.name]);
  const { base, head } = evidence.found;
  const found = [head, base].some(({ hits }) =>
    hits.some(({ text }) => text.includes(name.name) && pattern.test(text)),
  );
  return found || lookup.head.paths.some((path) => stemOf(path) === name.name);
};

const unfound = (evidence: Evidence, answer: Answer, lookup: Lookup): Finding[] =>
  saidIn(answer)
    .filter(isClaim)
    .filter((said) => !isThere(said, evidence, lookup))
    .map((said): Finding => {
      const text = `The answer's \`${said.field}\` names \`${said.name.text}\`: it is in neither tree.`;
      if (negated.test(said.sentence) || (said.name.kind === 'identifier' && !lookup.complete))
        return noted(text);
      return problem(`${text} Do what it says, or say what was done.`);
    });

const flat = (command: string): string => command.trim().replace(/\s+/g, ' ');

/** A command that is said to have passed did pass where it was run again. */
const untrue = ({ file }: Evidence, answer: Answer): Finding[] => {
  const ran = new Map((file.verification ?? []).map((result) => [flat(result.command), result]));
  return answer.verification
    .filter(({ passed }) => passed)
    .flatMap(({ command }): Finding[] => {
      const result = ran.get(flat(command));
      if (!result) return [noted(`The answer says that \`${command}\` passed; it was not run again.`)];
      if (result.passed && !result.timedOut) return [];
      return [
        problem(
          `The answer says that \`${command}\` passed; job verify shows that it failed. Make it pass, or say that it does not.`,
        ),
      ];
    });
};

/** What the answer says of the code and of its commands, held against both trees and job verify. */
export const answerFindings = (evidence: Evidence, lookup: Lookup): Finding[] => {
  const { answer } = evidence;
  if (answer.state !== 'valid' || answer.value.status === 'BLOCKED') return [];
  return [...unfound(evidence, answer.value, lookup), ...untrue(evidence, answer.value)];
};
