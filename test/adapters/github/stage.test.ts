import { expect, test } from 'vitest';
import { createStage, failure, ref, repo } from './stage.ts';

test('the stage tells of an answer that GitHub would not give', async () => {
  const stage = createStage();
  stage.on('GET', `${repo}/git/ref/heads/x`, { body: { object: { sha: 5 } } });
  await stage.github
    .repository(ref)
    .refSha('heads/x')
    .catch(() => null);
  expect(stage.leftovers().join()).toContain('/object/sha');
});

test('the stage tells of a request that GitHub would not take', async () => {
  const stage = createStage();
  stage.on('POST', `${repo}/git/refs`, { status: 201 });
  const sha: string = Object({ sha: 5 }).sha;
  await stage.github.repository(ref).createRef('heads/x', sha);
  expect(stage.leftovers().join()).toContain('body: /sha');
});

test('the stage tells of a request that did not come, and lets no other out', async () => {
  const stage = createStage();
  stage.on('GET', repo);
  expect(await failure(stage.github.repository(ref).run(5))).toMatchObject({ name: 'Unavailable' });
  expect(stage.leftovers().join()).toContain('never asked');
});
