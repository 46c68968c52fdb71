import type { ServedModel } from '../../contracts/models.ts';
import { addressProblem } from './address.ts';
import { unsendable } from './answer-headers.ts';
import { type Asked, askModel, type Means, type Question } from './ask.ts';
import { systemClock } from './clock.ts';
import { type Finding, keyMissing, keyRefused, keyUnusable, outOfOrder, requestRefused } from './findings.ts';
import { at, parseJson } from './json.ts';
import { createLedger } from './ledger.ts';
import type { ModelOptions } from './options.ts';
import { protocols } from './protocols/registry.ts';
import { createUpstream } from './upstream.ts';

export interface Preflight {
  /** Why the agent cannot work with its models: one finding per failure. Empty: the first model that is in order was asked, and answered. */
  problems: Finding[];
  /** What people should know all the same, one line each. */
  remarks: string[];
}

/** Milliseconds for all models together; a model that may be silent for longer gets as long as that. */
const usualMs = 60_000;
const longestMs = 180_000;

/** Milliseconds for a model that is busy or cannot be reached to come back. */
const usualPatienceMs = 30_000;

const limitFor = ({ silenceSeconds }: ServedModel, models: number): number =>
  Math.max(usualMs / models, Math.min(silenceSeconds * 1000, longestMs));

/** Providers that answer nobody without a key. */
const wantKeys = ['anthropic', 'openai'];

/** Looks at the configuration of the chain, and asks its first model, or the next ones while those are out of order, for a word. Rejects with the reason of `signal` when that aborts. */
export const preflightModels = async (options: ModelOptions): Promise<Preflight> => {
  const problems = configurationProblems(options);
  if (problems.length > 0) return { problems, remarks: [] };
  const remarks = [...new Set(options.chain.map((model) => model.provider))]
    .filter((provider) => !options.keys.has(provider))
    .map((provider) => `No key is given for provider \`${provider}\`; it is asked without one.`);
  const { redact } = options;
  const asked = await askInTurn(options);
  return {
    problems: asked.problems.map(({ what, remedy }) => ({ what: redact(what), remedy })),
    remarks: [...remarks, ...asked.remarks.map(redact)],
  };
};

const configurationProblems = ({ chain, keys }: ModelOptions): Finding[] => {
  if (chain.length === 0)
    return [
      {
        what: 'No model is configured for this agent.',
        remedy: 'Set `agents.allowed.<name>.model` in .github/throughline.yml.',
      },
    ];
  const missing = [...new Set(chain.map((model) => model.provider))]
    .filter((provider) => wantKeys.includes(provider) && !keys.has(provider))
    .map(keyMissing);
  const unusable = [...new Set(chain.map((model) => model.provider))]
    .filter((provider) => unsendable.test(keys.get(provider) ?? ''))
    .map(keyUnusable);
  return [...chain.flatMap((model) => addressProblem(model) ?? []), ...missing, ...unusable];
};

const askInTurn = async (options: ModelOptions): Promise<Preflight> => {
  const { chain, budget, redact, onSign, clock = systemClock, ledger = createLedger(budget) } = options;
  const { patienceMs = usualPatienceMs } = options;
  const upstream = createUpstream(options.keys);
  const means: Means = { upstream, clock, redact, onSign, ledger };
  const outages: Finding[] = [];
  try {
    for (const model of chain) {
      const found = await askForAWord({
        model,
        means,
        options,
        limitMs: limitFor(model, chain.length),
        // while there is another model, waiting for this one helps nobody
        patienceMs: model === chain.at(-1) ? patienceMs : 0,
      });
      if (found.kind === 'problem') return { problems: [...outages, found.finding], remarks: [] };
      if (found.kind === 'fine')
        return { problems: [], remarks: outages.map(({ what, remedy }) => `${what} ${remedy}`) };
      outages.push(found.finding);
    }
    return { problems: outages, remarks: [] };
  } finally {
    await upstream.close();
  }
};

type Found = { kind: 'fine' } | { kind: 'outage' | 'problem'; finding: Finding };

interface Asking {
  model: ServedModel;
  means: Means;
  options: ModelOptions;
  limitMs: number;
  patienceMs: number;
}

const askForAWord = async (asking: Asking): Promise<Found> => {
  const { model, means, options } = asking;
  const began = means.clock.now();
  const over = new AbortController();
  const done = new AbortController();
  const leave = (): void => over.abort();
  options.signal?.addEventListener('abort', leave, { once: true });
  void means.clock.sleep(asking.limitMs, done.signal).then(leave);
  try {
    options.signal?.throwIfAborted();
    const asked = await askTwice({ asking, signal: over.signal });
    options.signal?.throwIfAborted();
    const found = await judge(asked, asking);
    const ms = Math.round(means.clock.now() - began);
    options.log(
      options.redact(
        `preflight ${model.provider}/${model.model}: ${found.kind === 'fine' ? 'answers' : found.finding.what}, ${ms} ms`,
      ),
    );
    return found;
  } finally {
    options.signal?.removeEventListener('abort', leave);
    done.abort();
  }
};

/** Some models refuse the limit under its usual name: they are asked again without. */
const askTwice = async ({ asking, signal }: { asking: Asking; signal: AbortSignal }): Promise<Asked> => {
  const asked = await ask({ asking, signal, bounded: true });
  if (asked.kind !== 'refused' || asked.status !== 400) return asked;
  return await ask({ asking, signal, bounded: false });
};

const ask = (options: { asking: Asking; signal: AbortSignal; bounded: boolean }): Promise<Asked> => {
  const { asking, signal, bounded } = options;
  const { model, means } = asking;
  const question: Question = {
    body: protocols[model.api].probe({ bounded }),
    streaming: false,
    headers: { accept: 'application/json', 'user-agent': 'throughline' },
    query: '',
    signal,
  };
  const patient = { ...model, silenceSeconds: Math.min(model.silenceSeconds, asking.limitMs / 1000) };
  return askModel({ model: patient, question, means, patienceMs: asking.patienceMs, onTry: () => {} });
};

const judge = async (asked: Asked, { model, options, limitMs: limit }: Asking): Promise<Found> => {
  switch (asked.kind) {
    case 'answer':
      // reading it to its end is what counts it
      for await (const _ of asked.chunks);
      return { kind: 'fine' };
    case 'refused':
      return { kind: 'problem', finding: refusal(asked, options) };
    case 'used-up':
      return {
        kind: 'problem',
        finding: { what: asked.stop.detail, remedy: 'Raise it in .github/throughline.yml.' },
      };
    case 'outage':
      return { kind: 'outage', finding: outOfOrder(model, asked) };
    case 'gone': {
      const trouble = asked.trouble ?? `did not answer within ${Math.round(limit / 1000)} s`;
      const cause = asked.trouble === null ? 'silence' : 'busy';
      return { kind: 'outage', finding: outOfOrder(model, { cause, trouble }) };
    }
  }
};

const refusal = (refused: Extract<Asked, { kind: 'refused' }>, { keys }: ModelOptions): Finding => {
  const { model, status } = refused;
  if (status === 401 || status === 403)
    return keyRefused(model, { status, keyGiven: keys.has(model.provider) });
  return requestRefused(model, { status, said: ownWords(refused.body) });
};

/** A provider's message, if it has the usual shape; one line. */
const ownWords = (body: string): string => {
  const said = at(parseJson(body), 'error', 'message');
  return typeof said === 'string' ? said.replace(/\s+/g, ' ').slice(0, 200) : '';
};
