import { z } from 'zod';
import type { TranscriptEntry } from '../../contracts/transcript.ts';
import type { LastWord, Read } from './cli.ts';

export interface ClaudeState {
  /** Calls that have no result yet, by id. */
  calls: Record<string, { tool: string; input: string }>;
  /** Ids of calls that were denied. */
  denied: string[];
  /** The model's answer that is being read. */
  answer: string | null;
  result: { failed: boolean; detail: string } | null;
}

export const claudeStart: ClaudeState = { calls: {}, denied: [], answer: null, result: null };

const resultText = z.union([
  z.string(),
  z
    .array(z.looseObject({ text: z.string().catch('') }))
    .transform((parts) => parts.map(({ text }) => text).join('\n')),
]);

const block = z.union([
  z.looseObject({ type: z.literal('text'), text: z.string() }),
  z.looseObject({ type: z.literal('tool_use'), id: z.string(), name: z.string(), input: z.unknown() }),
  z.looseObject({
    type: z.literal('tool_result'),
    tool_use_id: z.string(),
    content: resultText.catch(''),
    is_error: z.boolean().catch(false),
  }),
  z.looseObject({ type: z.string() }).transform(() => ({ type: 'other' as const })),
]);
type Block = z.infer<typeof block>;

const eventSchema = z.union([
  z.looseObject({
    type: z.literal('system'),
    subtype: z.literal('init'),
    session_id: z.string().nullable().catch(null),
    model: z.string().nullable().catch(null),
  }),
  z.looseObject({
    type: z.literal('system'),
    subtype: z.literal('permission_denied'),
    tool_name: z.string(),
    tool_use_id: z.string(),
  }),
  z.looseObject({
    type: z.enum(['assistant', 'user']),
    message: z.looseObject({ id: z.string().nullable().catch(null), content: z.array(block).catch([]) }),
  }),
  z.looseObject({
    type: z.literal('result'),
    subtype: z.string().catch(''),
    is_error: z.boolean(),
    result: z.string().catch(''),
    errors: z.array(z.string()).catch([]),
    permission_denials: z
      .array(z.looseObject({ tool_name: z.string(), tool_use_id: z.string(), tool_input: z.unknown() }))
      .catch([]),
  }),
]);
type Event = z.infer<typeof eventSchema>;
type Result = Extract<Event, { is_error: boolean }>;

/** Events of `claude --print --output-format stream-json --verbose`. */
export const readClaude = (line: unknown, state: ClaudeState): Read<ClaudeState> => {
  const event = eventSchema.safeParse(line);
  return event.success ? readEvent(event.data, state) : { entries: [], state };
};

const readEvent = (event: Event, state: ClaudeState): Read<ClaudeState> => {
  switch (event.type) {
    case 'system':
      return event.subtype === 'init'
        ? { entries: [{ kind: 'started', session: event.session_id, model: event.model }], state }
        : readDenial({ id: event.tool_use_id, tool: event.tool_name, input: null }, state);
    case 'assistant':
    case 'user':
      return readMessage(event.message, state);
    case 'result':
      return readResult(event, state);
  }
};

const readMessage = (
  { id, content }: { id: string | null; content: Block[] },
  before: ClaudeState,
): Read<ClaudeState> => {
  // Each block of an answer comes as a message of its own with the answer's id.
  const another = id !== null && id !== before.answer;
  const start: Read<ClaudeState> = {
    entries: another ? [{ kind: 'step' }] : [],
    state: another ? { ...before, answer: id } : before,
  };
  return content.reduce((read, one) => {
    const next = readBlock(one, read.state);
    return { entries: [...read.entries, ...next.entries], state: next.state };
  }, start);
};

const readBlock = (one: Block, state: ClaudeState): Read<ClaudeState> => {
  switch (one.type) {
    case 'text':
      return { entries: [{ kind: 'said', text: one.text }], state };
    case 'tool_use': {
      const call = { tool: one.name, input: JSON.stringify(one.input ?? {}) };
      return { entries: [], state: { ...state, calls: { ...state.calls, [one.id]: call } } };
    }
    case 'tool_result': {
      const { [one.tool_use_id]: call, ...calls } = state.calls;
      if (call === undefined || state.denied.includes(one.tool_use_id))
        return { entries: [], state: { ...state, calls } };
      return { entries: [outcomeOf(call, one)], state: { ...state, calls } };
    }
    case 'other':
      return { entries: [], state };
  }
};

const senseless = /^<tool_use_error>(?:Error: No such tool available|InputValidationError)/;

const outcomeOf = (
  { tool, input }: { tool: string; input: string },
  { content, is_error }: { content: string; is_error: boolean },
): TranscriptEntry =>
  is_error && senseless.test(content)
    ? { kind: 'invalid', tool, detail: content.replace(/<\/?tool_use_error>/g, '') }
    : { kind: 'called', tool, input, output: content, ok: !is_error };

const readDenial = (
  { id, tool, input }: { id: string; tool: string; input: string | null },
  state: ClaudeState,
): Read<ClaudeState> => {
  const detail = input ?? state.calls[id]?.input ?? '';
  return {
    entries: [{ kind: 'denied', tool, detail }],
    state: { ...state, denied: [...state.denied, id] },
  };
};

/** Its `subtype` says `success` even when the model could not be reached. */
const readResult = (event: Result, state: ClaudeState): Read<ClaudeState> => {
  const failed = event.is_error || event.subtype !== 'success';
  const detail = failed ? [event.result, ...event.errors].find((text) => text !== '') || event.subtype : '';
  const unsaid = event.permission_denials.filter(({ tool_use_id }) => !state.denied.includes(tool_use_id));
  return {
    entries: unsaid.map(({ tool_name, tool_input }) => ({
      kind: 'denied',
      tool: tool_name,
      detail: JSON.stringify(tool_input ?? {}),
    })),
    state: { ...state, result: { failed, detail } },
  };
};

export const lastWordOf = ({ result }: ClaudeState, exitCode: number | null): LastWord => {
  const code = exitCode ?? 'a signal';
  if (result === null) return { ended: 'none', problem: `Claude Code ended with ${code} and no result.` };
  if (result.failed) return { ended: 'failed', problem: result.detail };
  if (exitCode === 0) return { ended: 'completed', problem: null };
  return { ended: 'failed', problem: `Claude Code ended with ${code} after a good result.` };
};
