type Method = (...args: unknown[]) => unknown;

export interface Fake<T> {
  /** To be handed to the code under test. */
  port: T;
  /** Names of the methods it called, in order. */
  calls: string[];
  /** The next call of `method` throws: `before` it does anything, or `after` it did (a lost reply). */
  failNext: (method: keyof T & string, error: Error, when?: 'before' | 'after') => void;
}

/** Plain values behind a port, with what was asked of it written down and failures on demand. */
export const fakeOf = <T extends object>(values: T): Fake<T> => {
  const calls: string[] = [];
  const failures: { method: string; error: Error; when: 'before' | 'after' }[] = [];
  const takeFailure = (method: string, when: 'before' | 'after'): void => {
    const index = failures.findIndex((one) => one.method === method && one.when === when);
    const [failure] = index < 0 ? [] : failures.splice(index, 1);
    if (failure) throw failure.error;
  };
  const port = new Proxy(values, {
    get: (target, name, receiver) => {
      const value: unknown = Reflect.get(target, name, receiver);
      if (typeof value !== 'function' || typeof name !== 'string') return value;
      return async (...args: unknown[]) => {
        calls.push(name);
        takeFailure(name, 'before');
        const answer: unknown = await Reflect.apply(value as Method, target, args);
        takeFailure(name, 'after');
        return answer;
      };
    },
  });
  return {
    port,
    calls,
    failNext: (method, error, when = 'before') => failures.push({ method, error, when }),
  };
};
