import { type Triage, type Triaged, triageSchema } from '../contracts/rounds/triage.ts';
import { triageProblems } from '../core/rounds/triage-rules.ts';
import type { Given, PlanningPhase } from './phase.ts';

const folderOf = (change: string): string => `openspec/changes/${change}`;

/** Proposes the answer to each finding; every word of the change and every line that an answer cites is looked up. */
export const triage: PlanningPhase<'triage', Triage> = {
  name: 'triage',
  access: 'read',
  turns: 2,
  schema: triageSchema,
  reads: (answer, { inputs }) =>
    answer.status === 'BLOCKED'
      ? []
      : [
          ...(inputs.change === null
            ? []
            : ['tasks.md', 'design.md', 'proposal.md'].map(
                (name) => `${folderOf(inputs.change ?? '')}/${name}`,
              )),
          ...cited(answer, 'document'),
          ...codeNow(answer, inputs.findings),
        ],
  readsBefore: (answer) => (answer.status === 'BLOCKED' ? [] : cited(answer, 'code')),
  judge: (answer, given) =>
    answer.status === 'BLOCKED'
      ? []
      : triageProblems({ answers: answer.answers, inputs: given.assignment.inputs, change: changeOf(given) }),
};

const cited = ({ answers }: Triaged, of: 'code' | 'document'): string[] =>
  answers.flatMap((answer) => {
    if (!('cites' in answer) || answer.cites.of !== of) return [];
    return 'path' in answer.cites ? [answer.cites.path] : [];
  });

/** What is cited of the code, and where the change may have moved it. */
const codeNow = (answer: Triaged, findings: readonly { path: string | null }[]): string[] => {
  const paths = cited(answer, 'code');
  return paths.length === 0
    ? []
    : [...paths, ...findings.flatMap(({ path }) => (path === null ? [] : [path]))];
};

const changeOf = ({ assignment, files, before }: Given<'triage'>) => {
  const { change, tasks, decisions } = assignment.inputs;
  const folder = change === null ? null : folderOf(change);
  const texts = [...files].flatMap(([path, text]) => (text === null ? [] : [{ path, text }]));
  return {
    tasks: (folder === null ? tasks : files.get(`${folder}/tasks.md`)) ?? null,
    documents: texts.filter(
      ({ path }) => folder !== null && path.startsWith(`${folder}/`) && path.endsWith('.md'),
    ),
    decisions,
    code: (path: string) => before?.get(path) ?? null,
    codeNow: (path: string) => files.get(path) ?? null,
  };
};
