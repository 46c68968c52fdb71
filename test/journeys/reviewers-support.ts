import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configurationText } from './project.ts';
import { type Journey, pullOf, startJourney, tickBox, wait } from './support.ts';

const marker = '<!-- opencode-pr-review -->';

/** A journey in which a bot of the post's form reviews in place of ours, and time can be moved. */
export interface ReviewerJourney extends Journey {
  /** The reviewer's comment on this head. */
  says: (number: number, head: string, words: string) => void;
  /** … or without a word of the form. */
  comments: (number: number, body: string) => void;
  headOf: (number: number) => string;
  /** The newest `throughline / bot review` on this head, once it has this conclusion; null: it is not over. */
  checkIs: (
    head: string,
    conclusion: string | null,
  ) => Promise<ReturnType<Journey['local']['github']['checks']>[number]>;
  /** All sections accepted in one delegation, and the reviewer awaited. Gives the pull request. */
  polished: (change: string) => Promise<number>;
  /** Phases of the runs about a change, oldest first. */
  phases: (change: string) => string[];
  /** The App starts again, so many minutes ahead of everybody. */
  goAhead: (minutes: number) => Promise<void>;
}

export const startReviewerJourney = async (tickets: string[]): Promise<ReviewerJourney> => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-ahead-'));
  const journey = await startJourney({
    tickets,
    agent: 'answerer.mjs',
    app: { entry: 'sandbox/later-app.ts', extra: { AHEAD: join(folder, 'minutes') } },
    configuration: (control) =>
      configurationText(control, {
        rounds: { reviewer: { login: 'opencode-review', reads: 'markdown', marker }, wait: 30 },
      }),
  });
  const { local } = journey;
  const reviewer = local.github.otherApp('opencode-review', local.repository);
  const comments = (number: number, body: string): void => {
    reviewer.comment({ number, body });
  };
  const newestCheck = (head: string) =>
    local.github.checks(local.repository, head).findLast(({ name }) => name === 'throughline / bot review');
  return {
    ...journey,
    comments,
    says: (number, head, words) =>
      comments(number, `${marker}\n## Review\n\nReviewed commit: \`${head}\`\n\n${words}`),
    headOf: (number) => pullOf(local, number).head.sha,
    checkIs: (head, conclusion) =>
      wait(local, `the check to be ${conclusion}`, () => {
        const check = newestCheck(head);
        return check?.conclusion === conclusion ? check : null;
      }),
    polished: async (change) => {
      const ticket = journey.ticket(change);
      ticket.say('/delegate 1-3');
      await ticket.shows('confirm the scope');
      ticket.say('/confirm');
      const pull = await ticket.pull();
      await tickBox(local, { number: pull, command: 'accept', decision: 'd1a1' });
      await ticket.shows('to review');
      return pull;
    },
    phases: (change) =>
      local.github
        .runs(local.repository)
        .map((run) => JSON.parse(run.inputs.assignment ?? '{}'))
        .filter((assignment) => assignment.change === change || assignment.inputs?.change === change)
        .map((assignment) => String(assignment.phase))
        .toReversed(),
    goAhead: async (minutes) => {
      writeFileSync(join(folder, 'minutes'), String(minutes));
      await local.app().stop();
      await local.restartApp();
    },
    stop: async () => {
      await journey.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

export const clean = '## Findings\n\nNo blocking findings.';
