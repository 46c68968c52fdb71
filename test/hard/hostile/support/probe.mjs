// Runs the scripts it is ordered to, one after another, and takes what they print to the drop box: node probe.mjs <box> <id> <where>.
// As the agent it then does honest work: a note, its answer, and a check for the verification commands to run.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const [, , box, id, where] = process.argv;
const { env, patience, scripts, later } = await (await fetch(`${box}/orders/${id}/${where}`)).json();

// What verification runs came with the branch.
const carried = existsSync('carried.json') ? JSON.parse(readFileSync('carried.json', 'utf8')) : [];

for (const { name, script } of where === 'verify' ? carried : scripts) {
  const { stdout, stderr, error } = spawnSync('/bin/sh', ['-c', script], {
    env: { ...process.env, ...env, MARK: `${env.MARK}-${where}-${name}` },
    timeout: patience,
    killSignal: 'SIGKILL',
    maxBuffer: 8 * 1024 * 1024,
  });
  if (env.ALOUD) process.stdout.write(stdout);
  await fetch(`${box}/found/${id}/${where}/${name}`, {
    method: 'POST',
    body: Buffer.concat([stdout, stderr, Buffer.from(`${error ?? ''}`)]),
  });
}

if (where === 'agent') {
  mkdirSync('notes', { recursive: true });
  writeFileSync('notes/done.txt', `${id}\n`);
  if (later.length > 0) {
    writeFileSync('carried.json', JSON.stringify(later));
    writeFileSync('check.sh', `exec node probe.mjs '${box}' '${id}' verify\n`);
  }
  const answer = {
    status: 'DONE',
    summary: 'Noted.',
    files: ['notes/done.txt'],
    verification: [],
    notes: '',
  };
  if (!existsSync(process.env.ANSWER_FILE)) writeFileSync(process.env.ANSWER_FILE, JSON.stringify(answer));
}
