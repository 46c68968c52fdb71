import { describe, expect, it } from 'vitest';
import { readCommands } from '../../src/commands/read.ts';

const read = (line: string) => readCommands(line)[0];
const command = (line: string, fields: object) =>
  expect(read(line)).toEqual({ state: 'command', command: fields });
const problem = (line: string, text: string) =>
  expect(read(line)).toMatchObject({ state: 'unreadable', problem: expect.stringContaining(text) });

describe('/triage … file', () => {
  it.each<[string, string | null, string]>([
    ['', null, ''],
    ['high', 'high', ''],
    ['HIGH', 'high', ''],
    ['(high)', 'high', ''],
    ['`high`', 'high', ''],
    ['high, blocks the migration', 'high', 'blocks the migration'],
    ['High: must land first', 'high', 'must land first'],
    ['high — must land first', 'high', 'must land first'],
    ['none: cosmetic', 'none', 'cosmetic'],
    ['priority high', 'high', ''],
    ['--priority urgent', 'urgent', ''],
    ['--priority=urgent it blocks', 'urgent', 'it blocks'],
    ['—priority high', 'high', ''],
    ['it blocks --priority high', 'high', 'it blocks'],
    ['--priority low the --strict flag is another matter', 'low', 'the --strict flag is another matter'],
    ['high\n\nIt blocks.', 'high', 'It blocks.'],
    ['\n\nLow on time today.', null, 'Low on time today.'],
    ['high-level refactoring', null, 'high-level refactoring'],
    ['the —strict flag is another matter', null, 'the —strict flag is another matter'],
    ['it is of low value', null, 'it is of low value'],
  ])('reads %j', (words, priority, why) => {
    command(`/triage F2 file ${words}`.trimEnd(), {
      name: 'triage',
      finding: 'F2',
      to: 'file',
      priority,
      why,
    });
  });

  it.each([
    ['--urgent', '`--urgent` is not known. Write the priority as `file high`'],
    ['--prio high', '`--prio` is not known'],
    ['—prio high', '`--prio` is not known'],
    ['--priority', '`--priority` needs a value'],
    ['--priority soon', '`--priority` does not know that word'],
    ['--priority high --priority low', '`--priority` is given twice'],
    ['high --priority low', 'The priority is given twice'],
  ])('refuses %j', (words, text) => {
    problem(`/triage F2 file ${words}`, text);
  });
});

describe('/follow-up', () => {
  const title = 'Migrate the example warehouse';

  it.each([
    '--priority medium',
    '--Priority Medium',
    '--priority=medium',
    '--priority: medium.',
    '--priority “medium”',
    '—priority medium',
    '–priority medium',
  ])('takes %j', (flag) => {
    command(`/follow-up ${title} ${flag}`, { name: 'follow-up', title, priority: 'medium' });
    command(`/follow-up ${flag}`, { name: 'follow-up', title: '', priority: 'medium' });
  });

  it.each([
    [`"${title}"`, title],
    [`“${title}”`, title],
    ['"One" and "two"', '"One" and "two"'],
    ['Handle `--strict` — at last', 'Handle `--strict` — at last'],
  ])('takes the title %s', (typed, read) => {
    command(`/follow-up ${typed} --priority low`, { name: 'follow-up', title: read, priority: 'low' });
    command(`/follow-up ${typed}`, { name: 'follow-up', title: read, priority: null });
  });

  it.each([
    ['Title --priority high --priority low', '`--priority` is given twice'],
    ['Title --priority', '`--priority` needs a value'],
    ['Title --priority soon', '`--priority` does not know that word'],
    ['Title --prioriy low', 'Did you mean `--priority`?'],
    ['Handle --strict --priority low', 'that begin with two dashes stand in backticks'],
  ])('refuses %j', (words, text) => {
    problem(`/follow-up ${words}`, text);
  });
});
