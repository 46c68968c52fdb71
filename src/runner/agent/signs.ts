/** When there was last a sign of life, from the agent or from a model that answers it. */
export interface Signs {
  /** Milliseconds on the clock of `performance.now()`. */
  last(): number;
  touch(): void;
}

export const createSigns = (): Signs => {
  let at = performance.now();
  return {
    last: () => at,
    touch: () => {
      at = performance.now();
    },
  };
};
