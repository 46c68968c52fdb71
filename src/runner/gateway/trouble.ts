import { at } from './json.ts';

/** A provider is out of order, or the agent is gone. `message` is for people: a few words that follow the model's name. */
export class Trouble extends Error {
  override readonly name = 'Trouble';
  readonly kind: 'outage' | 'silence' | 'proxy' | 'gone';
  /** Whether the request may have reached the provider. */
  readonly taken: boolean;

  constructor(kind: Trouble['kind'], message: string, { taken = true } = {}) {
    super(message);
    this.kind = kind;
    this.taken = taken;
  }
}

const words: Record<string, string> = {
  ECONNREFUSED: 'refused the connection',
  ECONNRESET: 'broke the connection off',
  EPIPE: 'broke the connection off',
  UND_ERR_SOCKET: 'broke the connection off',
  ENOTFOUND: 'has a host name that is not known',
  EAI_AGAIN: 'has a host name that could not be looked up',
  ETIMEDOUT: 'could not be connected to in time',
  UND_ERR_CONNECT_TIMEOUT: 'could not be connected to in time',
  EHOSTUNREACH: 'cannot be reached from this machine',
  ENETUNREACH: 'cannot be reached from this machine',
  UND_ERR_INVALID_ARG:
    'cannot be asked: its key or one of its headers holds a character that no header may have',
};

export const proxyRefuses = "cannot be asked: the runner's proxy wants credentials (HTTP 407)";

/** Ways to fail once there is a connection; with all others nothing was sent. */
const afterConnecting = ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH'];

const codeOf = (error: unknown): string => {
  const code = at(error, 'code') ?? at(error, 'cause', 'code');
  return typeof code === 'string' && /^[A-Z0-9_]+$/.test(code) ? code : '';
};

/** Words of our own for an error of the network: messages of libraries may hold what was sent. */
export const networkTrouble = (error: unknown): Trouble => {
  const code = codeOf(error);
  const tls = /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/.test(code);
  const said = tls ? `has a certificate that is not trusted (${code})` : words[code];
  const tunnel = /^Proxy response \((\d+)\)/.exec(String(at(error, 'message') ?? ''))?.[1];
  if (tunnel === '407') return new Trouble('proxy', proxyRefuses, { taken: false });
  if (tunnel)
    return new Trouble('outage', `cannot be reached: the runner's proxy answered HTTP ${tunnel}`, {
      taken: false,
    });
  const taken = afterConnecting.includes(code) || code.startsWith('HPE_');
  return new Trouble('outage', said ?? `failed on the network${code === '' ? '' : ` (${code})`}`, { taken });
};
