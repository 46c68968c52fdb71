import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { withGeneratedParts } from '../../src/cli/generated-readme.ts';
import { commandDefinitions } from '../../src/commands/registry.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

it('the README shows the commands and the configuration as they are (`npm run readme` updates it)', () => {
  expect(withGeneratedParts(readme)).toBe(readme);
  for (const { name } of commandDefinitions) expect(readme).toContain(`/${name}`);
  // an outdated one is noticed
  expect(withGeneratedParts(readme.replace('`/accept`', '`/accepted`'))).toBe(readme);
});
