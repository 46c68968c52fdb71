import { buildSchema, type GraphQLError, graphql } from 'graphql';
import { z } from 'zod';
import { resolvers } from '../graphql/resolvers.ts';
import { graphqlSchema } from '../graphql/schema.ts';
import type { Api } from '../http/api.ts';
import { readBody } from '../http/body.ts';
import { badCredentials } from '../problems.ts';

const request = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

const schema = buildSchema(graphqlSchema);

/** GitHub answers 200 with `errors`, each carrying its `type` beside the message. */
function errorShape(error: GraphQLError) {
  const { message, locations, path, extensions } = error;
  return {
    ...(extensions.type ? { type: extensions.type } : {}),
    ...(path ? { path } : {}),
    locations: locations ?? [],
    message,
  };
}

export function graphqlRoutes({ hono, world }: Api): void {
  hono.post('/graphql', async (c) => {
    const principal = c.get('principal');
    if (principal.kind === 'anonymous' || principal.kind === 'app') {
      throw badCredentials('This endpoint requires you to be authenticated.');
    }
    const { query, variables, operationName } = await readBody(c, request);
    const result = await graphql({
      schema,
      source: query,
      rootValue: resolvers(world, principal),
      variableValues: variables ?? {},
      operationName: operationName ?? null,
    });
    return c.json({
      ...(result.data === undefined ? {} : { data: result.data }),
      ...(result.errors ? { errors: result.errors.map(errorShape) } : {}),
    });
  });
}
