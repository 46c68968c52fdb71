import { nodeId, timestamp } from '../ids.ts';
import type { GithubApp, Installation } from '../model.ts';
import type { World } from '../world.ts';
import { type Schemas, userShape } from './user.ts';

export const appShape = (world: World, app: GithubApp) =>
  ({
    id: app.id,
    slug: app.slug,
    node_id: nodeId('A', app.id),
    client_id: `Iv23sandbox${app.id}`,
    owner: userShape(world, app.owner),
    name: app.name,
    description: null,
    external_url: world.webUrl(),
    html_url: `${world.webUrl()}/apps/${app.slug}`,
    created_at: timestamp(app.createdAt),
    updated_at: timestamp(app.createdAt),
    permissions: { ...app.permissions },
    events: app.events,
  }) satisfies Schemas['integration'];

export const appOrNull = (world: World, app: GithubApp | null) => (app ? appShape(world, app) : null);

export const installationShape = (world: World, installation: Installation) => ({
  id: installation.id,
  client_id: `Iv23sandbox${installation.app.id}`,
  account: userShape(world, installation.account),
  repository_selection: 'selected' as const,
  access_tokens_url: `${world.baseUrl}/app/installations/${installation.id}/access_tokens`,
  repositories_url: `${world.baseUrl}/installation/repositories`,
  html_url: `${world.webUrl()}/settings/installations/${installation.id}`,
  app_id: installation.app.id,
  app_slug: installation.app.slug,
  target_id: installation.account.id,
  target_type: installation.account.type,
  permissions: { ...installation.permissions, metadata: 'read' as const },
  events: installation.events,
  created_at: timestamp(installation.createdAt),
  updated_at: timestamp(installation.createdAt),
  single_file_name: null,
  has_multiple_single_files: false,
  single_file_paths: [],
  suspended_by: null,
  suspended_at: installation.suspended ? timestamp(installation.createdAt) : null,
});
