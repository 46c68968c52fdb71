import { describe, expect, it } from 'vitest';
import type { AssignmentOf } from '../../src/contracts/assignment.ts';
import type { PromptAnswer } from '../../src/contracts/planning/prompt.ts';
import { judgeAnswer } from '../../src/phases/judge.ts';
import { prompt } from '../../src/phases/prompt.ts';
import { planningAssignment } from './sample.ts';

const good = `## 1. Refuse what nobody can read

- [ ] 1.1 In \`src/read.ts\` throw \`Unreadable\` where the file is longer than 1 MiB; its message names path and size
- [ ] 1.2 Create \`test/read-large.test.ts\`, which reads a file of 1 MiB and one of 1 MiB and a byte
  - Validation: \`npm test -- read-large\`

## 2. Say so

- [ ] 2.1 Describe the limit in \`README.md\` under “Limits”. \`src/parse.ts\` SHALL NOT be changed.
- [ ] 2.2 [MANUAL] Tell the users
`;
const there = ['src/read.ts', 'README.md', 'src/parse.ts', 'pkg/links.py', 'cmd/scan.go'];

const assignment = (text = ''): AssignmentOf<'prompt'> => ({
  ...planningAssignment,
  phase: 'prompt',
  inputs: {
    said: text === '' ? [] : [{ by: 'ticket PER-206', permission: 'none', about: 'ticket PER-206', text }],
  },
});
const authored = (tasks: string): PromptAnswer => ({ status: 'AUTHORED', summary: 'A limit.', tasks });

const judged = async (tasks: string, text = ''): Promise<string[]> => {
  const result = await judgeAnswer({
    assignment: assignment(text),
    answer: authored(tasks),
    proposed: null,
    read: (path) => Promise.resolve(there.includes(path) ? 'text\n' : null),
  });
  return 'problems' in result ? result.problems : [];
};

const task = (text: string): string => `## 1. Read\n\n- [ ] 1.1 ${text}\n`;

describe('tasks written from a ticket', () => {
  it('are taken when a delegate can work by them', async () => {
    expect(await judged(good)).toEqual([]);
    expect(await judged(good, 'Large files hang. Do not change the parser.')).toEqual([]);
  });

  it('may be refused by the agent itself', () => {
    const blocked: PromptAnswer = { status: 'BLOCKED', why: 'What is a large file?' };
    expect(prompt.reads(blocked, assignment())).toEqual([]);
    expect(prompt.judge(blocked, { assignment: assignment(), files: new Map(), proposed: null })).toEqual([]);
  });

  it.each([
    ['No tasks at all.', 'has no section'],
    ['## Read\n\n- [ ] 1.1 In `src/read.ts` read\n', 'has no section'],
    ['## 1. Read\n\nIn `src/read.ts`.\n', 'Section 1 of `tasks` (line 1) has no task'],
    ['## 1. Read\n\n- [ ] Throw in `src/read.ts`\n', 'needs a number of its section'],
    ['## 1. Read\n\n- [x] 1.1 Throw in `src/read.ts`\n', 'Task 1.1 of `tasks` is ticked'],
    [`- [ ] Stray\n\n${task('Throw in `src/read.ts`')}`, 'is in no numbered section'],
    [task('Throw in `src/read.ts`').repeat(2), 'Two sections of `tasks` are 1'],
    [
      Array.from(
        { length: 9 },
        (_, at) => `## ${at + 1}. Part\n\n- [ ] ${at + 1}.1 Throw in \`src/read.ts\`\n`,
      ).join('\n'),
      'There are 9 sections',
    ],
    [task('Throw where the file is too long'), 'Task 1.1 names no path'],
    [task('Throw in `src/raed.ts`'), 'Task 1.1 names `src/raed.ts`, which is not there'],
    [task('`src/parser.ts` SHALL NOT be changed'), '`src/parser.ts`, which is not there'],
    [task('Improve the messages of `src/read.ts`'), 'Task 1.1 is vague (“Improve”)'],
    [task('Handle large files, pipes etc. in `src/read.ts`'), 'is vague (“etc.”)'],
    [task('Clean up `src/read.ts`'), 'is vague (“Clean up”)'],
    [task('Throw in `src/read.ts` where necessary'), 'is vague (“where necessary”)'],
    [task('Throw in `src/read.ts`\n  - Validation: the tests pass'), 'is no command'],
    [task('Throw in `src/read.ts`\n\n<!-- opsx:metadata:begin -->'), 'only Throughline writes'],
    [task('Throw in `src/read.ts`\u202e'), 'a character that nobody sees'],
  ])('are sent back: %j', async (tasks, why) => {
    const problems = await judged(tasks);
    expect(problems.join('\n')).toContain(why);
    // each says what to change
    for (const problem of problems) expect(problem).toMatch(/[:,] .*\.$/);
  });

  it.each([
    task('Rename `improve()` of `src/read.ts` to `better()`'),
    task('Add `links/` to the folders that `pkg/links.py` reads'),
    task('Move what reads out of `cmd/scan.go` into `cmd/read.go`'),
    task('Return early in `src/read.ts`; see `docs/`, `src/**/*.ts` and `logo.png`'),
    `${task('Write `notes/a.txt`')}- [ ] 1.2 Name \`notes/a.txt\` in \`README.md\`\n`,
  ])('are taken: %j', async (tasks) => {
    expect(await judged(tasks)).toEqual([]);
  });

  it.each([
    'Do not touch the parser.',
    "Please don't rename `parse`.",
    'The parser is out of scope.',
    'Leave the parser as it is.',
    'It should be done without changing the parser.',
    'Symlinks must not be removed.',
  ])('say with SHALL NOT what the ticket sets aside: %s', async (text) => {
    const [problem, ...more] = await judged(task('Throw in `src/read.ts`'), `Large files hang.\n${text}`);
    expect(problem).toContain(`sets something aside (“${text}”)`);
    expect(more).toEqual([]);
    expect(await judged(task('Throw in `src/read.ts`; `parse` SHALL NOT be changed'), text)).toEqual([]);
  });

  it.each(['It does not work.', 'The app should change its title.', 'I cannot remember when.'])(
    'need no SHALL NOT where nothing is set aside: %s',
    async (text) => {
      expect(await judged(task('Throw in `src/read.ts`'), text)).toEqual([]);
    },
  );
});
