import { z } from 'zod';
import { contentSchema, isTold, modelFields, textsOf } from './read.ts';
import { deltas, type Reply, type Wire } from './wire.ts';

const itemSchema = z.looseObject({
  type: z.string().optional(),
  role: z.string().optional(),
  content: contentSchema,
});

const requestSchema = z.looseObject({
  ...modelFields,
  instructions: z.string().nullish(),
  input: z.union([z.string(), z.array(itemSchema)]).default([]),
  tools: z.array(z.looseObject({ type: z.string(), name: z.string().optional() })).default([]),
});

const itemsOf = ({ id, say, call }: Reply): { id: string; type: string; [field: string]: unknown }[] => {
  const items = [];
  if (say !== '' || call === null)
    items.push({
      type: 'message',
      id: `msg_${id}`,
      role: 'assistant',
      content: [{ type: 'output_text', text: say, annotations: [] }],
    });
  if (call) {
    const named = { id: `fc_${id}`, call_id: `call_${id}`, name: call.tool };
    items.push(
      call.custom
        ? { ...named, type: 'custom_tool_call', input: call.input }
        : { ...named, type: 'function_call', arguments: call.input },
    );
  }
  return items;
};

const responseOf = (reply: Reply) => ({
  id: `resp_${reply.id}`,
  object: 'response',
  created_at: 0,
  model: reply.model,
  status: 'completed',
  output: itemsOf(reply).map((item) => ({ ...item, status: 'completed' })),
  usage: reply.usage && {
    input_tokens: reply.usage.input,
    input_tokens_details: { cached_tokens: reply.usage.cached },
    output_tokens: reply.usage.output,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: reply.usage.input + reply.usage.output,
  },
});

const event = (type: string, fields: object) => ({ event: type, data: { type, ...fields } });

/** OpenAI responses. */
export const responses: Wire = {
  path: '/responses',
  read: (body) => {
    const request = requestSchema.parse(body);
    const items = typeof request.input === 'string' ? [] : request.input;
    const told = items.filter(({ role }) => isTold(role)).flatMap(({ content }) => textsOf(content));
    return {
      model: request.model,
      streaming: request.stream,
      texts: [request.instructions ?? '', ...(typeof request.input === 'string' ? [request.input] : told)],
      tools: request.tools.map(({ name, type }) => name ?? type),
      results: items.filter(({ type }) => type?.endsWith('call_output')).length,
      wantsUsage: true,
    };
  },
  whole: responseOf,
  events: function* (reply) {
    const response = { id: `resp_${reply.id}`, object: 'response', status: 'in_progress', output: [] };
    yield event('response.created', { response });
    for (const [output_index, item] of itemsOf(reply).entries()) {
      yield event('response.output_item.added', { output_index, item: { ...item, status: 'in_progress' } });
      if (item.type === 'message')
        for (const delta of deltas(reply.say, reply.deltaLength))
          yield event('response.output_text.delta', {
            item_id: item.id,
            output_index,
            content_index: 0,
            delta,
          });
      yield event('response.output_item.done', { output_index, item: { ...item, status: 'completed' } });
    }
    yield event('response.completed', { response: responseOf(reply) });
  },
};
