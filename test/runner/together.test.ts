import { expect, it } from 'vitest';
import { together } from '../../src/runner/together.ts';

it('gives what both gave', async () => {
  expect(await together(Promise.resolve(1), Promise.resolve('two'))).toEqual([1, 'two']);
});

it('fails with the first of them that failed, and not before the other has ended', async () => {
  const order: string[] = [];
  const failing = Promise.reject(new Error('no isolation'));
  const slow = new Promise<void>((resolve) => setImmediate(resolve)).then(() =>
    order.push('the other ended'),
  );
  await together(failing, slow).catch((error: Error) => order.push(error.message));
  expect(order).toEqual(['the other ended', 'no isolation']);
  const both = together(Promise.reject(new Error('one')), Promise.reject(new Error('other')));
  await expect(both).rejects.toThrow('one');
});
