import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { removeFolder } from '../../src/runner/remove.ts';

it('removes folders deeper than a path may be long, and minds none that is gone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-remove-'));
  const deep = 'i=0; while [ $i -lt 3000 ]; do mkdir d && cd d || break; i=$((i + 1)); done';
  execFileSync('sh', ['-c', deep], { cwd: folder, stdio: 'ignore' });
  await expect(rm(folder, { recursive: true })).rejects.toThrow('ENAMETOOLONG');
  await removeFolder(folder);
  expect(existsSync(folder)).toBe(false);
  await removeFolder(folder);
});
