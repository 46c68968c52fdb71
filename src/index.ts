import { pino } from 'pino';
import type { ApplicationFunction, Probot } from 'probot';
import { compose, type Services } from './compose.ts';
import { githubIntake, linearIntake } from './intakes.ts';
import { readSettings } from './settings.ts';
import { createIntake } from './shell/accept.ts';
import { createOperations } from './web/operations.ts';

/**
 * The Probot application function over composed services: hands every delivery to `accept`.
 * In front of Probot's own webhook handling our intake answers first, once the delivery is stored; where Probot's
 * comes first (`probot run`), what it verified is stored all the same.
 */
export const throughline =
  (services: Services): ApplicationFunction =>
  (app, { addHandler }) => {
    const { world, settings, wake } = services;
    for (const intake of [githubIntake(settings), linearIntake(settings)])
      addHandler(createIntake({ world, intake, wake }));
    addHandler(createOperations({ store: world.store, isStopping: services.isStopping }));
    app.onAny(async ({ id, name, payload }) => {
      const body = Buffer.from(JSON.stringify(payload));
      await world.store.insertDelivery({ source: 'github', id, name, body }, world.clock.now());
      wake();
    });
  };

/** For `probot run`: reads the environment itself. */
const application: ApplicationFunction = async (app: Probot, options) => {
  const read = readSettings(process.env);
  if ('problem' in read) throw new Error(read.problem);
  const log = pino({ level: read.settings.logLevel });
  const services = await compose({ settings: read.settings, probot: app, log });
  services.start();
  await throughline(services)(app, options);
};

export default application;
