import type { ServerResponse } from 'node:http';
import type { GatewayError, Protocol } from './protocols/protocol.ts';

export const sendJson = (response: ServerResponse, status: number, body: unknown): void => {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
};

/** An error of the gateway's own, in the words of the protocol that the agent speaks. */
export const sendError = (
  response: ServerResponse,
  { protocol, ...error }: GatewayError & { protocol: Protocol },
): void =>
  sendJson(response, error.status, protocol.errorBody({ ...error, message: `Gateway: ${error.message}` }));
