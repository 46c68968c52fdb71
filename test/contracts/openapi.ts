import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { asObject, type Json, type JsonObject, isObject, withoutNullable } from './json-schema.ts';
import { createPathIndex } from './paths.ts';

/**
 * Holds requests and answers against GitHub's own description (test/contracts/github.json). `path` is
 * the path as sent, with its query and without a base. The checks answer with problems in words; an empty
 * list is agreement.
 */
export interface OpenApiCheck {
  /** `GET /repos/{owner}/{repo}`, or null when the extract knows no such operation. */
  matches(method: string, path: string): string | null;
  /** Checks path and query parameters and the body. `undefined` is no body. */
  checkRequest(method: string, path: string, body?: unknown): string[];
  /** Checks the status and the body; an empty body is `undefined`, `null` or an empty string. */
  checkResponse(method: string, path: string, status: number, body?: unknown): string[];
}

type Validate = (value: unknown) => string[];

const empty = (body: unknown): boolean => body === undefined || body === null || body === '';

/** Answers GitHub gives everywhere, whether or not an operation lists them; all are `basic-error`. */
const everywhere = new Set([400, 401, 403, 404, 422, 429, 500, 502, 503]);

function toNumber(text: string): string | number {
  return /^-?\d+$/.test(text) ? Number(text) : text;
}

function fromText(text: string, schema: JsonObject): Json {
  const type = schema.type;
  if (type === 'integer' || type === 'number') return toNumber(text);
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  if (type === 'array') return text.split(',');
  // `workflow_id` is a number or a file name.
  if (Array.isArray(schema.oneOf)) return toNumber(text);
  return text;
}

function jsonSchemaOf(part: JsonObject | null): JsonObject | null {
  const content = part !== null && isObject(part.content) ? part.content : null;
  if (content === null) return null;
  const media = content['application/json'] ?? Object.values(content).find((each) => isObject(each));
  return isObject(media) && isObject(media.schema) ? media.schema : null;
}

export function createOpenApiCheck(): OpenApiCheck {
  const source: unknown = JSON.parse(readFileSync(new URL('./github.json', import.meta.url), 'utf8'));
  const document = withoutNullable(asObject(source));
  const index = createPathIndex(document);
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
  addFormats.default(ajv);
  ajv.addSchema({ $id: 'github', ...document });
  const compiled = new Map<string, ValidateFunction>();

  /** Validates under a schema that may refer to `#/components/…` of the document. */
  const validator = (key: string, schema: JsonObject): Validate => {
    let validate = compiled.get(key);
    if (validate === undefined) {
      validate = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"github#/')));
      compiled.set(key, validate);
    }
    const check = validate;
    return (value) =>
      check(value)
        ? []
        : (check.errors ?? []).map(
            (error) =>
              `${error.instancePath || '(whole)'} ${error.message ?? 'is wrong'} ${JSON.stringify(error.params)}`,
          );
  };

  const parameterProblems = (operation: string, place: 'path' | 'query', given: Map<string, string>): string[] => {
    const known = index.parameters(operation).filter((each) => each.in === place);
    const problems: string[] = [];
    for (const { name, schema, required } of known) {
      const text = given.get(name);
      if (text === undefined) {
        if (required) problems.push(`${place} parameter ${name} is missing`);
        continue;
      }
      const check = validator(`${operation} ${place} ${name}`, schema);
      problems.push(...check(fromText(text, schema)).map((problem) => `${place} parameter ${name}: ${problem}`));
    }
    const names = new Set(known.map((each) => each.name));
    for (const name of given.keys()) {
      if (!names.has(name)) problems.push(`${place} parameter ${name} is not one of ${operation}`);
    }
    return problems;
  };

  const bodyProblems = (operation: string, body: unknown): string[] => {
    const described = index.requestBody(operation);
    const schema = jsonSchemaOf(described);
    if (schema === null) return empty(body) ? [] : [`${operation} takes no body`];
    if (body === undefined) return described?.required === true ? [`${operation} needs a body`] : [];
    return validator(`${operation} body`, schema)(body).map((problem) => `body: ${problem}`);
  };

  const unknown = (method: string, path: string): string[] => [
    `${method} ${path} is not an operation of test/contracts/github.json; add it in make-github.ts`,
  ];

  return {
    matches: (method, path) => index.find(method, path)?.operation ?? null,
    checkRequest(method, path, body) {
      const found = index.find(method, path);
      if (found === null) return unknown(method, path);
      return [
        ...parameterProblems(found.operation, 'path', found.parameters),
        ...parameterProblems(found.operation, 'query', found.query),
        ...bodyProblems(found.operation, body),
      ];
    },
    checkResponse(method, path, status, body) {
      const found = index.find(method, path);
      if (found === null) return unknown(method, path);
      const described = index.response(found.operation, status);
      if (described === null && !everywhere.has(status)) {
        return [`${found.operation} does not answer ${status}`];
      }
      const schema = described === null ? { $ref: '#/components/schemas/basic-error' } : jsonSchemaOf(described);
      if (schema === null) return empty(body) ? [] : [`${found.operation} answers ${status} without a body`];
      const key = described === null ? 'basic-error' : `${found.operation} ${status}`;
      return validator(key, schema)(body).map((problem) => `${found.operation} ${status}: ${problem}`);
    },
  };
}
