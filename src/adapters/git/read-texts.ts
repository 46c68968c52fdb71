import { maxFileBytes } from './limits.ts';
import { blobSizes, decode, type Reading } from './read.ts';

/** Bytes of all texts together. */
const mostBytes = 64 * 1024 * 1024;
const symlink = '120000';

/** Blobs of regular files by path: one call for all of them, however many there are. */
const blobsAt = async (
  { run }: Reading,
  commit: string,
  wanted: Set<string>,
): Promise<[string, string][]> => {
  const output = (await run(['ls-tree', '-r', '-z', '--full-tree', commit])).toString('utf8');
  return output.split('\0').flatMap((entry): [string, string][] => {
    const [, mode, sha, path] = /^(\d{6}) blob ([0-9a-f]{40})\t([\s\S]+)$/.exec(entry) ?? [];
    if (sha === undefined || path === undefined || mode === symlink || !wanted.has(path)) return [];
    return [[path, sha]];
  });
};

/** Reads `git cat-file --batch`: a header line, so many bytes, a newline. */
const readBatch = (output: Buffer): Map<string, Buffer> => {
  const blobs = new Map<string, Buffer>();
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf(10, at);
    if (end < 0) break;
    const [, sha, size] = /^([0-9a-f]{40}) blob (\d+)$/.exec(output.toString('latin1', at, end)) ?? [];
    at = end + 1;
    if (sha === undefined) continue;
    blobs.set(sha, output.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  return blobs;
};

export const readTexts = async (
  session: Reading,
  { commit, paths }: { commit: string; paths: string[] },
): Promise<Map<string, string>> => {
  if (paths.length === 0) return new Map();
  const entries = await blobsAt(session, commit, new Set(paths));
  const sizes = await blobSizes(
    session,
    entries.map(([, sha]) => sha),
  );
  let left = mostBytes;
  const here = entries.filter(([, sha]) => {
    const size = sizes.get(sha);
    if (size === undefined || size > maxFileBytes || size > left) return false;
    left -= size;
    return true;
  });
  const input = `${[...new Set(here.map(([, sha]) => sha))].join('\n')}\n`;
  const output = await session.run(['cat-file', '--batch'], { input, maxBytes: 2 * mostBytes });
  const blobs = readBatch(output);
  const texts = new Map<string, string>();
  for (const [path, sha] of here) {
    const text = decode(blobs.get(sha) ?? Buffer.from([0]));
    if (text !== null) texts.set(path, text);
  }
  return texts;
};
