import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  agentStep,
  answering,
  assignmentFor,
  gitIn,
  optionsFor,
  readEvidence,
  runThrough,
  type World,
} from '../world.ts';
import { explored, makePlanningWorld, planned, runPlanned, says } from './world.ts';

let world: World;
beforeEach(() => {
  world = makePlanningWorld();
});
afterEach(() => world.remove());

/** A commit of the default branch after the base; gives its SHA. */
const overriding = (phase: string, text: string): string => {
  const folder = join(world.clone, '.github/throughline/prompts');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${phase}.md`), text);
  gitIn(world.clone, 'add', '--all');
  gitIn(world.clone, 'commit', '--quiet', '--message', 'Our own prompt');
  gitIn(world.clone, 'push', '--quiet', world.remote, 'HEAD:refs/heads/main');
  return gitIn(world.clone, 'rev-parse', 'HEAD');
};

const own = 'Be brief about {{ticket}}.\n{{said}}\n{{earlier}}\n{{notes}}\n{{answerSchema}}\n';
const command = says(explored('src/index.js'));

describe("a repository's own prompt", () => {
  it('is told instead of ours, from the commit that the run was dispatched from', async () => {
    const promptsAt = overriding('explore', own);
    const { evidence } = await runPlanned(world, planned.explore(world, command, { promptsAt }));
    expect(evidence.text('prompt.md')).toMatch(/^Be brief about PER-1: Greet people\./);
  });

  it('is not taken from anywhere else', async () => {
    overriding('explore', own);
    const { evidence } = await runPlanned(world, planned.explore(world, command));
    expect(evidence.text('prompt.md')).toMatch(/^# Explore PER-1/);
    const other = await runPlanned(world, planned.explore(world, command, { promptsAt: world.base }));
    expect(other.evidence.text('prompt.md')).toMatch(/^# Explore PER-1/);
  });

  it.each([
    [
      'lacks what carries the task',
      own.replace('{{said}}', ''),
      /prompts\/explore\.md lacks `\{\{said\}\}`.*default branch/,
    ],
    [
      'asks for what there is not',
      `${own}{{mood}}`,
      /prompts\/explore\.md asks for `\{\{mood\}\}`.*use .*`\{\{said\}\}`/,
    ],
    ['is far too long', `${own}${'x'.repeat(70_000)}`, /prompts\/explore\.md is longer than 64 KiB/],
  ])('that %s is refused before the agent runs', async (_, text, message) => {
    const marker = join(world.folder, 'ran');
    const promptsAt = overriding('explore', text);
    const assignment = planned.explore(world, `touch ${marker}`, { promptsAt });
    await expect(agentStep(world, optionsFor(world, assignment))).rejects.toThrow(message);
    expect(existsSync(marker)).toBe(false);
  });

  it('works for delegations too', async () => {
    const promptsAt = overriding(
      'delegate',
      'Do {{tasks}} for {{ticketKey}}.\n{{guardrails}}\n{{verification}}\n{{notes}}\n{{answerSchema}}\n',
    );
    const agent = { name: 'probe', kind: 'command' as const, command: answering() };
    const assignment = assignmentFor(world, { agent, promptsAt });
    await runThrough(world, optionsFor(world, assignment));
    expect(readEvidence(world, assignment.id).text('prompt.md')).toMatch(/^Do ```markdown\n## 1\. Greeting/);
  });

  it('says what to do when its commit is gone', async () => {
    const assignment = planned.explore(world, command, { promptsAt: 'a'.repeat(40) });
    await expect(agentStep(world, optionsFor(world, assignment))).rejects.toThrow(
      /not in the repository any more/,
    );
  });
});
