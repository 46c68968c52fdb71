import { request } from 'node:http';

export interface Shown {
  status: number;
  headers: Headers;
  text: string;
}

/** A browser's bare minimum: forms from the page's own origin, cookies, one redirect at a time. */
export const createBrowser = (url: string) => {
  const jar = new Map<string, string>();

  const keep = (headers: Headers): void => {
    for (const cookie of headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (/max-age=0/i.test(cookie)) jar.delete(name);
      else jar.set(name, value);
    }
  };

  const send = async (path: string, init: RequestInit = {}): Promise<Shown> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...(cookie === '' ? {} : { cookie }), ...init.headers };
    const answer = await fetch(`${url}${path}`, { redirect: 'manual', ...init, headers });
    keep(answer.headers);
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };

  const post = (path: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
    send(path, { method: 'POST', body: new URLSearchParams(form), headers: { origin: url, ...headers } });

  return {
    get: send,
    post,
    /** Sends a form and opens the page it leads to. */
    submit: async (
      path: string,
      form: Record<string, string>,
    ): Promise<{ location: string; page: string }> => {
      const answer = await post(path, form);
      const location = answer.headers.get('location') ?? '';
      if (answer.status !== 303) throw new Error(`${path}: ${answer.status} ${answer.text}`);
      return { location, page: (await send(location)).text };
    },
  };
};

export type Browser = ReturnType<typeof createBrowser>;

/** A request under another name for this machine, which `fetch` would not send. */
export const askAs = (url: string, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const asked = request(url, { headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.on('error', reject);
    asked.end();
  });

export interface BoxForm {
  action: string;
  fields: Record<string, string>;
}

/** The forms of the boxes on a page, as a browser would send them. */
export const boxForms = (page: string): BoxForm[] =>
  [...page.matchAll(/<form class="box" method="post" action="([^"]+)">(.*?)<\/form>/gs)].map(
    ([, action = '', inner = '']) => ({
      action,
      fields: Object.fromEntries(
        [...inner.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)].map(
          ([, name = '', value = '']) => [name, value],
        ),
      ),
    }),
  );
