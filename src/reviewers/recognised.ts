import type { Asked, SaidCheck } from './reader.ts';

const suffix = '[bot]';
const plain = (login: string): string => login.trim().toLowerCase();
const bare = (login: string): string => {
  const name = plain(login);
  return name.endsWith(suffix) ? name.slice(0, -suffix.length) : name;
};

/** The REST API says `name[bot]`, GraphQL and an App's slug say `name`, people write either. Proves no author: see `isWrittenBy`. */
export const sameLogin = (one: string, other: string): boolean =>
  bare(one) !== '' && bare(one) === bare(other);

/**
 * `by`, in the REST API's form, is the account that the configuration means. Anybody may take the name of an App without its
 * suffix, so `name[bot]` is that App alone; `name` is that account, or the App.
 */
export const isWrittenBy = (by: string, configured: string): boolean => {
  const [author, meant] = [plain(by), plain(configured)];
  return meant !== '' && (author === meant || (!meant.endsWith(suffix) && author === meant + suffix));
};

/** A comment or review is the reviewer's word: by its login and carrying its marker. */
export const recognised = (
  said: { by: string; body: string },
  asked: Pick<Asked, 'login' | 'marker'>,
): boolean =>
  isWrittenBy(said.by, asked.login) && (asked.marker === null || said.body.includes(asked.marker));

/** Checks have no text of their own to mark: the marker is the check's name, or stands in its summary. */
export const recognisedCheck = (
  check: Pick<SaidCheck, 'app' | 'name' | 'summary'>,
  asked: Pick<Asked, 'login' | 'marker'>,
): boolean =>
  sameLogin(check.app, asked.login) &&
  (asked.marker === null ||
    check.name.trim().toLowerCase() === asked.marker.trim().toLowerCase() ||
    (check.summary ?? '').includes(asked.marker));
