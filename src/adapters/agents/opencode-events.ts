import { z } from 'zod';
import type { TranscriptEntry } from '../../contracts/transcript.ts';
import type { LastWord, Read } from './cli.ts';

export interface OpencodeState {
  session: string | null;
  /** Why its newest step ended. */
  reason: string | null;
  /** What went wrong, once something did. */
  error: string | null;
}

const toolState = z.looseObject({
  status: z.string(),
  input: z.unknown(),
  output: z.string().catch(''),
  error: z.string().catch(''),
  metadata: z.looseObject({ exit: z.number().nullable().catch(null) }).catch({ exit: null }),
});

const invalidInput = z.looseObject({ tool: z.string().catch('?'), error: z.string().catch('') });

const eventSchema = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('step_start'), sessionID: z.string().nullable().catch(null) }),
  z.looseObject({ type: z.literal('text'), part: z.looseObject({ text: z.string() }) }),
  z.looseObject({ type: z.literal('tool_use'), part: z.looseObject({ tool: z.string(), state: toolState }) }),
  z.looseObject({ type: z.literal('step_finish'), part: z.looseObject({ reason: z.string() }) }),
  z.looseObject({
    type: z.literal('error'),
    error: z.looseObject({
      name: z.string().catch('error'),
      data: z.looseObject({ message: z.string().catch('') }).catch({ message: '' }),
    }),
  }),
]);
type Event = z.infer<typeof eventSchema>;

/** Events of `opencode run --format json`. */
export const readOpencode = (line: unknown, state: OpencodeState): Read<OpencodeState> => {
  const event = eventSchema.safeParse(line);
  return event.success ? readEvent(event.data, state) : { entries: [], state };
};

const readEvent = (event: Event, state: OpencodeState): Read<OpencodeState> => {
  switch (event.type) {
    case 'step_start': {
      const first = state.session === null;
      const session = state.session ?? event.sessionID ?? '';
      return {
        entries: first ? [{ kind: 'started', session, model: null }] : [],
        state: { ...state, session },
      };
    }
    case 'text':
      return { entries: [{ kind: 'said', text: event.part.text }], state };
    case 'tool_use':
      return { entries: [toolEntry(event.part.tool, event.part.state)], state };
    case 'step_finish':
      return { entries: [{ kind: 'step' }], state: { ...state, reason: event.part.reason } };
    case 'error': {
      const { name, data } = event.error;
      const detail = data.message === '' ? name : `${name}: ${data.message}`;
      return { entries: [{ kind: 'problem', detail }], state: { ...state, error: detail } };
    }
  }
};

/** How it words a rule of its permissions, and a question that nobody was there to answer. */
const denial = /rule which prevents you from using|rejected permission|permission.*(?:denied|rejected)/i;

const toolEntry = (tool: string, state: z.infer<typeof toolState>): TranscriptEntry => {
  const input = typeof state.input === 'string' ? state.input : JSON.stringify(state.input ?? {});
  if (tool === 'invalid') {
    const said = invalidInput.parse(state.input ?? {});
    return { kind: 'invalid', tool: said.tool, detail: said.error };
  }
  if (state.status !== 'error') {
    const ok = (state.metadata.exit ?? 0) === 0;
    return { kind: 'called', tool, input, output: state.output, ok };
  }
  if (state.error.includes('tried to call unavailable tool'))
    return { kind: 'invalid', tool, detail: state.error };
  return denial.test(state.error)
    ? { kind: 'denied', tool, detail: input }
    : { kind: 'called', tool, input, output: state.error, ok: false };
};

/** It has no event for its end: its last step has to have stopped by itself, and nothing gone wrong. */
export const lastWordOf = ({ reason, error }: OpencodeState, exitCode: number | null): LastWord => {
  if (error !== null) return { ended: 'failed', problem: error };
  if (reason === 'stop' && exitCode === 0) return { ended: 'completed', problem: null };
  const problem =
    reason === null
      ? `opencode ended with ${exitCode ?? 'a signal'} before its first step was complete.`
      : `opencode ended with ${exitCode ?? 'a signal'}, its last step with \`${reason}\`.`;
  return { ended: 'none', problem };
};
