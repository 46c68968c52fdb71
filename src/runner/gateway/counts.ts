import type { ServedModel } from '../../contracts/models.ts';

/** What one model was asked and used. */
export interface Counts {
  model: ServedModel;
  requests: number;
  failed: number;
  /** All input; cached and written input are parts of it. */
  inputTokens: number;
  cachedTokens: number;
  writtenTokens: number;
  outputTokens: number;
}

/** What providers take for writing their cache where they take something of their own, as a share of the price of input. */
const writtenShare = 1.25;

/** null: no price is known. */
export const dollars = (
  price: ServedModel['price'],
  tokens: { input: number; cached: number; written: number; output: number },
): number | null => {
  if (price === null) return null;
  const { input, cached, written, output } = tokens;
  const plain = Math.max(0, input - cached - written);
  const writing = price.written ?? writtenShare * price.input;
  return (plain * price.input + cached * price.cached + written * writing + output * price.output) / 1e6;
};

const sum = (rows: Counts[], count: (row: Counts) => number): number =>
  rows.reduce((total, row) => total + count(row), 0);

const totalDollars = (rows: Counts[]): number | null =>
  rows
    .map((row) =>
      dollars(row.model.price, {
        input: row.inputTokens,
        cached: row.cachedTokens,
        written: row.writtenTokens,
        output: row.outputTokens,
      }),
    )
    .reduce<number | null>((total, cost) => (total === null || cost === null ? null : total + cost), 0);

/** All rows together, as usage has it. */
export const used = (rows: Counts[]) => ({
  requests: sum(rows, (row) => row.requests),
  failed: sum(rows, (row) => row.failed),
  inputTokens: sum(rows, (row) => row.inputTokens),
  cachedTokens: sum(rows, (row) => row.cachedTokens),
  outputTokens: sum(rows, (row) => row.outputTokens),
  cost: totalDollars(rows),
});
