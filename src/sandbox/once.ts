import { judgeChecks, judgeGit, judgePlan, readItem } from './judge.ts';
import type { Local } from './local.ts';
import { type Play, playStory } from './play.ts';
import { type Summary, summarize } from './summary.ts';

/** Plays the story to its end, stops the App and says what it came to. */
export const playOnce = async (options: {
  local: Local;
  play: Play;
  ownStory: boolean;
  startedAt: number;
}): Promise<Summary> => {
  const { local, play } = options;
  const ending = await playStory(local, play).catch((error: unknown) => ({
    ok: false as const,
    why: error instanceof Error ? error.message : 'the story broke off',
    pull: null,
    commands: 0,
    replies: 0,
  }));
  await local.app().stop();
  const item = await readItem(local);
  play.tell('judging what is in git, and every check');
  const problems = ending.ok
    ? [...judgeChecks(local), ...(await judgeGit({ local, item, runTests: options.ownStory }))]
    : [];
  const verdict = ending.ok ? await judgePlan(local, item) : null;
  const elapsedMs = Date.now() - options.startedAt;
  return summarize({ local, ending, item, verdict, problems, elapsedMs, reviewed: options.ownStory });
};
