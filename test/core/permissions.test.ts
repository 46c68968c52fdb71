import { describe, expect, it } from 'vitest';
import type { ActorFact } from '../../src/core/facts.ts';
import { githubLogin, mayRun } from '../../src/core/permissions.ts';
import type { Role } from '../../src/ports/github.ts';

const roles: Role[] = ['none', 'read', 'triage', 'write', 'maintain', 'admin'];
const withRole = (role: Role): ActorFact => ({ state: 'role', role, sameAccount: true });

describe('who may run a command', () => {
  it.each([
    ['write', ['write', 'maintain', 'admin']],
    ['triage', ['triage', 'write', 'maintain', 'admin']],
  ] as const)('a command that asks for %s is open to %j', (who, allowed) => {
    expect(roles.filter((role) => mayRun(who, withRole(role)).allowed)).toEqual(allowed);
  });

  it('refuses a login that now belongs to another account, whatever its role', () => {
    expect(mayRun('triage', { state: 'role', role: 'admin', sameAccount: false })).toMatchObject({
      allowed: false,
    });
  });

  it('refuses bots', () => {
    expect(mayRun('triage', { state: 'bot' })).toMatchObject({ allowed: false });
  });

  it('lets team members without a known GitHub account look, and move nothing', () => {
    expect(mayRun('triage', { state: 'unmapped', guest: false })).toEqual({ allowed: true });
    expect(mayRun('write', { state: 'unmapped', guest: false })).toMatchObject({ allowed: false });
  });

  it('lets guests do nothing', () => {
    expect(mayRun('triage', { state: 'unmapped', guest: true })).toMatchObject({ allowed: false });
  });

  it('says why, and what would work', () => {
    expect(mayRun('write', withRole('read'))).toEqual({
      allowed: false,
      why: 'it needs the write role on this repository, and yours is read',
      remedy: 'ask somebody with write access to do it, or a maintainer for that role',
    });
    expect(mayRun('write', { state: 'unmapped', guest: false })).toMatchObject({
      remedy: expect.stringContaining('`people`'),
    });
  });
});

describe('the login of a person on GitHub', () => {
  const linear = { surface: 'linear', id: 'lin-7', login: 'Grace' } as const;
  const role = { state: 'role', role: 'write', sameAccount: true, login: 'mallory' } as const;

  it.each<[string, Parameters<typeof githubLogin>, string | null]>([
    ['GitHub’s own', [{ surface: 'github', id: '7', login: 'grace' }, undefined], 'grace'],
    ['that of the account a Linear person counts as', [linear, role], 'mallory'],
    ['none of a Linear name alone', [linear, withRole('write')], null],
    ['none of a Linear person without an account', [linear, { state: 'unmapped', guest: false }], null],
    ['none of an account that changed hands', [linear, { ...role, sameAccount: false }], null],
    ['none where nobody was asked', [linear, undefined], null],
  ])('is %s', (_, [actor, fact], login) => {
    expect(githubLogin(actor, fact)).toBe(login);
  });
});
