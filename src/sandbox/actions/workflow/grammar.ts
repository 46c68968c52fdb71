import { Lexer } from '@actions/expressions';
import { isBasicExpression, isMapping } from './library.ts';
import { entriesOf, itemsOf, member, placeOf, stringOrNull, type TemplateToken } from './tokens.ts';

/**
 * What local Actions know of a workflow file. They are no whole GitHub Actions: all else is refused by name and
 * line when the run starts, so that nothing of a file is ever left undone silently.
 */
const known = {
  workflow: ['name', 'run-name', 'on', 'permissions', 'concurrency', 'env', 'jobs'],
  on: ['workflow_dispatch', 'workflow_call'],
  workflow_dispatch: ['inputs'],
  workflow_call: ['inputs', 'outputs', 'secrets'],
  concurrency: ['group', 'cancel-in-progress'],
  job: ['name', 'needs', 'if', 'runs-on', 'permissions', 'env', 'outputs', 'timeout-minutes', 'steps'],
  'job that calls a workflow': ['name', 'needs', 'if', 'permissions', 'uses', 'with', 'secrets'],
  'step that runs a script': [
    'id',
    'name',
    'if',
    'run',
    'shell',
    'working-directory',
    'env',
    'timeout-minutes',
    'continue-on-error',
  ],
  'step that uses an action': [
    'id',
    'name',
    'if',
    'uses',
    'with',
    'env',
    'timeout-minutes',
    'continue-on-error',
  ],
};

type Part = keyof typeof known;

function* unknownKeys(path: string, token: TemplateToken | null, part: Part): Generator<string> {
  for (const { key, at } of entriesOf(token)) {
    if (known[part].includes(key)) continue;
    yield `${placeOf(path, at)}: local Actions do not know '${key}' in a ${part}; they know ${known[part].join(', ')}`;
  }
}

function* wrongOn(path: string, on: TemplateToken | null): Generator<string> {
  if (on === null) return;
  if (!isMapping(on)) {
    for (const each of [on, ...itemsOf(on)]) {
      const event = stringOrNull(each);
      if (event !== null && !known.on.includes(event)) {
        yield `${placeOf(path, each)}: local Actions do not know the event '${event}'; they know ${known.on.join(', ')}`;
      }
    }
    return;
  }
  yield* unknownKeys(path, on, 'on');
  yield* unknownKeys(path, member(on, 'workflow_dispatch'), 'workflow_dispatch');
  yield* unknownKeys(path, member(on, 'workflow_call'), 'workflow_call');
}

function* wrongStep(path: string, step: TemplateToken): Generator<string> {
  const runs = member(step, 'run') !== null;
  yield* unknownKeys(path, step, runs ? 'step that runs a script' : 'step that uses an action');
  const shell = member(step, 'shell');
  if (shell && stringOrNull(shell) !== 'bash') {
    yield `${placeOf(path, shell)}: local Actions run scripts with bash only; leave 'shell' out or write bash`;
  }
}

function* wrongJob(path: string, job: TemplateToken): Generator<string> {
  const calls = member(job, 'uses') !== null;
  yield* unknownKeys(path, job, calls ? 'job that calls a workflow' : 'job');
  const secrets = member(job, 'secrets');
  if (secrets && !isMapping(secrets)) {
    yield `${placeOf(path, secrets)}: local Actions pass secrets by name only, not 'inherit'`;
  }
  for (const step of itemsOf(member(job, 'steps'))) yield* wrongStep(path, step);
}

function* tokensIn(
  token: TemplateToken,
  key: string | null,
): Generator<{ token: TemplateToken; key: string | null }> {
  yield { token, key };
  for (const entry of entriesOf(token)) yield* tokensIn(entry.value, entry.key);
  for (const item of itemsOf(token)) yield* tokensIn(item, null);
}

const namesHashFiles = (expression: string): boolean =>
  new Lexer(expression).lex().tokens.some(({ lexeme }) => lexeme.toLowerCase() === 'hashfiles');

/** An `if` without `${{ }}` is a plain string to the parser. */
function* refusedFunctions(path: string, root: TemplateToken): Generator<string> {
  for (const { token, key } of tokensIn(root, null)) {
    const plain = key === 'if' ? stringOrNull(token) : null;
    const expression = isBasicExpression(token) ? token.expression : plain;
    if (expression !== null && namesHashFiles(expression)) {
      yield `${placeOf(path, token)}: local Actions do not know hashFiles()`;
    }
  }
}

/** What of the file goes beyond the grammar, in words; empty when nothing does. */
export function beyondGrammar(path: string, root: TemplateToken): string[] {
  const concurrency = member(root, 'concurrency');
  return [
    ...unknownKeys(path, root, 'workflow'),
    ...wrongOn(path, member(root, 'on')),
    ...(concurrency ? unknownKeys(path, concurrency, 'concurrency') : []),
    ...entriesOf(member(root, 'jobs')).flatMap(({ value }) => [...wrongJob(path, value)]),
    ...refusedFunctions(path, root),
  ];
}
