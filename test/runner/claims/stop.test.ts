import { afterEach, describe, expect, it } from 'vitest';
import { runAgentStep } from '../../../src/runner/agent/step.ts';
import { agentTrouble } from '../../../src/text/agent-end.ts';
import { agentSummary, publishSummary } from '../../../src/text/job-summary.ts';
import {
  agentStep,
  answering,
  assignmentFor,
  gitIn,
  makeWorld,
  optionsFor,
  runCommand,
  runThrough,
  templates,
  type World,
} from '../world.ts';
import {
  honestTree,
  type Language,
  languageOf,
  languages,
  movedTree,
  renamedTree,
  tasksPath,
} from './worlds.ts';

let world: World | null = null;
const worldOf = (files: Record<string, string>): World => {
  world = makeWorld(files);
  return world;
};
afterEach(() => world?.remove());

/** Leaves a trace of having run, and a change. */
const works = `echo started; echo done > made.txt; ${answering({ files: ['made.txt'] })}`;
const override = { claims: { override: { by: 'ada' } } };
const refsOf = ({ remote }: World): string => gitIn(remote, 'for-each-ref', '--format=%(refname)');

describe.each(languages)('a renamed file in $name', (language: Language) => {
  it('keeps the agent from being started, and the evidence says what is near', async () => {
    const here = worldOf(renamedTree(language));
    const { outcome, evidence, assignment, lines } = await runCommand(here, works);
    expect(outcome).toMatchObject({ head: null, answer: 'missing', verification: [] });
    expect(evidence.names).toEqual(['evidence.json']);
    expect(evidence.file.agent).toMatchObject({
      ended: 'not-started',
      exitCode: null,
      durationMs: 0,
      stopped: null,
    });
    expect(evidence.file.claims).toContainEqual(
      expect.objectContaining({
        kind: 'path',
        text: language.source,
        verdict: 'stale',
        nearest: language.renamed,
        source: { path: tasksPath, line: 5, task: '1.1' },
      }),
    );
    expect(evidence.remarks).toContain(`\`${language.source}\``);
    expect(lines.join('\n')).not.toContain('agent: probe');
    expect(refsOf(here)).not.toContain(assignment.codeBranch);
  });

  it('is gone over on the word of a person, which the agent is told', async () => {
    const { outcome, evidence } = await runCommand(worldOf(renamedTree(language)), works, override);
    expect(outcome.head).toMatch(/^[0-9a-f]{40}$/);
    expect(evidence.text('transcript.log')).toContain('started');
    expect(evidence.file.claims.map(({ verdict }) => verdict)).toContain('stale');
    expect(evidence.remarks).toContain(
      `On the word of ada it went on although the tasks name what is not in the code: ${language.source}`,
    );
    const prompt = evidence.text('prompt.md');
    expect(prompt).toMatch(
      /Named in the tasks, not found at commit `[0-9a-f]{40}`; `ada` confirmed to go on/,
    );
    expect(prompt).toContain(`\`${language.source}\`: not found; nearest is \`${language.renamed}\``);
  });

  it('that nobody renamed has the agent work', async () => {
    const { outcome, evidence } = await runCommand(worldOf(honestTree(language)), works);
    expect(outcome.head).toMatch(/^[0-9a-f]{40}$/);
    expect(evidence.file.agent.ended).toBe('untold');
    const verdicts = evidence.file.claims.map(({ text, verdict }) => [text, verdict]);
    expect(verdicts).toContainEqual([language.source, 'holds']);
    expect(verdicts).toContainEqual([language.identifier, 'holds']);
    const prompt = evidence.text('prompt.md');
    expect(prompt).toMatch(new RegExp(`- \`${language.source}\`: exists, \\d+ lines, \\d+ bytes`));
    expect(prompt).toContain(`  - defined at \`${language.source}:${language.line}\``);
    expect(prompt).not.toMatch(/Beside these tasks|Named in the tasks, not found/);
  });

  it('whose lines have moved is noted beside the verbatim task', async () => {
    const tree = movedTree(language);
    const { outcome, evidence } = await runCommand(worldOf(tree), works);
    expect(outcome.head).toMatch(/^[0-9a-f]{40}$/);
    expect(evidence.file.claims).toContainEqual(expect.objectContaining({ kind: 'line', verdict: 'moved' }));
    const prompt = evidence.text('prompt.md');
    const verbatim = (tree[tasksPath] ?? '').slice((tree[tasksPath] ?? '').indexOf('## 1.')).trimEnd();
    expect(prompt).toContain(verbatim);
    const beside = prompt.slice(prompt.indexOf(verbatim), prompt.indexOf('## Context'));
    expect(beside).toContain('on another line than they say');
    expect(beside).toContain(`${language.source}:${language.line + 20}`);
  });
});

const typescript = languageOf('TypeScript');
const python = languageOf('Python');

describe('a run that stops at the claims', () => {
  const stale = (): World => worldOf(renamedTree(typescript));

  it('sets up nothing: no isolation is looked for, no CLI installed, no model asked', async () => {
    const here = stale();
    const asked: string[] = [];
    const agent = { name: 'cc', kind: 'claude-code', model: 'acme/large' } as const;
    const options = optionsFor(here, assignmentFor(here, { agent }));
    const looking = {
      ...options,
      findIsolation: () => {
        asked.push('isolation');
        return Promise.reject(new Error('asked for isolation'));
      },
    };
    const { agent: ran, published } = await runThrough(here, looking);
    expect(asked).toEqual([]);
    expect(ran.report.agent).toMatchObject({ ended: 'not-started', version: null, model: 'acme/large' });
    expect(published.file.usage).toBeNull();
    // The control: the same run with nothing stale does look.
    await expect(
      agentStep(here, { ...looking, assignment: { ...looking.assignment, ...override } }),
    ).rejects.toThrow('asked for isolation');
  });

  it('did its part: it is green, and says to people what to do', async () => {
    const here = stale();
    const options = optionsFor(here, assignmentFor(here));
    const { agent, published } = await runThrough(here, options);
    expect(agentTrouble(published.file)).toBeNull();
    const summary = agentSummary(options.assignment, agent);
    expect(summary).toContain('was not started');
    expect(summary).toMatch(/1 holds?, 1 is stale/);
    expect(summary).toContain('**Stale:**');
    expect(summary).toContain('nearest: src/salutation/format.ts');
    expect(summary).toContain('/confirm');
    const last = publishSummary(options.assignment, published);
    expect(last).toContain('Not started: the tasks name `src/greeting/format.ts`, which is not in the code.');
    // The control: an agent that went without a last word is trouble.
    expect(
      agentTrouble({ ...published.file, agent: { ...published.file.agent, ended: 'none' } }),
    ).not.toBeNull();
  });

  it('leaves evidence that says so without the secrets of the run', async () => {
    const here = stale();
    const secret = 'src/greeting/format.ts';
    const options = { ...optionsFor(here, assignmentFor(here)), secrets: [secret] };
    const outcome = await runAgentStep({
      ...options,
      ...{
        source: here.remote,
        self: null,
        keys: new Map(),
        clis: here.folder,
        registry: 'http://127.0.0.1:9/',
      },
      ...{ recordings: null, environment: 'github-hosted', keep: [], templates },
    });
    expect(outcome.report.agent.ended).toBe('not-started');
    expect(JSON.stringify(outcome.report)).not.toContain(secret);
  });
});

describe('where claims are looked up', () => {
  it('is the recorded base: what an earlier attempt moved as it was told is not stale', async () => {
    const here = worldOf({ ...honestTree(python), 'check.js': '' });
    const moving = `mkdir -p greeter/text && git mv ${python.source} ${python.renamed} && git commit -qm 'PER-1: Move'; ${answering()}`;
    const first = await runCommand(here, moving);
    const base = first.outcome.head ?? '';
    expect(base).toMatch(/^[0-9a-f]{40}$/);
    const again = {
      attempt: 2,
      base,
      recordedBase: here.base,
      codeBranch: 'throughline/greet/1-2',
      notes: ['Once more.'],
    };
    const second = await runCommand(here, works, again);
    expect(second.evidence.file.agent.ended).toBe('untold');
    const prompt = second.evidence.text('prompt.md');
    expect(prompt).toContain(`  - defined at \`${python.renamed}:${python.line}\``);
    expect(prompt).toContain(`Verbatim from \`${tasksPath}\` at commit \`${here.base}\``);
    // The control: the same tree as a plan's own base is stale.
    const fresh = await runCommand(here, works, {
      ...again,
      attempt: 1,
      recordedBase: base,
      codeBranch: 'throughline/greet/1-3',
    });
    expect(fresh.evidence.file.agent.ended).toBe('not-started');
  });

  it('is the dispatched sections alone', async () => {
    const here = worldOf({
      [tasksPath]:
        '## 1. A\n\n- [ ] 1.1 Add `made.txt`\n\n## 2. B\n\n- [ ] 2.1 Change `lost` in `src/lost.js`\n',
      'lib/lost.js': 'export const lost = 1;\n',
    });
    const one = await runCommand(here, works, { sections: ['1'] });
    expect(one.evidence.file.agent.ended).toBe('untold');
    const two = await runCommand(here, works, { sections: ['2'], codeBranch: 'throughline/greet/2-1' });
    expect(two.evidence.file.agent.ended).toBe('not-started');
  });

  it('is asked for tasks that were written from a ticket, too', async () => {
    const here = worldOf({ 'lib/lost.js': 'export const lost = 1;\n' });
    const from = (path: string) => ({
      change: null,
      tasks: `## 1. A\n\n- [ ] 1.1 Change \`lost\` in \`${path}\`\n`,
    });
    const stale = await runCommand(here, works, from('src/lost.js'));
    expect(stale.evidence.file.agent.ended).toBe('not-started');
    const good = await runCommand(here, works, {
      ...from('lib/lost.js'),
      codeBranch: 'throughline/greet/1-2',
    });
    expect(good.evidence.file.agent.ended).toBe('untold');
  });
});
