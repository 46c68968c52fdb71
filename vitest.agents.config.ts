import { defineConfig } from 'vitest/config';

/** The real CLIs: opt-in, one after another, for they are large and slow to start. */
export default defineConfig({
  test: {
    include: ['test/agents/**/*.test.ts'],
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
