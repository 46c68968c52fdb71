import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createCapture } from '../../src/runner/capture.ts';

const captured = (cap: number, chunks: string[]): string => {
  const capture = createCapture(cap);
  for (const chunk of chunks) capture.add(Buffer.from(chunk));
  return capture.text();
};

it('output within the cap is kept as it is, however it arrives', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 8 }), { maxLength: 12 }), (chunks) => {
      const whole = chunks.join('');
      expect(captured(2 * Buffer.byteLength(whole) + 2, chunks)).toBe(whole);
    }),
  );
});

it('beyond it, beginning, end and the number of missing bytes are kept', () => {
  const chunk = fc.string({ unit: fc.constantFrom(...'abcdef'), minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(
      fc.array(chunk, { minLength: 3, maxLength: 40 }),
      fc.integer({ min: 2, max: 20 }),
      (chunks, cap) => {
        const whole = chunks.join('');
        const half = Math.floor(cap / 2);
        fc.pre(whole.length > 2 * half);
        const cut = whole.length - 2 * half;
        expect(captured(cap, chunks)).toBe(
          `${whole.slice(0, half)}\n[… ${cut} bytes cut …]\n${whole.slice(-half)}`,
        );
      },
    ),
  );
});
