import type { Role } from '../ports/github.ts';
import type { Actor } from './event.ts';
import type { ActorFact } from './facts.ts';

/** The least right somebody needs: a role on the repository; `plan` is write there, or membership of the tracker's team. */
export type Who = 'triage' | 'plan' | 'write';

export type Permission = { allowed: true } | { allowed: false; why: string; remedy: string };

/** Login on GitHub; null where nobody knows it. In Linear people give themselves what name they like. */
export const githubLogin = (actor: Actor, fact: ActorFact | undefined): string | null => {
  if (actor.surface === 'github') return actor.login;
  return fact?.state === 'role' && fact.sameAccount ? (fact.login ?? null) : null;
};

const order: readonly Role[] = ['none', 'read', 'triage', 'write', 'maintain', 'admin'];

/**
 * Whether somebody may run a command that asks for `who`.
 * Members of the tracker's team whose GitHub account is unknown may look (`triage`) and plan, and dispatch, accept or file nothing.
 */
export const mayRun = (who: Who, actor: ActorFact): Permission => {
  switch (actor.state) {
    case 'bot':
      return refuse('bots and Apps do not run commands', 'a person has to type it in a comment of their own');
    case 'unmapped':
      return unmapped(who, actor.guest);
    case 'role':
      return actor.sameAccount ? byRole(who, actor.role) : renamed;
  }
};

const refuse = (why: string, remedy: string): Permission => ({ allowed: false, why, remedy });

/** A login can be given up and taken by somebody else: the role then speaks of another account than the sender's. */
const renamed = refuse(
  'the login now belongs to another account than the one that wrote this',
  'write the command again from the account that has access to the repository',
);

const byRole = (asked: Who, role: Role): Permission => {
  const who = asked === 'plan' ? 'write' : asked;
  return order.indexOf(role) >= order.indexOf(who)
    ? { allowed: true }
    : refuse(
        `it needs the ${who} role on this repository, and yours is ${role}`,
        `ask somebody with ${who} access to do it, or a maintainer for that role`,
      );
};

const unmapped = (who: Who, guest: boolean): Permission => {
  if (guest) return refuse('guests of the Linear workspace run no commands', 'ask a member of the team');
  if (who !== 'write') return { allowed: true };
  return refuse(
    'your Linear account is not connected to a GitHub account',
    'connect GitHub in your Linear settings, have yourself added under `people` in `.github/throughline.yml`, or write the command on GitHub',
  );
};
