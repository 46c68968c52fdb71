import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'test/hard/**/*.test.ts',
      'test/**/{hostile,job-tokens}.test.ts',
      'test/journeys/{pulls,closed,failures,corrections,who,webhooks,entering,recording,planning,grill-on-github,models,from-ticket,reviewing,story,fates,fates-elsewhere,fates-forced,reviewers,reviewers-missing,updating,rounds,rounds-answers,follow-ups}.test.ts',
      'test/checks/test-integrity/look-alikes.test.ts',
      'test/runner/{steps,limits}.test.ts',
      'test/runner/publish/refusals.test.ts',
      'test/runner/kept/kept.test.ts',
      'test/runner/gateway/outcomes.test.ts',
      'test/runner/planning/{turns,boundary}.test.ts',
      'test/runner/claims/stop.test.ts',
      'test/runner/isolation/running.test.ts',
      'test/action/action.test.ts',
      'test/sandbox/github/{refusals,reviews,pull-fates}.test.ts',
      'test/adapters/postgres/folder.test.ts',
    ],
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 900_000,
    hookTimeout: 120_000,
  },
});
