import type { Language } from '../delegation.ts';
import { lookAlikes } from './look-alikes.ts';
import { mutations } from './mutations.ts';
import { good, names } from './tree.ts';

export const python: Language = {
  names,
  good,
  mutations,
  lookAlikes,
};
