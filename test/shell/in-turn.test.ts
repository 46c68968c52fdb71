import { expect, it } from 'vitest';
import { inTurn } from '../../src/shell/perform/in-turn.ts';

it('works of one name go one after another, and a failed one keeps none from going', async () => {
  const steps: string[] = [];
  const gates = new Map<string, () => void>();
  const work = (name: string) => async (): Promise<string> => {
    steps.push(`${name} begins`);
    await new Promise<void>((resolve) => gates.set(name, resolve));
    steps.push(`${name} ends`);
    if (name === 'first') throw new Error('first failed');
    return name;
  };
  const first = inTurn('a', work('first'));
  const second = inTurn('a', work('second'));
  const other = inTurn('b', work('other'));
  await Promise.resolve();
  expect(steps).toEqual(['first begins', 'other begins']);
  gates.get('first')?.();
  await expect(first).rejects.toThrow('first failed');
  await Promise.resolve();
  gates.get('second')?.();
  gates.get('other')?.();
  expect(await Promise.all([second, other])).toEqual(['second', 'other']);
  expect(steps.indexOf('second begins')).toBeGreaterThan(steps.indexOf('first ends'));
  expect(await inTurn('a', async () => 'third')).toBe('third');
});
