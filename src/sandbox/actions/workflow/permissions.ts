import type { AccessLevel, Permissions } from '../../github/model.ts';
import { entriesOf, stringOrNull, type TemplateToken } from './tokens.ts';

/** All that a run's token can ever have; `workflows` is not among them. */
const everything = [
  'actions',
  'attestations',
  'checks',
  'contents',
  'deployments',
  'discussions',
  'id_token',
  'issues',
  'models',
  'packages',
  'pages',
  'pull_requests',
  'repository_projects',
  'security_events',
  'statuses',
];

/** GitHub's restricted default, for files that say nothing. */
export const restricted: Permissions = { contents: 'read', packages: 'read' };

const isLevel = (text: string | null): text is AccessLevel => text === 'read' || text === 'write';

/** What a `permissions:` grants: all that it does not name is none. */
export function readPermissions(token: TemplateToken | null): Permissions | null {
  if (token === null) return null;
  const all = /^(read|write)-all$/.exec(stringOrNull(token) ?? '')?.[1] ?? null;
  if (isLevel(all)) return Object.fromEntries(everything.map((name) => [name, all]));
  return Object.fromEntries(
    entriesOf(token).flatMap(({ key, value }) => {
      const level = stringOrNull(value);
      return isLevel(level) ? [[key.replaceAll('-', '_'), level] as const] : [];
    }),
  );
}

const ranks = { none: 0, read: 1, write: 2 };

/** Permissions asked for beyond `most`, each as `contents: write`, and what is allowed instead; null when there are none. */
export function excess(wanted: Permissions, most: Permissions): { asked: string; allowed: string } | null {
  const over = Object.entries(wanted).filter(([name, level]) => ranks[level] > ranks[most[name] ?? 'none']);
  if (over.length === 0) return null;
  const shown = (name: string, level: string): string => `${name.replaceAll('_', '-')}: ${level}`;
  return {
    asked: over.map(([name, level]) => shown(name, level)).join(', '),
    allowed: over.map(([name]) => shown(name, most[name] ?? 'none')).join(', '),
  };
}
