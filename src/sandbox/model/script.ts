/** One thing a scripted model does; it becomes a call of whatever tool the agent offers for it. */
export type Action =
  /** `overwrites`: the file may be there already, which some tools want to have read first. */
  | { do: 'write'; path: string; content: string; overwrites?: boolean }
  /** `old` occurs once. */
  | { do: 'replace'; path: string; old: string; new: string }
  | { do: 'delete'; path: string }
  | { do: 'rename'; path: string; to: string }
  | { do: 'run'; command: string }
  | { do: 'fetch'; url: string }
  /** A call whose arguments are cut off. */
  | { do: 'mumble' }
  | { do: 'say'; text: string };

/** One answer of the model: some text, and then a call or the end. */
export interface Turn {
  say: string;
  call: Exclude<Action, { do: 'say' }> | null;
}

/** What the model plays, given the user and system texts of the request. */
export type Script = (texts: string[]) => Action[];

/** Texts go with the call after them: an answer without a call ends the agent's work. */
export const turnsOf = (actions: Action[]): Turn[] => {
  const turns: Turn[] = [];
  let said: string[] = [];
  for (const action of actions) {
    if (action.do === 'say') {
      said.push(action.text);
      continue;
    }
    turns.push({ say: said.join('\n\n'), call: action });
    said = [];
  }
  return [...turns, { say: said.join('\n\n') || 'Done.', call: null }];
};
