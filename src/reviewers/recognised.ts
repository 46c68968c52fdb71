import type { Asked, SaidCheck } from './reader.ts';

const bare = (login: string): string =>
  login
    .trim()
    .toLowerCase()
    .replace(/\[bot\]$/, '');

/** The REST API says `name[bot]`, GraphQL says `name`, people write either. */
export const sameLogin = (one: string, other: string): boolean =>
  bare(one) !== '' && bare(one) === bare(other);

/** A comment or review is the reviewer's word: by its login and carrying its marker. */
export const recognised = (
  said: { by: string; body: string },
  asked: Pick<Asked, 'login' | 'marker'>,
): boolean => sameLogin(said.by, asked.login) && (asked.marker === null || said.body.includes(asked.marker));

/** Checks have no text of their own to mark: the marker is the check's name, or stands in its summary. */
export const recognisedCheck = (
  check: Pick<SaidCheck, 'app' | 'name' | 'summary'>,
  asked: Pick<Asked, 'login' | 'marker'>,
): boolean =>
  sameLogin(check.app, asked.login) &&
  (asked.marker === null ||
    check.name.trim().toLowerCase() === asked.marker.trim().toLowerCase() ||
    (check.summary ?? '').includes(asked.marker));
