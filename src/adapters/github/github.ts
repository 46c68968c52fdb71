import type { Github } from '../../ports/github.ts';
import { createApp } from './app.ts';
import type { GithubClient, GithubOptions } from './client.ts';
import { createIdentity } from './identity.ts';
import { createReadTokens } from './read-tokens.ts';
import { createRepository } from './repository.ts';
import { createRequester, type Requester } from './request.ts';

/** GitHub as an App sees it, behind the port. */
export function createGithub({ app, installation, log, now, timeoutMs = 15_000 }: GithubOptions): Github {
  const requester = (client: () => Promise<GithubClient>, on: string): Requester =>
    createRequester({ client, on, log, now, timeoutMs });
  const asApp = requester(app, 'the App');
  const identity = createIdentity(asApp.send);
  // Speaks as the App: getting a token is its business.
  const readToken = createReadTokens(asApp, now);
  return {
    repository: (ref) =>
      createRepository({
        ref,
        requester: requester(() => installation(ref.installationId), ref.fullName),
        readToken,
        identity,
      }),

    async identity() {
      const { slug, botLogin } = await identity();
      return { slug, botLogin };
    },

    ...createApp({
      app: asApp,
      installation: (id) => requester(() => installation(id), `installation ${id}`),
      log,
    }),
  };
}
