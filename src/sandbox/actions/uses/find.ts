import type { Resolve } from '../options.ts';
import { type JavaScriptAction, readAction } from './action-file.ts';

const standIns = ['actions/checkout', 'actions/upload-artifact', 'actions/download-artifact'] as const;
export type StandIn = (typeof standIns)[number];

/** What does the work of a `uses:`. */
export type UsedAction = JavaScriptAction | { kind: 'stand-in'; name: StandIn };

export const isWorkflow = (reference: string): boolean => /\/\.github\/workflows\//.test(reference);

const known = (resolve: Resolve): string => {
  const own = standIns.map((name) => `${name}@<commit SHA>`);
  return [...own, ...resolve.known.filter((reference) => !isWorkflow(reference))].join(', ');
};

/** The action behind a reference, or why there is none. */
export async function findAction(
  reference: string,
  resolve: Resolve,
): Promise<UsedAction | { problems: string[] }> {
  const [path = '', ref = ''] = reference.split('@', 2);
  const standIn = standIns.find((name) => name === path);
  if (standIn) {
    return /^[0-9a-f]{40}$/.test(ref)
      ? { kind: 'stand-in', name: standIn }
      : { problems: [`'${reference}' must be pinned to a full commit SHA, not to '${ref}'`] };
  }
  const found = await resolve.action(reference);
  if (found) return readAction(found.folder, reference);
  return { problems: [`Unable to resolve action '${reference}'. Local Actions know ${known(resolve)}`] };
}
