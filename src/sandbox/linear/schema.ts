import { readFileSync } from 'node:fs';
import { buildSchema, GraphQLError, GraphQLScalarType, valueFromASTUntyped } from 'graphql';

/** The extract of Linear's own schema, made by test/contracts/scripts/make-linear.ts; never edited by hand. */
export const schema = buildSchema(readFileSync(new URL('schema.graphql', import.meta.url), 'utf8'));

const duration = /^-?P(?=.)(\d+[YMWD])*(T(\d+[HMS])+)?$/;

// A schema built from text lets every value of a custom scalar pass; Linear does not.
for (const name of ['DateTime', 'DateTimeOrDuration']) {
  const scalar = schema.getType(name);
  if (!(scalar instanceof GraphQLScalarType)) throw new Error(`schema.graphql has no scalar ${name}`);
  scalar.parseValue = (value: unknown): string => {
    if (typeof value === 'string' && duration.test(value))
      throw new GraphQLError(`The local Linear reads times only, no durations: ${value}`);
    if (typeof value === 'string' && !Number.isNaN(Date.parse(value))) return value;
    throw new GraphQLError(`${name} cannot represent ${JSON.stringify(value)}`);
  };
  scalar.parseLiteral = (node, variables) => scalar.parseValue(valueFromASTUntyped(node, variables));
}
