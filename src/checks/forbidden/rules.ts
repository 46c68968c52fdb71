import { type Guard, guardsOf } from '../../openspec/guards.ts';
import { namedThings } from '../../openspec/named-things.ts';
import { indexPaths } from '../../openspec/path-index.ts';
import { tasksPath } from '../../openspec/tasks-source.ts';
import type { Evidence } from '../evidence.ts';

/** A guard, whoever set it. */
export interface Rule {
  kind: 'path' | 'identifier' | 'text';
  what: Guard['what'];
  /** Path, or the identifier's own name. */
  name: string;
  /** What it is a part of, where it is named with it: `Cart` of `Cart.total`. */
  owner: string | null;
  /** Paths the name is said to stand in. */
  places: string[];
  /** Whose code it is forbidden to. */
  by: Guard['by'];
  /** Nobody can compute whether it holds: the sentence has an exception, or a task asks for the contrary. */
  soft: boolean;
  configured: boolean;
  /** Who forbids it, as a sentence. */
  because: string;
}

const kindOf = ({ name }: Guard): Rule['kind'] | null => {
  if (name.kind === 'path' || name.kind === 'line') return 'path';
  return name.kind === 'command' ? null : name.kind;
};

const ownerOf = (text: string): string | null =>
  /([\p{L}_$][\p{L}\p{N}_$]*)(?:\.|::|#|->|\\)[\p{L}_$][\p{L}\p{N}_$]*[!?]?(?:\(.*\))?$/u.exec(text)?.[1] ??
  null;

const ofGuard = (guard: Guard, contrary: ReadonlySet<string>): Rule[] => {
  const kind = kindOf(guard);
  if (kind === null) return [];
  const { what, name, places, by, excepted, source, sentence } = guard;
  const soft = excepted || contrary.has(name.name);
  const because = `\`${source.path}:${source.line}\` says "${sentence}".`;
  const owner = kind === 'identifier' ? ownerOf(name.text) : null;
  return [{ kind, what, name: name.name, owner, places, by, soft, configured: false, because }];
};

const ofConfiguration = (evidence: Evidence): Rule[] => {
  const index = indexPaths(evidence.trees.base);
  return evidence.configuration.review.guarded.map((entry) => {
    const isPath = /[/*?]|\.\w+$/.test(entry) || index.resolve(entry).length > 0;
    const name = isPath ? entry : (/([\p{L}_$][\p{L}\p{N}_$]*)(?:\([^)]*\))?$/u.exec(entry)?.[1] ?? entry);
    return {
      kind: isPath ? 'path' : 'identifier',
      what: 'modified',
      name,
      owner: isPath ? null : ownerOf(entry),
      places: [],
      by: null,
      soft: false,
      configured: true,
      because: `\`review.guarded\` names \`${entry}\`.`,
    };
  });
};

/** Everything guarded in this delegation. */
export const rulesOf = (evidence: Evidence): Rule[] => {
  const { tasks, assignment, documents } = evidence;
  const parsed = tasks.base?.parsed ?? null;
  const path = assignment.change === null ? 'tasks.md' : tasksPath(assignment.change);
  const guards = guardsOf({ tasks: parsed, tasksPath: path, sections: assignment.sections, documents });
  const things = parsed === null ? [] : namedThings(parsed, assignment.sections);
  // an earlier decision and a task that plainly asks for the contrary: a person has to say which holds
  const contrary = new Set(
    things
      .filter(
        ({ intent, sure, place }) =>
          sure && !place && (intent === 'change' || intent === 'remove' || intent === 'rename'),
      )
      .map(({ name }) => name),
  );
  return [...guards.flatMap((guard) => ofGuard(guard, contrary)), ...ofConfiguration(evidence)];
};
