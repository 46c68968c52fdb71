import { type BoxName, renderBox } from '../commands/boxes.ts';
import type { Home } from '../core/item.ts';

export interface Choice {
  command: BoxName;
  /** Markdown of ours, one line: what happens when it is ticked. */
  label: string;
  /** The same as a typed command. */
  typed: string;
}

/** What people can answer: boxes where ticks reach us, commands where they do not. */
export const choices = (options: { on: Home['on']; decision: string; choices: Choice[] }): string =>
  options.choices
    .map((choice) =>
      options.on === 'github'
        ? renderBox({ command: choice.command, decision: options.decision, label: choice.label })
        : `- \`${choice.typed}\` — ${choice.label}`,
    )
    .join('\n');
