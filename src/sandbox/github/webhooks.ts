import { randomUUID } from 'node:crypto';
import { sign } from '@octokit/webhooks-methods';
import { timestamp } from './ids.ts';
import type { Account, Delivery, GithubApp, Hook, Installation, Repository } from './model.ts';
import { repositoryShape } from './shapes/repository.ts';
import { userShape } from './shapes/user.ts';
import { installationsOn, now, type World } from './world.ts';

/** GitHub waits this long for an answer. */
const deliveryTimeoutMs = 10_000;
const keptResponseLength = 10_000;

export interface WebhookEvent {
  name: string;
  action: string | null;
  repository: Repository;
  sender: Account;
  /** What this event carries besides action, repository, sender and installation. */
  payload: Record<string, unknown>;
  /** Where this event's repository is unlike the API's. */
  repositoryFields?: Record<string, unknown>;
}

interface Prepared {
  app: GithubApp;
  name: string;
  action: string | null;
  installationId: number | null;
  repositoryId: number | null;
  body: string;
}

async function post(options: {
  url: string;
  body: string;
  headers: Record<string, string>;
  closing: AbortSignal;
}): Promise<Pick<Delivery, 'status' | 'statusCode' | 'response'>> {
  try {
    const answer = await fetch(options.url, {
      method: 'POST',
      body: options.body,
      headers: options.headers,
      redirect: 'manual',
      signal: AbortSignal.any([options.closing, AbortSignal.timeout(deliveryTimeoutMs)]),
    });
    const body = (await answer.text()).slice(0, keptResponseLength);
    return {
      status: answer.ok ? 'OK' : `Invalid HTTP Response: ${answer.status}`,
      statusCode: answer.status,
      response: { headers: Object.fromEntries(answer.headers), body },
    };
  } catch (error) {
    const timedOut = error instanceof Error && error.name === 'TimeoutError';
    return {
      status: timedOut ? 'timed out' : 'failed to connect to host',
      statusCode: 0,
      response: { headers: {}, body: null },
    };
  }
}

async function deliver(world: World, prepared: Prepared, guid: string, redelivery: boolean): Promise<void> {
  const { app } = prepared;
  const { target } = app.hook;
  if (!target) return;
  const headers = {
    accept: '*/*',
    'content-type': 'application/json',
    'user-agent': 'GitHub-Hookshot/sandbox',
    'x-github-delivery': guid,
    'x-github-event': prepared.name,
    'x-github-hook-id': String(app.id),
    'x-github-hook-installation-target-id': String(app.id),
    'x-github-hook-installation-target-type': 'integration',
    'x-hub-signature-256': await sign(target.secret, prepared.body),
  };
  const deliveredAt = now(world);
  const started = performance.now();
  const outcome = await post({ url: target.url, body: prepared.body, headers, closing: world.closing });
  app.hook.deliveries.push({
    id: world.nextId(),
    guid,
    deliveredAt,
    redelivery,
    duration: Math.round(performance.now() - started) / 1000,
    event: prepared.name,
    action: prepared.action,
    installationId: prepared.installationId,
    repositoryId: prepared.repositoryId,
    request: { headers, body: prepared.body },
    ...outcome,
  });
  world.changed({ repository: null, kind: 'delivery' });
}

function enqueue(hook: Hook, work: () => Promise<void>): void {
  hook.tail = hook.tail.then(work, work);
}

/** Sends to one App, once its earlier webhooks are answered. Without a target nothing is sent or kept. */
function send(world: World, prepared: Prepared): void {
  if (!prepared.app.hook.target) return;
  const guid = randomUUID();
  enqueue(prepared.app.hook, () => deliver(world, prepared, guid, false));
}

const organization = (world: World, owner: Account): Record<string, unknown> =>
  owner.type === 'Organization' ? { organization: userShape(world, owner) } : {};

/** Tells every App that is installed on the repository and subscribed to the event. */
export function emit(world: World, event: WebhookEvent): void {
  for (const installation of installationsOn(world, event.repository)) {
    if (!installation.events.includes(event.name)) continue;
    const body = JSON.stringify({
      ...(event.action === null ? {} : { action: event.action }),
      ...event.payload,
      repository: { ...repositoryShape(world, event.repository), ...event.repositoryFields },
      ...organization(world, event.repository.owner),
      sender: userShape(world, event.sender),
      installation: { id: installation.id, node_id: `MDIzOkludGVncmF0aW9u${installation.id}` },
    });
    send(world, {
      app: installation.app,
      name: event.name,
      action: event.action,
      installationId: installation.id,
      repositoryId: event.repository.id,
      body,
    });
  }
}

/** Installation events reach the App whatever it subscribed to. */
export function emitToApp(
  world: World,
  options: { installation: Installation; name: string; action: string; payload: Record<string, unknown> },
): void {
  const { installation, name, action, payload } = options;
  send(world, {
    app: installation.app,
    name,
    action,
    installationId: installation.id,
    repositoryId: null,
    body: JSON.stringify({ action, ...payload, sender: userShape(world, installation.account) }),
  });
}

const keptForMs = 3 * 24 * 60 * 60 * 1000;

/** Sends a kept webhook again under its own GUID; false when it is older than GitHub keeps them. */
export function redeliver(world: World, app: GithubApp, delivery: Delivery): boolean {
  if (now(world).getTime() - delivery.deliveredAt.getTime() > keptForMs) return false;
  enqueue(app.hook, () =>
    deliver(
      world,
      {
        app,
        name: delivery.event,
        action: delivery.action,
        installationId: delivery.installationId,
        repositoryId: delivery.repositoryId,
        body: delivery.request.body,
      },
      delivery.guid,
      true,
    ),
  );
  return true;
}

export const deliveryItem = (delivery: Delivery) => ({
  id: delivery.id,
  guid: delivery.guid,
  delivered_at: timestamp(delivery.deliveredAt),
  redelivery: delivery.redelivery,
  duration: delivery.duration,
  status: delivery.status,
  status_code: delivery.statusCode,
  event: delivery.event,
  action: delivery.action,
  installation_id: delivery.installationId,
  repository_id: delivery.repositoryId,
  throttled_at: null,
});
