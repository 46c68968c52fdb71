import { isLocal } from '../../contracts/addresses.ts';
import { modelName, type ServedModel } from '../../contracts/models.ts';

/** Why a key must not be sent to this address; null when it may. */
export const addressProblem = (model: ServedModel): { what: string; remedy: string } | null => {
  const address = new URL(model.url);
  const setting = `\`models.providers.${model.provider}.url\``;
  if (address.protocol === 'https:') return null;
  if (address.protocol === 'http:' && isLocal(address.hostname)) return null;
  return {
    what: `${modelName(model)} would be asked at ${address.protocol}//${address.host}, where anybody on the way could read the key.`,
    remedy: `Let ${setting} begin with https:// (http:// is for loopback and private addresses only).`,
  };
};
