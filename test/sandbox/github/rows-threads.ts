import type { Fixtures } from './fixtures.ts';
import type { Control, Refusal } from './rows.ts';
import { fullName } from './world.ts';

const repo = `/repos/${fullName}`;
const long = (length: number): string => 'x'.repeat(length);
const comments = (f: Fixtures): string => `POST ${repo}/issues/${f.issue}/comments`;
const pulls = `POST ${repo}/pulls`;
const nothing = 'a'.repeat(40);

export const refused: Refusal[] = [
  { what: 'no JSON', request: comments, body: () => '{', status: 400, says: /Problems parsing JSON/ },
  {
    what: 'a missing field',
    request: comments,
    body: () => ({}),
    status: 422,
    says: /body\\" wasn't supplied/,
  },
  {
    what: 'a wrong type',
    request: comments,
    body: () => ({ body: 5 }),
    status: 422,
    says: /properties\/body/,
  },
  {
    what: 'an empty comment',
    request: comments,
    body: () => ({ body: ' ' }),
    status: 422,
    says: /Validation Failed/,
  },
  {
    what: 'a comment too long',
    request: comments,
    body: () => ({ body: long(65_537) }),
    status: 422,
    says: /Validation Failed/,
  },
  {
    what: 'a comment on nothing',
    request: `POST ${repo}/issues/999/comments`,
    body: () => ({ body: 'x' }),
    status: 404,
    says: /Not Found/,
  },
  {
    what: 'an issue title too long',
    request: `POST ${repo}/issues`,
    body: () => ({ title: long(257) }),
    status: 422,
    says: /Validation Failed/,
  },
  {
    what: 'an issue body too long',
    request: `POST ${repo}/issues`,
    body: () => ({ title: 't', body: long(65_537) }),
    status: 422,
    says: /Validation Failed/,
  },
  {
    what: 'removing a label that is not there',
    request: (f) => `DELETE ${repo}/issues/${f.issue}/labels/none`,
    status: 404,
    says: /Label does not exist/,
  },
  {
    what: 'a label twice',
    request: `POST ${repo}/labels`,
    body: () => ({ name: 'Phase:Delegate' }),
    status: 422,
    says: /Validation Failed/,
  },
  {
    what: 'a pull request without commits',
    request: pulls,
    body: () => ({ title: 't', head: 'empty', base: 'main' }),
    status: 422,
    says: /No commits between main and empty/,
  },
  {
    what: 'a second pull request for a branch',
    request: pulls,
    body: () => ({ title: 't', head: 'feat/first', base: 'main' }),
    status: 422,
    says: /A pull request already exists for acme:feat\/first/,
  },
  {
    what: 'a pull request from nowhere',
    request: pulls,
    body: () => ({ title: 't', head: 'nowhere', base: 'main' }),
    status: 422,
    says: /"field":"head"/,
  },
  {
    what: 'a pull request into nowhere',
    request: pulls,
    body: () => ({ title: 't', head: 'feat/first', base: 'nowhere' }),
    status: 422,
    says: /"field":"base"/,
  },
  {
    what: 'a pull request from a fork',
    request: pulls,
    body: () => ({ title: 't', head: 'fork:feat/first', base: 'main' }),
    status: 422,
    says: /"field":"head"/,
  },
  {
    what: 'a draft where the plan has none',
    request: 'POST /repos/acme/plain/pulls',
    body: () => ({ title: 't', head: 'feat', base: 'main', draft: true }),
    status: 422,
    says: /Draft pull requests are not supported/,
  },
  {
    what: 'a pull request body too long',
    request: (f) => `PATCH ${repo}/pulls/${f.pull}`,
    body: () => ({ body: long(65_537) }),
    status: 422,
    says: /Validation Failed/,
  },
  {
    what: 'merging a draft',
    request: (f) => `PUT ${repo}/pulls/${f.pull}/merge`,
    body: () => ({}),
    status: 405,
    says: /still a draft/,
  },
  {
    what: 'merging another head than seen',
    request: (f) => `PUT ${repo}/pulls/${f.conflicting}/merge`,
    body: () => ({ sha: nothing }),
    status: 409,
    says: /Head branch was modified/,
  },
  {
    what: 'merging a conflict',
    request: (f) => `PUT ${repo}/pulls/${f.conflicting}/merge`,
    body: () => ({}),
    status: 405,
    says: /not mergeable/,
  },
  {
    what: 'merging twice',
    request: (f) => `PUT ${repo}/pulls/${f.mergeable}/merge`,
    body: () => ({}),
    status: 405,
    says: /not mergeable/,
  },
  {
    what: 'merging by a reader',
    request: (f) => `PUT ${repo}/pulls/${f.conflicting}/merge`,
    body: () => ({}),
    status: 403,
    says: /push access/,
    as: 'reader',
  },
  {
    what: 'reopening what is merged',
    request: (f) => `PATCH ${repo}/pulls/${f.mergeable}`,
    body: () => ({ state: 'open' }),
    status: 422,
    says: /state cannot be changed/,
  },
  {
    what: 'an issue as a pull request',
    request: (f) => `GET ${repo}/pulls/${f.issue}`,
    status: 404,
    says: /Not Found/,
  },
  {
    what: 'a reader labelling',
    request: (f) => `POST ${repo}/issues/${f.issue}/labels`,
    body: () => ({ labels: ['x'] }),
    status: 403,
    says: /push access/,
    as: 'reader',
  },
  {
    what: 'a reader editing another’s comment',
    request: (f) => `PATCH ${repo}/issues/comments/${f.comment}`,
    body: () => ({ body: 'x' }),
    status: 403,
    says: /admin rights/,
    as: 'reader',
  },
];

export const fine: Control[] = [
  {
    what: 'a comment just short enough, counted in code points',
    request: comments,
    body: () => ({ body: '🚀'.repeat(65_536) }),
    status: 201,
  },
  {
    what: 'a ready pull request where drafts are not to be had',
    request: 'POST /repos/acme/plain/pulls',
    body: () => ({ title: 't', head: 'feat', base: 'main' }),
    status: 201,
  },
  {
    what: 'a triager labelling',
    request: (f) => `POST ${repo}/issues/${f.issue}/labels`,
    body: () => ({ labels: ['x'] }),
    status: 200,
    as: 'triageer',
  },
  {
    what: 'a writer editing another’s comment',
    request: (f) => `PATCH ${repo}/issues/comments/${f.comment}`,
    body: () => ({ body: 'x' }),
    status: 200,
    as: 'adminer',
  },
];
