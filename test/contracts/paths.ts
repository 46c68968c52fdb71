import { isObject, type JsonObject } from './json-schema.ts';

interface Parameter {
  name: string;
  in: string;
  required: boolean;
  schema: JsonObject;
}

interface Found {
  operation: string;
  /** Decoded values of the path's parameters. */
  parameters: Map<string, string>;
  query: Map<string, string>;
}

interface Route {
  operation: string;
  method: string;
  pattern: RegExp;
  names: string[];
}

export interface PathIndex {
  find(method: string, path: string): Found | null;
  parameters(operation: string): Parameter[];
  requestBody(operation: string): JsonObject | null;
  response(operation: string, status: number): JsonObject | null;
}

const escaped = (text: string): string => text.replace(/[.*+?^$()|[\]\\]/g, '\\$&');

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Finds operations of an OpenAPI document by what was sent. A path without parameters wins over one with. */
export function createPathIndex(document: JsonObject): PathIndex {
  const resolve = (part: unknown): JsonObject | null => {
    if (!isObject(part)) return null;
    if (typeof part.$ref !== 'string') return part;
    let at: unknown = document;
    for (const key of part.$ref.slice(2).split('/')) at = isObject(at) ? at[key] : null;
    return isObject(at) ? at : null;
  };
  const described = (operation: string): JsonObject => {
    const [method = '', path = ''] = operation.split(' ');
    const paths = isObject(document.paths) ? document.paths[path] : null;
    const found = isObject(paths) ? paths[method.toLowerCase()] : null;
    return isObject(found) ? found : {};
  };
  const parametersOf = (operation: string): (Parameter & { multiSegment: boolean })[] => {
    const listed = described(operation).parameters;
    return (Array.isArray(listed) ? listed : []).flatMap((each) => {
      const parameter = resolve(each);
      if (parameter === null) return [];
      return {
        name: String(parameter.name),
        in: String(parameter.in),
        required: parameter.required === true,
        schema: resolve(parameter.schema) ?? {},
        multiSegment: parameter['x-multi-segment'] === true,
      };
    });
  };
  const route = (operation: string): Route => {
    const [method = '', path = ''] = operation.split(' ');
    const wide = new Set(parametersOf(operation).flatMap((each) => (each.multiSegment ? each.name : [])));
    const names: string[] = [];
    const pattern = escaped(path).replace(/\{([^}]+)\}/g, (_, name: string) => {
      names.push(name);
      return wide.has(name) ? '(.*)' : '([^/]+)';
    });
    return { operation, method, names, pattern: new RegExp(`^${pattern}/?$`) };
  };
  const operations = Object.entries(isObject(document.paths) ? document.paths : {}).flatMap(([path, methods]) =>
    Object.keys(isObject(methods) ? methods : {}).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const routes = operations.map(route).sort((a, b) => a.names.length - b.names.length);

  return {
    find(method, path) {
      const [bare = '', search = ''] = path.split('?', 2);
      for (const each of routes) {
        const match = each.method === method.toUpperCase() ? each.pattern.exec(bare) : null;
        if (match === null) continue;
        const parameters = new Map(each.names.map((name, at) => [name, decoded(match[at + 1] ?? '')]));
        return { operation: each.operation, parameters, query: new Map(new URLSearchParams(search)) };
      }
      return null;
    },
    parameters: parametersOf,
    requestBody: (operation) => resolve(described(operation).requestBody),
    response: (operation, status) => {
      const responses = described(operation).responses;
      return isObject(responses) ? resolve(responses[String(status)]) : null;
    },
  };
}
