import { Refused } from '../../ports/errors.ts';

/** Git's own rules (git-check-ref-format), for names that may come from a repository or a ticket. */
export const isRefName = (ref: string): boolean =>
  ref.length <= 400 &&
  ref.startsWith('refs/') &&
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be in a name
  !/[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{|\/\/|\.$|\/$/.test(ref) &&
  ref.split('/').every((part) => !part.startsWith('.') && !part.endsWith('.lock'));

export const assertRefNames = (refs: string[]): void => {
  const wrong = refs.find((ref) => !isRefName(ref));
  if (wrong === undefined) return;
  throw new Refused(`${JSON.stringify(wrong.slice(0, 200))} is not the name of a ref.`, {
    status: 422,
    remedy: 'Rename the branch or the change so that git takes its name.',
  });
};
