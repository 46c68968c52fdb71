import type { TranscriptEntry } from '../../contracts/transcript.ts';
import type { AgentRan } from './agent.ts';
import type { Turned, Turning, TurnTaken } from './turns.ts';

/** The evidence of all turns as that of one agent: how it ended is how its last turn did. */
export const allTurns = ({ task, options }: Turning, done: TurnTaken[], last: TurnTaken): Turned => ({
  ...last,
  ran: done.length === 1 ? last.ran : mergedRan(done, last, options.assignment.limits.agentSeconds),
  turns: task.turns === 1 ? [] : done.map(({ problems }) => ({ problems })),
});

const listed = 20;

const mergedRan = (done: TurnTaken[], last: TurnTaken, seconds: number): AgentRan => {
  const records = done.map(({ ran }) => ran.record);
  const { record } = last.ran;
  const late = record.stopped?.limit === 'time';
  return {
    record: {
      ...record,
      stopped: late
        ? { limit: 'time', detail: `It was ended after ${seconds} s, the limit of all its turns together.` }
        : record.stopped,
      durationMs: records.reduce((sum, { durationMs }) => sum + durationMs, 0),
      denied: records.flatMap(({ denied }) => denied).slice(0, listed),
      invalid: records.flatMap(({ invalid }) => invalid).slice(0, listed),
    },
    transcript: done.map(({ ran }, index) => marked(ran.transcript, index + 1)).join(''),
    entries: done.flatMap(({ ran }, index) => markedEntries(ran.entries, index + 1)),
    lastWords: last.ran.lastWords,
  };
};

const marker = (turn: number): string => `──── turn ${turn} ────`;

const marked = (transcript: string, turn: number): string =>
  `${marker(turn)}\n${transcript}${transcript === '' || transcript.endsWith('\n') ? '' : '\n'}`;

/** Agents that print what they like have none, and shall not get any by being asked twice. */
const markedEntries = (entries: TranscriptEntry[], turn: number): TranscriptEntry[] =>
  entries.length === 0 ? [] : [{ kind: 'printed', text: marker(turn) }, ...entries];
