import type { GatewayError } from './protocol.ts';

const types: Record<GatewayError['status'], string> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  404: 'not_found_error',
  413: 'invalid_request_error',
  503: 'server_error',
};

/** Both protocols of OpenAI. */
export const openaiError = ({ status, message }: GatewayError): unknown => ({
  error: { message, type: types[status], param: null, code: null },
});
