export type Json = null | boolean | number | string | Json[] | JsonObject;
export type JsonObject = { [key: string]: Json };

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function asObject(value: unknown): JsonObject {
  if (!isObject(value)) throw new Error('the contract extract is not an object');
  return value;
}

function nullable(schema: JsonObject): Json {
  const { nullable: _, ...rest } = schema;
  if (Array.isArray(rest.enum)) return { ...rest, ...typeWithNull(rest), enum: [...new Set([...rest.enum, null])] };
  if (rest.type !== undefined && rest.allOf === undefined && rest.anyOf === undefined && rest.oneOf === undefined) {
    return { ...rest, ...typeWithNull(rest) };
  }
  return { anyOf: [rest, { type: 'null' }] };
}

const typeWithNull = (schema: JsonObject): JsonObject =>
  typeof schema.type === 'string' ? { type: [schema.type, 'null'] } : {};

/** OpenAPI 3.0 says `nullable: true`, which JSON Schema does not know beside `$ref`, `enum` or `allOf`. */
export function withoutNullable(document: JsonObject): JsonObject {
  const walk = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(walk);
    if (!isObject(value)) return value;
    const walked = Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, walk(entry)]));
    return walked.nullable === true ? nullable(walked) : walked;
  };
  return asObject(walk(document));
}
