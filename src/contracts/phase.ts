import { z } from 'zod';

/** Kinds of assignment (design: one request to the runner). */
export const phaseSchema = z.enum([
  'explore',
  'grill',
  'propose',
  'enhance',
  'prompt',
  'delegate',
  'review',
  'rounds',
  'triage',
  'ops',
]);
