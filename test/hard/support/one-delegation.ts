import { askedOn, tick, until } from '../../../src/sandbox/person.ts';
import type { Evidence } from './compare.ts';
import { type About, evidenceOf } from './evidence.ts';
import { idle } from './idle.ts';
import type { HardWorld } from './world.ts';

export type Ticket = About;

const withinMs = 90_000;

/** A ticket up to the scope of its second delegation: begun, confirmed, worked on, reviewed, accepted, merged. */
export const playOneDelegation = async (world: HardWorld, ticket: Ticket): Promise<Evidence> => {
  const { local, supervisor } = world;
  const { key, change } = ticket;
  const { github, linear, repository } = local;
  const look = <T>(what: string, found: () => T | null | undefined | false): Promise<T> =>
    Promise.race([
      until(local, { what: `${what} of ${key}`, withinMs, look: () => found() || null }),
      supervisor.failed,
    ]);
  const told = (text: string): boolean =>
    linear.issue(key)?.comments.some(({ author, body }) => author === 'Throughline' && body.includes(text)) ??
    false;
  const pull = () => github.pulls(repository).find(({ head }) => head.ref.includes(change));
  const asked = (command: string) =>
    askedOn(local).find((one) => one.number === pull()?.number && one.command === command);
  const comments = (): string[] =>
    github.thread(repository, pull()?.number ?? 0).comments.map(({ body }) => body);

  linear.labelAs({ user: 'Ada', issue: key, label: 'phase:delegate' });
  await look('the scope', () => told('/confirm'));
  linear.commentAs({ user: 'Ada', issue: key, body: '/confirm' });
  tick(local, await look('the review', () => asked('accept')));
  await look('the next scope', () => asked('confirm'));
  await look('the status after the merge', () =>
    comments().some((body) => body.includes('throughline:status') && body.includes('Stage: **planned**')),
  );
  // what people see is there; what the App still has under way comes to its end
  await idle(local);
  return evidenceOf(local, ticket);
};
