import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';

/**
 * Free by convention on every common Linux: beyond the users of the machine, short of the numbers that containers
 * get, small enough for old archive formats. The second lies within a map of 65536 numbers.
 */
const ranges = [
  { first: 65536, last: 99_999 },
  { first: 60_578, last: 65_519 },
];

type Range = (typeof ranges)[number];

/** Numbers that this process holds, by seed. */
const held = new Map<string, { uid: number; claim: Server }>();

/**
 * A user and group number that nobody has: not in the user list, not running anything, not claimed by another run on
 * this machine. The claim lasts as long as this process. null when no such number is mapped here.
 */
export const claimUser = async (seed: string): Promise<number | null> => {
  const mine = held.get(seed);
  if (mine) return mine.uid;
  const range = freeRange(await readMaps());
  if (range === null) return null;
  const taken = await takenUsers();
  for (const uid of candidates(seed, range)) {
    if (taken.has(uid)) continue;
    const claim = await claimOf(uid);
    if (claim === null) continue;
    held.set(seed, { uid, claim });
    return uid;
  }
  return null;
};

/** The first range that user and group map cover; exported for its table of cases. */
export const freeRange = (maps: { users: string; groups: string }): Range | null =>
  ranges.find((range) => covers(maps.users, range) && covers(maps.groups, range)) ?? null;

const covers = (map: string, { first, last }: Range): boolean =>
  map.split('\n').some((line) => {
    const [inside = Number.NaN, , count = 0] = line.trim().split(/\s+/).map(Number);
    return inside <= first && last < inside + count;
  });

const readMaps = async (): Promise<{ users: string; groups: string }> => ({
  users: await readFile('/proc/self/uid_map', 'utf8'),
  groups: await readFile('/proc/self/gid_map', 'utf8'),
});

const tries = 64;

/** Spread over the range, so that a number that stays taken does not lead to its neighbour. */
const candidates = (seed: string, { first, last }: Range): number[] =>
  Array.from({ length: tries }, (_, index) => {
    const digest = createHash('sha256').update(`${index}\0${seed}`).digest();
    return first + (digest.readUInt32BE(0) % (last - first + 1));
  });

const takenUsers = async (): Promise<Set<number>> => {
  const listed = (await readFile('/etc/passwd', 'utf8'))
    .split('\n')
    .map((line) => Number(line.split(':')[2]));
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const owners = await Promise.all(processes.map(ownerOf));
  return new Set([...listed, ...owners]);
};

const ownerOf = async (id: string): Promise<number> => {
  try {
    return (await stat(`/proc/${id}`)).uid;
  } catch {
    return Number.NaN;
  }
};

/** A name that the kernel gives to one process at a time and takes back when that ends, however it ends. */
const claimOf = (uid: number): Promise<Server | null> =>
  new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', () => resolve(null));
    server.listen(`\0throughline-user-${uid}`, () => {
      server.unref();
      resolve(server);
    });
  });
