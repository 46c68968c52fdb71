// Holds a connection until it is told what to do, then does it in a shell and reports: node hold.mjs <box> <id> <name>.
// Given `stopped` it stops itself as soon as it is connected.
import { spawnSync } from 'node:child_process';

const [, , box, id, name, how] = process.argv;
process.on('SIGTERM', () => {});
process.on('SIGHUP', () => {});
const told = await fetch(`${box}/hold/${id}/${name}`).then(
  (response) => {
    if (how === 'stopped') process.kill(process.pid, 'SIGSTOP');
    return response.text();
  },
  () => 'exit 0',
);
const { stdout, stderr } = spawnSync('/bin/sh', ['-c', told], { timeout: 15_000, killSignal: 'SIGKILL' });
if (told !== 'exit 0')
  await fetch(`${box}/found/${id}/left/${name}`, { method: 'POST', body: Buffer.concat([stdout, stderr]) });
