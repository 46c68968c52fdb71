import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NoOperationTraceWriter, parseAction } from '../workflow/library.ts';
import { entriesOf, member, placeOf, stringOrNull, type TemplateToken } from '../workflow/tokens.ts';

/** A JavaScript action in a folder: what its `action.yml` says. */
export interface JavaScriptAction {
  kind: 'javascript';
  /** File that Node starts. */
  main: string;
  inputs: { name: string; default: TemplateToken | null; deprecated: string | null }[];
}

const knownRuns = ['using', 'main'];

async function findFile(folder: string): Promise<{ name: string; content: string } | null> {
  for (const name of ['action.yml', 'action.yaml']) {
    try {
      return { name, content: await readFile(join(folder, name), 'utf8') };
    } catch {
      // the other name is tried, then none is found
    }
  }
  return null;
}

function wrongRuns(path: string, runs: TemplateToken | null): string[] {
  const using = stringOrNull(member(runs, 'using'));
  if (using !== 'node20' && using !== 'node24') {
    return [`${path}: local Actions run 'using: node20' and 'node24' only, not '${using ?? 'nothing'}'`];
  }
  return entriesOf(runs)
    .filter(({ key }) => !knownRuns.includes(key))
    .map(
      ({ key, at }) =>
        `${placeOf(path, at)}: local Actions do not know '${key}' of an action; they know ${knownRuns.join(', ')}`,
    );
}

/** Reads the action in a folder; problems in words when it is none that can run here. */
export async function readAction(
  folder: string,
  reference: string,
): Promise<JavaScriptAction | { problems: string[] }> {
  const file = await findFile(folder);
  if (file === null) return { problems: [`${reference}: there is no action.yml in ${folder}`] };
  const path = `${reference}/${file.name}`;
  const { context, value } = parseAction({ name: path, content: file.content }, new NoOperationTraceWriter());
  const problems = context.errors.getErrors().map(({ message }) => message);
  if (!value || problems.length > 0) return { problems };
  const runs = member(value, 'runs');
  const wrong = wrongRuns(path, runs);
  if (wrong.length > 0) return { problems: wrong };
  return {
    kind: 'javascript',
    main: join(folder, stringOrNull(member(runs, 'main')) ?? ''),
    inputs: entriesOf(member(value, 'inputs')).map(({ key, value: input }) => ({
      name: key,
      default: member(input, 'default'),
      deprecated: stringOrNull(member(input, 'deprecationMessage')),
    })),
  };
}
