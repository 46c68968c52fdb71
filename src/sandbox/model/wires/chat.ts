import { z } from 'zod';
import { contentSchema, isTold, modelFields, textsOf } from './read.ts';
import { deltas, type Reply, type Wire } from './wire.ts';

const requestSchema = z.looseObject({
  ...modelFields,
  messages: z.array(z.looseObject({ role: z.string(), content: contentSchema })).default([]),
  tools: z.array(z.looseObject({ function: z.looseObject({ name: z.string() }).optional() })).default([]),
  stream_options: z.looseObject({ include_usage: z.boolean().default(false) }).nullish(),
});

const usageOf = ({ usage }: Reply) =>
  usage === null
    ? {}
    : {
        usage: {
          prompt_tokens: usage.input,
          completion_tokens: usage.output,
          total_tokens: usage.input + usage.output,
          prompt_tokens_details: { cached_tokens: usage.cached },
        },
      };

const finish = ({ call }: Reply): string => (call === null ? 'stop' : 'tool_calls');

/** OpenAI chat completions. */
export const chat: Wire = {
  path: '/chat/completions',
  read: (body) => {
    const request = requestSchema.parse(body);
    return {
      model: request.model,
      streaming: request.stream,
      texts: request.messages.filter(({ role }) => isTold(role)).flatMap(({ content }) => textsOf(content)),
      tools: request.tools.flatMap((tool) => tool.function?.name ?? []),
      results: request.messages.filter(({ role }) => role === 'tool').length,
      wantsUsage: request.stream_options?.include_usage ?? false,
    };
  },
  whole: (reply) => ({
    id: `chatcmpl-${reply.id}`,
    object: 'chat.completion',
    created: 0,
    model: reply.model,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: reply.say || null,
          ...(reply.call && {
            tool_calls: [
              {
                id: `call_${reply.id}`,
                type: 'function',
                function: { name: reply.call.tool, arguments: reply.call.input },
              },
            ],
          }),
        },
        finish_reason: finish(reply),
      },
    ],
    ...usageOf(reply),
  }),
  events: function* (reply) {
    const about = {
      id: `chatcmpl-${reply.id}`,
      object: 'chat.completion.chunk',
      created: 0,
      model: reply.model,
    };
    const chunk = (delta: object, finish_reason: string | null = null) => ({
      data: { ...about, choices: [{ index: 0, delta, finish_reason }] },
    });
    yield chunk({ role: 'assistant', content: '' });
    for (const content of deltas(reply.say, reply.deltaLength)) yield chunk({ content });
    if (reply.call) {
      const { tool, input } = reply.call;
      const named = { index: 0, id: `call_${reply.id}`, type: 'function' };
      yield chunk({ tool_calls: [{ ...named, function: { name: tool, arguments: '' } }] });
      for (const part of deltas(input, reply.deltaLength))
        yield chunk({ tool_calls: [{ index: 0, function: { arguments: part } }] });
    }
    yield chunk({}, finish(reply));
    if (reply.usage) yield { data: { ...about, choices: [], ...usageOf(reply) } };
    yield { data: '[DONE]' };
  },
};
