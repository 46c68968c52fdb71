import type { Command, CommandName } from '../core/event.ts';
import type { Who } from '../core/permissions.ts';

/** Commands a person can type; the others exist as boxes only. */
export type TypedCommandName = Exclude<CommandName, 'finish' | 'continue'>;

export type Parsed = { ok: Command } | { problem: string };

/** One slash-command. What it does, and where it is valid, is in the table of `core/table.ts`. */
export interface CommandDefinition {
  name: TypedCommandName;
  /** As shown in help: `/reject <why>`. */
  usage: string;
  /** Lines that can be copied as they are. */
  examples: [string, ...string[]];
  /** What it does, in half a line. */
  summary: string;
  who: Who;
  /** `block`: the lines below it, up to the next command, belong to it. Default: its own line only. */
  takes?: 'block';
  /** @param args what follows the name, trimmed; one line unless it `takes` a block. */
  parse(args: string): Parsed;
}

/** For commands that take nothing: words behind them are a sign that the person meant something else. */
export const alone =
  (command: Command): ((args: string) => Parsed) =>
  (args) =>
    args === ''
      ? { ok: command }
      : { problem: `\`/${command.name}\` takes nothing after it. Write it alone on its line.` };
