import { z } from 'zod';
import { coveredRepositories, grants } from '../access.ts';
import type { Api } from '../http/api.ts';
import { readBody } from '../http/body.ts';
import { numberParam, onApp, param } from '../http/call.ts';
import { paginate } from '../http/pages.ts';
import { timestamp } from '../ids.ts';
import type { GithubApp, Installation, Permissions, Repository } from '../model.ts';
import { badCredentials, notByIntegration, notFound, Problem, unprocessable } from '../problems.ts';
import { appShape, installationShape } from '../shapes/app.ts';
import { repositoryShape } from '../shapes/repository.ts';
import { issueToken } from '../tokens.ts';
import { now, type World } from '../world.ts';

const tokenRequest = z.object({
  repositories: z.array(z.string()).max(500).optional(),
  repository_ids: z.array(z.int()).max(500).optional(),
  permissions: z.record(z.string(), z.enum(['read', 'write'])).optional(),
});

const tokenLifeMs = 60 * 60 * 1000;

function findInstallation(world: World, app: GithubApp, id: number): Installation {
  const installation = world.installations.get(id);
  if (installation?.app !== app) throw notFound();
  return installation;
}

function chosenRepositories(
  covered: Repository[],
  request: z.infer<typeof tokenRequest>,
): Repository[] | null {
  if (!request.repositories && !request.repository_ids) return null;
  const names = new Set((request.repositories ?? []).map((name) => name.toLowerCase()));
  const ids = new Set(request.repository_ids ?? []);
  const chosen = covered.filter(({ name, id }) => names.has(name.toLowerCase()) || ids.has(id));
  if (chosen.length < names.size + ids.size) {
    throw unprocessable(
      'There is at least one repository that does not exist or is not accessible to the parent installation.',
    );
  }
  return chosen;
}

function chosenPermissions(installation: Installation, wanted: Permissions | undefined): Permissions {
  if (!wanted) return installation.permissions;
  const beyond = Object.entries(wanted).some(
    ([name, level]) => !grants(installation.permissions, name, level),
  );
  if (beyond || wanted.metadata === 'write') {
    throw unprocessable('The permissions requested are not granted to this installation.');
  }
  return wanted;
}

function createToken(world: World, installation: Installation, request: z.infer<typeof tokenRequest>) {
  if (installation.suspended) throw new Problem(403, 'This installation has been suspended');
  const chosen = chosenRepositories(coveredRepositories(world, installation), request);
  const permissions = chosenPermissions(installation, request.permissions);
  const expiresAt = new Date(now(world).getTime() + tokenLifeMs);
  const repositoryIds = chosen ? new Set(chosen.map(({ id }) => id)) : installation.repositoryIds;
  const token = issueToken(world, {
    principal: { kind: 'installation', installation, repositoryIds, permissions },
    expiresAt,
  });
  return {
    token,
    expires_at: timestamp(expiresAt),
    permissions: { ...permissions, metadata: 'read' },
    repository_selection: 'selected',
    ...(chosen ? { repositories: chosen.map((repository) => repositoryShape(world, repository)) } : {}),
  };
}

/** The App, its installations, their tokens. */
export function appRoutes({ hono, world }: Api): void {
  hono.get(
    '/app',
    onApp((c, app) =>
      c.json({
        ...appShape(world, app),
        installations_count: [...world.installations.values()].filter((each) => each.app === app).length,
      }),
    ),
  );
  hono.get(
    '/app/installations',
    onApp((c, app) => {
      const own = [...world.installations.values()].filter((installation) => installation.app === app);
      return c.json(paginate(c, world, own).map((installation) => installationShape(world, installation)));
    }),
  );
  hono.get(
    '/app/installations/:id',
    onApp((c, app) => c.json(installationShape(world, findInstallation(world, app, numberParam(c, 'id'))))),
  );
  hono.post(
    '/app/installations/:id/access_tokens',
    onApp(async (c, app) => {
      const installation = findInstallation(world, app, numberParam(c, 'id'));
      return c.json(createToken(world, installation, await readBody(c, tokenRequest)), 201);
    }),
  );
  hono.get(
    '/repos/:owner/:repo/installation',
    onApp((c, app) => {
      const repository = world.repositories.get(`${param(c, 'owner')}/${param(c, 'repo')}`.toLowerCase());
      const installation = [...world.installations.values()].find(
        (each) => each.app === app && repository && each.repositoryIds.has(repository.id),
      );
      if (!installation) throw notFound();
      return c.json(installationShape(world, installation));
    }),
  );
  hono.get('/installation/repositories', (c) => {
    const principal = c.get('principal');
    if (principal.kind === 'anonymous' || principal.kind === 'app')
      throw badCredentials('Requires authentication');
    if (principal.kind === 'user') throw notByIntegration();
    // A run's token is GitHub's own App's, for the run's repository.
    const covered =
      principal.kind === 'run'
        ? [...world.repositories.values()].filter(({ id }) => id === principal.repositoryId)
        : coveredRepositories(world, principal.installation).filter(({ id }) =>
            principal.repositoryIds.has(id),
          );
    const repositories = paginate(c, world, covered).map((repository) => repositoryShape(world, repository));
    return c.json({ total_count: covered.length, repository_selection: 'selected', repositories });
  });
}
