import type { BotFinding, Reviewed } from '../../../src/contracts/rounds/bot-review.ts';
import type { ProposedAnswer } from '../../../src/contracts/rounds/triage.ts';
import { manualPath, modulePath, moduleText, tasksPath, tasksText, testPath, testText } from './project.ts';
import type { Act, Phase } from './script.ts';

/** What reviewers say, found at lines that are there. */
export const found = (change: string, over: Partial<BotFinding> = {}): BotFinding => ({
  severity: 'medium',
  title: 'Empty lines at the end are not counted',
  path: modulePath(change),
  line: 7,
  why: 'split drops them: a text of three line ends has no lines.',
  confidence: 90,
  repeats: null,
  ...over,
});

export const reviewed = (findings: BotFinding[], fixes: Reviewed['fixes'] = []): Act => ({
  answer: { status: 'REVIEWED', summary: 'Read.', findings, questions: [], notes: [], fixes },
});

const fixedAll = (prompt: string): Reviewed['fixes'] =>
  [...prompt.matchAll(/^- (F\d+), round .* — answered: fixed in /gm)].map((match) => ({
    finding: match[1] ?? '',
    verdict: 'fixed',
    why: 'The commit does it.',
  }));

export const triaged = (...answers: ProposedAnswer[]): Act => ({ answer: { status: 'TRIAGED', answers } });

export const fix = (finding: string, behavioural = true): ProposedAnswer => ({
  finding,
  answer: 'fix',
  reason: 'It is true.',
  task: 'Count empty lines at the end too',
  behavioural,
});

export const file = (finding: string, over: object = {}): ProposedAnswer => ({
  ...{ finding, answer: 'file', reason: 'The change leaves it out.', title: 'Old files are read as bytes' },
  cites: { of: 'task', id: '1.1', quote: '`lib/Tally/Legacy.pm` SHALL NOT be modified' },
  ...{ blocks: null, deferrable: null },
  ...over,
});

export const acknowledge = (finding: string, over: object = {}): ProposedAnswer => ({
  ...{ finding, answer: 'acknowledge', reason: 'It was decided so.', rationale: null },
  cites: { of: 'decision', id: null, quote: 'so does a text that is not given' },
  ...over,
});

const done = (files: Record<string, string>): Act => ({
  files,
  answer: { status: 'DONE', summary: 'Done.', files: Object.keys(files), verification: [], notes: '' },
});

/** A fix without a test: enough only where the program does nothing else afterwards. */
export const untested = (change: string): Act =>
  done({ [modulePath(change)]: moduleText(change, 'split /\\n/, $text, -1') });

/** The section's own work. */
export const work = (change: string): Act =>
  change === 'manual'
    ? done({ [manualPath]: '# Manual\n\nLines are counted.\n', [tasksPath(change)]: tasksText(change, 'x') })
    : done({
        [modulePath(change)]: moduleText(change),
        [testPath(change)]: testText(change),
        [tasksPath(change)]: tasksText(change, 'x'),
      });

const judged = (change: string): Act => {
  const evidence = [
    { path: change === 'manual' ? manualPath : modulePath(change), line: 1, shows: 'it is there' },
  ];
  const met = {
    requirement: 'Lines are counted',
    verdict: 'met',
    evidence,
    sections: [],
    why: 'It is there.',
  };
  const requirements = [null, 'Two lines'].map((scenario) => ({ ...met, scenario }));
  return {
    answer: { status: 'JUDGED', summary: 'It counts.', requirements, recommendation: 'accept', concerns: [] },
  };
};

/** What the agents do where a test says nothing: all goes well. */
export const usually = (change: string, phase: Phase, prompt: string): Act => {
  switch (phase) {
    case 'delegate':
      return prompt.includes('Answer the findings of round') ? untested(change) : work(change);
    case 'review':
      return judged(change);
    case 'rounds':
      return reviewed([], fixedAll(prompt));
    case 'triage':
      return triaged(...[...prompt.matchAll(/^\*\*(F\d+)\*\* — /gm)].map((match) => fix(match[1] ?? '')));
  }
};
