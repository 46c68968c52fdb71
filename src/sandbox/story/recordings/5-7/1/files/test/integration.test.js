import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { classifyLink } from '../src/scanner/classify.js';
import { scanLinks } from '../src/scanner/links.js';
import { resolveCanonicalLink } from '../src/scanner/resolve.js';
import { sync } from '../src/sync.js';
import { readWarehouse } from '../src/warehouse.js';

const example = fileURLToPath(new URL('../examples/warehouse', import.meta.url));

test('every canonical link of the example resolves in a project it was distributed to', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'waymark-'));
  t.after(() => rm(root, { recursive: true, force: true }));
  const { written, warnings } = await sync(await readWarehouse(example), root);
  assert.deepEqual(warnings, []);

  const project = await readWarehouse(root);
  const links = written.flatMap((path) =>
    scanLinks(project.get(path)).map((link) => ({ path, target: link.target, kind: classifyLink(link.target, path) })),
  );
  const canonical = links.filter((link) => link.kind === 'canonical');
  assert.ok(canonical.length >= 4, 'the example has canonical links to follow');
  for (const { path, target } of canonical) {
    assert.equal(resolveCanonicalLink(target, project).missing, null, `${path} links to ${target}`);
  }
});

test('partials are in place, and are no assistants', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'waymark-'));
  t.after(() => rm(root, { recursive: true, force: true }));
  const { written } = await sync(await readWarehouse(example), root);
  assert.deepEqual(written.filter((path) => path.startsWith('assistants/')), ['assistants/review.md']);
  assert.match(await readFile(join(root, 'assistants/review.md'), 'utf8'), /Be brief and kind/);
});
