import { agentApis, type WireApi } from '../../contracts/models.ts';
import type { TranscriptEntry } from '../../contracts/transcript.ts';
import type { AgentEnded, AgentRequest, RunProgram } from '../../ports/agent.ts';
import type { Cli, CliKind, LastWord } from './cli.ts';
import { cutEntry, lineOf, oneLine } from './entries.ts';
import { keepEnds } from './kept-ends.ts';
import { lastObject } from './last-words.ts';
import { splitLines } from './lines.ts';
import { requestVariables } from './program-agent.ts';
import { startArguments } from './start-cli.ts';
import { type SuperviseOptions, supervise } from './supervise.ts';
import { keepTranscript } from './transcript.ts';

const mostEntries = 2000;

/** Runs a CLI on a request and turns its events into the common form. */
export const driveCli = async <State>(
  cli: Cli<State>,
  { run, request }: { run: RunProgram; request: AgentRequest },
): Promise<AgentEnded> => {
  const refusal = refusalOf(cli.kind, request);
  if (refusal !== null) return notStarted(refusal);
  const settings = cli.settings(request);
  const reader = createReader(cli, request);
  const program = {
    argv: startArguments(settings),
    env: { ...settings.env, ...requestVariables(request), CLI_SECRET: settings.secret ?? '' },
  };
  const ended = await supervise({ run, request, program, ...reader });
  return { ...ended, ...reader.finish(ended) };
};

/** An agent that cannot be started. */
export const notStarted = (problem: string): AgentEnded => ({
  exitCode: 127,
  stopped: null,
  ended: 'none',
  problem,
  transcript: `${problem}\n`,
  entries: [{ kind: 'problem', detail: problem }],
  lastWords: null,
});

const refusalOf = (kind: CliKind, { gateway }: AgentRequest): string | null => {
  const speaks: readonly WireApi[] = agentApis[kind];
  if (gateway === null || speaks.includes(gateway.api)) return null;
  const needed = speaks.map((api) => `\`${api}\``).join(' or ');
  return `${kind} needs a provider that speaks ${needed}, and this one speaks \`${gateway.api}\`: give the agent another model, or the model another agent, in .github/throughline.yml.`;
};

interface StepLimit {
  most: number;
  of: string;
  counts: readonly TranscriptEntry['kind'][];
}

/** The things of one answer can be many, so they are not counted where the gateway counts the answers themselves. */
const stepLimit = ({ tellsAnswers }: { tellsAnswers: boolean }, request: AgentRequest): StepLimit => {
  const { steps } = request.limits;
  if (tellsAnswers) return { most: steps, of: 'answers of its model', counts: ['step'] };
  const counts = ['said', 'called', 'denied', 'invalid'] as const;
  return { most: request.gateway === null ? steps : Number.POSITIVE_INFINITY, of: 'things it did', counts };
};

type Reader = Pick<SuperviseOptions, 'onOutput' | 'onStart'> & {
  finish(
    ended: Pick<AgentEnded, 'exitCode' | 'stopped'>,
  ): LastWord & Pick<AgentEnded, 'transcript' | 'entries' | 'lastWords'>;
};

const createReader = <State>(cli: Cli<State>, request: AgentRequest): Reader => {
  const transcript = keepTranscript();
  const kept = keepEnds<TranscriptEntry>({
    capacity: mostEntries,
    size: () => 1,
    gap: ({ items }) => ({ kind: 'printed', text: `[… ${items} entries cut …]` }),
  });
  let state = cli.start;
  const limit = stepLimit(cli, request);
  let steps = 0;
  let said = '';
  let stop: Parameters<NonNullable<SuperviseOptions['onStart']>>[0] = () => {};

  const note = (entry: TranscriptEntry): void => {
    if (entry.kind === 'said') said = entry.text;
    if (limit.counts.includes(entry.kind)) steps += 1;
    kept.add(cutEntry(entry));
    const line = lineOf(entry);
    if (line !== null) request.onLine(line);
    if (steps > limit.most)
      stop({ limit: 'requests', detail: `It went on after ${limit.most} ${limit.of}.` });
  };
  const lines = splitLines((line) => {
    transcript.add(line);
    if (line.trim() === '') return;
    const event = eventOf(line);
    if (event === null) {
      for (const entry of cli.readText?.(line) ?? [{ kind: 'printed', text: line }]) note(entry);
      return;
    }
    const read = cli.read(event, state);
    state = read.state;
    for (const entry of read.entries) note(entry);
  });

  return {
    onOutput: lines.add,
    onStart: (given) => {
      stop = given;
    },
    finish: ({ exitCode, stopped }) => {
      lines.end();
      const word = cli.lastWord(state, exitCode);
      // What a limit interrupted has not said its last word, whatever the events were.
      const last: LastWord = stopped === null ? word : { ...word, ended: 'none' };
      if (last.ended !== 'none') note({ kind: 'ended', how: last.ended, detail: last.problem ?? '' });
      return {
        ended: last.ended,
        problem: last.problem === null ? null : oneLine(last.problem),
        transcript: transcript.text(),
        entries: kept.items(),
        lastWords: lastObject(said),
      };
    },
  };
};

const eventOf = (line: string): object | null => {
  if (!line.startsWith('{')) return null;
  try {
    const event: unknown = JSON.parse(line);
    return typeof event === 'object' ? event : null;
  } catch {
    return null;
  }
};
