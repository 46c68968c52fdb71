import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { people } from '../local.ts';

const saidCookie = 'throughline-said';
const personCookie = 'throughline-person';
const ours = { path: '/', httpOnly: true, sameSite: 'Strict' } as const;
const longest = 600;

export const logins = [people.writer, people.reader] as const;
export type Login = (typeof logins)[number];

/** What became of the last form, shown by the page the browser is sent to and then forgotten. */
export interface Said {
  kind: 'done' | 'refused';
  text: string;
}

export const keepSaid = (c: Context, { kind, text }: Said): void => {
  const shown = text.length > longest ? `${text.slice(0, longest)}…` : text;
  setCookie(c, saidCookie, `${kind} ${shown}`, { ...ours, maxAge: 30 });
};

export const takeSaid = (c: Context): Said | null => {
  const value = getCookie(c, saidCookie);
  if (value === undefined) return null;
  deleteCookie(c, saidCookie, ours);
  const [kind, ...words] = value.split(' ');
  return { kind: kind === 'refused' ? 'refused' : 'done', text: words.join(' ') };
};

/** Under whose name boxes and buttons act. */
export const personOf = (c: Context): Login =>
  getCookie(c, personCookie) === people.reader ? people.reader : people.writer;

export const keepPerson = (c: Context, login: Login): void => setCookie(c, personCookie, login, ours);
