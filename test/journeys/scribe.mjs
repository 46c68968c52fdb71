// An agent of a few lines: writes the files its tasks name and ticks the tasks. Where the address it is given has orders
// for the change, they say otherwise (it runs as a user of its own, and sees no folder of the test): `wait`, `crash`, `blocked`, `nothing`, or `wrong`, which fails verification until
// a note of the prompt says "right".
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

const prompt = readFileSync(process.env.PROMPT_FILE, 'utf8');
const [tasksPath, change] = /openspec\/changes\/([\w-]+)\/tasks\.md/.exec(prompt);

const ordered = () =>
  fetch(`${process.argv[2]}/${change}`).then(
    (answer) => answer.text(),
    () => 'work',
  );

const answer = (status, summary, more) =>
  writeFileSync(process.env.ANSWER_FILE, JSON.stringify({ status, summary, ...more }));

// Asked to review the pull request, it has read it and found nothing.
if (process.env.ACCESS === 'read' && prompt.includes('"REVIEWED"')) {
  answer('REVIEWED', 'Read, and all is well.', { findings: [], questions: [], notes: [], fixes: [] });
  process.exit(0);
}

// Asked to judge, it finds nothing wrong: each requirement it is asked about is met by a note that is there.
if (process.env.ACCESS === 'read') {
  const [note] = readdirSync('notes').filter((name) => name.startsWith(`${change}-`));
  const evidence = [{ path: `notes/${note}`, line: 1, shows: 'the note of a section' }];
  const met = {
    requirement: `${change} is noted`,
    verdict: 'met',
    evidence,
    sections: [],
    why: 'It is there.',
  };
  const requirements = [null, 'All sections are done'].map((scenario) => ({ ...met, scenario }));
  answer('JUDGED', 'The notes are there.', { requirements, recommendation: 'accept', concerns: [] });
  process.exit(0);
}

const notes = prompt.slice(prompt.indexOf('## Earlier attempts'));

const write = (word) => {
  const wanted = prompt.slice(prompt.indexOf('## Tasks'), prompt.indexOf('## Context'));
  const found = [...wanted.matchAll(/(\d+\.\d+) Write `([^`]+)`/g)];
  mkdirSync('notes', { recursive: true });
  let tasks = readFileSync(tasksPath, 'utf8');
  for (const [, id, path] of found) {
    writeFileSync(path, `${word}, told so:\n${notes}`);
    tasks = tasks.replace(`- [ ] ${id}`, `- [x] ${id}`);
  }
  writeFileSync(tasksPath, tasks);
  answer('DONE', 'Written.', {
    files: [...found.map(([, , path]) => path), tasksPath],
    verification: [],
    notes: '',
  });
};

// Where it has a model it asks that first: once, or on the order `spend` for as long as it is answered.
const ask = async () => {
  const { OPENAI_BASE_URL: url, OPENAI_API_KEY: token } = process.env;
  const answer = await fetch(`${url}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ model: 'any', messages: [{ role: 'user', content: prompt }] }),
  });
  console.log(`the model answered ${answer.status}`);
  return answer.ok;
};

while ((await ordered()) === 'wait') await wait(25);
if (process.env.OPENAI_BASE_URL) {
  await ask();
  while ((await ordered()) === 'spend') await ask();
}
const order = await ordered();
if (order === 'crash') process.exit(3);
if (order === 'blocked')
  answer('BLOCKED', 'The format is not said.', {
    files: [],
    verification: [],
    notes: 'Should the list be sorted?',
  });
else if (order === 'wrong' && !notes.includes('right')) write('wrong');
else if (order !== 'nothing') write('good');
