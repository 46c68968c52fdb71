const key = /(?<![\w-])[A-Z][A-Z0-9]{0,9}-[1-9]\d{0,6}(?![\w-])/g;
const link =
  /(?<![\w])(https?:\/\/[^\s/<>()[\]]+\/[\w-]+\/issue\/)([A-Za-z][A-Za-z0-9]{0,9}-[1-9]\d{0,6})(?![\w])(?:\/[\w%.-]*)?/g;

/** What a person's text holds is looked up one by one, and anybody can write a page of it. */
const most = 20;

const firstOf = (found: string[]): string[] => [...new Set(found)].slice(0, most);

/** Ticket keys such as `PER-206` in a text, those in addresses left out, first named first, each once. */
export const ticketKeys = (text: string): string[] =>
  firstOf(text.replace(/https?:\/\/\S+/g, ' ').match(key) ?? []);

/** Tickets that a text links to: `https://linear.app/<workspace>/issue/PER-206/gate-paths`, by key and by what stands before it. */
export const ticketLinks = (text: string): { key: string; site: string }[] => {
  const found = [...text.matchAll(link)].map(([, site = '', named = '']) => ({
    key: named.toUpperCase(),
    site: site.toLowerCase(),
  }));
  return [...new Map(found.map((one) => [`${one.site}${one.key}`, one])).values()].slice(0, most);
};

/** Whether a link leads to the ticket with this address: a key means another ticket in another workspace. */
export const isSameSite = (site: string, ticketUrl: string): boolean =>
  ticketUrl.toLowerCase().startsWith(site.toLowerCase());
