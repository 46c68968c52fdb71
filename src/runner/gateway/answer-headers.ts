import type { IncomingHttpHeaders } from 'node:http';

/** What an agent may read of a provider's headers; never cookies. Rate limits are shown for its own pace. */
const passedBack =
  /^(content-type|retry-after|request-id|x-request-id|openai-processing-ms|(anthropic|x)-ratelimit-[\w-]+)$/;

/** Some providers send what Node refuses to send on. */
export const unsendable = /[^\t\x20-\x7e\x80-\xff]/;

export const answerHeaders = (
  headers: IncomingHttpHeaders,
  redact: (text: string) => string,
): Record<string, string> => {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    if (typeof value === 'string' && passedBack.test(name) && !unsendable.test(value))
      kept[name] = redact(value);
  return kept;
};
