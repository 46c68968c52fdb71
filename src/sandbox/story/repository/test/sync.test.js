import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { placeOf, scanFileForKnowledge, sync } from '../src/sync.js';

test('assistants lose their folders, other artifacts keep theirs', () => {
  assert.equal(placeOf('agents/team/review.md'), 'assistants/review.md');
  assert.equal(placeOf('contexts/rules.md'), 'contexts/rules.md');
});

test('artifacts are written with their partials in place', async (t) => {
  const project = await mkdtemp(join(tmpdir(), 'waymark-'));
  t.after(() => rm(project, { recursive: true, force: true }));
  const files = new Map([
    ['agents/_partials/tone.md', 'Be kind.\n'],
    ['agents/review.md', '# Review\n\n<!-- include: tone -->\n'],
  ]);
  const { written, warnings } = await sync(files, project);
  assert.ok(written.includes('assistants/review.md'));
  assert.deepEqual(warnings, []);
  assert.equal(await readFile(join(project, 'assistants/review.md'), 'utf8'), '# Review\n\nBe kind.\n');
});

test('a broken link into contexts is a warning, not an error', () => {
  assert.deepEqual(scanFileForKnowledge('agents/a.md', '[x](../contexts/x.md#y)', new Map()), [
    'agents/a.md links to contexts/x.md, which does not exist',
  ]);
});
