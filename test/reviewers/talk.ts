import type {
  Asked,
  PullTalk,
  SaidCheck,
  SaidComment,
  SaidReview,
  SaidThread,
} from '../../src/reviewers/reader.ts';

export const head = '94528d5a1b2c3d4e5f60718293a4b5c6d7e8f901';
export const older = 'c3fdfe0b1b2c3d4e5f60718293a4b5c6d7e8f902';
export const pushedAt = '2026-05-04T12:00:00Z';
export const before = '2026-05-04T11:00:00Z';
export const after = '2026-05-04T12:30:00Z';
export const later = '2026-05-04T12:45:00Z';
const pull = 'https://github.com/acme/beacon/pull/159';

export const asked = (change: Partial<Asked> = {}): Asked => ({
  login: 'github-actions',
  marker: null,
  head,
  pushedAt,
  ...change,
});

export const talk = (said: Partial<PullTalk>): PullTalk => ({
  comments: [],
  reviews: [],
  threads: [],
  checks: [],
  ...said,
});

export const comment = (body: string, change: Partial<SaidComment> = {}): SaidComment => ({
  id: 1,
  by: 'github-actions[bot]',
  body,
  url: `${pull}#issuecomment-1`,
  createdAt: after,
  updatedAt: change.createdAt ?? after,
  ...change,
});

export const review = (body: string, change: Partial<SaidReview> = {}): SaidReview => ({
  id: 7,
  by: 'coderabbitai[bot]',
  body,
  url: `${pull}#pullrequestreview-7`,
  state: 'commented',
  commit: head,
  submittedAt: after,
  ...change,
});

type Opening = Partial<SaidThread['comments'][number]>;

export const thread = (
  body: string,
  change: Partial<SaidThread> & { opening?: Opening } = {},
): SaidThread => {
  const { opening, ...rest } = change;
  return {
    id: 'T1',
    path: 'src/lint.py',
    line: 477,
    resolved: false,
    outdated: false,
    comments: [
      {
        ...comment(body, { by: 'coderabbitai[bot]', url: `${pull}#discussion_r1` }),
        review: 7,
        commit: head,
        ...opening,
      },
    ],
    ...rest,
  };
};

export const check = (change: Partial<SaidCheck> = {}): SaidCheck => ({
  id: 5,
  name: 'semgrep',
  app: 'semgrep-app',
  commit: head,
  url: 'https://github.com/acme/beacon/runs/5',
  status: 'completed',
  conclusion: 'success',
  summary: null,
  annotations: [],
  ...change,
});
