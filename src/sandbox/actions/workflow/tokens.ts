import type {
  MappingToken,
  ScalarToken,
  TemplateToken,
} from '@actions/workflow-parser/templates/tokens/index';
import { isMapping, isSequence, isString } from './library.ts';

export type { MappingToken, ScalarToken, TemplateToken };

export interface Entry {
  key: string;
  /** The key's own token: where it stands. */
  at: ScalarToken;
  value: TemplateToken;
}

/** Members of a mapping in the order of the file; none for anything else. */
export const entriesOf = (token: TemplateToken | undefined | null): Entry[] =>
  token && isMapping(token)
    ? [...token].map(({ key, value }) => ({ key: key.toString(), at: key, value }))
    : [];

/** Members of a list; none for anything else. */
export const itemsOf = (token: TemplateToken | undefined | null): TemplateToken[] =>
  token && isSequence(token) ? [...token] : [];

export const member = (token: TemplateToken | undefined | null, key: string): TemplateToken | null =>
  entriesOf(token).find((entry) => entry.key === key)?.value ?? null;

export const mappingOrNull = (token: TemplateToken | null): MappingToken | null =>
  token && isMapping(token) ? token : null;

export const stringOrNull = (token: TemplateToken | null): string | null =>
  token && isString(token) ? token.value : null;

/** `path (Line: 3, Col: 5)`, as GitHub begins its messages. */
export const placeOf = (path: string, token: TemplateToken): string =>
  `${path} (Line: ${token.line ?? 1}, Col: ${token.col ?? 1})`;
