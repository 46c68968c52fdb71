// An agent of a few lines that also answers findings: it has each of them fixed, and fixes what it is told to. Otherwise
// it writes the files its tasks name, ticks the tasks, and finds nothing wrong where it judges.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

const prompt = readFileSync(process.env.PROMPT_FILE, 'utf8');
const answer = (status, more) => writeFileSync(process.env.ANSWER_FILE, JSON.stringify({ status, ...more }));
const part = (from, to) => prompt.slice(prompt.indexOf(from), prompt.indexOf(to));

const triage = () => {
  const ids = new Set(part('## The findings', '## What the change set out to do').match(/\bF\d+\b/g));
  const fix = { reason: 'It is true.', answer: 'fix', task: 'Say it in other words', behavioural: false };
  answer('TRIAGED', { answers: [...ids].map((finding) => ({ finding, ...fix })) });
};

const judge = () => {
  const [, change] = /openspec\/changes\/([\w-]+)\//.exec(prompt) ?? [];
  const [note] = readdirSync('notes').filter((name) => name.startsWith(`${change}-`));
  const evidence = [{ path: `notes/${note}`, line: 1, shows: 'the note of a section' }];
  const met = {
    ...{ requirement: `${change} is noted`, verdict: 'met', evidence, sections: [] },
    why: 'It is there.',
  };
  const asked = prompt.includes(`${change} is noted`) ? [null, 'All sections are done'] : [];
  const requirements = asked.map((scenario) => ({ ...met, scenario }));
  answer('JUDGED', { summary: 'The notes are there.', requirements, recommendation: 'accept', concerns: [] });
};

const fixed = () => {
  const found = [...part('## Tasks', '## Context').matchAll(/Answer (F\d+) in `([^`]+)`/g)];
  for (const [, id, path] of found) writeFileSync(path, `${readFileSync(path, 'utf8')}${id} is answered.\n`);
  return [...new Set(found.map(([, , path]) => path))];
};

const written = () => {
  const [tasksPath] = /openspec\/changes\/[\w-]+\/tasks\.md/.exec(prompt);
  let tasks = readFileSync(tasksPath, 'utf8');
  const paths = [];
  mkdirSync('notes', { recursive: true });
  for (const [, id, path] of part('## Tasks', '## Context').matchAll(/(\d+\.\d+) Write `([^`]+)`/g)) {
    writeFileSync(path, 'first line\nsecond line\n');
    tasks = tasks.replace(`- [ ] ${id}`, `- [x] ${id}`);
    paths.push(path);
  }
  writeFileSync(tasksPath, tasks);
  return [...paths, tasksPath];
};

if (prompt.startsWith('# Answers to findings')) triage();
else if (process.env.ACCESS === 'read') judge();
else {
  const isFixUp = /Answer F\d+ in `/.test(part('## Tasks', '## Context'));
  const files = isFixUp ? fixed() : written();
  answer('DONE', { summary: 'Written.', files, verification: [], notes: '' });
}
