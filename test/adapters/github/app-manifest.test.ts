import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  type Access,
  graphqlOperations,
  type Need,
  restOperations,
} from '../../../src/adapters/github/permissions.ts';
import { handledEvents } from '../../../src/adapters/github/read-delivery.ts';

const manifest: { default_events: string[]; default_permissions: Record<string, Access> } = parse(
  readFileSync(new URL('../../../app.yml', import.meta.url), 'utf8'),
);
const needs: Need[] = [...Object.values(restOperations), ...Object.values(graphqlOperations)];

test('the App subscribes to exactly the events that are handled', () => {
  expect([...manifest.default_events].sort()).toEqual(handledEvents);
});

test('the App asks for exactly the permissions its requests need', () => {
  const needed: Record<string, Access> = {};
  for (const need of needs) {
    if (need.token === 'jwt') continue;
    if (needed[need.permission] !== 'write') needed[need.permission] = need.access;
  }
  expect(manifest.default_permissions).toEqual(needed);
});

test('neither workflows nor administration is among them', () => {
  expect(Object.keys(manifest.default_permissions)).not.toContain('workflows');
  expect(Object.keys(manifest.default_permissions)).not.toContain('administration');
});

test('every operation of the table is sent by the adapter', () => {
  const folder = new URL('../../../src/adapters/github/', import.meta.url);
  const others = readdirSync(folder).filter((name) => name !== 'permissions.ts');
  const source = others.map((name) => readFileSync(new URL(name, folder), 'utf8')).join();
  const unsent = Object.keys(restOperations).filter((operation) => !source.includes(`'${operation}'`));
  expect(unsent).toEqual([]);
});
