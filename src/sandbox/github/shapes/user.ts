import type { components } from '@octokit/openapi-types';
import { nodeId } from '../ids.ts';
import type { Account } from '../model.ts';
import type { World } from '../world.ts';

export type Schemas = components['schemas'];

export function userShape(world: World, account: Account) {
  const { login, id, type } = account;
  const api = `${world.baseUrl}/users/${encodeURIComponent(login)}`;
  const page = type === 'Bot' ? `apps/${login.replace(/\[bot\]$/, '')}` : login;
  return {
    login,
    id,
    node_id: nodeId(type === 'Bot' ? 'BOT' : type === 'User' ? 'U' : 'O', id),
    avatar_url: `${world.webUrl()}/avatars/${id}`,
    gravatar_id: '',
    url: api,
    html_url: `${world.webUrl()}/${page}`,
    followers_url: `${api}/followers`,
    following_url: `${api}/following{/other_user}`,
    gists_url: `${api}/gists{/gist_id}`,
    starred_url: `${api}/starred{/owner}{/repo}`,
    subscriptions_url: `${api}/subscriptions`,
    organizations_url: `${api}/orgs`,
    repos_url: `${api}/repos`,
    events_url: `${api}/events{/privacy}`,
    received_events_url: `${api}/received_events`,
    type,
    site_admin: false,
  } satisfies Schemas['simple-user'];
}

export const userOrNull = (world: World, account: Account | null) =>
  account ? userShape(world, account) : null;
