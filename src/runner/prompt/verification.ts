import type { VerificationPlan } from '../verify/plan.ts';
import { fenced } from './template.ts';

/** The commands, and how job `verify` runs them. */
export const verificationText = ({ setup, commands }: VerificationPlan, verifySeconds: number): string => {
  if (setup.length + commands.length === 0)
    return 'No command is declared. Say in `notes` how you checked your work.';
  const how = [
    'Each is given to `/bin/sh -c` by itself, in the root of the checkout, with `CI=true`; a `cd` in one does not carry over to the next.',
    `One that takes longer than ${verifySeconds} s has failed. After a failed setup command nothing else is run.`,
  ].join(' ');
  return [
    ...(setup.length === 0 ? [] : ['Setup, first:', fenced(setup.join('\n'), 'sh')]),
    ...(commands.length === 0
      ? ['No further command is declared.']
      : [setup.length === 0 ? 'In this order:' : 'Then, in this order:', fenced(commands.join('\n'), 'sh')]),
    how,
  ].join('\n\n');
};
