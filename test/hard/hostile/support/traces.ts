import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { execa } from 'execa';
import type { Left } from './left.ts';

/** Folders of a run that are the second user's to write, by their path below any runner. */
const lent = (id: string): string[] => {
  const ofAgent = ['worktree', 'home', 'tmp', 'exchange', 'repository.git'].map((name) => `${id}/${name}`);
  const ofVerification = ['worktree', 'home', 'tmp'].map((name) => `${id}.verify/${name}`);
  return [...ofAgent, ...ofVerification].map((path) => `*/throughline/${path}`);
};

/** What a run says about itself, and no agent for it. */
const official = ['annotations', 'outputs', 'summary', 'refs'];

/** Names in shared places; scripts write nothing else there. */
const namesIn = (folder: string, mark: string): string[] =>
  readdirSync(folder).filter((name) => name.includes(mark));

/**
 * Where scripts left their mark outside what was lent to them: on the machine, and in what the run says of itself.
 * Gives the marks without the start they share. What leaves no trace, scripts look up themselves and say `landed`.
 */
export const tracesOf = async (at: {
  folder: string;
  id: string;
  left: Left[];
  /** What scripts said, by `<assignment>/<where>/<case>`. */
  found: Map<string, Buffer>;
}): Promise<string[]> => {
  const mark = `WROTE-${at.id}`;
  const pattern = `${mark}-[a-z0-9-]+`;
  const theirs = lent(at.id).flatMap((path, index) => [...(index > 0 ? ['-o'] : []), '-path', path]);
  const readable = ['-type', 'f', '-size', '-16384k', '-exec', 'grep', '-aohE', pattern, '{}', '+'];
  const look = ['(', '-name', `*${mark}*`, '-printf', '%f\\n', ',', ...readable, ')'];
  const { stdout } = await execa('find', [at.folder, '(', ...theirs, ')', '-prune', '-o', ...look], {
    reject: false,
    maxBuffer: 64 * 1024 * 1024,
  });
  const shared = ['/etc', '/dev/shm', '/var/tmp', tmpdir()].flatMap((folder) => namesIn(folder, mark));
  const said = at.left.filter(({ place }) => official.includes(place)).map(({ bytes }) => bytes.toString());
  const landed = [...at.found]
    .filter(([place, said]) => place.startsWith(`${at.id}/`) && /^landed$/m.test(said.toString()))
    .map(([place]) => `${mark}-${place.split('/').slice(1).join('-')}`);
  const all = [...landed, stdout, ...shared, ...said].join('\n');
  const marks = all.match(new RegExp(pattern, 'g')) ?? [];
  return [...new Set(marks.map((one) => one.slice(mark.length + 1)))].sort();
};
