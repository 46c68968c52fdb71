import { Lexer } from '@actions/expressions';
import { isBasicExpression } from './library.ts';
import { entriesOf, itemsOf, type TemplateToken } from './tokens.ts';

/** Secrets that a job asks for: names in lower case; `all` when it takes the context whole or picks one as it runs. */
export type SecretNames = Set<string> | 'all';

function* expressionsIn(token: TemplateToken | null): Generator<string> {
  if (token === null) return;
  if (isBasicExpression(token)) yield token.expression;
  for (const { value } of entriesOf(token)) yield* expressionsIn(value);
  for (const item of itemsOf(token)) yield* expressionsIn(item);
}

/** `secrets.NAME` or `secrets['NAME']`; null for the context itself. */
function* namesIn(expression: string): Generator<string | null> {
  const { tokens } = new Lexer(expression).lex();
  for (const [at, { lexeme }] of tokens.entries()) {
    if (lexeme.toLowerCase() !== 'secrets' || tokens[at - 1]?.lexeme === '.') continue;
    const [by, name, end] = tokens.slice(at + 1, at + 4).map((token) => token.lexeme);
    if (by === '.' && name !== '*') yield name ?? null;
    else if (by === '[' && end === ']' && name?.startsWith("'")) yield name.slice(1, -1);
    else yield null;
  }
}

/**
 * What of the secrets is named below these tokens. A runner is given no others, and so it masks no others: a value that
 * comes into a job by another way is shown in its log.
 */
export function secretNamesIn(tokens: (TemplateToken | null)[]): SecretNames {
  const names = tokens.flatMap((token) => [...expressionsIn(token)].flatMap((each) => [...namesIn(each)]));
  return names.includes(null) ? 'all' : new Set(names.flatMap((name) => name?.toLowerCase() ?? []));
}

export const pickSecrets = (secrets: Record<string, string>, names: SecretNames): Record<string, string> =>
  names === 'all'
    ? secrets
    : Object.fromEntries(Object.entries(secrets).filter(([name]) => names.has(name.toLowerCase())));
