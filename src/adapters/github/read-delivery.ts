import { z } from 'zod';
import type { Heard } from '../../core/heard.ts';
import { deliveryReaders, type Reader } from './delivery-readers.ts';
import { type Envelope, envelope } from './payloads.ts';

/** Sent to every App without being asked for; the sweep reads installations afresh, so nothing is to be done. */
const unasked = new Set(['installation', 'installation_repositories', 'installation_target', 'ping', 'meta']);

const nothing = (reason: string): Heard => ({ kind: 'nothing', reason });

const readers = new Map<string, Map<string, Reader>>(
  Object.entries(deliveryReaders).map(([name, actions]) => [name, new Map(Object.entries(actions))]),
);

/** The webhook events that are acted upon: what `app.yml` subscribes to. */
export const handledEvents: readonly string[] = [...readers.keys()].sort();

const problem = (error: z.ZodError): string => {
  const issue = error.issues[0];
  return issue === undefined ? 'unreadable' : `${issue.path.join('.') || 'payload'}: ${issue.message}`;
};

const common = ({ sender, repository, installation }: Envelope) => ({
  // The sender, and never the author of what was written: an edit is the editor's.
  actor: { surface: 'github' as const, id: String(sender.id), login: sender.login },
  human: sender.type === 'User',
  repository: { fullName: repository.full_name, installationId: installation.id },
});

/**
 * Translates a webhook (`X-GitHub-Event` and the parsed payload) into our words. Pure, and never throws:
 * what is unknown, of no consequence or not of the expected shape comes back as `nothing` with the reason.
 */
export function readGithubDelivery(name: string, payload: unknown): Heard {
  if (unasked.has(name)) return nothing(`${name} is of no consequence`);
  const actions = readers.get(name);
  if (actions === undefined) return nothing(`${name} is not an event of ours`);
  const about = envelope.safeParse(payload);
  if (!about.success) return nothing(`unexpected ${name}: ${problem(about.error)}`);
  const action = about.data.action ?? '';
  const read = actions.get(action);
  if (read === undefined) return nothing(`${name} ${action} is of no consequence`);
  try {
    const heard = read(payload, about.data);
    return 'reason' in heard ? nothing(heard.reason) : { ...common(about.data), ...heard };
  } catch (error) {
    const detail = error instanceof z.ZodError ? problem(error) : 'unreadable';
    return nothing(`unexpected ${name} ${action}: ${detail}`);
  }
}
