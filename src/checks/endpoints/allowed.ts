import type { SearchHit } from '../../ports/git.ts';
import { askedLines } from '../asked.ts';
import type { Evidence } from '../evidence.ts';
import { globMatcher } from '../globs.ts';
import { type EnvironmentUse, environmentsIn } from './environments.ts';
import { isNobodys } from './known-hosts.ts';

/** `unknown`: the base has too much to be looked through. */
export type Standing = 'allowed' | 'new' | 'unknown';

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** `db.acme.com`, and neither `mydb.acme.com` nor `db.acme.community`. */
const wholeHost = (host: string): RegExp =>
  new RegExp(`(?<![\\w.-])${escapeRegExp(host)}(?![\\w-]|\\.\\w)`, 'i');

/** What the change itself says is judged as what was asked, where a line that forbids counts for nothing. */
const hitsAtBase = ({ found, assignment }: Evidence): SearchHit[] =>
  found.base.hits.filter(({ path }) => !path.startsWith(`openspec/changes/${assignment.change}/`));

const remembering = (look: (name: string) => Standing): ((name: string) => Standing) => {
  const known = new Map<string, Standing>();
  return (name) => {
    const standing = known.get(name) ?? look(name);
    known.set(name, standing);
    return standing;
  };
};

/** Where a host stands: configured, nobody's, at the base, asked for, or new. */
export const hostStanding = (evidence: Evidence): ((host: string) => Standing) => {
  const configured = globMatcher(evidence.configuration.review.hosts.map((host) => host.toLowerCase()));
  const asked = askedLines(evidence).join('\n').toLowerCase();
  const base = hitsAtBase(evidence).map(({ text }) => text.toLowerCase());
  return remembering((host) => {
    if (configured(host) || isNobodys(host)) return 'allowed';
    const whole = wholeHost(host);
    if (asked.includes(host) && whole.test(asked)) return 'allowed';
    if (base.some((text) => text.includes(host) && whole.test(text))) return 'allowed';
    return evidence.found.base.complete ? 'new' : 'unknown';
  });
};

/** `production code`, `live preview`: words about something else. */
const otherSense =
  '(?![ -](?:code|ready|grade|quality|build|dependenc|bundle|use|preview|reload|update|view))';

/** Where an environment's name stands, by the kind of use. A program that may be told may be asked. */
export const environmentStanding = (
  evidence: Evidence,
): ((use: Pick<EnvironmentUse, 'name' | 'kind'>) => Standing) => {
  const configured = new Set(evidence.configuration.review.environments.map((name) => name.toLowerCase()));
  const asked = askedLines(evidence).join('\n');
  const atBase = new Set<string>();
  for (const { text, path } of hitsAtBase(evidence))
    for (const { name, kind } of environmentsIn(text, path)) {
      atBase.add(`comparison ${name}`);
      if (kind === 'setting') atBase.add(`setting ${name}`);
    }
  const standing = remembering((key) => {
    const name = key.slice(key.indexOf(' ') + 1);
    if (configured.has(name) || atBase.has(key)) return 'allowed';
    if (new RegExp(`(?<![\\w-])${escapeRegExp(name)}(?![\\w-])${otherSense}`, 'i').test(asked))
      return 'allowed';
    return evidence.found.base.complete ? 'new' : 'unknown';
  });
  return ({ name, kind }) => standing(`${kind} ${name}`);
};
