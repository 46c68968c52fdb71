import { readFileSync } from 'node:fs';
import { asObject, type Json, type JsonObject, isObject } from './json-schema.ts';

const strings: Record<string, string> = {
  uri: 'https://api.github.com/x',
  'date-time': '2026-01-02T03:04:05Z',
  date: '2026-01-02',
  email: 'somebody@example.test',
};

function scalar(schema: JsonObject): Json {
  if (schema.type === 'integer' || schema.type === 'number') return 1;
  if (schema.type === 'boolean') return false;
  return strings[String(schema.format)] ?? 'text';
}

/** Makes `$ref`s disappear. */
function createResolver(document: JsonObject): (value: Json | undefined) => JsonObject {
  const resolve = (value: Json | undefined): JsonObject => {
    if (!isObject(value)) return {};
    if (typeof value.$ref !== 'string') return value;
    let at: Json | undefined = document;
    for (const key of value.$ref.slice(2).split('/')) at = isObject(at) ? at[key] : undefined;
    return resolve(at);
  };
  return resolve;
}

/**
 * Makes the smallest answer that GitHub's description allows around the fields given, for tests that care
 * about a few of them only. Unknown fields are kept, so that an answer can also be made wrong.
 */
export function createSampler(): (operation: string, status: number, fields?: unknown) => unknown {
  const source: unknown = JSON.parse(readFileSync(new URL('./github.json', import.meta.url), 'utf8'));
  const document = asObject(source);
  const resolve = createResolver(document);

  const fillObject = (schema: JsonObject, fields: unknown): Record<string, unknown> => {
    const properties = isObject(schema.properties) ? schema.properties : {};
    const required = Array.isArray(schema.required) ? schema.required.map(String) : [];
    const given: Record<string, unknown> = isObject(fields) ? fields : {};
    const names = [...new Set([...required, ...Object.keys(given)])];
    return Object.fromEntries(
      names.map((name) => [name, name in properties ? fill(resolve(properties[name]), given[name]) : given[name]]),
    );
  };

  const choose = (options: Json[], fields: unknown): JsonObject => {
    const resolved = options.map((each) => resolve(each));
    const fits = (each: JsonObject): boolean => Array.isArray(fields) === (each.type === 'array');
    return resolved.find(fits) ?? resolved[0] ?? {};
  };

  const fill = (schema: JsonObject, fields: unknown): unknown => {
    if (fields === null || (schema.nullable === true && fields === undefined)) return null;
    if (Array.isArray(schema.allOf)) {
      return Object.assign({}, ...schema.allOf.map((each) => fill(resolve(each), fields)), fillObject(schema, fields));
    }
    const options = schema.oneOf ?? schema.anyOf;
    if (Array.isArray(options)) return fill(choose(options, fields), fields);
    if (schema.type === 'array') {
      return Array.isArray(fields) ? fields.map((each) => fill(resolve(schema.items), each)) : [];
    }
    if (schema.properties !== undefined && (fields === undefined || isObject(fields))) return fillObject(schema, fields);
    if (fields !== undefined) return fields;
    if (schema.type === 'object') return {};
    return Array.isArray(schema.enum) ? schema.enum[0] : scalar(schema);
  };

  return (operation, status, fields = {}) => {
    const [method = '', path = ''] = operation.split(' ');
    let at: Json | undefined = document.paths;
    for (const key of [path, method.toLowerCase(), 'responses', String(status)]) at = isObject(at) ? resolve(at[key]) : undefined;
    const content = resolve(at).content;
    const media = isObject(content) ? resolve(Object.values(content)[0]) : {};
    return fill(resolve(media.schema), fields);
  };
}
