import type { Api } from '../http/api.ts';
import { numberParam, onApp } from '../http/call.ts';
import { paginateByCursor } from '../http/pages.ts';
import type { Delivery, GithubApp } from '../model.ts';
import { notFound, unprocessable } from '../problems.ts';
import { deliveryItem, redeliver } from '../webhooks.ts';

function findDelivery(app: GithubApp, id: number): Delivery {
  const delivery = app.hook.deliveries.find((each) => each.id === id);
  if (!delivery) throw notFound();
  return delivery;
}

/** The App's webhooks as they were sent and answered. */
export function deliveryRoutes({ hono, world }: Api): void {
  hono.get(
    '/app/hook/deliveries',
    onApp((c, app) => {
      const wanted = c.req.query('status');
      const all = app.hook.deliveries.toReversed().filter(({ statusCode }) => {
        const ok = statusCode >= 200 && statusCode < 400;
        return wanted === undefined || ok === (wanted === 'success');
      });
      return c.json(paginateByCursor(c, world, all).map(deliveryItem));
    }),
  );
  hono.get(
    '/app/hook/deliveries/:id',
    onApp((c, app) => {
      const delivery = findDelivery(app, numberParam(c, 'id'));
      return c.json({
        ...deliveryItem(delivery),
        url: app.hook.target?.url ?? '',
        request: { headers: delivery.request.headers, payload: JSON.parse(delivery.request.body) },
        response: { headers: delivery.response.headers, payload: delivery.response.body },
      });
    }),
  );
  hono.post(
    '/app/hook/deliveries/:id/attempts',
    onApp((c, app) => {
      const delivery = findDelivery(app, numberParam(c, 'id'));
      if (!redeliver(world, app, delivery)) throw unprocessable('Delivery is too old to be redelivered');
      return c.json({}, 202);
    }),
  );
}
