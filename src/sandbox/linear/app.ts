import {
  type DocumentNode,
  execute,
  GraphQLError,
  getOperationAST,
  type OperationDefinitionNode,
  parse,
  validate,
} from 'graphql';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import { authenticate } from './auth.ts';
import { complexityOf, largestComplexity } from './complexity.ts';
import { graphqlRefusal, invalidArgument, rateLimited } from './errors.ts';
import type { Limiter } from './limits.ts';
import { mutations } from './mutations.ts';
import { queries } from './queries.ts';
import { schema } from './schema.ts';
import type { Viewer } from './views.ts';
import type { World } from './world.ts';

const requestSchema = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

/** Bytes one request may have. */
const largestBody = 1024 * 1024;

type Status = 200 | 400 | 401 | 413 | 415;

const refuse = (context: Context, status: Status, errors: readonly GraphQLError[]): Response =>
  context.json({ errors: errors.map((error) => error.toJSON()) }, status);

type Read =
  | { state: 'valid'; document: DocumentNode; operation: OperationDefinitionNode }
  | { state: 'refused'; errors: GraphQLError[] };

const readDocument = (query: string, operationName: string | null | undefined): Read => {
  let document: DocumentNode;
  try {
    document = parse(query, { maxTokens: 5000 });
  } catch (error) {
    const message = error instanceof Error ? error.message : 'Syntax Error';
    return { state: 'refused', errors: [graphqlRefusal('GRAPHQL_PARSE_FAILED', message)] };
  }
  const errors = validate(schema, document);
  if (errors.length > 0)
    return {
      state: 'refused',
      errors: errors.map((error) => graphqlRefusal('GRAPHQL_VALIDATION_FAILED', error.message)),
    };
  const operation = getOperationAST(document, operationName);
  if (operation) return { state: 'valid', document, operation };
  return {
    state: 'refused',
    errors: [graphqlRefusal('OPERATION_RESOLUTION_FAILURE', 'Name one operation of the document.')],
  };
};

/** A fault of ours must look like one, without its text. */
const shown = (error: GraphQLError): GraphQLError =>
  error.originalError && !(error.originalError instanceof GraphQLError)
    ? new GraphQLError('Internal server error', {
        extensions: { code: 'INTERNAL_SERVER_ERROR', type: 'internal error' },
      })
    : error;

const run = async (
  context: Context,
  read: Extract<Read, { state: 'valid' }>,
  request: { variables: Record<string, unknown>; viewer: Viewer },
): Promise<Response> => {
  const result = await execute({
    schema,
    document: read.document,
    operationName: read.operation.name?.value ?? null,
    rootValue: { ...queries, ...mutations },
    contextValue: request.viewer,
    variableValues: request.variables,
  });
  const errors = (result.errors ?? []).map(shown);
  // Without `data` nothing was executed: the variables did not fit.
  if (result.data === undefined)
    return refuse(
      context,
      400,
      errors.map((error) => graphqlRefusal('BAD_USER_INPUT', error.message)),
    );
  return context.json({
    data: result.data,
    ...(errors.length > 0 ? { errors: errors.map((error) => error.toJSON()) } : {}),
  });
};

/**
 * Reads an oversized body to its end, within reason: an answer to a client that is still sending is lost with the
 * connection, and what the client then sees is a failure, not a refusal.
 */
const drain = async (body: ReadableStream<Uint8Array> | null): Promise<void> => {
  if (!body || body.locked) return;
  let read = 0;
  for await (const chunk of body) {
    read += chunk.length;
    if (read > 16 * largestBody) return;
  }
};

/** `POST /graphql` as Linear answers it: 401 for keys, 400 for documents and limits, 200 with `errors` for the rest. */
export const createApp = (options: {
  world: World;
  limiter: Limiter;
  siteUrl: () => string;
  onRequest: () => void;
}): Hono => {
  const { world, limiter } = options;
  const app = new Hono();

  app.use('/graphql', async (_context, next) => {
    options.onRequest();
    await next();
  });

  app.use(
    '/graphql',
    bodyLimit({
      maxSize: largestBody,
      onError: async (context) => {
        await drain(context.req.raw.body);
        return refuse(context, 413, [graphqlRefusal('BAD_REQUEST', 'request entity too large')]);
      },
    }),
  );

  app.post('/graphql', async (context) => {
    const auth = authenticate(world.state, context.req.header('authorization'), world.now());
    if (auth.state === 'refused') return refuse(context, auth.status, [auth.error]);
    if (!context.req.header('content-type')?.startsWith('application/json'))
      return refuse(context, 415, [graphqlRefusal('BAD_REQUEST', 'Send application/json.')]);
    const request = requestSchema.safeParse(await context.req.json().catch(() => null));
    if (!request.success)
      return refuse(context, 400, [graphqlRefusal('BAD_REQUEST', 'Send an object with `query`.')]);
    const read = readDocument(request.data.query, request.data.operationName);
    if (read.state === 'refused') return refuse(context, 400, read.errors);

    const variables = request.data.variables ?? {};
    const points = complexityOf(read.document, read.operation, variables);
    if (points > largestComplexity)
      return refuse(context, 400, [
        invalidArgument(`Query too complex: ${points} points, at most ${largestComplexity} are allowed.`),
      ]);
    const spending = limiter.spend(auth.user.id, points);
    for (const [name, value] of Object.entries(spending.headers)) context.header(name, value);
    if (spending.exceeded) return refuse(context, 400, [rateLimited(spending.exceeded)]);

    const viewer: Viewer = { world, user: auth.user, key: auth.key, siteUrl: options.siteUrl() };
    return run(context, read, { variables, viewer });
  });

  return app;
};
