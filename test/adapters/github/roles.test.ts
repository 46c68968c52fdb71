import { afterEach, expect, test } from 'vitest';
import { createStage, ref, repo, type Stage, user } from './stage.ts';

let stage: Stage;
afterEach(() => expect(stage.leftovers()).toEqual([]));

const path = `${repo}/collaborators/ann/permission`;
const none = { pull: false, triage: false, push: false, maintain: false, admin: false };
const answer = (roleName: string, permission: string, permissions: object = {}) => ({
  permission,
  role_name: roleName,
  user: { ...user('ann', 2), role_name: roleName, permissions: { ...none, ...permissions } },
});

test.each(['none', 'read', 'triage', 'write', 'maintain', 'admin'])('role %s', async (role) => {
  stage = createStage();
  stage.on('GET', path, { body: answer(role, 'read') });
  expect(await stage.github.repository(ref).permission('ann')).toEqual({ role, userId: 2 });
});

test.each([
  ['read', { pull: true }],
  ['triage', { pull: true, triage: true }],
  ['write', { pull: true, triage: true, push: true }],
  ['maintain', { pull: true, triage: true, push: true, maintain: true }],
  ['none', {}],
])('a custom role that covers %s counts as it', async (role, permissions) => {
  stage = createStage();
  stage.on('GET', path, { body: answer('security reviewer', 'none', permissions) });
  expect(await stage.github.repository(ref).permission('ann')).toEqual({ role, userId: 2 });
});

test('a custom role without particulars counts as what GitHub calls its permission', async () => {
  stage = createStage();
  stage.on('GET', path, { body: { permission: 'write', role_name: 'builder', user: null } });
  expect(await stage.github.repository(ref).permission('ann')).toEqual({ role: 'write', userId: null });
});

test('somebody GitHub does not know has no role', async () => {
  stage = createStage();
  stage.on('GET', path, { status: 404 });
  expect(await stage.github.repository(ref).permission('ann')).toEqual({ role: 'none', userId: null });
});
