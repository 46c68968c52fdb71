import { z } from 'zod';
import type { TranscriptEntry } from '../../contracts/transcript.ts';
import type { LastWord, Read } from './cli.ts';

export interface CodexState {
  end: 'completed' | 'failed' | null;
  /** What it said last of what went wrong. */
  problem: string | null;
}

export const codexStart: CodexState = { end: null, problem: null };

const status = z.string().catch('');

const item = z.union([
  z.looseObject({ type: z.literal('agent_message'), text: z.string() }),
  z.looseObject({
    type: z.literal('command_execution'),
    command: z.string(),
    aggregated_output: z.string().catch(''),
    status,
  }),
  z.looseObject({
    type: z.literal('file_change'),
    changes: z.array(z.looseObject({ path: z.string(), kind: z.string().catch('') })).catch([]),
    status,
  }),
  z.looseObject({ type: z.literal('error'), message: z.string() }),
]);
type Item = z.infer<typeof item>;

const message = z.looseObject({ message: z.string().catch('') }).catch({ message: '' });

const eventSchema = z.union([
  z.looseObject({ type: z.literal('thread.started'), thread_id: z.string().nullable().catch(null) }),
  z.looseObject({ type: z.literal('item.completed'), item }),
  z.looseObject({ type: z.literal('turn.completed') }),
  z.looseObject({ type: z.literal('turn.failed'), error: message }),
  z.looseObject({ type: z.literal('error'), message: z.string() }),
]);
type Event = z.infer<typeof eventSchema>;

/** Events of `codex exec --json`. */
export const readCodex = (line: unknown, state: CodexState): Read<CodexState> => {
  const event = eventSchema.safeParse(line);
  return event.success ? readEvent(event.data, state) : { entries: [], state };
};

const readEvent = (event: Event, state: CodexState): Read<CodexState> => {
  switch (event.type) {
    case 'thread.started':
      return { entries: [{ kind: 'started', session: event.thread_id, model: null }], state };
    case 'item.completed':
      return { entries: itemEntries(event.item), state };
    case 'turn.completed':
      return { entries: [], state: { ...state, end: 'completed' } };
    case 'turn.failed': {
      const problem = event.error.message || state.problem || 'The turn failed.';
      return { entries: [], state: { end: 'failed', problem } };
    }
    case 'error':
      return {
        entries: [{ kind: 'problem', detail: event.message }],
        state: { ...state, problem: event.message },
      };
  }
};

/** None of it is a `step`: it does not tell where one answer of the model ends and the next begins. */
const itemEntries = (one: Item): TranscriptEntry[] => {
  switch (one.type) {
    case 'agent_message':
      return [{ kind: 'said', text: one.text }];
    case 'command_execution':
      return [callEntry({ tool: 'shell', input: one.command, ...outcome(one) })];
    case 'file_change': {
      const input = one.changes.map(({ kind, path }) => `${kind} ${path}`.trim()).join(', ');
      return [callEntry({ tool: 'apply_patch', input, output: '', status: one.status })];
    }
    case 'error':
      // Every model that it does not know by name gets this; it works all the same.
      return one.message.startsWith('Model metadata for ')
        ? [{ kind: 'printed', text: one.message }]
        : [{ kind: 'problem', detail: one.message }];
  }
};

const outcome = (one: { aggregated_output: string; status: string }) => ({
  output: one.aggregated_output,
  status: one.status,
});

const callEntry = (call: {
  tool: string;
  input: string;
  output: string;
  status: string;
}): TranscriptEntry => {
  const { tool, input, output } = call;
  return call.status === 'declined'
    ? { kind: 'denied', tool, detail: input }
    : { kind: 'called', tool, input, output, ok: call.status === 'completed' };
};

const refusedCall =
  /\bcodex_core::tools::\S+: (?:error=)?((?:unsupported call: (\S+)|failed to parse function arguments)[\s\S]*)$/;

/** Calls that make no sense stand in its log alone, which comes by its error output. */
export const readCodexLog = (line: string): TranscriptEntry[] => {
  const found = refusedCall.exec(line);
  return found
    ? [{ kind: 'invalid', tool: found[2] ?? '?', detail: found[1] ?? '' }]
    : [{ kind: 'printed', text: line }];
};

export const lastWordOf = ({ end, problem }: CodexState, exitCode: number | null): LastWord => {
  const code = exitCode ?? 'a signal';
  if (end === 'failed') return { ended: 'failed', problem };
  if (end === null)
    return { ended: 'none', problem: problem ?? `codex ended with ${code} before its turn was over.` };
  if (exitCode === 0) return { ended: 'completed', problem: null };
  return { ended: 'failed', problem: `codex ended with ${code} after its turn was complete.` };
};
