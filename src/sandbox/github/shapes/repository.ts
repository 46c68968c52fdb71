import { nodeId, timestamp } from '../ids.ts';
import type { Issue, Repository } from '../model.ts';
import type { World } from '../world.ts';
import { type Schemas, userShape } from './user.ts';

export const apiOf = (world: World, repository: Repository): string =>
  `${world.baseUrl}/repos/${repository.fullName}`;
export const webOf = (world: World, repository: Repository): string =>
  `${world.webUrl()}/${repository.fullName}`;
const cloneUrlOf = (world: World, repository: Repository): string =>
  `${world.baseUrl}/${repository.fullName}.git`;

/** Where a person reads an issue or a pull request. */
export const threadUrl = (world: World, repository: Repository, issue: Issue): string =>
  `${webOf(world, repository)}/${issue.pull ? 'pull' : 'issues'}/${issue.number}`;

/** GitHub's templates of addresses below a repository: field without `_url`, then the path. */
const templates = {
  archive: '{archive_format}{/ref}',
  assignees: 'assignees{/user}',
  blobs: 'git/blobs{/sha}',
  branches: 'branches{/branch}',
  collaborators: 'collaborators{/collaborator}',
  comments: 'comments{/number}',
  commits: 'commits{/sha}',
  compare: 'compare/{base}...{head}',
  contents: 'contents/{+path}',
  contributors: 'contributors',
  deployments: 'deployments',
  downloads: 'downloads',
  events: 'events',
  forks: 'forks',
  git_commits: 'git/commits{/sha}',
  git_refs: 'git/refs{/sha}',
  git_tags: 'git/tags{/sha}',
  hooks: 'hooks',
  issue_comment: 'issues/comments{/number}',
  issue_events: 'issues/events{/number}',
  issues: 'issues{/number}',
  keys: 'keys{/key_id}',
  labels: 'labels{/name}',
  languages: 'languages',
  merges: 'merges',
  milestones: 'milestones{/number}',
  notifications: 'notifications{?since,all,participating}',
  pulls: 'pulls{/number}',
  releases: 'releases{/id}',
  stargazers: 'stargazers',
  statuses: 'statuses/{sha}',
  subscribers: 'subscribers',
  subscription: 'subscription',
  tags: 'tags',
  teams: 'teams',
  trees: 'git/trees{/sha}',
} as const;

type TemplateUrls = { [Name in keyof typeof templates as `${Name}_url`]: string };

const templateUrls = (api: string): TemplateUrls =>
  Object.fromEntries(
    Object.entries(templates).map(([name, path]) => [`${name}_url`, `${api}/${path}`]),
  ) as unknown as TemplateUrls;

export function repositoryShape(world: World, repository: Repository) {
  const api = apiOf(world, repository);
  const web = webOf(world, repository);
  const clone = cloneUrlOf(world, repository);
  const openIssues = [...repository.issues.values()].filter((issue) => issue.state === 'open').length;
  return {
    id: repository.id,
    node_id: nodeId('R', repository.id),
    name: repository.name,
    full_name: repository.fullName,
    owner: userShape(world, repository.owner),
    private: repository.private,
    html_url: web,
    description: null,
    fork: false,
    is_template: false,
    web_commit_signoff_required: false,
    url: api,
    ...templateUrls(api),
    git_url: clone,
    ssh_url: clone,
    clone_url: clone,
    svn_url: web,
    mirror_url: null,
    homepage: null,
    language: null,
    license: null,
    forks_count: 0,
    forks: 0,
    stargazers_count: 0,
    watchers_count: 0,
    watchers: 0,
    size: 1,
    default_branch: repository.defaultBranch,
    open_issues_count: openIssues,
    open_issues: openIssues,
    topics: [],
    has_issues: true,
    has_projects: false,
    has_wiki: false,
    has_pages: false,
    has_downloads: false,
    has_discussions: false,
    archived: false,
    disabled: false,
    visibility: repository.private ? 'private' : 'public',
    pushed_at: timestamp(repository.pushedAt),
    created_at: timestamp(repository.createdAt),
    updated_at: timestamp(repository.pushedAt),
  } satisfies Schemas['repository'];
}

/** `GET /repos/{owner}/{repo}` says a little more than lists and webhooks do. */
export const fullRepositoryShape = (world: World, repository: Repository) =>
  ({
    ...repositoryShape(world, repository),
    subscribers_count: 0,
    network_count: 0,
  }) satisfies Schemas['full-repository'];
