import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { stringify } from 'yaml';
import { type Local, people, startLocal } from '../../src/sandbox/local.ts';
import { typeOnGithub } from '../../src/sandbox/person.ts';
import { callerPath, sandboxCaller } from '../../src/text/caller-workflow.ts';
import { box, converse, notice, shown, tickBox, wait, withoutMark } from './support.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

const key = 'PER-206';
const tasks = `## 1. Refuse long notes

- [ ] 1.1 In \`src/notes.js\` throw \`note too long\` where a note has more than 80 characters
- [ ] 1.2 Create \`test/notes.test.js\`, which adds a note of 80 characters and one of 81
  - Validation: \`node --test test/notes.test.js\`

## 2. Say so

- [ ] 2.1 Name the limit in \`README.md\`. \`src/format.js\` SHALL NOT be changed.
`;
const vague = '## 1. Refuse long notes\n\n- [ ] 1.1 Improve `src/note.js` etc.\n';
const summary = 'Notes of more than 80 characters are refused; how they are printed stays as it is.';

const source = {
  'README.md': '# Notes\n\nAdds notes.\n',
  'package.json': '{ "type": "module", "scripts": { "test": "node --test" } }\n',
  'src/format.js': "export const format = (note) => '- ' + note;\n",
  'src/notes.js': 'export const add = (notes, note) => [...notes, note];\n',
  [callerPath]: sandboxCaller(),
  '.github/throughline.yml': stringify({
    tracker: { team: 'PER' },
    agents: { default: 'replay', allowed: { replay: { kind: 'replay' } } },
    verify: { commands: ['node --check src/notes.js'] },
    runner: { labels: ['self-hosted'], isolation: 'preferred' },
    rounds: { reviewer: 'none' },
  }),
};

const limited = `export const add = (notes, note) => {
  if (note.length > 80) throw new Error('note too long');
  return [...notes, note];
};
`;
const tested = `import assert from 'node:assert';
import { test } from 'node:test';
import { add } from '../src/notes.js';

test('a note has at most 80 characters', () => {
  assert.deepEqual(add([], 'n'.repeat(80)), ['n'.repeat(80)]);
  assert.throws(() => add([], 'n'.repeat(81)), /note too long/);
});
`;
const write = (path: string, text: string) => ({ do: 'write-text', path, text });
const recordings = {
  // the first answer names what is not there, and is sent back within the run
  'prompt/1/1': { steps: [], answer: { status: 'AUTHORED', summary, tasks: vague } },
  'prompt/1/2': { steps: [], answer: { status: 'AUTHORED', summary, tasks } },
  '1-2/1': {
    steps: [
      write('src/notes.js', limited),
      write('test/notes.test.js', tested),
      write('README.md', '# Notes\n\nAdds notes of at most 80 characters.\n'),
      { do: 'commit', message: `${key}: Refuse notes of more than 80 characters\n` },
    ],
    answer: {
      status: 'DONE',
      summary: 'Long notes are refused.',
      files: ['README.md', 'src/notes.js', 'test/notes.test.js'],
      verification: [],
      notes: '',
    },
  },
  'review/1': {
    steps: [],
    answer: {
      status: 'JUDGED',
      summary: 'A limit with its test.',
      requirements: [],
      recommendation: 'accept',
      concerns: [],
    },
  },
};

const lay = (folder: string, files: Record<string, string>): void => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
};

let local: Local;
let folder: string;
let issue: number;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-from-ticket-'));
  const [project, recorded] = [join(folder, 'project'), join(folder, 'recordings')];
  lay(project, source);
  lay(
    recorded,
    Object.fromEntries(
      Object.entries(recordings).map(([path, one]) => [`${path}/recording.json`, JSON.stringify(one)]),
    ),
  );
  const title = 'Refuse long notes';
  local = await startLocal({
    folder,
    stage: { source: { folder: project }, change: '' },
    ticket: { title, description: 'Refuse notes over 80 characters. Do not change how they are printed.' },
    webUrl: () => 'http://127.0.0.1:1',
    recordings: recorded,
  });
  issue = local.github.openIssueAs(people.writer, {
    ...{ repository: local.repository, title: `${key}: ${title}`, body: 'See the ticket.' },
  }).number;
});
afterAll(async () => {
  await local.stop();
  rmSync(folder, { recursive: true, force: true });
});

const pull = (): number | null => local.github.pulls(local.repository).at(-1)?.number ?? null;

describe('a ticket without a change, delegated from its own words', () => {
  it('is pointed to it by a plain /delegate', async () => {
    const { said } = await converse(local, { number: issue, body: '/delegate' });
    expect(said).toContain('`/delegate --from-ticket`');
  });

  it('has its tasks written, and shows them with the scope', async () => {
    typeOnGithub(local, { number: issue, body: '/delegate --from-ticket' });
    const scope = await shown(local, issue, 'd1:scope');
    expect(scope).toContain('Scope of delegation 1: sections 1-2');
    expect(scope).toContain(`> ${summary}`);
    expect(scope).toContain('- [ ] 1.2 Create `test/notes.test.js`');
    expect(scope).toContain('none: the tasks were written from the ticket');
    expect(pull()).toBeNull();
  });

  it('is worked on once a person has confirmed, and judged like any other', async () => {
    await tickBox(local, { number: issue, command: 'confirm' });
    const number = await wait(local, 'the pull request', pull);
    // two runs: the delegate's, then the judge's
    await shown(local, number, 'd1:findings');
    await box(local, { number, command: 'accept' });
    const findings = await shown(local, number, 'd1:findings');
    expect(findings).toContain('there is no box to tick');
    expect(findings).not.toMatch(/\| (fail|missing)/);
    await tickBox(local, { number, command: 'accept' });
    await notice(local, { number, kind: 'handed-over' });
    const body = local.github.pulls(local.repository).at(-1)?.body ?? '';
    expect(withoutMark(body)).toContain('without an OpenSpec change');
  });

  it('leaves no OpenSpec folder behind', async () => {
    const bare = join(folder, 'git', `${local.repository}.git`);
    const list = ['--git-dir', bare, 'ls-tree', '-r', '--name-only', 'feat/per-206-refuse-long-notes'];
    const { stdout } = await execa('git', list);
    expect(stdout).toContain('test/notes.test.js');
    expect(stdout).not.toContain('openspec/');
  });
});
