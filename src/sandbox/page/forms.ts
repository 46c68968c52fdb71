import type { Context, Hono } from 'hono';
import { z } from 'zod';
import { type Local, people } from '../local.ts';
import { keepPerson, keepSaid, logins } from './cookies.ts';
import { redeliverGithub, redeliverLinear, steerRun, tickBox } from './hands.ts';
import { Refusal, refusalText } from './refusal.ts';
import { threadAnchor } from './views/thread.ts';
import { ticketAnchor } from './views/ticket.ts';

type FindLocal = () => Local | null;

type FindAnchor = (c: Context, local: Local) => string;

interface Form {
  /** Where the reader is sent back to, whatever comes of it. */
  anchor: FindAnchor;
  /** Does it; may give another anchor, and a line when there is something to say. */
  act: (c: Context, local: Local) => Promise<{ anchor?: string; text?: string }>;
}

const number = z.coerce.number().int().positive();
const onGithub = z.enum(logins);
const onTicket = z.enum(['Ada', people.unmapped]);

const readForm = async <T extends z.ZodType>(c: Context, shape: T): Promise<z.output<T>> => {
  const read = shape.safeParse({ ...(await c.req.parseBody()), ...c.req.param() });
  if (read.success) return read.data;
  const [problem] = read.error.issues;
  throw new Refusal(
    `That form cannot be read: ${problem?.path.join('.')}: ${problem?.message}. Reload the page.`,
  );
};

const param = (c: Context, name: string): string => c.req.param(name) ?? '';

const toTicket: FindAnchor = (c) => ticketAnchor(param(c, 'key'));
const toComment: FindAnchor = (c) => `issuecomment-${param(c, 'comment')}`;
const toRun: FindAnchor = (c) => `run-${param(c, 'id')}`;
const toDeliveries: FindAnchor = () => 'deliveries';
const toThread: FindAnchor = (c, local) =>
  threadAnchor(local.github.thread(local.repository, Number(param(c, 'number'))).issue);

const safely = (find: () => string): string => {
  try {
    return encodeURIComponent(find());
  } catch {
    return '';
  }
};

const act = async (c: Context, local: Local, form: Form): Promise<string> => {
  const home = safely(() => form.anchor(c, local));
  try {
    const { anchor, text } = await form.act(c, local);
    if (text !== undefined) keepSaid(c, { kind: 'done', text });
    return anchor ?? home;
  } catch (error) {
    const text = refusalText(error);
    if (text === null) throw error;
    keepSaid(c, { kind: 'refused', text });
    return home;
  }
};

/** Every form ends in a redirect, so that a reload does nothing twice. */
const answer = (find: FindLocal, form: Form) => async (c: Context) => {
  const local = find();
  const anchor = local ? await act(c, local, form) : '';
  return c.redirect(anchor === '' ? '/' : `/#${anchor}`, 303);
};

const ticketForms = (app: Hono, find: FindLocal): void => {
  const comment = z.object({ key: z.string(), as: onTicket, body: z.string() });
  const commented: Form = {
    anchor: toTicket,
    act: async (c, local) => {
      const { key, as, body } = await readForm(c, comment);
      const { id } = local.linear.commentAs({ user: as, issue: key, body });
      return { anchor: `comment-${id.slice(0, 8)}` };
    },
  };
  const labelled: Form = {
    anchor: toTicket,
    act: async (c, local) => {
      local.linear.labelAs({ user: 'Ada', issue: param(c, 'key'), label: local.startLabel });
      return {};
    },
  };
  app.post('/tickets/:key/comments', answer(find, commented));
  app.post('/tickets/:key/label', answer(find, labelled));
};

const threadForms = (app: Hono, find: FindLocal): void => {
  const comment = z.object({ number, as: onGithub, body: z.string() });
  const commented: Form = {
    anchor: toThread,
    act: async (c, local) => {
      const { as, ...what } = await readForm(c, comment);
      const { id } = local.github.commentAs(as, { repository: local.repository, ...what });
      return { anchor: `issuecomment-${id}` };
    },
  };
  const box = z.object({
    comment: number,
    as: onGithub,
    line: number,
    version: z.string(),
    ticked: z.literal('on').optional(),
  });
  const ticked: Form = {
    anchor: toComment,
    act: async (c, local) => {
      const order = await readForm(c, box);
      tickBox(local, { ...order, ticked: order.ticked === 'on' });
      return {};
    },
  };
  app.post('/threads/:number/comments', answer(find, commented));
  app.post('/comments/:comment/box', answer(find, ticked));
};

const pullForms = (app: Hono, find: FindLocal): void => {
  const merge = z.object({ number, as: onGithub, method: z.enum(['merge', 'squash']) });
  const merged: Form = {
    anchor: toThread,
    act: async (c, local) => {
      const { as, ...what } = await readForm(c, merge);
      const sha = await local.github.mergePullAs(as, { repository: local.repository, ...what });
      return { text: `Merged #${what.number} as ${sha.slice(0, 7)}.` };
    },
  };
  const state = z.object({ number, as: onGithub, state: z.enum(['open', 'closed']) });
  const moved: Form = {
    anchor: toThread,
    act: async (c, local) => {
      const { as, ...what } = await readForm(c, state);
      await local.github.setPullStateAs(as, { repository: local.repository, ...what });
      return {};
    },
  };
  app.post('/pulls/:number/merge', answer(find, merged));
  app.post('/pulls/:number/state', answer(find, moved));
};

const machineForms = (app: Hono, find: FindLocal): void => {
  const run = z.object({
    id: number,
    action: z.enum(['cancel', 'rerun', 'rerun-failed-jobs']),
    as: onGithub,
  });
  const steered: Form = {
    anchor: toRun,
    act: async (c, local) => {
      await steerRun(local, await readForm(c, run));
      return {};
    },
  };
  const fromGithub: Form = {
    anchor: toDeliveries,
    act: async (c, local) => {
      const { id } = await readForm(c, z.object({ id: number }));
      return { text: `Delivered again; the App answered ${await redeliverGithub(local, id)}.` };
    },
  };
  const fromLinear: Form = {
    anchor: toDeliveries,
    act: async (c, local) => {
      const status = await redeliverLinear(local, param(c, 'id'));
      return { text: `Delivered again; the App answered ${status ?? 'nothing'}.` };
    },
  };
  app.post('/runs/:id/:action', answer(find, steered));
  app.post('/deliveries/github/:id', answer(find, fromGithub));
  app.post('/deliveries/linear/:id', answer(find, fromLinear));
};

/** Everything a person can do on the page. */
export const formRoutes = (app: Hono, find: FindLocal): void => {
  const person: Form = {
    anchor: () => '',
    act: async (c) => {
      const { as } = await readForm(c, z.object({ as: onGithub }));
      keepPerson(c, as);
      return {};
    },
  };
  app.post('/person', answer(find, person));
  ticketForms(app, find);
  threadForms(app, find);
  pullForms(app, find);
  machineForms(app, find);
};
