import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gitIn, type World } from '../world.ts';
import {
  decision,
  enhancement,
  explored,
  firstThen,
  makePlanningWorld,
  modifiesNothing,
  newSpec,
  planned,
  proposed,
  proposing,
  runPlanned,
  says,
} from './world.ts';

let world: World;
beforeAll(() => {
  world = makePlanningWorld();
});
afterAll(() => world.remove());

const branches = (): string => gitIn(world.remote, 'for-each-ref', '--format=%(refname)', 'refs/heads');
const wrong = says(explored('src/nowhere.js'));
const right = says(explored('src/index.js'));

describe('a phase that reads', () => {
  it('comes back as an answer alone', async () => {
    const { file, evidence, answer } = await runPlanned(
      world,
      planned.explore(world, `echo looking; ${right}`),
    );
    expect(file).toMatchObject({
      head: null,
      verification: [],
      leftoversCommitted: false,
      turns: [{ problems: [] }],
    });
    expect(answer).toMatchObject({ state: 'done', status: 'EXPLORED' });
    expect(evidence.names).toEqual(['answer.json', 'evidence.json', 'prompt.md', 'transcript.log']);
    expect(JSON.parse(evidence.text('answer.json'))).toMatchObject({ status: 'EXPLORED' });
    expect(evidence.text('transcript.log')).toBe('looking');
    expect(branches()).not.toContain(file.codeBranch);
  });

  it('brings nothing back although nothing kept it from writing, and says so', async () => {
    const command = `test "$ACCESS" = read || exit 9; echo x > x; git add x; git commit -qm 'PER-1: x'; ${right}`;
    const { file, evidence, options } = await runPlanned(world, planned.explore(world, command));
    expect(file).toMatchObject({ head: null, withheld: null, agent: { exitCode: 0 } });
    expect(evidence.remarks).toMatch(/was to read only.*nothing of its checkout is taken/);
    expect(branches()).not.toContain(file.codeBranch);
    // It did write: the control of the line above.
    expect(existsSync(join(options.workDir, file.assignment, 'worktree', 'x'))).toBe(true);
  });

  it('is asked again with what was wrong and what it said, and can put it right', async () => {
    const command = firstThen(`echo one; ${wrong}`, `echo two; ${right}`);
    const { file, evidence, answer } = await runPlanned(world, planned.explore(world, command));
    expect(answer).toMatchObject({ state: 'done' });
    expect(file.turns).toMatchObject([
      { problems: [expect.stringContaining('src/nowhere.js')] },
      { problems: [] },
    ]);
    expect(evidence.text('transcript.log')).toBe('──── turn 1 ────\none\n──── turn 2 ────\ntwo');
    const prompt = evidence.text('prompt.md');
    expect(prompt).toMatch(
      /## What was wrong with your last answer\n[\s\S]*This is the last time you are asked/,
    );
    expect(prompt).toContain('src/nowhere.js');
    expect(prompt).toContain('"status":"EXPLORED"');
  });

  it('comes back as it is when the last turn is wrong too, with the findings', async () => {
    const { file, evidence, answer } = await runPlanned(world, planned.explore(world, wrong));
    expect(file.turns).toHaveLength(2);
    expect(file.turns[1]?.problems[0]).toContain('src/nowhere.js');
    expect(answer.state).toBe('done');
    expect(evidence.text('answer.json')).toContain('src/nowhere.js');
  });

  it.each([
    ['no answer', 'true', /wrote no answer/],
    ['no JSON', 'echo oops > "$ANSWER_FILE"', /JSON/],
    ['another contract', says({ status: 'DONE' }), /contract/],
  ])('is told of %s', async (_, first, problem) => {
    const { file } = await runPlanned(world, planned.explore(world, firstThen(first, right)));
    expect(file.turns).toMatchObject([{ problems: [expect.stringMatching(problem)] }, { problems: [] }]);
  });

  it('is not asked again when it is blocked', async () => {
    const blocked = says({ status: 'BLOCKED', why: 'There is no code.' });
    const { file, answer } = await runPlanned(world, planned.explore(world, blocked));
    expect(file.turns).toEqual([{ problems: [] }]);
    expect(answer).toMatchObject({ state: 'blocked' });
  });

  it('is not asked again after a limit', async () => {
    const limits = { agentSeconds: 1, stallSeconds: 30, verifySeconds: 30 };
    const { file } = await runPlanned(
      world,
      planned.explore(world, `${wrong}\nwhile :; do sleep 0.1; done`, { limits }),
    );
    expect(file.turns).toHaveLength(1);
    expect(file.agent.stopped).toMatchObject({ limit: 'time' });
  });

  it('shares its limits among its turns', async () => {
    const { file, lines } = await runPlanned(world, planned.explore(world, wrong));
    expect(file.turns).toHaveLength(2);
    const given = lines
      .map((line) => /at most (\d+) s/.exec(line)?.[1])
      .filter(Boolean)
      .map(Number);
    expect(given).toEqual([30, expect.any(Number)]);
    expect(given[1]).toBeLessThan(30);
  });

  it('lists what it wrote in problems without the token of the run', async () => {
    const answer = says(explored('src/ghs_placeholder-of-a-token.js'));
    const { evidence } = await runPlanned(world, planned.explore(world, answer));
    expect(evidence.text('evidence.json')).not.toContain('ghs_placeholder-of-a-token');
    expect(evidence.names).not.toContain('answer.json');
  });
});

describe('a proposal', () => {
  const decisions = [decision];

  it('comes back as commits that OpenSpec has judged twice', async () => {
    const { file, evidence } = await runPlanned(world, planned.propose(world, proposing(), { decisions }));
    expect(file.turns).toEqual([{ problems: [] }]);
    expect(file.verification).toMatchObject([
      {
        command: 'openspec validate add-wave --strict',
        passed: true,
        exitCode: 0,
        output: 'add-wave is valid.\n',
      },
      {
        command: 'openspec archive add-wave --yes',
        passed: true,
        output: expect.stringContaining('archived'),
      },
    ]);
    const head = file.head ?? '';
    expect(gitIn(world.remote, 'rev-parse', `refs/heads/${file.codeBranch}`)).toBe(head);
    expect(gitIn(world.remote, 'log', '--format=%s', `${world.base}..${head}`)).toBe(
      'PER-1: Propose to wave',
    );
    expect(evidence.text('prompt.md')).toContain('| `empty-name` | Hello, world | ada |');
  });

  it('is mended in the same checkout when strict validation fails', async () => {
    const weak = newSpec.replace('SHALL', 'may');
    const command = firstThen(
      proposing({ 'specs/greeting/spec.md': weak }),
      `sed -i 's/ may / SHALL /' openspec/changes/add-wave/specs/greeting/spec.md; git commit -qam 'PER-1: Say SHALL'; ${says(proposed)}`,
    );
    const { file, evidence } = await runPlanned(world, planned.propose(world, command, { decisions }));
    expect(file.turns).toMatchObject([
      { problems: expect.arrayContaining([expect.stringMatching(/validate add-wave --strict.*SHALL/)]) },
      { problems: [] },
    ]);
    expect(evidence.text('prompt.md')).toMatch(/The checkout holds what you left there/);
    expect(file.verification?.map(({ passed }) => passed)).toEqual([true, true]);
    expect(gitIn(world.remote, 'rev-list', '--count', `${world.base}..${file.head}`)).toBe('2');
  });

  it('that no archive takes is found out, and stays so in the evidence', async () => {
    const command = proposing({
      'specs/farewell/spec.md': modifiesNothing,
      'tasks.md': '## 1. Wave\n\n- [ ] 1.1 Greeting and Wave\n',
    });
    const { file, evidence } = await runPlanned(world, planned.propose(world, command, { decisions }));
    expect(file.turns).toHaveLength(3);
    expect(file.turns.at(-1)?.problems).toEqual([expect.stringMatching(/openspec archive add-wave.*Wave/)]);
    expect(file.verification).toMatchObject([
      { command: 'openspec validate add-wave --strict', passed: true },
      {
        command: 'openspec archive add-wave --yes',
        passed: false,
        exitCode: 1,
        output: expect.stringContaining('Wave'),
      },
    ]);
    expect(evidence.text('prompt.md')).toContain('openspec archive add-wave');
  });

  it.each([
    [
      'with a history of their own',
      'new=$(git commit-tree -m "PER-1: Anew" HEAD^{tree}); git reset -q --hard $new',
      /do not build on the base/,
    ],
    [
      'with a program in them',
      'chmod +x openspec/changes/add-wave/tasks.md; git commit -qam "PER-1: Run"',
      /tasks\.md` is a link, a submodule or executable/,
    ],
    [
      'without a message',
      "git commit -q --allow-empty --allow-empty-message -m ''",
      /The first line of the commit “”/,
    ],
  ])('is given back: commits %s', async (_, more, problem) => {
    const command = firstThen(`${proposing()}\n${more}`, says({ status: 'BLOCKED', why: 'No.' }));
    const { file } = await runPlanned(world, planned.propose(world, command, { decisions }));
    expect(file.turns[0]?.problems).toEqual([expect.stringMatching(problem)]);
  });

  it('without a name has failed both commands', async () => {
    const command = `${proposing()}\necho '{}' > "$ANSWER_FILE"`;
    const { file } = await runPlanned(world, planned.propose(world, command, { decisions }));
    expect(file.verification).toMatchObject([
      { passed: false, output: expect.stringContaining('names no change') },
      { passed: false },
    ]);
  });

  it('is asked from one prompt, byte for byte', async () => {
    const same = { decisions, codeBranch: 'throughline/per-1/propose-7' };
    const first = await runPlanned(
      world,
      planned.propose(world, says({ status: 'BLOCKED', why: 'No.' }), same),
    );
    const second = await runPlanned(
      world,
      planned.propose(world, says({ status: 'BLOCKED', why: 'No.' }), same),
    );
    expect(first.evidence.text('prompt.md')).toBe(second.evidence.text('prompt.md'));
  });
});

describe('an enhancement', () => {
  it('is written into tasks.md by the run, in one commit that touches nothing else', async () => {
    const { file } = await runPlanned(world, planned.enhance(world, says(enhancement)));
    const head = file.head ?? '';
    expect(gitIn(world.remote, 'log', '--format=%s|%an', `${world.base}..${head}`)).toBe(
      'PER-1: Enhance the tasks of greet|throughline',
    );
    expect(gitIn(world.remote, 'diff', '--numstat', world.base, head)).toMatch(
      /^\d+\t0\topenspec\/changes\/greet\/tasks\.md$/,
    );
    expect(gitIn(world.remote, 'show', `${head}:openspec/changes/greet/tasks.md`)).toContain(
      'opsx:phase-summary:1:begin',
    );
    expect(file.verification).toMatchObject([{ passed: true }, { passed: true }]);
    expect(file.turns).toEqual([{ problems: [] }]);
  });

  it('of a section that is not there is put right', async () => {
    const off = { ...enhancement, sections: [{ ...enhancement.sections[0], number: '9' }] };
    const blocked = says({ status: 'BLOCKED', why: 'No.' });
    const { file } = await runPlanned(world, planned.enhance(world, firstThen(says(off), blocked)));
    expect(file.turns[0]?.problems.join('\n')).toMatch(/9/);
    expect(file.head).toBeNull();
  });
});

describe('what a turn leaves in the exchange', () => {
  it('cannot stand for the next answer', async () => {
    const target = join(world.folder, 'target');
    const command = firstThen(`ln -s ${target} "$ANSWER_FILE"; ln -sf ${target} "$PROMPT_FILE"`, 'true');
    const { file } = await runPlanned(world, planned.explore(world, command));
    expect(file.turns).toMatchObject(
      [{ problems: [/not a regular file/] }, { problems: [/no answer/] }].map(({ problems }) => ({
        problems: problems.map((one) => expect.stringMatching(one)),
      })),
    );
    expect(existsSync(target) ? readFileSync(target, 'utf8') : '').toBe('');
  });
});
