import { LRUCache } from 'lru-cache';
import type { GitAnswer } from './process.ts';

/** Keeps what git said about objects that are named by their SHA: it stays true for as long as anybody asks. */
export interface Answers {
  /** What was answered to this very question before, else what `ask` answers; kept where git exited with 0. */
  recall(question: unknown, ask: () => Promise<GitAnswer>): Promise<GitAnswer>;
  forget(): void;
}

const mebibyte = 1024 * 1024;

/** Bounded by bytes, with the questions: the lists of SHAs in them may be long. */
export const createAnswers = (): Answers => {
  const kept = new LRUCache<string, GitAnswer>({
    maxSize: 32 * mebibyte,
    maxEntrySize: mebibyte,
    sizeCalculation: ({ stdout }, question) => stdout.length + 2 * question.length,
  });
  return {
    recall: async (question, ask) => {
      const key = JSON.stringify(question);
      const known = kept.get(key);
      if (known !== undefined) return known;
      const answer = await ask();
      if (answer.exitCode === 0) kept.set(key, answer);
      return answer;
    },
    forget: () => kept.clear(),
  };
};
