import { GraphQLError } from 'graphql';

/** Linear's error form: `message`, and `extensions` with `code`, `type` and a sentence for people. */
interface Refusal {
  message: string;
  code: string;
  type: string;
  shown: string;
}

const refuse = ({ message, code, type, shown }: Refusal): GraphQLError =>
  new GraphQLError(message, {
    extensions: { code, type, userError: true, userPresentableMessage: shown },
  });

/** Also for what the key may not see: Linear does not tell the two apart. */
export const entityNotFound = (entity: string): GraphQLError =>
  refuse({
    message: `Entity not found: ${entity}`,
    code: 'INPUT_ERROR',
    type: 'invalid input',
    shown: `Could not find referenced ${entity}.`,
  });

export const conflictOnInsert = (entity: string, id: string): GraphQLError =>
  refuse({
    message: `conflict on insert of ${entity}`,
    code: 'INPUT_ERROR',
    type: 'invalid input',
    shown: `Entity ${entity} with id ${id} already exists.`,
  });

export const invalidArgument = (shown: string): GraphQLError =>
  refuse({ message: 'Argument Validation Error', code: 'INVALID_INPUT', type: 'invalid input', shown });

export const forbidden = (message: string): GraphQLError =>
  refuse({ message, code: 'FORBIDDEN', type: 'forbidden', shown: message });

export const notAuthenticated = (): GraphQLError =>
  refuse({
    message: 'Authentication required, not authenticated',
    code: 'AUTHENTICATION_ERROR',
    type: 'authentication error',
    shown: 'You need to authenticate to access this operation.',
  });

export const apiKeyAsBearer = (): GraphQLError => {
  const message =
    "It looks like you're trying to use an API key as a Bearer token. Remove the Bearer prefix from the Authorization header.";
  return refuse({ message, code: 'INPUT_ERROR', type: 'invalid input', shown: message });
};

export const rateLimited = (what: string): GraphQLError =>
  refuse({
    message: 'Rate limit exceeded',
    code: 'RATELIMITED',
    type: 'ratelimited',
    shown: `Rate limit exceeded: ${what}.`,
  });

export const graphqlRefusal = (code: string, message: string): GraphQLError =>
  refuse({ message, code, type: 'graphql error', shown: message });
