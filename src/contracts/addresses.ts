/** Numbers of a dotted IPv4 address; null for everything else. */
const ipv4 = (host: string): number[] | null => {
  const parts = host.split('.').map((part) => (/^\d{1,3}$/.test(part) ? Number(part) : 256));
  return parts.length === 4 && parts.every((part) => part < 256) ? parts : null;
};

/** `::ffff:7f00:1`, as URLs write an IPv4 address inside an IPv6 one. */
const mapped = (host: string): string | null => {
  const found = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(host);
  if (!found) return null;
  const [high, low] = [Number.parseInt(found[1] ?? '', 16), Number.parseInt(found[2] ?? '', 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
};

/** Without the brackets of IPv6 and the dot that ends a full name. */
const bare = (hostname: string): string => {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  return mapped(host) ?? host.replace(/\.$/, '');
};

/** @param hostname of a URL as the URL parser writes it. */
export const isLoopback = (hostname: string): boolean => {
  const host = bare(hostname);
  if (host === '::1' || host === 'localhost' || host.endsWith('.localhost')) return true;
  return ipv4(host)?.[0] === 127;
};

const isPrivateIpv4 = ([a, b = 0]: number[]): boolean =>
  a === 10 || (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168);

/** fc00::/7 and fe80::/10 */
const isPrivateIpv6 = (host: string): boolean => /^(?:f[cd][0-9a-f]{2}|fe[89ab][0-9a-f]):/.test(host);

/** Endings that no public zone has. */
const localName = /\.(?:local|internal|lan|home\.arpa|test)$/;

/** Loopback, a private address, or a name that only a local network knows: plain http may go there. */
export const isLocal = (hostname: string): boolean => {
  const host = bare(hostname);
  if (isLoopback(host)) return true;
  const numbers = ipv4(host);
  if (numbers) return isPrivateIpv4(numbers);
  if (host.includes(':')) return isPrivateIpv6(host);
  return /^[a-z0-9_-]+$/.test(host) || localName.test(host);
};

/** An address without its beginning, as it was probably meant; in backticks. */
export const withScheme = (text: string): string => {
  const rest = text.trim().replace(/^[a-z+.-]*:?\/\//i, '');
  if (!/^[^\s/]+/.test(rest)) return '`https://…`';
  const host = rest.split(/[/:?#]/)[0] ?? '';
  return `\`${isLocal(host) ? 'http' : 'https'}://${rest.replaceAll('`', '')}\``;
};
