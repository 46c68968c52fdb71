import { readFileSync } from 'node:fs';
import {
  buildSchema,
  GraphQLEnumType,
  GraphQLInputObjectType,
  type GraphQLNamedType,
  GraphQLObjectType,
  type GraphQLSchema,
  GraphQLUnionType,
  isRequiredArgument,
  isRequiredInputField,
  isSpecifiedScalarType,
  parse,
  validate,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { documents } from '../../src/adapters/linear/documents.ts';

const extractText = readFileSync(new URL('linear.graphql', import.meta.url), 'utf8');
const servedText = readFileSync(
  new URL('../../src/sandbox/linear/schema.graphql', import.meta.url),
  'utf8',
);

interface Typed {
  name: string;
  type: { toString(): string };
  defaultValue?: unknown;
}

/** What `part` has and `whole` has not, or has in another form; and what `whole` requires and `part` leaves out. */
const compareInputs = <T extends Typed>(
  where: string,
  part: readonly T[],
  whole: readonly T[],
  required: (input: T) => boolean,
): string[] => {
  const found = part.flatMap((input) => {
    const other = whole.find((each) => each.name === input.name);
    if (!other) return [`${where}.${input.name} is not there`];
    const same =
      String(other.type) === String(input.type) &&
      JSON.stringify(other.defaultValue) === JSON.stringify(input.defaultValue);
    return same ? [] : [`${where}.${input.name} is ${other.type}, not ${input.type}`];
  });
  const missing = whole
    .filter((each) => required(each) && !part.some((input) => input.name === each.name))
    .map((each) => `${where}.${each.name} is required and left out`);
  return [...found, ...missing];
};

const compareObjects = (part: GraphQLObjectType, whole: GraphQLObjectType): string[] =>
  Object.values(part.getFields()).flatMap((field) => {
    const other = whole.getFields()[field.name];
    const where = `${part.name}.${field.name}`;
    if (!other) return [`${where} is not there`];
    const type =
      String(other.type) === String(field.type) ? [] : [`${where} is ${other.type}, not ${field.type}`];
    return [...type, ...compareInputs(where, field.args, other.args, isRequiredArgument)];
  });

const compareTypes = (part: GraphQLNamedType, whole: GraphQLNamedType | undefined): string[] => {
  if (!whole) return [`${part.name} is not there`];
  if (part.constructor !== whole.constructor) return [`${part.name} is another kind of type`];
  if (part instanceof GraphQLObjectType && whole instanceof GraphQLObjectType)
    return compareObjects(part, whole);
  if (part instanceof GraphQLInputObjectType && whole instanceof GraphQLInputObjectType)
    return compareInputs(
      part.name,
      Object.values(part.getFields()),
      Object.values(whole.getFields()),
      isRequiredInputField,
    );
  if (part instanceof GraphQLEnumType && whole instanceof GraphQLEnumType)
    return part
      .getValues()
      .filter((value) => !whole.getValue(value.name))
      .map((value) => `${part.name}.${value.name} is not there`);
  if (part instanceof GraphQLUnionType && whole instanceof GraphQLUnionType)
    return part
      .getTypes()
      .filter((type) => !whole.getTypes().some((each) => each.name === type.name))
      .map((type) => `${part.name} has no ${type.name}`);
  return [];
};

const differences = (part: GraphQLSchema, whole: GraphQLSchema): string[] =>
  Object.values(part.getTypeMap())
    .filter((type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type))
    .flatMap((type) => compareTypes(type, whole.getType(type.name)));

const extract = buildSchema(extractText);

describe('the extract of Linear’s schema', () => {
  it('is a part of Linear’s schema with nothing changed', () => {
    // LINEAR_SCHEMA is the path of the full schema; without it the extract is compared with itself, and the
    // next tests show what the comparison finds.
    const path = process.env.LINEAR_SCHEMA;
    const whole = path ? buildSchema(readFileSync(path, 'utf8')) : extract;
    expect(Object.keys(extract.getTypeMap()).length).toBeGreaterThan(40);
    expect(differences(extract, whole)).toEqual([]);
  });

  it.each([
    ['a field that is not there', 'url: String!', 'url: String!\n  colour: String', 'colour is not there'],
    ['a looser answer', 'title: String!', 'title: String', 'is String!, not String'],
    ['an argument that is not there', 'issue(id: String!)', 'issue(id: String!, key: String)', 'Query.issue.key'],
    ['a required input left out', 'priority: Int\n  teamId: String!', 'priority: Int', 'teamId is required and left out'],
    ['an enum value that is not there', '  similar\n', '  similar\n  follows\n', 'IssueRelationType.follows'],
    ['a type that is not there', 'scalar DateTime\n', 'scalar DateTime\nscalar Colour\n', 'Colour is not there'],
  ])('would not pass with %s', (_what, from, to, found) => {
    expect(extractText).toContain(from);
    const changed = buildSchema(extractText.replace(from, to));
    expect(differences(changed, extract).join('\n')).toContain(found);
  });

  it('is what the local Linear serves, byte for byte', () => {
    expect(servedText).toBe(extractText);
  });

  it('carries no prose', () => {
    expect(extractText).not.toMatch(/"|#|@/);
  });
});

describe('every document the adapter can send', () => {
  it.each(Object.entries(documents))('%s is valid', (_name, document) => {
    expect(validate(extract, parse(document)).map(String)).toEqual([]);
  });

  it('would be found out when it were not', () => {
    const wrong = documents.ticket.replace('identifier', 'identifer');
    expect(validate(extract, parse(wrong)).map(String).join()).toContain('identifer');
  });
});
