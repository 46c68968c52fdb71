import { modelName, type ServedModel } from '../../contracts/models.ts';
import type { Clock } from './clock.ts';
import type { GatewayStop } from './options.ts';

/** Which models of a chain to ask, and when there is no use in asking. */
export interface Health {
  /** Models to ask, in order; those found out of order a moment ago are left out while others are left. */
  candidates(): ServedModel[];
  /** A try failed. */
  failing(): void;
  outOfOrder(model: ServedModel, trouble: string): void;
  /** A request was answered by it to the end, or refused by it in good order. */
  good(model: ServedModel): void;
  /** An answer of it broke off after bytes had passed. */
  broke(model: ServedModel, trouble: string): void;
  /** A request found no model in order; `lasting`: for reasons that do not pass by waiting. */
  exhausted(options: { lasting: boolean }): void;
  /** Each model and its last trouble, for people. */
  told(): string;
}

/** Milliseconds in which nothing may have worked before the agent is told to stop. By the clock: requests run side by side. */
export const usualPatienceMs = 90_000;

/** Milliseconds for which a model that was out of order is not asked. */
const skipped = 60_000;
/** Answers in a row that break off: for the model to be skipped, and for the agent to be told to stop. */
const brokenInRow = { skip: 2, stop: 4 };

export const createHealth = (options: {
  chain: ServedModel[];
  clock: Clock;
  patienceMs: number;
  stop: (reason: GatewayStop) => void;
}): Health => {
  const { chain, clock, patienceMs, stop } = options;
  const troubles = new Map<string, { text: string; until: number }>();
  let failingSince: number | null = null;
  let broken = 0;

  const note = (model: ServedModel, text: string, until: number): void => {
    troubles.set(modelName(model), { text, until });
  };
  const failing = (): void => {
    failingSince ??= clock.now();
  };
  const lasted = (): boolean => failingSince !== null && clock.now() - failingSince >= patienceMs;
  const told = (): string =>
    chain
      .flatMap((model) => {
        const trouble = troubles.get(modelName(model));
        return trouble ? [`${modelName(model)} ${trouble.text}`] : [];
      })
      .join('; ');

  return {
    candidates: () => {
      const usable = chain.filter((model) => (troubles.get(modelName(model))?.until ?? 0) <= clock.now());
      return usable.length === 0 ? chain : usable;
    },
    failing,
    outOfOrder: (model, trouble) => note(model, trouble, clock.now() + skipped),
    good: (model) => {
      failingSince = null;
      broken = 0;
      troubles.delete(modelName(model));
    },
    broke: (model, trouble) => {
      failing();
      broken += 1;
      note(model, trouble, broken >= brokenInRow.skip ? clock.now() + skipped : 0);
      if (broken >= brokenInRow.stop && lasted())
        stop({ limit: 'model', detail: `Answers broke off ${broken} times in a row: ${told()}.` });
    },
    exhausted: ({ lasting }) => {
      if (lasting || lasted())
        stop({
          limit: 'model',
          detail: `No model is in order: ${told()}. Dispatch again later, or add another one to \`agents.allowed.<name>.fallback\`.`,
        });
    },
    told,
  };
};
