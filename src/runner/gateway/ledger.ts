import { type Budget, modelName, type ServedModel, type Usage } from '../../contracts/models.ts';
import { type Counts, dollars, used } from './counts.ts';
import type { Tokens } from './meter.ts';
import type { GatewayStop } from './options.ts';
import { createTally } from './tally.ts';

/** One request to a provider, counted when it begins. */
export interface Entry {
  failed(): void;
  /** What it used, null for nothing; gives its reservation back. Only the first call counts, and one has to come. */
  end(tokens: Tokens | null): void;
}

/** What a request may use at most, as far as that can be known before. */
export interface Reservation {
  input: number;
  output: number;
}

/** `gone`: nobody waits for the decision any more. */
export type Admission =
  | { kind: 'admitted'; entry: Entry }
  | { kind: 'used-up'; stop: GatewayStop }
  | { kind: 'gone' };

/** What an assignment used so far, and whether it may use more. */
export interface Ledger {
  /**
   * Counts a request at its start. One whose reservation does not fit beside those under way waits for them, in turn;
   * one that is alone is admitted while anything is left. So a cap is passed by what one request uses, at most.
   */
  admit(model: ServedModel, ask: { reservation: Reservation; signal: AbortSignal }): Promise<Admission>;
  /** Counts a request that is no request to a model; false when there were too many of them. */
  passed(path: string): boolean;
  refused(path: string): void;
  usage(): Usage;
}

/** Requests that are none to a model may be so many times those that are. */
const passedPerRequest = 4;

interface Waiting {
  decide: () => Admission | null;
  resolve: (admission: Admission) => void;
}

export const createLedger = (budget: Budget): Ledger => {
  const rows = new Map<string, Counts>();
  const underWay = new Set<{ tokens: number; cost: number }>();
  const waiting: Waiting[] = [];
  const passed = createTally();
  const refused = createTally();
  let estimated = false;
  // what one request used beyond its reservation, the next ones may use as well; before the first nothing is known of it
  let surplus: number | null = null;

  const rowOf = (model: ServedModel): Counts => {
    const name = modelName(model);
    const row = rows.get(name) ?? {
      model,
      requests: 0,
      failed: 0,
      inputTokens: 0,
      cachedTokens: 0,
      writtenTokens: 0,
      outputTokens: 0,
    };
    rows.set(name, row);
    return row;
  };

  const fits = (wanted: { tokens: number; cost: number }): boolean => {
    if (underWay.size === 0) return true;
    if (surplus === null) return false;
    const spent = used([...rows.values()]);
    let tokens = spent.inputTokens + spent.outputTokens + wanted.tokens;
    let cost = (spent.cost ?? 0) + wanted.cost;
    for (const held of underWay) {
      tokens += held.tokens;
      cost += held.cost;
    }
    return tokens <= budget.tokens && (budget.cost === null || cost <= budget.cost);
  };

  const serveWaiting = (): void => {
    for (let next = waiting[0]; next; next = waiting[0]) {
      const admission = next.decide();
      if (admission === null) return;
      waiting.shift();
      next.resolve(admission);
    }
  };

  const begin = (
    model: ServedModel,
    options: { reserved: number; held: { tokens: number; cost: number } },
  ) => {
    const { reserved, held } = options;
    const row = rowOf(model);
    row.requests += 1;
    underWay.add(held);
    const entry: Entry = {
      failed: () => {
        row.failed += 1;
      },
      end: (tokens) => {
        if (!underWay.delete(held)) return;
        if (tokens !== null) {
          row.inputTokens += tokens.input;
          row.cachedTokens += tokens.cached;
          row.writtenTokens += tokens.written;
          row.outputTokens += tokens.output;
          estimated ||= tokens.estimated;
          surplus = Math.max(surplus ?? 0, tokens.input + tokens.output - reserved);
        }
        serveWaiting();
      },
    };
    return entry;
  };

  const decide = (model: ServedModel, { input, output }: Reservation): Admission | null => {
    const stop = overBudget(used([...rows.values()]), budget);
    if (stop) return { kind: 'used-up', stop };
    const beyond = surplus ?? 0;
    const held = {
      tokens: input + output + beyond,
      cost: dollars(model.price, { input, cached: 0, written: input, output: output + beyond }) ?? 0,
    };
    return fits(held) ? { kind: 'admitted', entry: begin(model, { reserved: input + output, held }) } : null;
  };

  return {
    admit: (model, { reservation, signal }) => {
      if (signal.aborted) return Promise.resolve({ kind: 'gone' });
      const admission = waiting.length === 0 ? decide(model, reservation) : null;
      if (admission) return Promise.resolve(admission);
      return new Promise((resolve) => {
        const turn: Waiting = {
          decide: () => decide(model, reservation),
          resolve: (decided) => {
            signal.removeEventListener('abort', leave);
            resolve(decided);
          },
        };
        const leave = (): void => {
          waiting.splice(waiting.indexOf(turn), 1);
          resolve({ kind: 'gone' });
          serveWaiting();
        };
        signal.addEventListener('abort', leave, { once: true });
        waiting.push(turn);
      });
    },
    passed: (path) => {
      if (passed.total() >= passedPerRequest * budget.requests) return false;
      passed.add(path);
      return true;
    },
    refused: refused.add,
    usage: () => {
      const all = [...rows.values()];
      return {
        ...used(all),
        estimated,
        models: all.map((row) => ({ model: modelName(row.model), ...used([row]) })),
        passed: passed.list(),
        refused: refused.list(),
      };
    },
  };
};

const overBudget = (
  spent: { requests: number; inputTokens: number; outputTokens: number; cost: number | null },
  budget: Budget,
): GatewayStop | null => {
  const tokens = spent.inputTokens + spent.outputTokens;
  if (spent.requests >= budget.requests)
    return {
      limit: 'requests',
      detail: `All ${budget.requests} requests to models that this run may make are used up; \`caps.requests\` sets how many.`,
    };
  if (tokens >= budget.tokens)
    return {
      limit: 'tokens',
      detail: `This run used ${tokens} tokens and may use ${budget.tokens}; \`caps.tokens\` sets how many, \`caps.item\` and \`caps.month\` what is left of them.`,
    };
  if (budget.cost !== null && (spent.cost ?? 0) >= budget.cost)
    return {
      limit: 'cost',
      detail: `This run cost $${(spent.cost ?? 0).toFixed(4)} and may cost $${budget.cost.toFixed(4)}; \`caps.cost\` sets how much, \`caps.item\` and \`caps.month\` what is left of it.`,
    };
  return null;
};
