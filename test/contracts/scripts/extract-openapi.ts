type Json = null | boolean | number | string | Json[] | JsonObject;
type JsonObject = { [key: string]: Json };

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const prose = new Set(['description', 'summary', 'example', 'examples', 'externalDocs', 'tags', 'title', 'default']);
/** Under these the keys are names of GitHub's (a field may be called `description`), not words of OpenAPI. */
const maps = new Set([
  'properties',
  'patternProperties',
  'paths',
  'responses',
  'schemas',
  'parameters',
  'content',
  'mapping',
]);

const isProse = (key: string): boolean => prose.has(key) || (key.startsWith('x-') && key !== 'x-multi-segment');

function slim(value: Json, keysAreNames: boolean): Json {
  if (Array.isArray(value)) return value.map((entry) => slim(entry, false));
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([key]) => keysAreNames || !isProse(key));
  return Object.fromEntries(
    kept.map(([key, entry]) => [key, slim(entry, !keysAreNames && maps.has(key) && !Array.isArray(entry))]),
  );
}

function references(value: Json, found: Set<string>): Set<string> {
  if (Array.isArray(value)) for (const entry of value) references(entry, found);
  else if (isObject(value)) {
    const ref = value.$ref;
    if (typeof ref === 'string') found.add(ref);
    for (const entry of Object.values(value)) references(entry, found);
  }
  return found;
}

function lookUp(source: JsonObject, pointer: string): Json {
  let at: Json | undefined = source;
  for (const key of pointer.replace(/^#\//, '').split('/')) at = isObject(at) ? at[key] : undefined;
  if (at === undefined) throw new Error(`${pointer} is not in the description`);
  return at;
}

function put(target: JsonObject, keys: string[], value: Json): void {
  const last = keys.at(-1);
  if (last === undefined) return;
  let at = target;
  for (const key of keys.slice(0, -1)) {
    const next: JsonObject = isObject(at[key]) ? (at[key] as JsonObject) : {};
    at[key] = next;
    at = next;
  }
  at[last] = value;
}

/** Sorted, so that the same sources give the same file. */
function sorted(value: Json): Json {
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, value[key] as Json]),
  );
}

/** The named operations (`GET /path/{template}`) with every component they refer to, and nothing else. */
export function extractOpenApi(source: JsonObject, operations: string[]): JsonObject {
  const paths: JsonObject = {};
  for (const operation of operations) {
    const [method = '', path = ''] = operation.split(' ');
    const found = isObject(source.paths) ? source.paths[path] : undefined;
    const described = isObject(found) ? found[method.toLowerCase()] : undefined;
    if (described === undefined) throw new Error(`${operation} is not in the description`);
    put(paths, [path, method.toLowerCase()], slim(described, false));
  }
  const components: JsonObject = {};
  const seen = new Set<string>();
  let wanted = references(paths, new Set());
  while (wanted.size > 0) {
    const next = new Set<string>();
    for (const ref of wanted) {
      if (seen.has(ref)) continue;
      seen.add(ref);
      const part = slim(lookUp(source, ref), false);
      put(components, ref.split('/').slice(2), part);
      references(part, next);
    }
    wanted = next;
  }
  const ordered = Object.fromEntries(Object.entries(components).map(([key, part]) => [key, sorted(part)]));
  return {
    openapi: source.openapi ?? null,
    info: {
      title: 'Extract of the GitHub REST API description; made by test/contracts/scripts/make-github.ts',
      version: isObject(source.info) ? (source.info.version ?? null) : null,
    },
    paths: sorted(paths),
    components: sorted(ordered),
  };
}
