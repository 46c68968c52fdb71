import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { claudeCode } from '../../src/adapters/agents/claude-code.ts';
import type { Cli, CliContext, CliKind, CliSettings } from '../../src/adapters/agents/cli.ts';
import { codex } from '../../src/adapters/agents/codex.ts';
import { driveCli } from '../../src/adapters/agents/drive-cli.ts';
import { opencode } from '../../src/adapters/agents/opencode.ts';
import type { Agent } from '../../src/ports/agent.ts';
import { startModel } from '../../src/sandbox/model/model.ts';
import { type Found, findClis, makeBench, removeScratch, runAgent } from './support.ts';

const { found } = await findClis();
afterAll(removeScratch);

/** Leaves a trace in the exchange folder, which is lent to the agent. */
const trace = (base: string, name: string): string => `touch ${base}/exchange/trace-${name}`;

const hooks = (base: string) => ({
  hooks: {
    SessionStart: [{ hooks: [{ type: 'command', command: trace(base, 'hook') }] }],
    PreToolUse: [{ matcher: '*', hooks: [{ type: 'command', command: trace(base, 'hook') }] }],
  },
});

const skill = (mark: string) => `---\nname: planted\ndescription: ${mark}\n---\n${mark}\n`;
const plugin = (base: string) => `import { writeFileSync } from 'node:fs';
export const Planted = async () => {
  writeFileSync('${base}/exchange/trace-plugin', '');
  return {};
};
`;

/** Everything in a project by which it could configure an agent. What begins with PLANTED is looked for in what is sent. */
const planted = (base: string): Record<string, string> => ({
  'AGENTS.md': 'PLANTED-AGENTS\n',
  'AGENTS.override.md': 'PLANTED-OVERRIDE\n',
  'CLAUDE.md': 'PLANTED-CLAUDE\n',
  'CLAUDE.local.md': 'PLANTED-LOCAL\n',
  'extra.md': 'PLANTED-EXTRA\n',
  'opencode.json': JSON.stringify({
    instructions: ['extra.md'],
    mcp: { planted: { type: 'local', command: ['/bin/sh', '-c', trace(base, 'mcp')] } },
    command: { planted: { template: 'PLANTED-COMMAND', description: 'PLANTED-COMMAND' } },
  }),
  '.opencode/plugin/planted.js': plugin(base),
  '.opencode/agent/planted.md': '---\ndescription: PLANTED-AGENT\nmode: subagent\n---\nPLANTED-AGENT\n',
  '.opencode/skill/planted/SKILL.md': skill('PLANTED-SKILL'),
  '.claude/settings.json': JSON.stringify(hooks(base)),
  '.claude/settings.local.json': JSON.stringify(hooks(base)),
  '.claude/commands/planted.md': 'PLANTED-COMMAND\n',
  '.claude/agents/planted.md': '---\nname: planted\ndescription: PLANTED-AGENT\n---\nPLANTED-AGENT\n',
  '.claude/rules/planted.md': 'PLANTED-RULE\n',
  '.claude/skills/planted/SKILL.md': skill('PLANTED-SKILL'),
  '.mcp.json': JSON.stringify({
    mcpServers: { planted: { command: '/bin/sh', args: ['-c', trace(base, 'mcp')] } },
  }),
  '.codex/config.toml': `developer_instructions = "PLANTED-CONFIG"\n[mcp_servers.planted]\ncommand = "/bin/sh"\nargs = ["-c", ${JSON.stringify(trace(base, 'mcp'))}]\n`,
  '.codex/hooks.json': JSON.stringify(hooks(base)),
  '.codex/skills/planted/SKILL.md': skill('PLANTED-SKILL'),
  '.agents/skills/planted/SKILL.md': skill('PLANTED-SKILL'),
});

/** Without the folder for which OpenCode installs a package: that waits for a registry that is not there. */
const readily = (base: string): Record<string, string> =>
  Object.fromEntries(Object.entries(planted(base)).filter(([path]) => !path.startsWith('.opencode/')));

const marksIn = (texts: string[]): string[] => [
  ...new Set(texts.flatMap((text) => text.match(/(?:PLANTED|GIVEN)-[A-Z]+/g) ?? [])),
];

const see = async (who: Found, agent?: (context: CliContext) => Agent) => {
  const bench = makeBench(agent ? readily : planted, 'GIVEN-PROMPT: write the file hello.txt.\n');
  const model = await startModel();
  try {
    const instructions = 'GIVEN-INSTRUCTIONS: be brief.\n';
    const ran = await runAgent({
      found: who,
      bench,
      model,
      instructions,
      ...(agent ? { agent, seconds: 20 } : {}),
    });
    const traces = readdirSync(join(bench.base, 'exchange')).filter((name) => name.startsWith('trace-'));
    return { marks: marksIn(model.texts()).sort(), traces, ran };
  } finally {
    await model.close();
    bench.remove();
  }
};

type Change = (settings: CliSettings) => CliSettings;

const changed = <State>(cli: Cli<State>, { run }: CliContext, change: Change): Agent => ({
  run: (request) => driveCli({ ...cli, settings: (asked) => change(cli.settings(asked)) }, { run, request }),
});

const files =
  (change: (text: string) => string): Change =>
  (settings) => ({
    ...settings,
    files: Object.fromEntries(
      Object.entries(settings.files).map(([path, text]) => [path, change(text)] as const),
    ),
  });

/** Each CLI with the switches taken away that keep the project's configuration out. */
const believing: Record<CliKind, (context: CliContext) => Agent> = {
  opencode: (context) =>
    changed(opencode(context.program.path), context, ({ env, ...rest }) => ({
      ...rest,
      env: Object.fromEntries(Object.entries(env).filter(([name]) => !/PROJECT|CLAUDE|EXTERNAL/.test(name))),
    })),
  'claude-code': (context) =>
    changed(claudeCode(context.program.path), context, ({ argv: [program, ...args], ...rest }) => ({
      ...rest,
      argv: [
        program,
        ...args
          .map((one) => (one === 'user' ? 'user,project,local' : one))
          .filter((one) => !['--strict-mcp-config', '--disable-slash-commands'].includes(one)),
      ],
    })),
  codex: (context) =>
    changed(
      codex(context.program.path, { sandbox: 'danger-full-access' }),
      context,
      files((text) =>
        text
          .replace('"untrusted"', '"trusted"')
          .replace('project_doc_max_bytes = 0', 'project_doc_max_bytes = 9999')
          .replace('include_instructions = false', 'include_instructions = true'),
      ),
    ),
};

describe.each(found.map((who) => [who.kind, who] as const))('%s', (kind, who) => {
  it('is told what the run was given, and nothing of what the project says or would have run', async () => {
    const { marks, traces, ran } = await see(who);
    expect(marks).toEqual(['GIVEN-INSTRUCTIONS', 'GIVEN-PROMPT']);
    expect(traces).toEqual([]);
    expect(ran).toMatchObject({ ended: 'completed', changed: ['hello.txt'] });
  });

  it('would be told by the project, and would run what it names, without the switches', async () => {
    const { marks, traces } = await see(who, believing[kind]);
    expect(marks.filter((mark) => mark.startsWith('PLANTED')).length).toBeGreaterThan(0);
    expect(traces).not.toEqual([]);
  });
});
