import { at, countAt, hasError } from '../json.ts';
import { openaiError } from './openai-error.ts';
import { type Protocol, probeText, probeTokens, untold } from './protocol.ts';
import { itemsOf, listOf, typesOf } from './tools.ts';

const last = ['response.completed', 'response.incomplete'];

const opening = ['response.created', 'response.queued', 'response.in_progress'];

/** What the client executes. */
const clientTools = ['function', 'custom', 'local_shell', 'apply_patch'];

const serverToolsIn = (tools: unknown): string[] =>
  itemsOf(tools).flatMap((tool) => {
    const [type] = typesOf([tool]);
    if (type === 'namespace') return serverToolsIn(at(tool, 'tools'));
    // both may also be executed at the provider
    if (type === 'shell' && ['local', undefined].some((place) => at(tool, 'environment', 'type') === place))
      return [];
    if (type === 'tool_search' && at(tool, 'execution') === 'client') return [];
    return clientTools.includes(String(type)) ? [] : [String(type)];
  });

/** POST /responses */
export const openaiResponses: Protocol = {
  api: 'openai-responses',
  path: '/responses',
  meaningOf: (event) => {
    const type = at(event, 'type');
    if (typeof type !== 'string') return hasError(event) ? 'error' : 'foreign';
    if (type === 'error' || type === 'response.failed') return 'error';
    if (opening.includes(type)) return 'opening';
    if (last.includes(type)) return 'last';
    return type.startsWith('response.') ? 'content' : 'filler';
  },
  isAnswer: (body) => Array.isArray(at(body, 'output')) && at(body, 'status') !== 'failed' && !hasError(body),
  // later turns may bring tools within their input
  serverTools: (body) =>
    [at(body, 'tools'), ...listOf(at(body, 'input')).map((item) => at(item, 'tools'))].flatMap(serverToolsIn),
  toldIn: (value) => {
    const usage = at(value, 'response', 'usage') ?? at(value, 'usage');
    if (usage === undefined || usage === null) return untold;
    const all = countAt(usage, 'input_tokens');
    const cached = countAt(usage, 'input_tokens_details', 'cached_tokens') ?? 0;
    return {
      input: all === null ? null : { all, cached, written: 0 },
      output: countAt(usage, 'output_tokens'),
    };
  },
  saidIn: (value) => at(value, 'delta') ?? at(value, 'output'),
  errorBody: openaiError,
  streaming: {},
  probe: ({ bounded }) => ({
    input: probeText,
    store: false,
    ...(bounded ? { max_output_tokens: probeTokens } : {}),
  }),
};
