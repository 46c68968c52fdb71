import { z } from 'zod';
import { contentSchema, isTold, modelFields, textsOf } from './read.ts';
import { deltas, type Reply, type Wire } from './wire.ts';

const requestSchema = z.looseObject({
  ...modelFields,
  system: contentSchema,
  messages: z.array(z.looseObject({ role: z.string(), content: contentSchema })).default([]),
  tools: z.array(z.looseObject({ name: z.string() })).default([]),
});

const isResult = (part: { type?: string | undefined }): boolean => part.type === 'tool_result';

const inputUsage = ({ usage }: Reply) =>
  usage === null
    ? {}
    : {
        input_tokens: usage.input - usage.cached,
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: usage.cached,
      };

const stopReason = ({ call }: Reply): string => (call === null ? 'end_turn' : 'tool_use');

/** Arguments that are no JSON can only be sent in parts. */
const inputOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
};

const messageOf = (reply: Reply) => ({
  id: `msg_${reply.id}`,
  type: 'message',
  role: 'assistant',
  model: reply.model,
  stop_sequence: null,
});

/** Anthropic messages. */
export const messages: Wire = {
  path: '/messages',
  read: (body) => {
    const request = requestSchema.parse(body);
    const parts = request.messages.flatMap(({ content }) =>
      typeof content === 'string' ? [] : (content ?? []),
    );
    return {
      model: request.model,
      streaming: request.stream,
      texts: [
        ...textsOf(request.system),
        ...request.messages.filter(({ role }) => isTold(role)).flatMap(({ content }) => textsOf(content)),
      ],
      tools: request.tools.map(({ name }) => name),
      results: parts.filter(isResult).length,
      wantsUsage: true,
    };
  },
  whole: (reply) => ({
    ...messageOf(reply),
    content: [
      ...(reply.say === '' ? [] : [{ type: 'text', text: reply.say }]),
      ...(reply.call
        ? [
            {
              type: 'tool_use',
              id: `toolu_${reply.id}`,
              name: reply.call.tool,
              input: inputOf(reply.call.input),
            },
          ]
        : []),
    ],
    stop_reason: stopReason(reply),
    ...(reply.usage && { usage: { ...inputUsage(reply), output_tokens: reply.usage.output } }),
  }),
  events: function* (reply) {
    const event = (type: string, fields: object) => ({ event: type, data: { type, ...fields } });
    const usage = reply.usage && { usage: { ...inputUsage(reply), output_tokens: 1 } };
    yield event('message_start', {
      message: { ...messageOf(reply), content: [], stop_reason: null, ...usage },
    });
    let index = 0;
    const block = function* (content_block: object, parts: Iterable<object>) {
      yield event('content_block_start', { index, content_block });
      for (const delta of parts) yield event('content_block_delta', { index, delta });
      yield event('content_block_stop', { index });
      index += 1;
    };
    if (reply.say !== '') yield* block({ type: 'text', text: '' }, textDeltas(reply));
    if (reply.call) {
      const content = { type: 'tool_use', id: `toolu_${reply.id}`, name: reply.call.tool, input: {} };
      yield* block(content, inputDeltas(reply.call.input, reply.deltaLength));
    }
    yield event('message_delta', {
      delta: { stop_reason: stopReason(reply), stop_sequence: null },
      ...(reply.usage && { usage: { output_tokens: reply.usage.output } }),
    });
    yield event('message_stop', {});
  },
};

const textDeltas = function* ({ say, deltaLength }: Reply) {
  for (const text of deltas(say, deltaLength)) yield { type: 'text_delta', text };
};

const inputDeltas = function* (input: string, length: number) {
  for (const partial_json of deltas(input, length)) yield { type: 'input_json_delta', partial_json };
};
