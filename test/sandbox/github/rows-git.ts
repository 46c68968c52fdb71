import type { Control, Refusal } from './rows.ts';
import { fullName } from './world.ts';

const repo = `/repos/${fullName}`;
const long = (length: number): string => 'x'.repeat(length);
const refs = `POST ${repo}/git/refs`;
const checks = `POST ${repo}/check-runs`;
const annotation = {
  path: 'a',
  start_line: 1,
  end_line: 1,
  annotation_level: 'notice',
  message: 'm',
};
const nothing = 'a'.repeat(40);

export const refused: Refusal[] = [
  {
    what: 'a ref that exists',
    request: refs,
    body: (f) => ({ ref: 'refs/heads/main', sha: f.main }),
    status: 422,
    says: /Reference already exists/,
  },
  {
    what: 'a ref without refs/',
    request: refs,
    body: (f) => ({ ref: 'heads/x', sha: f.main }),
    status: 422,
    says: /three slash-separated/,
  },
  {
    what: 'a ref with a forbidden name',
    request: refs,
    body: (f) => ({ ref: 'refs/heads/a..b', sha: f.main }),
    status: 422,
    says: /three slash-separated/,
  },
  {
    what: 'a ref to an unknown commit',
    request: refs,
    body: () => ({ ref: 'refs/heads/x', sha: nothing }),
    status: 422,
    says: /Object does not exist/,
  },
  {
    what: 'a branch on a tree',
    request: refs,
    body: (f) => ({ ref: 'refs/heads/x', sha: f.tree }),
    status: 422,
    says: /Object does not exist/,
  },
  {
    what: 'a ref to a short SHA',
    request: refs,
    body: () => ({ ref: 'refs/heads/x', sha: 'abc' }),
    status: 422,
    says: /40 characters/,
  },
  {
    what: 'moving back without force',
    request: `PATCH ${repo}/git/refs/heads/feat/third`,
    body: (f) => ({ sha: f.main }),
    status: 422,
    says: /Update is not a fast forward/,
  },
  {
    what: 'moving a ref that is not there',
    request: `PATCH ${repo}/git/refs/heads/none`,
    body: (f) => ({ sha: f.main }),
    status: 422,
    says: /Reference does not exist/,
  },
  {
    what: 'deleting the default branch',
    request: `DELETE ${repo}/git/refs/heads/main`,
    status: 422,
    says: /default branch/,
  },
  {
    what: 'reading a ref that is not there',
    request: `GET ${repo}/git/ref/heads/none`,
    status: 404,
    says: /Not Found/,
  },
  {
    what: 'reading the start of a ref’s name',
    request: `GET ${repo}/git/ref/heads/feat`,
    status: 404,
    says: /Not Found/,
  },
  {
    what: 'a commit of no tree',
    request: `POST ${repo}/git/commits`,
    body: (f) => ({ message: 'm', tree: f.main }),
    status: 422,
    says: /Tree SHA does not exist/,
  },
  {
    what: 'a commit with an unknown parent',
    request: `POST ${repo}/git/commits`,
    body: (f) => ({ message: 'm', tree: f.tree, parents: [nothing] }),
    status: 422,
    says: /Parent SHA/,
  },
  {
    what: 'a tree with a workflow file',
    request: `POST ${repo}/git/trees`,
    body: () => ({ tree: [{ path: '.github/workflows/x.yml', mode: '100644', content: 'on: push' }] }),
    status: 403,
    says: /not accessible by integration/,
  },
  {
    what: 'a file that is not there',
    request: `GET ${repo}/contents/none.md`,
    status: 404,
    says: /Not Found/,
  },
  {
    what: 'a file at an unknown ref',
    request: `GET ${repo}/contents/README.md?ref=none`,
    status: 404,
    says: /No commit found/,
  },
  {
    what: 'a check on an unknown commit',
    request: checks,
    body: () => ({ name: 'n', head_sha: nothing }),
    status: 422,
    says: /No commit found for SHA/,
  },
  {
    what: 'a check’s text too long',
    request: checks,
    body: (f) => ({
      name: 'n',
      head_sha: f.main,
      output: { title: 't', summary: 's', text: long(65_536) },
    }),
    status: 422,
    says: /text/,
  },
  {
    what: 'a check’s summary too long',
    request: checks,
    body: (f) => ({ name: 'n', head_sha: f.main, output: { title: 't', summary: long(65_536) } }),
    status: 422,
    says: /summary/,
  },
  {
    what: '51 annotations',
    request: checks,
    body: (f) => ({
      name: 'n',
      head_sha: f.main,
      output: { title: 't', summary: 's', annotations: Array(51).fill(annotation) },
    }),
    status: 422,
    says: /No more than 50 items/,
  },
  {
    what: 'completed without a conclusion',
    request: checks,
    body: (f) => ({ name: 'n', head_sha: f.main, status: 'completed' }),
    status: 422,
    says: /conclusion/,
  },
  {
    what: 'an unknown conclusion',
    request: checks,
    body: (f) => ({ name: 'n', head_sha: f.main, conclusion: 'great' }),
    status: 422,
    says: /Invalid request/,
  },
  {
    what: 'a check by a person',
    request: checks,
    body: (f) => ({ name: 'n', head_sha: f.main }),
    status: 403,
    says: /authenticate via a GitHub App/,
    as: 'adminer',
  },
  {
    what: 'a status of an unknown commit',
    request: `POST ${repo}/statuses/${nothing}`,
    body: () => ({ state: 'success' }),
    status: 422,
    says: /No commit found for SHA/,
  },
  {
    what: 'a status of an unknown state',
    request: (f) => `POST ${repo}/statuses/${f.main}`,
    body: () => ({ state: 'green' }),
    status: 422,
    says: /Invalid request/,
  },
  {
    what: 'a status with a long description',
    request: (f) => `POST ${repo}/statuses/${f.main}`,
    body: () => ({ state: 'success', description: long(141) }),
    status: 422,
    says: /maximum is 140/,
  },
  {
    what: 'a status by somebody who may not push',
    request: (f) => `POST ${repo}/statuses/${f.main}`,
    body: () => ({ state: 'success' }),
    status: 403,
    says: /push access/,
    as: 'triageer',
  },
  {
    what: 'the statuses of an unknown ref',
    request: `GET ${repo}/commits/none/status`,
    status: 404,
    says: /Not Found/,
  },
];

export const fine: Control[] = [
  {
    what: 'a check just short enough',
    request: checks,
    body: (f) => ({
      name: 'n',
      head_sha: f.main,
      output: {
        title: 't',
        summary: long(65_535),
        text: long(65_535),
        annotations: Array(50).fill(annotation),
      },
    }),
    status: 201,
  },
  {
    what: 'a status by a person who may push',
    request: (f) => `POST ${repo}/statuses/${f.main}`,
    body: () => ({ state: 'failure', context: 'ci', description: long(140) }),
    status: 201,
    as: 'writeer',
  },
  {
    what: 'moving back by force',
    request: `PATCH ${repo}/git/refs/heads/back`,
    body: (f) => ({ sha: f.main, force: true }),
    status: 200,
  },
  {
    what: 'a custom ref',
    request: refs,
    body: (f) => ({ ref: 'refs/throughline/assignments/one', sha: f.main }),
    status: 201,
  },
  { what: 'reading a custom ref', request: `GET ${repo}/git/ref/throughline/assignments/one`, status: 200 },
  {
    what: 'a commit without parents',
    request: `POST ${repo}/git/commits`,
    body: (f) => ({ message: 'm', tree: f.tree }),
    status: 201,
  },
];
