import type { CliKind } from '../adapters/agents/cli.ts';
import type { WireApi } from '../contracts/models.ts';

const kinds: Record<string, CliKind> = {
  opencode: 'opencode',
  oc: 'opencode',
  'claude-code': 'claude-code',
  cc: 'claude-code',
  codex: 'codex',
};

/** The kind that a name or its short form stands for; null for any other agent. */
export const cliKindOf = (name: string): CliKind | null =>
  Object.hasOwn(kinds, name) ? (kinds[name] ?? null) : null;

/** Name of the scripted model's provider in a clone's configuration. */
export const scriptedProvider = 'scripted';

/** A real program whose model is a script on this machine. */
export interface ScriptedAgent {
  kind: CliKind;
  /** What the two speak. */
  api: WireApi;
  /** Base address of the scripted model. */
  url: string;
}
