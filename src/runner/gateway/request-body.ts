import type { ServedModel } from '../../contracts/models.ts';
import { countAt } from './json.ts';
import type { Reservation } from './ledger.ts';
import { estimate } from './meter.ts';
import { protocols } from './protocols/registry.ts';

/** With these an agent would choose other models, hosts or prices than the configuration does. */
const notTheAgents = [
  'container',
  'inference_geo',
  'mcp_servers',
  'models',
  'plugins',
  'preset',
  'provider',
  'route',
  'service_tier',
  'speed',
];

/** Names of what is not sent on; for the log. */
export const leftOut = (body: Record<string, unknown>): string[] =>
  notTheAgents.filter((name) => Object.hasOwn(body, name));

/** Always written anew: a body with the same name twice could mean one model to us and another to the provider. */
export const bodyFor = (
  model: ServedModel,
  { body, streaming }: { body: Record<string, unknown>; streaming: boolean },
): string => {
  const kept = Object.fromEntries(Object.entries(body).filter(([name]) => !notTheAgents.includes(name)));
  const extra = streaming ? protocols[model.api].streaming : {};
  const wanted = Object.entries(extra).map(([name, value]) => [
    name,
    { ...asObject(kept[name]), ...asObject(value) },
  ]);
  return JSON.stringify({
    ...kept,
    model: model.model,
    // a provider may take 1 for true; what is sent is what is acted on
    ...(kept.stream === undefined ? {} : { stream: streaming }),
    ...Object.fromEntries(wanted),
  });
};

const asObject = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});

/** Tokens of an answer whose request sets no limit. */
const usualOutput = 8192;
const limits = ['max_tokens', 'max_completion_tokens', 'max_output_tokens'];

/** `length`: characters of what is sent. */
export const reservationFor = (body: Record<string, unknown>, length: number): Reservation => {
  const told = limits.flatMap((name) => countAt(body, name) ?? []);
  const answers = Math.max(1, countAt(body, 'n') ?? 1);
  return { input: estimate(length), output: answers * (told.length === 0 ? usualOutput : Math.max(...told)) };
};
