import type { AgentReport } from '../../contracts/evidence.ts';
import type { Folders } from '../folders.ts';
import { askRunGit, complaintOf, type GitPlace, runGit } from '../run-git.ts';
import { scanCommits } from '../secrets/commits.ts';
import type { KnownSecrets } from '../secrets/known.ts';
import type { Collected } from './collect.ts';
import { readForeign } from './read-foreign.ts';

/** The most that leaves a run, packed. A delegation's caps are far below. */
const maxPackBytes = 25 * 1024 * 1024;

export interface Taken {
  /** Head of the code branch in our own repository; null when there is nothing, or it stays here. */
  head: string | null;
  withheld: AgentReport['withheld'];
  remarks: string[];
}

const nothing = (withheld: AgentReport['withheld']): Taken => ({ head: null, withheld, remarks: [] });

/** Brings the agent's objects into our repository, every one of them checked, and looks for secrets in them. */
export const takeWork = async (options: {
  place: GitPlace;
  folders: Folders;
  collected: Collected;
  base: string;
  known: KnownSecrets;
}): Promise<Taken> => {
  const { place, collected, base } = options;
  const { head } = collected;
  if (collected.withheld || head === base) return nothing(collected.withheld);
  if (collected.pack === null)
    return nothing({ why: 'malformed', detail: `The commits up to ${head} could not be packed.` });
  const pack = await readForeign(collected.pack, maxPackBytes);
  if (pack.state === 'too-large') {
    const most = `${maxPackBytes / 1024 / 1024} MiB`;
    return nothing({
      why: 'too-large',
      detail: `The commits take more than ${most} packed, the most that leaves a run.`,
    });
  }
  if (pack.state !== 'read')
    return nothing({ why: 'malformed', detail: 'The packed commits are not a file.' });
  const problem = await storePack(place, pack.bytes, head);
  if (problem !== null) return nothing({ why: 'malformed', detail: problem });
  const withheld = await scanCommits({ place, base, head, known: options.known });
  if (withheld) return nothing(withheld);
  await runGit(place, ['update-ref', 'refs/throughline/code', head]);
  const ancestor = await askRunGit(place, ['merge-base', '--is-ancestor', base, head]);
  const rewritten = `The agent rewrote history: ${head} does not build on the base ${base}.`;
  return { head, withheld: null, remarks: ancestor.exitCode === 0 ? [] : [rewritten] };
};

/** `--strict` refuses malformed objects, paths such as `..` and `.git`, and links to objects that nobody has. */
const storePack = async (place: GitPlace, bytes: Buffer, head: string): Promise<string | null> => {
  const args = ['index-pack', '--strict', '--stdin', `--max-input-size=${maxPackBytes}`];
  const stored = await askRunGit(place, args, { input: bytes });
  if (stored.exitCode !== 0) {
    place.signal.throwIfAborted();
    return `Git refuses the agent's objects: ${complaintOf(stored)}`;
  }
  const there = await askRunGit(place, ['cat-file', '-e', `${head}^{commit}`]);
  return there.exitCode === 0 ? null : `The commit ${head} is not among the agent's objects.`;
};
