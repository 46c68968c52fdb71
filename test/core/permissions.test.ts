import { describe, expect, it } from 'vitest';
import type { ActorFact } from '../../src/core/facts.ts';
import { mayRun } from '../../src/core/permissions.ts';
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
