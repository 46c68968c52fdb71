import type { ConfigurationFact } from '../core/facts.ts';
import { configurationSchema } from './configuration.ts';
import { type Problem, quote, readDocument } from './configuration-document.ts';
import { type Finding, nearest, wordIssue } from './configuration-problems.ts';
import { modelFindings } from './model-findings.ts';

const maxProblems = 20;

/**
 * Reads `.github/throughline.yml`. Whatever is wrong is said at once, one line each, in the order of the file.
 * Never throws.
 */
export const readConfiguration = (text: string): ConfigurationFact => {
  try {
    return read(text);
  } catch (error) {
    return broken([
      {
        line: null,
        text: `The file cannot be read: ${error instanceof Error ? error.message : 'unknown error'}`,
      },
    ]);
  }
};

const read = (text: string): ConfigurationFact => {
  const document = readDocument(text);
  if ('problems' in document) return broken(document.problems);
  const { value } = document;
  if (!isMap(value)) {
    const text = 'The file must be a map of keys, starting with `tracker:` and `agents:`.';
    return broken([{ line: null, text: value === null ? `The file is empty. ${text}` : text }]);
  }
  const parsed = configurationSchema.safeParse(value);
  const refused = parsed.success ? [] : parsed.error.issues.flatMap((issue) => wordIssue(issue, value));
  const findings = [...refused, ...agentFindings(value.agents), ...relations(value)];
  if (parsed.success && findings.length === 0) return { state: 'valid', value: parsed.data };
  return broken(findings.map((finding) => ({ line: document.line(finding.path), text: finding.text })));
};

/** Said together with what the schema refuses elsewhere; nothing is concluded from a section that is itself wrong. */
const relations = (value: Record<string, unknown>): Finding[] => {
  const { agents, models, caps } = configurationSchema.shape;
  const read = {
    agents: agents.safeParse(value.agents),
    models: models.safeParse(value.models),
    caps: caps.safeParse(value.caps),
  };
  if (!read.agents.success || !read.models.success || !read.caps.success) return [];
  return modelFindings({ agents: read.agents.data, models: read.models.data, caps: read.caps.data });
};

const broken = (problems: Problem[]): ConfigurationFact => {
  const sorted = [...problems].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  const lines = sorted.map(({ line, text }) => (line === null ? text : `line ${line}: ${text}`));
  const more = lines.length - maxProblems;
  return {
    state: 'broken',
    problems: more > 0 ? [...lines.slice(0, maxProblems), `and ${more} more`] : lines,
  };
};

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What holds between settings. Looks at the raw data, so that it is said together with what the schema refuses. */
const agentFindings = (agents: unknown): Finding[] => {
  if (!isMap(agents) || !isMap(agents.allowed)) return [];
  const names = Object.keys(agents.allowed);
  const each = Object.entries(agents.allowed).flatMap(([name, agent]) =>
    isMap(agent) ? commandFindings(name, agent) : [],
  );
  if (typeof agents.default !== 'string' || agents.default === '' || names.includes(agents.default))
    return each;
  const near = nearest(agents.default, names);
  const known = names.length === 0 ? 'is empty' : `has ${names.map(quote).join(', ')}`;
  const hint = near === null ? '' : `; did you mean ${quote(near)}?`;
  const text = `\`agents.default\` names ${quote(agents.default)}, but \`agents.allowed\` ${known}${hint}`;
  return [{ path: ['agents', 'default'], text }, ...each];
};

const worksBy: Partial<Record<string, string>> = {
  replay: 'applies recorded edits',
  opencode: 'is started by Throughline',
  'claude-code': 'is started by Throughline',
  codex: 'is started by Throughline',
};

const commandFindings = (name: string, agent: Record<string, unknown>): Finding[] => {
  const path = ['agents', 'allowed', name];
  const key = quote(`${path.join('.')}.command`);
  if (agent.kind === 'command' && agent.command === undefined) {
    return [{ path, text: `${key} is missing: an agent of kind \`command\` needs the command line to run` }];
  }
  const works = typeof agent.kind === 'string' ? worksBy[agent.kind] : undefined;
  if (works && agent.command !== undefined) {
    const text = `${key} has no use: an agent of kind ${quote(String(agent.kind))} ${works}`;
    return [{ path: [...path, 'command'], text }];
  }
  return [];
};
