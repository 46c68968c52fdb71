import type { Control, Refusal } from './rows.ts';
import { fullName } from './world.ts';

const repo = `/repos/${fullName}`;
const long = (length: number): string => 'x'.repeat(length);
const dispatches = `POST ${repo}/actions/workflows/throughline.yml/dispatches`;

export const refused: Refusal[] = [
  {
    what: 'an unknown reaction',
    request: (f) => `POST ${repo}/issues/comments/${f.comment}/reactions`,
    body: () => ({ content: 'tada' }),
    status: 422,
    says: /Invalid request/,
  },
  {
    what: 'an unknown workflow',
    request: `POST ${repo}/actions/workflows/none.yml/dispatches`,
    body: () => ({ ref: 'main' }),
    status: 404,
    says: /Not Found/,
  },
  {
    what: 'a workflow nobody can start',
    request: `POST ${repo}/actions/workflows/push-only.yml/dispatches`,
    body: () => ({ ref: 'main' }),
    status: 422,
    says: /workflow_dispatch/,
  },
  {
    what: 'a dispatch on an unknown ref',
    request: dispatches,
    body: () => ({ ref: 'none', inputs: { assignment: 'x' } }),
    status: 422,
    says: /No ref found for: none/,
  },
  {
    what: 'a dispatch without a required input',
    request: dispatches,
    body: () => ({ ref: 'main', inputs: {} }),
    status: 422,
    says: /Required input 'assignment' not provided/,
  },
  {
    what: 'a dispatch with an unknown input',
    request: dispatches,
    body: () => ({ ref: 'main', inputs: { assignment: 'x', more: 'y' } }),
    status: 422,
    says: /Unexpected inputs provided/,
  },
  {
    what: '26 inputs',
    request: dispatches,
    body: () => ({
      ref: 'main',
      inputs: Object.fromEntries(Array.from({ length: 26 }, (_, at) => [`i${at}`, ''])),
    }),
    status: 422,
    says: /up to 25 inputs/,
  },
  {
    what: 'inputs too large',
    request: dispatches,
    body: () => ({ ref: 'main', inputs: { assignment: long(65_536) } }),
    status: 422,
    says: /inputs are too large/,
  },
  {
    what: 'cancelling what is over',
    request: (f) => `POST ${repo}/actions/runs/${f.finished}/cancel`,
    status: 409,
    says: /completed/,
  },
  {
    what: 'starting again what still runs',
    request: (f) => `POST ${repo}/actions/runs/${f.still}/rerun`,
    status: 403,
    says: /already running/,
  },
  {
    what: 'starting failed jobs again where none failed',
    request: (f) => `POST ${repo}/actions/runs/${f.finished}/rerun-failed-jobs`,
    status: 403,
    says: /no failed jobs/,
  },
  {
    what: 'an attempt that never was',
    request: (f) => `GET ${repo}/actions/runs/${f.finished}/attempts/7/jobs`,
    status: 404,
    says: /Not Found/,
  },
  { what: 'an unknown job', request: `GET ${repo}/actions/jobs/1`, status: 404, says: /Not Found/ },
  { what: 'an unknown run', request: `GET ${repo}/actions/runs/1`, status: 404, says: /Not Found/ },
  {
    what: 'permissions beyond the installation’s',
    request: (f) => `POST /app/installations/${f.installation}/access_tokens`,
    body: () => ({ permissions: { workflows: 'write' } }),
    status: 422,
    says: /not granted/,
    as: 'app',
  },
  {
    what: 'a repository beyond the installation’s',
    request: (f) => `POST /app/installations/${f.installation}/access_tokens`,
    body: () => ({ repositories: ['secret'] }),
    status: 422,
    says: /at least one repository/,
    as: 'app',
  },
  {
    what: 'another App’s installation',
    request: (f) => `POST /app/installations/${f.foreignInstallation}/access_tokens`,
    status: 404,
    says: /Not Found/,
    as: 'app',
  },
  {
    what: 'an unknown delivery',
    request: 'POST /app/hook/deliveries/1/attempts',
    status: 404,
    says: /Not Found/,
    as: 'app',
  },
  {
    what: 'the permission of nobody',
    request: `GET ${repo}/collaborators/nobody/permission`,
    status: 404,
    says: /nobody is not a user/,
  },
  { what: 'a route that does not exist', request: `GET ${repo}/nonsense`, status: 404, says: /Not Found/ },
];

export const fine: Control[] = [
  {
    what: 'a large dispatch without run details',
    request: dispatches,
    body: () => ({ ref: 'refs/heads/main', inputs: { assignment: long(60_000) } }),
    status: 204,
  },
  {
    what: 'a token for one repository to read',
    request: (f) => `POST /app/installations/${f.installation}/access_tokens`,
    body: () => ({ repositories: ['widgets'], permissions: { contents: 'read' } }),
    status: 201,
    as: 'app',
  },
];
