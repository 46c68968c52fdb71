import type { Search, SearchHit } from '../../ports/git.ts';
import { isOwn } from './renames.ts';
import { tokensIn } from './tokens.ts';

/** Lines of a search by the whole names they hold: each line is read once, however many names are asked for. */
export const byName = ({ hits }: Search, names: Iterable<string>): Map<string, SearchHit[]> => {
  const wanted = new Map<string, SearchHit[]>([...names].map((name) => [name, []]));
  for (const hit of hits) {
    if (!isOwn(hit.path)) continue;
    for (const token of new Set(tokensIn(hit.text))) wanted.get(token)?.push(hit);
  }
  return wanted;
};

const history =
  /(?:^|\/)(?:change(?:log|s)|history|news|releases?|release-?notes|migrat\w*|upgrad\w*)[^/]*(?:\/|$)|(?:^|\/)\.changeset\//i;
const farewell =
  /\b(?:deprecat\w*|alias\w*|formerly|legacy|renamed?|backwards?|compat\w*|previously|old name|used to be|instead of)\b/i;

const asWhole = (name: string): RegExp =>
  new RegExp(`(?<![\\w-])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-])`);

/** History, and lines that know both names or say goodbye to the old one. */
export const isOnPurpose = ({ path, text }: SearchHit, to: string): boolean =>
  history.test(path) || farewell.test(text) || (text.includes(to) && asWhole(to).test(text));
