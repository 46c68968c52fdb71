import { distance } from 'fastest-levenshtein';

const agentPattern = /^[a-z][a-z0-9-]{0,59}$/;
const modelPattern = /^[A-Za-z0-9][\w.:/@+-]{0,119}$/;

export interface AgentFlags {
  agent?: string;
  model?: string;
}

/** A command line out of a comment would be code of a stranger: only names, which the configuration defines. */
const agentProblem = (name: string | undefined): string | null => {
  if (name === undefined || agentPattern.test(name)) return null;
  return (
    '`--agent` takes the name of an agent, such as `opencode`. ' +
    'Command lines come from the configuration only: define the agent under `agents.allowed` in `.github/throughline.yml`.'
  );
};

const modelProblem = (name: string | undefined): string | null =>
  name === undefined || modelPattern.test(name)
    ? null
    : '`--model` takes a model name, such as `openai/gpt-5`.';

/** What is wrong with the values of `--agent` and `--model`. */
export const choiceProblem = ({ agent, model }: AgentFlags): string | null =>
  agentProblem(agent) ?? modelProblem(model);

const names = ['agent', 'model'] as const;
/** Phones turn `--` into a long dash. */
const leading = /^(?:--|[–—])([A-Za-z]+)(?:=|[ \t]+|(?=[\r\n]|$))([^\s]*)[ \t]*\r?\n?/;

type Leading = { flags: AgentFlags; rest: string } | { problem: string };

/**
 * Reads the flags that stand before a text of a person's own. Further on, and under any other name, two dashes are
 * that person's words.
 */
export const readLeadingFlags = (args: string): Leading => {
  const flags: AgentFlags = {};
  let rest = args;
  for (let match = leading.exec(rest); match; match = leading.exec(rest)) {
    const [whole, word = '', value = ''] = match;
    const name = names.find((known) => known === word);
    if (!name) {
      const near = names.find((known) => distance(known, word) <= 2);
      if (!near) break;
      return { problem: `\`--${word}\` is not known. Did you mean \`--${near}\`?` };
    }
    if (value === '') return { problem: `\`--${name}\` needs a value.` };
    if (flags[name] !== undefined) return { problem: `\`--${name}\` is given twice.` };
    flags[name] = value;
    rest = rest.slice(whole.length);
  }
  const problem = choiceProblem(flags);
  return problem === null ? { flags, rest: rest.trim() } : { problem };
};
