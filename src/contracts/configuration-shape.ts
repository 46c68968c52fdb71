import { z } from 'zod';
import { configurationSchema } from './configuration.ts';

type Schema = z.core.JSONSchema.BaseSchema;

export interface Setting {
  /** Dotted path; `<name>` stands for a name of one's own: `agents.allowed.<name>.kind`. */
  key: string;
  /** In words: `a whole number from 1 to 10`. */
  type: string;
  required: boolean;
  /** As it would be written in YAML; null when there is none. */
  default: string | null;
  meaning: string;
}

/** JSON Schema of `.github/throughline.yml`, for editors. */
export const configurationJsonSchema = (): Schema => ({
  title: 'Throughline configuration',
  description: 'Shape of .github/throughline.yml, read from the default branch.',
  ...z.toJSONSchema(configurationSchema, { io: 'input' }),
});

/** Every setting of the configuration, in the order of the schema. */
export const settings = (): Setting[] => settingsOf(configurationJsonSchema(), { path: [], meaning: '' });

/** What has no words of its own has those of the setting it is a part of. */
const settingsOf = (schema: Schema, { path, meaning }: { path: string[]; meaning: string }): Setting[] =>
  children(schema).flatMap(([name, child]) => {
    const at = [...path, name];
    const words = child.description ?? meaning;
    // A folded string or number is a leaf; so is a map of plain values such as `people`.
    if (children(child).length > 0 && !isMapOfValues(child))
      return settingsOf(child, { path: at, meaning: words });
    return [
      {
        key: at.join('.'),
        type: describeType(child),
        required: schema.required?.includes(name) ?? false,
        default: child.default === undefined ? null : JSON.stringify(child.default),
        meaning: words,
      },
    ];
  });

const children = (schema: Schema): [string, Schema][] => {
  const named = Object.entries(schema.properties ?? {}).map(([name, child]): [string, Schema] => [
    name,
    asSchema(child),
  ]);
  const any = schema.additionalProperties;
  return typeof any === 'object' ? [...named, ['<name>', any]] : named;
};

const isMapOfValues = (schema: Schema): boolean => {
  const any = schema.additionalProperties;
  return typeof any === 'object' && any.type !== 'object';
};

const asSchema = (schema: Schema | boolean | undefined): Schema => (typeof schema === 'object' ? schema : {});

/** The schema of one place, by keys and indexes as YAML has them; null when nothing may stand there. */
export const schemaAt = (path: readonly (string | number)[]): Schema | null => {
  let schema: Schema = configurationJsonSchema();
  for (const step of path) {
    const next = typeof step === 'number' ? schema.items : childAt(schema, step);
    if (typeof next !== 'object' || Array.isArray(next)) return null;
    schema = next;
  }
  return schema;
};

const childAt = (schema: Schema, name: string): Schema | boolean | undefined =>
  schema.properties && Object.hasOwn(schema.properties, name)
    ? schema.properties[name]
    : schema.additionalProperties;

/** What may stand there, in words a sentence can end with. */
export const describeType = (schema: Schema): string => {
  const choices = choicesOf(schema);
  if (choices) return `one of ${choices.map((value) => `\`${String(value)}\``).join(', ')}`;
  switch (schema.type) {
    case 'integer':
    case 'number':
      return `a ${schema.type === 'integer' ? 'whole ' : ''}number${range(schema)}`;
    case 'boolean':
      return '`true` or `false`';
    case 'array':
      return `a list (each ${describeType(asSchema(Array.isArray(schema.items) ? undefined : schema.items))})`;
    case 'object':
      return isMapOfValues(schema) ? 'a map of names to text' : 'a map of keys';
    default:
      return 'text';
  }
};

/** Values out of which one is to be taken, also where they come from several lists. */
export const choicesOf = (schema: Schema): unknown[] | null => {
  if (schema.enum) return schema.enum;
  const several = (schema.anyOf ?? []).map(asSchema);
  const values = several.flatMap((one) => one.enum ?? (one.const === undefined ? [] : [one.const]));
  return values.length > 0 ? values : null;
};

const range = (schema: Schema): string => {
  if (schema.exclusiveMinimum !== undefined) return ` above ${schema.exclusiveMinimum}`;
  const most =
    schema.maximum !== undefined && schema.maximum < Number.MAX_SAFE_INTEGER ? schema.maximum : null;
  if (schema.minimum === undefined) return '';
  return most === null ? ` of at least ${schema.minimum}` : ` from ${schema.minimum} to ${most}`;
};
