import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { main } from '../src/cli.js';

async function warehouse(t, files) {
  const root = await mkdtemp(join(tmpdir(), 'waymark-'));
  t.after(() => rm(root, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}

async function run(...args) {
  const lines = [];
  const code = await main(args, { out: (line) => lines.push(line), err: (line) => lines.push(line) });
  return { code, text: lines.join('\n') };
}

test('lint exits with 1 on a finding and prints where it is', async (t) => {
  const root = await warehouse(t, { 'contexts/a.md': '[b](/contexts/b.md)' });
  const { code, text } = await run('lint', root);
  assert.equal(code, 1);
  assert.match(text, /^contexts\/a\.md:1: dead-link: /);
});

test('lint --fix repairs what it can and reports what is left', async (t) => {
  const root = await warehouse(t, {
    'agents/x.md': '[a](../contexts/a.md) [s](../../s.md)',
    'contexts/a.md': '# A\n',
  });
  const { code, text } = await run('lint', root, '--fix');
  assert.equal(code, 1);
  assert.match(text, /1 links rewritten in 1 files\nagents\/x\.md:1: escaping-link: .*\n1 finding/);
  assert.equal(await readFile(join(root, 'agents/x.md'), 'utf8'), '[a](/contexts/a.md) [s](../../s.md)');
});

test('--fix with another command changes nothing and says so', async () => {
  const { code, text } = await run('sync', '--fix', 'a', 'b');
  assert.equal(code, 2);
  assert.match(text, /--fix belongs to lint/);
});
