import { data, Evaluator, Lexer, Parser } from '@actions/expressions';
import {
  isBasicExpression,
  isBoolean,
  isMapping,
  isNumber,
  isSequence,
  isString,
} from '../workflow/library.ts';
import { entriesOf, itemsOf, type TemplateToken } from '../workflow/tokens.ts';

export type Json = null | string | number | boolean | Json[] | { [key: string]: Json };

export interface Status {
  success: boolean;
  failure: boolean;
  cancelled: boolean;
}

/** What an expression may look at. `status` is only to be had in an `if`. */
export interface Scope {
  contexts: Record<string, Json>;
  status?: Status;
}

const contextNames = [
  'github',
  'inputs',
  'vars',
  'env',
  'needs',
  'job',
  'jobs',
  'steps',
  'secrets',
  'runner',
  'strategy',
  'matrix',
];
const empty = Object.fromEntries(contextNames.map((name) => [name, {}]));

type Value = data.ExpressionData;

const statusFunctions = (status: Status | undefined) =>
  Object.entries({
    success: status?.success,
    failure: status?.failure,
    cancelled: status?.cancelled,
    always: true,
  }).map(([name, answer]) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: (): Value => {
      if (answer === undefined) throw new Error(`${name}() is only known in an 'if'`);
      return new data.BooleanData(answer);
    },
  }));

/** JSON as the expression library holds it. */
const revived = (contexts: Record<string, Json>): data.Dictionary => {
  const value: unknown = JSON.parse(JSON.stringify({ ...empty, ...contexts }), data.reviver);
  if (value instanceof data.Dictionary) return value;
  throw new Error('contexts are a mapping');
};

function evaluated(expression: string, { contexts, status }: Scope): Value {
  const functions = statusFunctions(status);
  const tree = new Parser(new Lexer(expression).lex().tokens, contextNames, functions).parse();
  const byName = new Map(functions.map((each) => [each.name, each]));
  return new Evaluator(tree, revived(contexts), byName).evaluate();
}

function isTruthy(value: Value): boolean {
  if (value instanceof data.BooleanData || value instanceof data.NumberData) return Boolean(value.value);
  return value instanceof data.StringData ? value.value !== '' : !(value instanceof data.Null);
}

/** Of an `if`, already with the `success() &&` that GitHub puts before conditions without a status. */
export const holds = (condition: string, scope: Scope & { status: Status }): boolean =>
  isTruthy(evaluated(condition, scope));

/** A scalar or expression as text, as GitHub writes it into scripts and environment variables. */
export function textOf(token: TemplateToken | null, scope: Scope): string {
  if (token === null) return '';
  if (isBasicExpression(token)) return evaluated(token.expression, scope).coerceString();
  if (isNumber(token)) return new data.NumberData(token.value).coerceString();
  return isString(token) || isBoolean(token) ? String(token.value) : '';
}

export function jsonOf(token: TemplateToken | null, scope: Scope): Json {
  if (token === null) return null;
  if (isBasicExpression(token))
    return JSON.parse(JSON.stringify(evaluated(token.expression, scope), data.replacer));
  if (isString(token) || isNumber(token) || isBoolean(token)) return token.value;
  if (isMapping(token)) {
    return Object.fromEntries(entriesOf(token).map(({ key, value }) => [key, jsonOf(value, scope)]));
  }
  return isSequence(token) ? itemsOf(token).map((item) => jsonOf(item, scope)) : null;
}

/** A mapping of texts: `env`, or the `with` of a step. */
export const textsOf = (token: TemplateToken | null, scope: Scope): Record<string, string> =>
  Object.fromEntries(entriesOf(token).map(({ key, value }) => [key, textOf(value, scope)]));
