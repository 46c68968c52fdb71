import type { IncomingHttpHeaders } from 'node:http';
import { modelName, type ServedModel } from '../../contracts/models.ts';
import { attempt, type OutageCause, type Outcome } from './attempt.ts';
import type { Clock } from './clock.ts';
import type { Entry, Ledger } from './ledger.ts';
import { createMeter, type Meter, type Tokens } from './meter.ts';
import type { GatewayStop } from './options.ts';
import { protocols } from './protocols/registry.ts';
import { bodyFor, reservationFor } from './request-body.ts';
import { pauseBefore } from './retry.ts';
import { Trouble } from './trouble.ts';
import type { Upstream } from './upstream.ts';

/** What asking takes, beside the question. */
export interface Means {
  upstream: Upstream;
  ledger: Ledger;
  clock: Clock;
  redact: (text: string) => string;
  onSign: () => void;
}

export interface Question {
  /** What is asked; its `model` is replaced by that of the model asked. */
  body: Record<string, unknown>;
  streaming: boolean;
  headers: IncomingHttpHeaders;
  query: string;
  /** Aborts when nobody waits for the answer any more. */
  signal: AbortSignal;
}

export interface Answer extends Extract<Outcome, { kind: 'answer' }> {
  model: ServedModel;
  /** Counted so far; exact once `chunks` are through. */
  tokens: () => Tokens;
  /** Counts what came so far; to be called when `chunks` are left, idempotent. */
  end: () => void;
}

export type Asked =
  | Answer
  | (Extract<Outcome, { kind: 'refused' }> & { model: ServedModel })
  | { kind: 'outage'; model: ServedModel; trouble: string; cause: OutageCause }
  | { kind: 'used-up'; stop: GatewayStop }
  | { kind: 'gone'; trouble: string | null; model: ServedModel };

/**
 * Asks one model, again after outages. Counts every try. `patienceMs`: how long to go on with a model that is busy or
 * cannot be reached; 0 for a few tries.
 */
export const askModel = async (options: {
  model: ServedModel;
  question: Question;
  means: Means;
  patienceMs: number;
  onTry: (outcome: string) => void;
}): Promise<Asked> => {
  const { model, question, means, patienceMs, onTry } = options;
  const { clock } = means;
  const body = bodyFor(model, question);
  const reservation = reservationFor(question.body, body.length);
  let trouble: string | null = null;
  let failedAt: number | null = null;
  for (let tried = 1; ; tried += 1) {
    const admission = await means.ledger.admit(model, { reservation, signal: question.signal });
    if (admission.kind === 'gone') return { kind: 'gone', trouble, model };
    if (admission.kind === 'used-up') return { kind: 'used-up', stop: admission.stop };
    const outcome = await askOnce({ model, question, means, body, entry: admission.entry });
    if (outcome.kind === 'answer' || outcome.kind === 'refused') return { ...outcome, model };
    if (outcome.kind === 'gone') return { kind: 'gone', trouble, model };
    trouble = outcome.trouble;
    failedAt ??= clock.now();
    onTry(`${modelName(model)} ${trouble}`);
    const pause = pauseBefore({ outage: outcome, tried, failedAt, patienceMs, clock });
    if (pause === null) return { kind: 'outage', model, trouble, cause: outcome.cause };
    await clock.sleep(pause, question.signal);
    if (question.signal.aborted) return { kind: 'gone', trouble, model };
  }
};

type Once = Exclude<Outcome, { kind: 'answer' }> | Omit<Answer, 'model'>;

/** One try; its entry is ended, or is ended with the answer. */
const askOnce = async (options: {
  model: ServedModel;
  question: Question;
  means: Means;
  body: string;
  entry: Entry;
}): Promise<Once> => {
  const { model, question, means, body, entry } = options;
  const { upstream, clock, redact, onSign } = means;
  const protocol = protocols[model.api];
  const meter = createMeter(protocol, body.length);
  try {
    const outcome = await attempt({
      upstream,
      clock,
      redact,
      onSign,
      protocol,
      meter,
      streaming: question.streaming,
      silenceMs: model.silenceSeconds * 1000,
      signal: question.signal,
      call: {
        model,
        method: 'POST',
        path: protocol.path,
        query: question.query,
        headers: { ...question.headers, 'content-type': 'application/json' },
        body,
      },
    });
    if (outcome.kind === 'answer') return answerOf({ outcome, meter, entry });
    if (outcome.kind !== 'gone') entry.failed();
    // who asked cannot know whether it was answered: a provider that took the request has worked on it
    const worked = outcome.kind === 'gone' || (outcome.kind === 'outage' && outcome.taken);
    entry.end(worked ? meter.tokens() : null);
    return outcome;
  } catch (error) {
    entry.end(null);
    throw error;
  }
};

/** Counted whatever becomes of the answer: read to its end, broken off, or left by the agent. */
const answerOf = (options: {
  outcome: Extract<Outcome, { kind: 'answer' }>;
  meter: Meter;
  entry: Entry;
}): Omit<Answer, 'model'> => {
  const { outcome, meter, entry } = options;
  const end = (): void => entry.end(meter.tokens());
  const chunks = async function* (): AsyncGenerator<Buffer, void> {
    try {
      yield* outcome.chunks;
      if (outcome.broken()) entry.failed();
    } catch (error) {
      if (!(error instanceof Trouble && error.kind === 'gone')) entry.failed();
      throw error;
    } finally {
      end();
    }
  };
  return { ...outcome, tokens: meter.tokens, chunks: chunks(), end };
};
