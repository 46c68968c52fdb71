import { at, countAt, hasError } from '../json.ts';
import {
  type GatewayError,
  type Protocol,
  probeText,
  probeTokens,
  type ToldTokens,
  untold,
} from './protocol.ts';
import { typesOf } from './tools.ts';

const types: Record<GatewayError['status'], string> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  404: 'not_found_error',
  413: 'request_too_large',
  503: 'api_error',
};

const contentTypes = ['content_block_start', 'content_block_delta', 'content_block_stop'];

/** Tools that Anthropic describes and the client executes. */
const clientTool = /^(custom|(bash|text_editor|computer|memory)_\w+)$/;

const told = (usage: unknown): ToldTokens => {
  const plain = countAt(usage, 'input_tokens') ?? 0;
  const written = countAt(usage, 'cache_creation_input_tokens') ?? 0;
  const cached = countAt(usage, 'cache_read_input_tokens') ?? 0;
  const all = plain + written + cached;
  return { input: all === 0 ? null : { all, cached, written }, output: countAt(usage, 'output_tokens') };
};

/** POST /messages */
export const anthropicMessages: Protocol = {
  api: 'anthropic-messages',
  path: '/messages',
  meaningOf: (event) => {
    const type = at(event, 'type');
    if (typeof type !== 'string') return hasError(event) ? 'error' : 'foreign';
    if (type === 'error') return 'error';
    if (type === 'message_stop') return 'last';
    if (type === 'message_start') return 'opening';
    return contentTypes.includes(type) ? 'content' : 'filler';
  },
  isAnswer: (body) => Array.isArray(at(body, 'content')),
  serverTools: (body) =>
    typesOf(at(body, 'tools'))
      .filter((type) => type !== null && !clientTool.test(type))
      .map(String),
  toldIn: (value) => {
    // what the first event says of the output is no more than a start
    const started = at(value, 'message', 'usage');
    if (started !== undefined && started !== null) return { ...told(started), output: null };
    const usage = at(value, 'usage');
    return usage === undefined || usage === null ? untold : told(usage);
  },
  saidIn: (value) =>
    ['text', 'thinking', 'partial_json']
      .map((field) => at(value, 'delta', field))
      .concat(at(value, 'content_block', 'name'), at(value, 'content')),
  errorBody: ({ status, message }) => ({ type: 'error', error: { type: types[status], message } }),
  streaming: {},
  // `max_tokens` is not optional here
  probe: () => ({ messages: [{ role: 'user', content: probeText }], max_tokens: probeTokens }),
};
