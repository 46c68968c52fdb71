import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { modelName, type ServedModel } from '../../contracts/models.ts';
import { type Answer, type Asked, askModel, type Question } from './ask.ts';
import { keyRefused } from './findings.ts';
import type { House, Visit } from './house.ts';
import type { GatewayStop } from './options.ts';
import { leftOut } from './request-body.ts';
import { sendError } from './respond.ts';
import { lasting } from './retry.ts';
import { Trouble } from './trouble.ts';

/** Answers a request to a model, with the first of the chain that is in order. Gives what the log says of it. */
export const serveAsk = async (visit: Visit, question: Question, house: House): Promise<string> => {
  const notes = leftOut(question.body).map((name) => `left out ${name}`);
  const asked = await askChain(question, house, (outcome) => {
    house.health.failing();
    notes.push(outcome);
  });
  const said = await answerWith({ asked, visit, house });
  return [said, ...notes].join('; ');
};

interface Exhausted {
  kind: 'exhausted';
  /** No model comes back by waiting. */
  lasting: boolean;
}

const askChain = async (
  question: Question,
  { means, health, patienceMs }: House,
  onTry: (outcome: string) => void,
): Promise<Exclude<Asked, { kind: 'outage' }> | Exhausted> => {
  const models = health.candidates();
  let waitingMayHelp = false;
  for (const model of models) {
    // while there is another model, waiting for this one helps nobody
    const patience = model === models.at(-1) ? patienceMs : 0;
    const asked = await askModel({ model, question, means, onTry, patienceMs: patience });
    if (asked.kind !== 'outage') return asked;
    waitingMayHelp ||= !lasting.includes(asked.cause);
    health.outOfOrder(model, asked.trouble);
  }
  return { kind: 'exhausted', lasting: !waitingMayHelp };
};

const answerWith = async (options: {
  asked: Exclude<Asked, { kind: 'outage' }> | Exhausted;
  visit: Visit;
  house: House;
}): Promise<string> => {
  const { asked, visit, house } = options;
  const { response, protocol } = visit;
  switch (asked.kind) {
    case 'answer':
      return await pass(asked, visit, house);
    case 'refused':
      house.health.good(asked.model);
      if (asked.status === 401 || asked.status === 403) house.stop(deniedBy(asked, house));
      response.writeHead(asked.status, asked.headers);
      response.end(asked.body);
      return `${asked.status} from ${modelName(asked.model)}`;
    case 'used-up':
      house.stop(asked.stop);
      sendError(response, { protocol, status: 400, message: asked.stop.detail });
      return `400, ${asked.stop.limit} used up`;
    case 'gone':
      // an agent that gives up waiting for a model out of order saw an outage like any other
      if (asked.trouble !== null) {
        house.health.outOfOrder(asked.model, asked.trouble);
        house.health.exhausted({ lasting: false });
      }
      return 'the agent hung up';
    case 'exhausted':
      house.health.exhausted(asked);
      sendError(response, {
        protocol,
        status: 503,
        message: `no model is in order: ${house.health.told()}.`,
      });
      return '503, no model is in order';
  }
};

const deniedBy = (refused: { model: ServedModel; status: number }, house: House): GatewayStop => {
  const { what, remedy } = keyRefused(refused.model, {
    status: refused.status,
    keyGiven: house.hasKey(refused.model),
  });
  return { limit: 'model', detail: `${what} ${remedy}` };
};

/** Passes an answer on as it comes, as fast as the agent reads it. */
const pass = async (answer: Answer, { response, signal }: Visit, { health }: House): Promise<string> => {
  let end = String(answer.status);
  try {
    response.writeHead(answer.status, answer.headers);
    await write({ response, chunks: answer.chunks, signal });
    if (answer.broken()) health.broke(answer.model, 'sent an error within its answer');
    else health.good(answer.model);
    response.end();
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    if (error.kind === 'gone') end = error.message;
    else {
      health.broke(answer.model, error.message);
      end = `broken off: ${error.message}`;
    }
    // an answer that just ended would look complete; a torn connection makes the agent ask again
    response.destroy();
  } finally {
    answer.end();
  }
  const { input, output, estimated } = answer.tokens();
  return `${end} from ${modelName(answer.model)}, ${input} in, ${output} out${estimated ? ' (estimated)' : ''}`;
};

const write = async (options: {
  response: ServerResponse;
  chunks: AsyncIterable<Buffer>;
  signal: AbortSignal;
}): Promise<void> => {
  const { response, chunks, signal } = options;
  const gone = new Trouble('gone', 'the agent hung up');
  for await (const chunk of chunks) {
    if (signal.aborted) throw gone;
    if (response.write(chunk)) continue;
    await once(response, 'drain', { signal }).catch(() => {
      throw gone;
    });
  }
};
