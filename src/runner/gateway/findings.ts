import { modelName, type ServedModel } from '../../contracts/models.ts';
import { keySecret } from '../../text/caller-workflow.ts';
import type { OutageCause } from './attempt.ts';
import { protocols } from './protocols/registry.ts';

/** One thing that is wrong, for people: whole sentences. */
export interface Finding {
  what: string;
  /** The next step. */
  remedy: string;
}

const setKey = (provider: string): string => {
  const secret = keySecret(provider);
  return `the line \`${provider}=\${{ secrets.${secret} }}\` to \`model-keys\` in .github/workflows/throughline.yml, and the secret ${secret} to the repository`;
};

const urlOf = ({ provider, url }: ServedModel): string =>
  `\`models.providers.${provider}.url\` (${new URL(url).host})`;

export const keyMissing = (provider: string): Finding => ({
  what: `There is no key for provider \`${provider}\`.`,
  remedy: `Add ${setKey(provider)}.`,
});

export const keyUnusable = (provider: string): Finding => ({
  what: `The key of provider \`${provider}\` holds a character that no header may carry.`,
  remedy: `Set the secret ${keySecret(provider)} anew: a quote or another character came along when it was copied.`,
});

/** A provider that answers 401 or 403. */
export const keyRefused = (
  model: ServedModel,
  { status, keyGiven }: { status: number; keyGiven: boolean },
): Finding => {
  const { provider } = model;
  if (!keyGiven)
    return {
      what: `Provider \`${provider}\` wants a key (HTTP ${status}), and none is given.`,
      remedy: `Add ${setKey(provider)}.`,
    };
  const remedy = `Put a valid key of \`${provider}\` into the secret that its line of \`model-keys\` in .github/workflows/throughline.yml names.`;
  if (status === 401) return { what: `Provider \`${provider}\` refuses the key (HTTP 401).`, remedy };
  return {
    what: `Provider \`${provider}\` refuses the key for ${modelName(model)} (HTTP 403).`,
    remedy: `Give the key access to this model at the provider. Or: ${remedy}`,
  };
};

/** A provider that answers a minimal request with another 4xx; `said`: its own words, empty for none. */
export const requestRefused = (
  model: ServedModel,
  { status, said }: { status: number; said: string },
): Finding => {
  const quoted = said === '' ? '' : ` It says: ${said}`;
  if (status === 404)
    return {
      what: `Provider \`${model.provider}\` has no model \`${model.model}\`, or is not at this address (HTTP 404).${quoted}`,
      remedy: `Check the model's name in \`agents\`, and ${urlOf(model)}, which ends before \`${protocols[model.api].path}\`.`,
    };
  return {
    what: `Provider \`${model.provider}\` refuses even a minimal request to \`${model.model}\` (HTTP ${status}).${quoted}`,
    remedy: `Check the model's name in \`agents\`, and \`models.providers.${model.provider}.api\` (${model.api}).`,
  };
};

const outageRemedies: Record<OutageCause, (model: ServedModel) => string> = {
  network: (model) => `Check ${urlOf(model)}, and that the runner may reach it.`,
  silence: (model) => `Look whether the provider is up, and whether the runner may reach ${urlOf(model)}.`,
  busy: () =>
    'Look at limits, credit and state of the provider and dispatch again later, or add another model to `agents.allowed.<name>.fallback`.',
  credit: ({ provider }) =>
    `Add credit or raise the limit in the billing settings of provider \`${provider}\`, and dispatch again.`,
  proxy: () =>
    'Put user and password of the proxy into HTTPS_PROXY of the runner (`http://user:password@host:port`), or exempt the provider with NO_PROXY.',
  foreign: (model) =>
    `Check ${urlOf(model)}, which ends before \`${protocols[model.api].path}\`, and \`models.providers.${model.provider}.api\` (${model.api}); a proxy or a sign-in page may also stand in between.`,
};

/** `trouble`: a few words that follow the model's name. */
export const outOfOrder = (
  model: ServedModel,
  { cause, trouble }: { cause: OutageCause; trouble: string },
): Finding => ({
  what: `Model ${modelName(model)} ${trouble}.`,
  remedy: outageRemedies[cause](model),
});
