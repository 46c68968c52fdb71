import { createHmac, randomUUID } from 'node:crypto';
import type { Happening } from './ground.ts';
import { teamOf, webhookBody } from './payloads.ts';
import type { DeliveryRecord, WebhookRecord } from './state.ts';
import type { World } from './world.ts';

/** When Linear tries again, after the failed attempt before. */
export const linearRetryDelaysMs: readonly number[] = [60_000, 3_600_000, 21_600_000];

export interface WebhookSender {
  publish(happening: Happening): void;
  /** Sends what a snapshot left waiting. */
  resume(): void;
  /** Sends a stored delivery again, byte for byte, and says what was answered. */
  redeliver(deliveryId: string): Promise<number | null>;
  /** Does every waiting retry at once. */
  retryNow(): Promise<void>;
  /** Resolves when nothing is on its way; retries that wait for their time do not count. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

const post = async (
  webhook: WebhookRecord,
  delivery: DeliveryRecord,
  signal: AbortSignal,
): Promise<number | null> => {
  try {
    const answer = await fetch(webhook.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'Linear-Webhook',
        'linear-delivery': delivery.id,
        'linear-event': delivery.event,
        'linear-signature': delivery.signature,
      },
      body: delivery.body,
      redirect: 'manual',
      signal,
    });
    await answer.body?.cancel();
    return answer.status;
  } catch {
    return null;
  }
};

export const createWebhookSender = (options: {
  world: () => World;
  siteUrl: () => string;
  /** Default: Linear's. An empty list never retries. */
  retryDelaysMs: readonly number[];
  /** An answer that takes longer counts as none. */
  answerWithinMs: number;
}): WebhookSender => {
  const flights = new Set<Promise<unknown>>();
  const timers = new Map<string, NodeJS.Timeout>();
  const stop = new AbortController();
  const state = () => options.world().state;

  const attempt = async (delivery: DeliveryRecord): Promise<number | null> => {
    const webhook = state().webhooks.find((each) => each.id === delivery.webhookId);
    if (!webhook) return null;
    const at = options.world().now().toISOString();
    const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(options.answerWithinMs)]);
    const status = await post(webhook, delivery, signal);
    delivery.attempts.push({ at, status });
    // Linear takes 200 for an answer and nothing else.
    if (status === 200) {
      delivery.state = 'delivered';
      clearTimeout(timers.get(delivery.id));
      timers.delete(delivery.id);
    }
    options.world().changed();
    return status;
  };

  const fly = <T>(work: Promise<T>): Promise<T> => {
    flights.add(work);
    const land = (): void => {
      flights.delete(work);
    };
    work.then(land, land);
    return work;
  };

  const tryDelivery = async (delivery: DeliveryRecord): Promise<void> => {
    const status = await attempt(delivery);
    if (status === 200 || stop.signal.aborted) return;
    const delay = options.retryDelaysMs[delivery.attempts.length - 1];
    if (delay === undefined) {
      delivery.state = 'given-up';
      return;
    }
    const timer = setTimeout(() => retry(delivery), delay);
    timer.unref();
    timers.set(delivery.id, timer);
  };

  const retry = (delivery: DeliveryRecord): Promise<void> => {
    clearTimeout(timers.get(delivery.id));
    timers.delete(delivery.id);
    return fly(tryDelivery(delivery));
  };

  const waiting = (): DeliveryRecord[] => state().deliveries.filter((each) => timers.has(each.id));

  return {
    publish(happening) {
      const world = options.world();
      const teamId = teamOf(world, happening);
      const { organizationId } = world.team(teamId);
      for (const webhook of world.state.webhooks) {
        if (webhook.organizationId !== organizationId) continue;
        if (webhook.teamId !== null && webhook.teamId !== teamId) continue;
        if (!webhook.resourceTypes.includes(happening.type)) continue;
        const site = { world, siteUrl: options.siteUrl() };
        const body = JSON.stringify(webhookBody(site, happening, webhook));
        const delivery: DeliveryRecord = {
          id: randomUUID(),
          webhookId: webhook.id,
          event: happening.type,
          body,
          signature: createHmac('sha256', webhook.secret).update(body).digest('hex'),
          attempts: [],
          state: 'waiting',
        };
        world.state.deliveries.push(delivery);
        void retry(delivery);
      }
    },

    resume() {
      for (const delivery of state().deliveries) if (delivery.state === 'waiting') void retry(delivery);
    },

    async redeliver(deliveryId) {
      const delivery = state().deliveries.find((each) => each.id === deliveryId);
      if (!delivery) throw new Error(`The local Linear has no delivery ${deliveryId}.`);
      return fly(attempt(delivery));
    },

    async retryNow() {
      await Promise.all(waiting().map(retry));
    },

    async idle() {
      while (flights.size > 0) await Promise.allSettled(flights);
    },

    async close() {
      stop.abort();
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
      await Promise.allSettled(flights);
    },
  };
};
