import { Refused } from '../../ports/errors.ts';
import type { AppDelivery, Github, RepositoryRef } from '../../ports/github.ts';
import type { GithubLog } from './client.ts';
import { when } from './errors.ts';
import { nextCursor, pages, perPage } from './pages.ts';
import type { Answer, Requester } from './request.ts';

type App = Pick<Github, 'repositories' | 'deliveries' | 'redeliver' | 'login'>;
type Delivery = Answer<'GET /app/hook/deliveries'>['data'][number];

const installations = 'GET /app/installations';
const repositories = 'GET /installation/repositories';
const deliveryPages = 10;

export interface AppOptions {
  app: Requester;
  installation: (id: number) => Requester;
  log: GithubLog;
}

function toDelivery(data: Delivery): AppDelivery {
  return {
    id: String(data.id),
    guid: data.guid,
    deliveredAt: data.delivered_at,
    event: data.event,
    statusCode: data.status_code,
    redelivery: data.redelivery,
  };
}

export function createApp({ app, installation, log }: AppOptions): App {
  async function ofInstallation(id: number): Promise<RepositoryRef[]> {
    const found: RepositoryRef[] = [];
    const { send } = installation(id);
    const listed = pages<typeof repositories>((page) => send(repositories, { per_page: perPage, page }));
    for await (const { data } of listed) {
      found.push(...data.repositories.map((each) => ({ fullName: each.full_name, installationId: id })));
    }
    return found;
  }

  /** Ids of the installations that can be worked with. */
  async function* active(): AsyncGenerator<number> {
    const listed = pages<typeof installations>((page) =>
      app.send(installations, { per_page: perPage, page }),
    );
    for await (const { data } of listed) {
      for (const each of data) if (each.suspended_at === null) yield Number(each.id);
    }
  }

  return {
    async repositories() {
      const found: RepositoryRef[] = [];
      for await (const id of active()) {
        try {
          found.push(...(await ofInstallation(id)));
        } catch (error) {
          // Removed or suspended since it was listed: the others still count.
          if (!(error instanceof Refused)) throw error;
          log.warn({ installation: id, error: error.message }, 'Installation left out');
        }
      }
      return found;
    },

    async login(userId) {
      if (!/^\d+$/.test(userId)) return null;
      // The App's own token may not ask for accounts; that of any installation may.
      for await (const id of active()) {
        const answer = await installation(id)
          .send('GET /user/{account_id}', { account_id: Number(userId) })
          .catch(when([404], () => null));
        return answer === null ? null : answer.data.login;
      }
      return null;
    },

    async deliveries(since) {
      const found: AppDelivery[] = [];
      let cursor: string | null = null;
      for (let page = 0; page < deliveryPages; page += 1) {
        const answer: Answer<'GET /app/hook/deliveries'> = await app.send('GET /app/hook/deliveries', {
          per_page: perPage,
          ...(cursor === null ? {} : { cursor }),
        });
        const recent = answer.data.filter((each) => new Date(each.delivered_at) >= since);
        found.push(...recent.map(toDelivery));
        cursor = nextCursor(answer.headers.link);
        if (cursor === null || recent.length < answer.data.length) return found;
      }
      log.warn({ pages: deliveryPages, since: since.toISOString() }, 'More deliveries than are read at once');
      return found;
    },

    async redeliver(deliveryId) {
      await app.send('POST /app/hook/deliveries/{delivery_id}/attempts', {
        // Digits, because Octokit drops a BigInt from a path without a word.
        delivery_id: deliveryId as unknown as number,
      });
    },
  };
}
