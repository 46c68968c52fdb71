import { randomUUID } from 'node:crypto';
import { conflictOnInsert, entityNotFound, invalidArgument } from './errors.ts';

/** Longest texts, characters. */
export const maxTitle = 255;
export const maxBody = 250_000;

export const requireText = (name: string, value: string, max: number): void => {
  if (value.trim() === '') throw invalidArgument(`${name} must not be empty.`);
  if (value.length > max)
    throw invalidArgument(`${name} must be shorter than or equal to ${max} characters.`);
};

const uuidV4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** A new id, or the client's own when it is a v4 UUID that nothing of the kind has yet. */
export const claimId = (records: { id: string }[], id: string | undefined, entity: string): string => {
  if (id === undefined) return randomUUID();
  const lower = id.toLowerCase();
  if (!uuidV4.test(lower)) throw invalidArgument('id must be a UUID.');
  if (records.some((record) => record.id === lower)) throw conflictOnInsert(entity, lower);
  return lower;
};

/** Later than the last time even within a millisecond: what changed has a changed `updatedAt`. */
export const stampAfter = (now: Date, last: string): string =>
  new Date(Math.max(now.getTime(), Date.parse(last) + 1)).toISOString();

/** The one with this id; Linear's refusal, naming the kind, when there is none. */
export const required = <T extends { id: string }>(records: T[], id: string, entity: string): T => {
  const record = records.find((each) => each.id === id);
  if (!record) throw entityNotFound(entity);
  return record;
};
