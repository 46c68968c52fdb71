import { at, countAt, hasError } from '../json.ts';
import { openaiError } from './openai-error.ts';
import { type Protocol, probeText, probeTokens, type ToldTokens, untold } from './protocol.ts';
import { typesOf } from './tools.ts';

const isCompletion = (value: unknown): boolean => Array.isArray(at(value, 'choices'));

/** An error may stand in a chunk or body that is a completion otherwise. */
const isError = (value: unknown): boolean =>
  hasError(value) || at(value, 'choices', 0, 'finish_reason') === 'error';

const told = (usage: unknown): ToldTokens => {
  const all = countAt(usage, 'prompt_tokens');
  const cached =
    countAt(usage, 'prompt_tokens_details', 'cached_tokens') ??
    // other names of the same, as some compatible providers have them
    countAt(usage, 'prompt_cache_hit_tokens') ??
    countAt(usage, 'cached_tokens') ??
    0;
  const written = countAt(usage, 'prompt_tokens_details', 'cache_write_tokens') ?? 0;
  return {
    input: all === null ? null : { all, cached, written },
    output: countAt(usage, 'completion_tokens'),
  };
};

/** POST /chat/completions */
export const openaiChat: Protocol = {
  api: 'openai-chat',
  path: '/chat/completions',
  meaningOf: (event) => {
    if (isError(event)) return 'error';
    if (!isCompletion(event)) return 'foreign';
    return typeof at(event, 'choices', 0, 'finish_reason') === 'string' ? 'last' : 'content';
  },
  isAnswer: (body) => isCompletion(body) && !isError(body),
  serverTools: (body) => [
    ...typesOf(at(body, 'tools'))
      .filter((type) => type !== null && type !== 'function' && type !== 'custom')
      .map(String),
    ...((at(body, 'web_search_options') ?? null) === null ? [] : ['web_search_options']),
  ],
  toldIn: (value) => {
    const usage = at(value, 'usage');
    return usage === undefined || usage === null ? untold : told(usage);
  },
  saidIn: (value) => at(value, 'choices'),
  errorBody: openaiError,
  streaming: { stream_options: { include_usage: true } },
  probe: ({ bounded }) => ({
    messages: [{ role: 'user', content: probeText }],
    ...(bounded ? { max_tokens: probeTokens } : {}),
  }),
};
