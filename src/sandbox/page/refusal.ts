import { GraphQLError } from 'graphql';
import { Problem } from '../github/problems.ts';

/** Something asked on the page that cannot be done, in words for the person who asked. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

const remedies: [RegExp, string][] = [
  [/still a draft/, 'The App marks it ready once every section is accepted or dropped.'],
  [/push access|admin rights/, 'Grace only reads this repository: choose Ada under "Act as" and try again.'],
  [/not mergeable/, 'Look whether it is open and whether its branch conflicts with the base.'],
  [/missing_field.*body|body must/, 'Write something first.'],
];

const withRemedy = (who: string, message: string): string => {
  const remedy = remedies.find(([pattern]) => pattern.test(message))?.[1];
  return `${who} refused: ${message.replace(/\.$/, '')}.${remedy ? ` ${remedy}` : ''}`;
};

const detailsOf = ({ message, errors }: Problem): string => {
  const details = (errors ?? []).map(
    (error) => error.message ?? `${error.code}: ${error.field ?? error.resource}`,
  );
  return [message, ...details].join(', ');
};

/** What a person is told when one of the platforms says no; null when it was something else that went wrong. */
export const refusalText = (error: unknown): string | null => {
  if (error instanceof Refusal) return error.message;
  if (error instanceof Problem) return withRemedy('GitHub', detailsOf(error));
  if (!(error instanceof GraphQLError)) return null;
  const shown = error.extensions.userPresentableMessage;
  return withRemedy('Linear', typeof shown === 'string' ? shown : error.message);
};
