import { absorb } from './absorb.ts';
import { accept } from './accept.ts';
import { back } from './back.ts';
import { cancel } from './cancel.ts';
import { choose } from './choose.ts';
import type { CommandDefinition, TypedCommandName } from './command.ts';
import { confirm } from './confirm.ts';
import { defer } from './defer.ts';
import { delegate } from './delegate.ts';
import { drop } from './drop.ts';
import { explore } from './explore.ts';
import { followUp } from './follow-up.ts';
import { help } from './help.ts';
import { iterate } from './iterate.ts';
import { merged } from './merged.ts';
import { mode } from './mode.ts';
import { object } from './object.ts';
import { override } from './override.ts';
import { pause } from './pause.ts';
import { prompt } from './prompt.ts';
import { reject } from './reject.ts';
import { resume } from './resume.ts';
import { retry } from './retry.ts';
import { review } from './review.ts';
import { status } from './status.ts';
import { think } from './think.ts';
import { triage } from './triage.ts';
import { update } from './update.ts';

/** Every command a person can type, by name, in the order help shows them. A new one is a file and a line here. */
export const registry: Record<TypedCommandName, CommandDefinition> = {
  explore,
  choose,
  confirm,
  override,
  think,
  defer,
  object,
  back,
  delegate,
  accept,
  iterate,
  reject,
  drop,
  triage,
  'follow-up': followUp,
  review,
  update,
  retry,
  merged,
  mode,
  absorb,
  pause,
  resume,
  cancel,
  prompt,
  status,
  help,
};

export const commandDefinitions: CommandDefinition[] = Object.values(registry);

export const findCommand = (name: string): CommandDefinition | null =>
  commandDefinitions.find((definition) => definition.name === name) ?? null;
